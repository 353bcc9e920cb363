"""Rows: texts that come one after another, and what those of one source show together.

`pipe` repairs them, alone or by `svfix.workers`; `shared` is the profile that they have in common.
"""
