"""Adaptation: the channel of a badly damaged text, estimated again from its words in context.

A profile is first estimated from a sample of forms, each by itself.  Where much is damaged that
says too little: `der` may be anything until the words around have made it `den`.  So a text whose
readings leave much doubt is counted once more, over all readings of its words with their
posteriors, and decoded again under the channel that gives (expectation–maximisation with context in
the expectation).  Now that the words are known, so is how often a longer segment stood on the page,
and what `rn` or `mm` was read as can be counted like single letters.  Spaces are not counted again:
which were lost is what the sample tells best, as words run together can be made of almost anything.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from svfix.channel import engines
from svfix.channel.model import LONGEST, Rules
from svfix.channel.profile import CHANCE, SPACES, Profile, counts, kept, spelt
from svfix.lexicon.store import Lexicon
from svfix.search.readings import Readings

if TYPE_CHECKING:
    from svfix.decoder.weighing import Weighed

Doubles = npt.NDArray[np.float64]

DOUBT = 0.012  # of a text; less is left as it is, for there is little to learn and much to unlearn
SYMBOL = re.compile("[&@€£¥$]")  # of those no word has, where they are not its punctuation
OFTEN, SHARE = 2, 0.004  # words with a symbol that are no accident: so many, and of all words
ROUNDS = 2
MOST = 3.0  # how often one form counts, however often it is met


def wanted(found: Weighed) -> bool:
    """Whether a text, decoded, has to be heard again.

    So has a badly damaged one, and one in which symbols keep standing for letters (`s&dan`, `&r`):
    for which, the words around tell.
    """
    profile = found.profile
    often = max(OFTEN, SHARE * len(found.words))
    return not profile.clean and (profile.doubt >= DOUBT or symbols(found) >= often)


def symbols(found: Weighed) -> int:
    """How many words of a text have a symbol among their letters."""
    odd = [i for i, form in enumerate(found.readings.forms) if SYMBOL.search(form)]
    return int(np.isin(found.form, odd).sum()) if odd else 0


def adapted(found: Weighed, lexicon: Lexicon) -> Profile:
    """The profile of a text that is counted from its words as they were decoded."""
    rules = engines.of(lexicon).rules
    weight = heard(found)
    used = uses(found.readings, weight, rules)
    used = np.where(rules.same, used, np.maximum(used - CHANCE, 0))
    used[rules.sizes == 0] = 0  # what was made of nothing stood nowhere
    spaces = counts(found.profile.read, (), rules)[0][-len(SPACES) :]
    segments = longer(found.readings, weight, rules)
    read = kept(np.append(used, spaces), rules, segments)
    return replace(found.profile, read=read, variety=spelt(used, rules))


def heard(found: Weighed) -> Doubles:
    """By reading, how often it is expected to stand in the text, all readings of a word weighed.

    So a confusion that is never the likelier reading, `k` read as `K` in four words, still counts.
    """
    rows = found.readings.rows
    inside = found.row.reading < len(rows)
    reading, posterior = found.row.reading[inside], found.posterior[inside]
    weight = np.bincount(reading, posterior, minlength=len(rows))
    often = np.bincount(rows.form, weight, minlength=len(found.readings.forms))
    return np.asarray(weight * (MOST / np.maximum(often, MOST))[rows.form])


def uses(readings: Readings, weight: Doubles, rules: Rules) -> Doubles:
    """How often each rule was used, given how often each reading stands in the text."""
    steps = readings.rows.steps
    used = np.where(steps < 0, len(rules), steps)  # joints and padding count for nothing
    total = np.bincount(used.ravel(), np.repeat(weight, steps.shape[1]), len(rules) + 1)[:-1]
    pathless = np.flatnonzero((steps < 0).all(1) & (weight > 0))  # forms that stay as they are
    codes, start = rules.flat([readings.forms[i] for i in readings.rows.form[pathless].tolist()])
    seen = np.bincount(codes, np.repeat(weight[pathless], np.diff(start)), len(rules.codes) + 1)
    same, code = rules.identities
    total[same] += seen[code]
    return np.asarray(total)


def longer(readings: Readings, weight: Doubles, rules: Rules) -> Counter[str]:
    """How often the longer segments of the rules stand in the text as it is decoded."""
    wanted = {truth for truth in rules.truth if len(truth) > 1}
    found: Counter[str] = Counter()
    which = np.flatnonzero(weight)
    for reading, n in zip(readings.at(which), weight[which].tolist(), strict=True):
        text = reading.text
        for size in range(2, LONGEST + 1):
            for start in range(len(text) - size + 1):
                if (segment := text[start : start + size]) in wanted:
                    found[segment] += n
    return found
