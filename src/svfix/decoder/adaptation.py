"""Adaptation: the channel of a badly damaged text, estimated again from its words in context.

A profile is first estimated from a sample of forms, each by itself.  Where much is damaged that
says too little: `der` may be anything until the words around have made it `den`.  So a text whose
hypotheses leave much doubt is counted once more, over all hypotheses of its words with their
posteriors, and decoded again under the channel that gives (expectation–maximisation with context in
the expectation).  Now that the words are known, so is how often a longer segment stood on the page,
and what `rn` or `mm` was read as can be counted like single letters.  Spaces are not counted again:
which were lost is what the sample tells best, as words run together can be made of almost anything.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from svfix.channel import engines
from svfix.channel.profile import (
    SPACES,
    Profile,
    beyond_chance,
    counts,
    kept,
    spelt,
    used_at_all,
)
from svfix.channel.rules import LONGEST, START, Rules
from svfix.lexicon.store import Lexicon
from svfix.patterns import pattern
from svfix.search.hypotheses import Hypotheses

if TYPE_CHECKING:
    from svfix.decoder.weighing import WordPosteriors

DOUBT = 0.012  # of a text; less is left as it is, for there is little to learn and much to unlearn
SYMBOL = pattern("[&@€£¥$]")  # of those no word has, where they are not its punctuation
OFTEN, SHARE = 2, 0.004  # words with a symbol that are no accident: so many, and of all words
ROUNDS = 2
MOST = 3.0  # how often one form counts, however often it is met


def wanted(found: WordPosteriors) -> bool:
    """Whether a text, decoded, has to be heard again.

    So has a badly damaged one, and one in which symbols keep standing for letters (`s&dan`, `&r`):
    for which, the words around tell.
    """
    profile = found.profile
    often = max(OFTEN, SHARE * len(found.words))
    return not profile.clean and (profile.doubt >= DOUBT or symbols(found) >= often)


def symbols(found: WordPosteriors) -> int:
    """How many words of a text have a symbol among their letters."""
    odd = {i for i, form in enumerate(found.hypotheses.forms) if SYMBOL.search(form)}
    return sum(form in odd for form in found.form.tolist()) if odd else 0


def adapted(found: WordPosteriors, lexicon: Lexicon) -> Profile:
    """The profile of a text that is counted from its words as they were decoded."""
    rules = engines.of(lexicon).rules
    weight = heard(found)
    used = uses(found.hypotheses, weight, rules)
    beyond_chance(used, rules)
    for rule, size in enumerate(rules.sizes):
        if not size:
            used[rule] = 0  # what was made of nothing stood nowhere
    spaces, _ = counts(found.profile.read, (), rules)
    segments = longer(found.hypotheses, weight, rules)
    times = used_at_all(used, rules)
    read = kept(times, spaces[-len(SPACES) :], rules, segments)
    return replace(found.profile, read=read, variety=spelt(times, rules))


def heard(found: WordPosteriors) -> array[float]:
    """By hypothesis, how often it is expected to stand in the text, all of a word weighed.

    So a confusion that is never the likelier hypothesis, `k` read as `K` in four words, still
    counts.
    """
    form = found.hypotheses.rows.form.tolist()
    weight = array("d", bytes(8 * len(form)))
    rows = zip(found.row.hypothesis.tolist(), found.posterior.tolist(), strict=True)
    for hypothesis, posterior in rows:
        if hypothesis < len(form):  # and not one of what is no word
            weight[hypothesis] += posterior
    often = array("d", bytes(8 * len(found.hypotheses.forms)))
    for hypothesis, of in enumerate(form):
        often[of] += weight[hypothesis]
    for hypothesis, of in enumerate(form):
        weight[hypothesis] *= MOST / max(often[of], MOST)
    return weight


def uses(hypotheses: Hypotheses, weight: array[float], rules: Rules) -> array[float]:
    """How often each rule was used, given how often each hypothesis stands in the text."""
    paths, form = hypotheses.rows.paths, hypotheses.rows.form
    total = rules.used(paths.first, paths.step, weight)
    # forms, as they are
    stay = [i for i, n in enumerate(weight) if n and max(paths.steps(i), default=START) < 0]
    codes, start = rules.flat([hypotheses.forms[form[i]] for i in stay])
    for i, hypothesis in enumerate(stay):
        for code in codes[start[i] : start[i + 1]]:
            if rules.of_code[code] >= 0:
                total[rules.of_code[code]] += weight[hypothesis]
    return total


def longer(hypotheses: Hypotheses, weight: array[float], rules: Rules) -> dict[str, float]:
    """How often the longer segments of the rules stand in the text as it is decoded."""
    wanted = {truth for truth in rules.letters if len(truth) > 1}
    found: defaultdict[str, float] = defaultdict(float)
    which = [hypothesis for hypothesis, n in enumerate(weight) if n]
    texts = hypotheses.at(array("q", which))
    for (text, _, _), n in zip(texts, map(weight.__getitem__, which), strict=True):
        for size in range(2, LONGEST + 1):
            for start in range(len(text) - size + 1):
                if (segment := text[start : start + size]) in wanted:
                    found[segment] += n
    return found
