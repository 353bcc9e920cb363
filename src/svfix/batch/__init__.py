"""Batches: many files repaired in one run, and each of them whole or not at all.

    inputs ──outputs──▶ tasks ──workers──▶ outcomes ──run──▶ files in their places

`inputs` finds the files, and `outputs` says where each goes.  `workers` are as many processes as
asked for; each repairs one file at a time by `work`, which reads and writes `documents`.  Outcomes
come back in the order of the inputs to the one process that puts files in their places, that of
`run`.  It notes what was done, so that a run that was stopped can go on (`manifest`), keeps the
paper trail, from which edits can be taken back (`trail`), shows its `progress` and
counts (`summary`, `report`), against the `truth` where that is known.
"""

BACKUP = ".before-svfix"
"""What the name of a backup ends in."""

REVIEW = ".review.jsonl"
"""What the name of a file of decisions ends in."""
