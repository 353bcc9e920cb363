"""The channel: how an engine misreads, which engines there are, and what a document shows.

`model` prices what was read of what was on the page, `engines` has the channels learned from real
OCR beside its truth, and `profile` is what one document shows of itself.
"""
