"""The passes: one room for each kind of damage.

Each module here exports ``propose(text, context) -> list[Edit]``: it reads the text, looks words up
in ``context.lexicon`` where it needs them, and proposes edits; it never changes text itself.
`svfix.pipeline.PASSES` is the table of them, in the order in which they run.
"""
