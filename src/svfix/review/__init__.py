"""Reviews: people look at what is doubtful in a batch, and decide.

    session ──▶ pages ──▶ items ──▶ the page in the browser ──▶ decisions ──▶ journal ──▶ batch.run

A `session` opens the files of a batch, one `page` at a time, each with its `items`: the edits made
and the words left in doubt, with the `alternatives` of each.  What is decided goes to the `journal`
at once, and `decisions` says what holds of it; `reviewed` makes results of that.  The `queue` knows
what to expect of every page, `pictures` finds their scans, `learning` hands on what was told to the
rest, and `spotcheck` estimates how many words are wrong.  `server` shows all that to one browser on
this machine; `applying` is what a run of `svfix fix` is given, to write what was decided.
"""
