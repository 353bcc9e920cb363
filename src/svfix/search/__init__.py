"""The search: what one form may have been, before any context.

`candidates` walks the lexicon's trie for words, compounds and words run together (`paths`), by
itself or compiled (`kernel`); `hypotheses` puts what it finds beside the form as it stands.
"""
