"""Batches: many files repaired in one run, and each of them whole or not at all.

    inputs ──outputs──▶ tasks ──workers──▶ outcomes ──publish──▶ the outputs

`inputs` finds the files, `outputs` says where each goes, `workers` has them repaired by as many
processes as asked for, one file at a time by `work`.  Outcomes come back in the order of the inputs
to the one process that puts outputs in their places (`publish`): it writes down what was done
(`manifest`), so that a run that was stopped can go on, keeps the paper trail (`trail`), which
`revert` reads, and counts (`summary`, `report`).  `command` is the command line of it all.
"""

BACKUP = ".before-svfix"
"""What the name of a backup ends in."""
