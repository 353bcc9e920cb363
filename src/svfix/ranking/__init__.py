"""The ranking: hypotheses in context, and how likely the likeliest are right.

`lattice` sums over all paths through a text's hypotheses, `casing` and `cloze` say what capitals
and the words around speak for; `calibration`, `misreadings` and `suspicion` say how sure to be of
it.
"""
