"""The passes: one room for each kind of damage.

Each module here exports `propose`: it reads the text, looks words up in the `context` where it
needs them, and returns edits; it never changes text itself.  What it is called with and returns,
its row in `svfix.table.PASSES` says, which also has the order in which the passes run:

    propose(text, context) -> edits
    propose(text, context, evidence) -> edits                 one that `needs` evidence of others
    propose(text, context, evidence) -> (edits, evidence)     one that `gives` some

Beside it stands `may_act(places)`: whether anything in a text may be the pass's business, by what
characters it has and what stands side by side (`svfix.text.places`).  Where it is not, and nothing
tells that the text was misread, the pass is not run.  `may_act_on_plain(places)` says so of a text
whose words are all in order (`svfix.decoder.plain`), where that is another answer.
"""
