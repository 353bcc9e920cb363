"""Alignment: which words of two texts stand in the same place, in linear memory.

Texts are folded and cut into `words`, put in one `order`, and `align`ed.
"""
