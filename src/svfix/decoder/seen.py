"""Seen: what the forms of a text say before any word is weighed, and how damaged that shows it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from svfix.decoder import rate, splits, variety
from svfix.decoder.rate import Damage
from svfix.decoder.row import times, without
from svfix.decoder.splits import Splits
from svfix.search.budget import Budget
from svfix.search.hypotheses import Hypotheses, hypothesise
from svfix.search.priors import searched

if TYPE_CHECKING:
    from svfix.channel.habits import Habits
    from svfix.search.vocabulary import Vocabulary
    from svfix.text.tokens import Tokens
    from svfix.uncompiled import Buffer

OLD = 0.3  # the probability of another spelling that more than one word of a text tells of


@dataclass(frozen=True)
class Seen:
    """The forms of a text as they may have been under any engine, and what that says of damage.

    `often` is how many times each form stands in the text, but for pieces of words with a space in
    them, which are no misreadings; `runs` are those that may be that, and `one` how likely.
    """

    hypotheses: Hypotheses
    often: Buffer  # 64 bits
    damage: Damage
    runs: Splits | None
    one: Buffer  # by run, 0 to 1

    @staticmethod
    def of(
        text: str,
        tokens: Tokens,
        form: Buffer,
        forms: list[str],
        words: Vocabulary,
        budget: Budget | None = None,
    ) -> Seen:
        """What a text says of itself; `form` is the number of each token's form among `forms`."""
        channel, seek = rate.channel(words.lexicon), rate.search(words.lexicon)
        hypotheses = hypothesise(forms, words, channel, trusting=True, seek=seek, budget=budget)
        often = times(form, len(forms))
        old = variety.shown(hypotheses, often)
        hypotheses = variety.in_spelling(hypotheses, channel, old)
        runs = splits.find(text, tokens, form, hypotheses, seek, of_words=True)
        if runs is None:
            damage = rate.damage(hypotheses, often)
            damage = rate.silent(damage) if old > OLD and damage.rate > rate.OLDEST else damage
            return Seen(hypotheses, often, damage, None, nothing())
        one = splits.probability(runs, hypotheses, form, words.lexicon)
        pieces = runs.pieces(one)
        damage = rate.damage(hypotheses, without(often, form, pieces))
        if old > OLD and damage.rate > rate.OLDEST:
            return Seen(hypotheses, often, rate.silent(damage), None, nothing())
        one = splits.confidence(one, len(form), damage.rate)
        joined = runs.pieces(one)
        often = without(often, form, joined)
        if len(joined) < len(pieces):
            damage = rate.damage(hypotheses, often)
        return Seen(hypotheses, often, damage, runs, one)

    def by_itself(self) -> Seen:
        """The same where the text's other words say nothing, as its profile is known."""
        often = array("q", [1]) * len(self.often)
        damage = rate.damage(self.hypotheses, often)
        return replace(self, often=often, damage=damage, runs=None, one=nothing())

    def of_any_word(self, words: Vocabulary, habits: Habits) -> Seen:
        """The same with hypotheses of listed words, too, found under the text's own channel.

        What this text does again and again is looked for further than what any engine does.
        """
        channel, old = rate.channel(words.lexicon), self.hypotheses.old
        forms = list(self.hypotheses.forms)
        own = habits.channel_for([*forms, *map(searched, forms)])
        seek = partial(rate.look, words.lexicon, own)
        hypotheses = hypothesise(forms, words, own, seek=seek)
        hypotheses = replace(hypotheses.repriced(variety.spelt(channel, old)), old=old)
        damage = rate.damage(hypotheses, self.often)
        return replace(self, hypotheses=hypotheses, damage=damage)


def nothing() -> Any:
    """The probabilities of no runs."""
    return array("d")
