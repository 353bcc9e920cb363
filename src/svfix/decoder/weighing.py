"""Weighing: the words of a text in a row, each with its hypotheses and how likely these are."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel import engines
from svfix.channel.marks import masked, standing
from svfix.channel.model import COMPOUND, SPACE, Channel
from svfix.channel.profile import DECIMALS, Profile
from svfix.decoder import adaptation, cells, rate
from svfix.decoder.estimation import estimate
from svfix.decoder.gaps import figures_stay
from svfix.decoder.halves import guarded
from svfix.decoder.language import guard
from svfix.decoder.rate import Damage
from svfix.decoder.row import (
    Picked,
    Row,
    build_lattice,
    certain,
    doubles,
    likeliest,
    listed_words,
    no_choice,
    numbered,
    picked,
)
from svfix.decoder.seen import Seen
from svfix.decoder.shortened import FEW, shortened
from svfix.lexicon.ngrams import STEP
from svfix.ranking import calibration
from svfix.ranking.calibration import Features
from svfix.ranking.cloze import rescore
from svfix.ranking.lattice import posteriors
from svfix.search.budget import Budget, GivenUp, Whole
from svfix.search.candidates import BEAMS, PATIENT
from svfix.search.hypotheses import MANY, MOST, Hypotheses, hypothesise, known_words
from svfix.search.vocabulary import Vocabulary, vocabulary
from svfix.text.capitals import all_capitals
from svfix.text.chunks import Kind
from svfix.text.line_breaks import line_breaks
from svfix.text.markup import blanked, spans
from svfix.text.tokens import Tokens, tokenise

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.options import Options
    from svfix.uncompiled import Buffer

MOSTLY = 128  # of 255; half the times that a word stands inside a sentence
COMMON = 8.0 / STEP  # steps of -log P of a word that is met in most texts, such as `på`: 8 nats
STRANGE = 0.15  # of a text's words unlisted, from which its engine is looked for at once
DOUBTFUL = 0.25  # the probability of a clean text from which on no engine is believed in
KNOWING = 0.25  # of engines that know Swedish, from which share on a text was read by one

HOPELESS = 0.14
"""The doubt from which on a text is no misread Swedish: garbage, or another alphabet as Latin.

Of 540 pages that four engines read, the worst leaves 0.108 once it is weighed and 0.129 once its
channel is estimated again. Words made of letters at random leave 0.17 and more; 0.14 to 0.16 in the
end if every second word is one."""

TELLING = 100
"""Words that it takes to tell; fewer may all be misread, and cost little."""

WORD = cython.declare(cython.int, int(Kind.WORD))
GUARDED = cython.declare(cython.int, int(Kind.GUARDED))
LOST_SPACE = cython.declare(cython.int, SPACE)
JOINT = cython.declare(cython.int, COMPOUND)


@dataclass(frozen=True)
class WordPosteriors:
    """The words of a text with the likeliest hypothesis of each and the hypothesis that leaves it.

    `words` are the places of the words among the tokens (64 bits), `form` is the number of each
    token's form among those of the hypotheses (64 bits), below 0 for what is no word; `row` has all
    hypotheses of the words in a row, and `posterior` how likely each is (32 bits, 0 to 1), both
    empty where each word has but one; `digits_are_literal` says that any figure in the text is one.
    `channel` is the text's, in one that is mostly right as far as its hypotheses ask for it.
    """

    tokens: Tokens
    words: Buffer
    hypotheses: Hypotheses
    best: Picked
    as_is: Picked
    profile: Profile
    form: Buffer
    channel: Channel
    row: Row
    posterior: Buffer
    digits_are_literal: bool = False
    seen: Seen | None = None

    @property
    def damage(self) -> Damage | None:
        """The damage of a text that is mostly read right."""
        return self.seen.damage if self.seen else None

    def readings_of(self, word: int) -> tuple[list[int], list[float]]:
        """The hypotheses that a word may have, and their posteriors."""
        slot = self.row.slot[self.words[word]]
        start = self.row.slots.start[slot]
        behind = start + self.row.slots.count[slot]
        return self.row.hypothesis[start:behind].tolist(), self.posterior[start:behind].tolist()

    def changed(self) -> list[int]:
        """The words whose likeliest hypothesis is another than the word as it was read."""
        best: cython.const[cython.longlong][::1] = self.best.hypothesis
        as_is: cython.const[cython.longlong][::1] = self.as_is.hypothesis
        found = []
        i: cython.Py_ssize_t
        for i in range(len(best)):
            if best[i] != as_is[i]:
                found.append(i)
        return found

    @cached_property
    def spaces(self) -> Any:
        """How many spaces there are in each hypothesis (64 bits)."""
        first: cython.const[cython.int][::1] = self.hypotheses.rows.paths.first
        step: cython.const[cython.int][::1] = self.hypotheses.rows.paths.step
        found = array("q", bytes(8 * len(self.hypotheses.rows)))
        spaces: cython.longlong[::1] = found
        i: cython.Py_ssize_t
        for i in range(len(found)):
            spaces[i] = met(first, step, i, LOST_SPACE)
        return found

    def alone(self, word: int) -> bool:
        """Whether a word is a common one and no token beside it is all in capitals."""
        lexicon, into = self.hypotheses.vocabulary.lexicon, self.hypotheses.rows.as_word
        common = lexicon.ngrams.unigram[into[self.best.hypothesis[word]]] <= COMMON
        return bool(common) and self.quiet(word)

    def acronym(self, word: int) -> bool:
        """Whether a word may be an acronym (`LAF`) and its likeliest hypothesis is one (`IAF`).

        A list has few of them, and what stands beside one fits the others as well.
        """
        form = self.tokens.forms[self.tokens.form[self.words[word]]]
        if not (form.isupper() and form.isalpha()):
            return False
        lexicon, into = self.hypotheses.vocabulary.lexicon, self.hypotheses.rows.as_word
        usual = lexicon.upper[into[self.best.hypothesis[word]]] >= MOSTLY
        return bool(usual) and self.quiet(word)

    def quiet(self, word: int) -> bool:
        """Whether no token beside a word is all in capitals."""
        tokens, place = self.tokens, int(self.words[word])
        beside = [i for i in (place - 1, place + 1) if 0 <= i < len(tokens)]
        return not any(all_capitals(tokens.forms[tokens.form[i]]) for i in beside)

    def doubted(self) -> WordPosteriors:
        """The same with a profile that knows how much doubt its hypotheses leave."""
        doubt = round(calibration.doubt(self.best.posterior), DECIMALS)
        return replace(self, profile=replace(self.profile, doubt=doubt))

    def features(self, picked: Picked) -> Features:
        """What the calibration of these hypotheses goes by."""
        hypothesis: cython.const[cython.longlong][::1] = picked.hypothesis
        as_is: cython.const[cython.longlong][::1] = self.as_is.hypothesis
        first: cython.const[cython.int][::1] = self.hypotheses.rows.paths.first
        step: cython.const[cython.int][::1] = self.hypotheses.rows.paths.step
        price: cython.const[cython.double][::1] = doubles(self.hypotheses.rows.channel)
        as_word: cython.const[cython.longlong][::1] = self.hypotheses.rows.as_word
        own: cython.const[cython.uchar][::1] = self.hypotheses.rows.is_user_word
        words: cython.const[cython.longlong][::1] = self.words
        form: cython.const[cython.longlong][::1] = self.form
        forms: list[str] = list(self.hypotheses.forms)
        unknown: cython.longlong = self.hypotheses.vocabulary.lexicon.special["<unk>"]
        size: cython.Py_ssize_t = len(words)
        costs, lengths = array("d", bytes(8 * size)), array("q", bytes(8 * size))
        flagged = [array("B", bytes(size)) for _ in range(3)]
        counts = array("q", bytes(8 * size))
        cost: cython.double[::1] = costs
        length: cython.longlong[::1] = lengths
        compound: cython.uchar[::1] = flagged[0]
        unlisted: cython.uchar[::1] = flagged[1]
        compound_as_is: cython.uchar[::1] = flagged[2]
        count: cython.longlong[::1] = counts
        i: cython.Py_ssize_t
        row: cython.longlong
        for i in range(size):
            row = hypothesis[i]
            cost[i] = -price[row]
            length[i] = len(forms[form[words[i]]])
            compound[i] = is_compound(first, step, row)
            unlisted[i] = as_word[row] == unknown and not own[row]
            compound_as_is[i] = is_compound(first, step, as_is[i])
            count[i] = 1 + met(first, step, row, LOST_SPACE)
        return Features(
            posterior=picked.posterior,
            cost=costs,
            length=lengths,
            compound=flagged[0],
            unlisted=flagged[1],
            compound_as_is=flagged[2],
            words=counts,
            part=array("q", [1]) * size,
            doubt=self.profile.doubt,
        )

    def wrong(self, sure: Buffer) -> tuple[int, float]:
        """How many words a text has, and the share of them that are expected to be wrong.

        `sure` (by word, 0 to 1) is how likely each is.  What stands between white space is a word,
        and right when all its parts are; words run together are as many as they are in their
        likeliest hypothesis.
        """
        chance: cython.const[cython.double][::1] = sure
        words: cython.const[cython.longlong][::1] = self.words
        chunk: cython.const[cython.longlong][::1] = self.tokens.chunk
        hypothesis: cython.const[cython.longlong][::1] = self.best.hypothesis
        first: cython.const[cython.int][::1] = self.hypotheses.rows.paths.first
        step: cython.const[cython.int][::1] = self.hypotheses.rows.paths.step
        total: cython.longlong = 0
        here: cython.longlong = 0
        expected: cython.double = 0
        all_right: cython.double = 1
        i: cython.Py_ssize_t
        for i in range(len(words)):
            here += met(first, step, hypothesis[i], LOST_SPACE)
            all_right *= chance[i]
            if i + 1 == len(words) or chunk[words[i + 1]] != chunk[words[i]]:
                total += 1 + here
                expected += (1 - all_right) * (1 + here)
                here, all_right = 0, 1
        return total, expected / total if total else 0.0


@cython.cfunc
@cython.exceptval(check=False)
def met(
    first: cython.const[cython.int][::1],
    steps: cython.const[cython.int][::1],
    row: cython.Py_ssize_t,
    step: cython.int,
) -> cython.longlong:
    """How often a path has a step."""
    found: cython.longlong = 0
    at: cython.Py_ssize_t
    for at in range(first[row], first[row + 1]):
        found += steps[at] == step
    return found


@cython.cfunc
@cython.exceptval(check=False)
def is_compound(
    first: cython.const[cython.int][::1],
    steps: cython.const[cython.int][::1],
    row: cython.Py_ssize_t,
) -> cython.bint:
    """Whether a path is one of a single word whose parts alone are listed."""
    return met(first, steps, row, JOINT) > 0 and met(first, steps, row, LOST_SPACE) == 0


def weigh(
    text: str, lexicon: Lexicon, options: Options, in_all: Whole | None = None
) -> WordPosteriors:
    """Weigh the hypotheses of all words of a text that has one profile.

    A text is taken for mostly right until its forms say otherwise; where they say that much of it
    was misread, its engine is looked for.  Raises GivenUp for one that is like no Swedish, or that
    asks for too much searching, and Exhausted where nothing is left of what it may `in_all`.
    """
    budget = Budget(len(text), in_all)
    text = blanked(text, spans(text))  # markup is white space to the decoder
    words = vocabulary(lexicon, tuple(options.words))
    marks = options.profile.marks if options.profile else standing(text)
    shown = masked(text, marks)
    breaks = line_breaks(shown)
    tokens = guard(cells.guarded(tokenise(shown, breaks, words.chunk)), lexicon)
    profile = options.profile
    listed = are_listed(tokens, lexicon)
    if profile is None and unlisted(tokens, listed) > STRANGE:
        profile = believed(estimate(numbered(tokens, words)[1], lexicon, marks))
    if profile is None or profile.clean:
        profile = options.profile
        whole, of_whole, seen = looked_at(text, tokens, words, listed, budget)
        mostly = partial(mostly_right, text, whole, of_whole, seen, words, options.profile, marks)
        size = rate.total(seen.often)
        if profile or not rate.much(seen.damage, size):
            return mostly()
        if len(tokens) < FEW:
            tokens = whole
        profile = believed(estimate(numbered(tokens, words)[1], lexicon, marks))
        if profile is None or not (rate.heavy(seen.damage, size) or foreign(profile)):
            return mostly()
    digits_are_literal = figures_stay(profile, lexicon)
    if digits_are_literal:
        few = len(tokens) < FEW and not options.profile
        tokens = guard(cells.guarded(tokenise(shown, breaks, words.chunk_apart)), lexicon)
        if few:
            tokens = without_parts(text, tokens, words, are_listed(tokens, lexicon))
    form, forms = numbered(tokens, words)
    if digits_are_literal:
        profile = options.profile or estimate(forms, lexicon, marks)
    found = replace(
        misread(text, tokens, form, forms, words, profile, budget),
        digits_are_literal=digits_are_literal,
    )
    if options.profile:
        return found
    return re_estimated(found.doubted(), text, tokens, form, forms, words, budget)


def re_estimated(
    found: WordPosteriors,
    text: str,
    tokens: Tokens,
    form: Buffer,
    forms: list[str],
    words: Vocabulary,
    budget: Budget,
) -> WordPosteriors:
    """A text that was misread all over, counted and weighed again while that is wanted.

    Raises GivenUp where so many words are doubtful that they are none.
    """
    give_up_if_hopeless(found)
    for _ in range(adaptation.ROUNDS):
        if not adaptation.wanted(found):
            break
        profile = adaptation.adapted(found, words.lexicon)
        again = misread(text, tokens, form, forms, words, profile, budget).doubted()
        found = replace(again, digits_are_literal=found.digits_are_literal)
    give_up_if_hopeless(found)
    return found


def give_up_if_hopeless(found: WordPosteriors) -> None:
    """Raise GivenUp for a text of enough words that leaves too much doubt."""
    if found.profile.doubt >= HOPELESS and len(found.words) >= TELLING:
        raise GivenUp


def are_listed(tokens: Tokens, lexicon: Lexicon) -> Any:
    """By token, whether its form is a word that a list has."""
    known: cython.const[cython.longlong][::1] = known_words(tokens.forms, lexicon)
    form: cython.const[cython.longlong][::1] = tokens.form
    found = array("B", bytes(len(form)))
    listed: cython.uchar[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(form)):
        listed[i] = known[form[i]] >= 0
    return found


def looked_at(
    text: str, tokens: Tokens, words: Vocabulary, listed: Buffer, budget: Budget
) -> tuple[Tokens, Buffer, Seen]:
    """The tokens of a text that are words, the number of each one's form, and what these say.

    Where many words look misread, those without a vowel are looked at, too.
    """
    whole = without_parts(text, tokens, words, listed)
    form, asked = numbered(whole, words)
    seen = Seen.of(text, whole, form, asked, words, budget)
    if seen.damage.rate < rate.MUCH:
        return whole, form, seen
    freed = without_parts(text, tokens, words, listed, bare_words=True)
    if freed.kind == whole.kind:
        return whole, form, seen
    form, asked = numbered(freed, words)
    return freed, form, Seen.of(text, freed, form, asked, words, budget)


def without_parts(
    text: str, tokens: Tokens, words: Vocabulary, listed: Buffer, bare_words: bool = False
) -> Tokens:
    """The tokens of a text with halves of words and shortened words guarded (`shortened`)."""
    whole = guarded(tokens, words)
    short: cython.const[cython.uchar][::1]
    short = shortened(text, whole, listed, words.lexicon, bare_words)
    made = array("b", bytes(whole.kind))
    kind: cython.schar[::1] = made
    any_short: cython.bint = False
    i: cython.Py_ssize_t
    for i in range(len(short)):
        if short[i]:
            kind[i] = GUARDED
            any_short = True
    return replace(whole, kind=made) if any_short else whole


def unlisted(tokens: Tokens, listed: Buffer) -> float:
    """The share of a text's words that no list has; 0 where they are too few to tell."""
    kind: cython.const[cython.schar][::1] = tokens.kind
    known: cython.const[cython.uchar][::1] = listed
    words: cython.longlong = 0
    found: cython.double = 0
    i: cython.Py_ssize_t
    for i in range(len(kind)):
        if kind[i] == WORD:
            words += 1
            found += not known[i]
    return found / words if words >= FEW else 0.0


def believed(profile: Profile) -> Profile | None:
    """A profile that was estimated, if there is little doubt that an engine misread the text."""
    return None if dict(profile.weights)[engines.CLEAN] >= DOUBTFUL else profile


def foreign(profile: Profile) -> bool:
    """Whether a text was read by engines that do not know Swedish.

    What these do only their own channels tell; of one that does, the text's own habits tell more.
    """
    return sum(share for name, share in profile.weights if name in engines.SWEDISH) < KNOWING


def misread(
    text: str,
    tokens: Tokens,
    form: Buffer,
    forms: list[str],
    words: Vocabulary,
    profile: Profile,
    budget: Budget,
) -> WordPosteriors:
    """Weigh the words of a text that an engine misread, any of which it may have."""
    beams, most = (PATIENT, MANY) if profile.re_estimated else (BEAMS, MOST)
    channel = profile.channel(words.lexicon)
    hypotheses = hypothesise(forms, words, channel, beams=beams, most=most, budget=budget)
    return weighed(text, tokens, form, hypotheses, words, profile, channel)


def mostly_right(
    text: str,
    tokens: Tokens,
    form: Buffer,
    seen: Seen,
    words: Vocabulary,
    profile: Profile | None,
    marks: str,
) -> WordPosteriors:
    """Weigh the words of a text that is mostly read right, by the rate of its damage."""
    lexicon, given = words.lexicon, profile
    if not (given or len(seen.damage.odd)):
        if seen.hypotheses.certain:
            return as_it_stands(tokens, form, seen, marks, lexicon)
        profile = rate.nothing(seen.damage.rate, lexicon, marks)
        channel = rate.channel(lexicon)
        hypotheses = seen.hypotheses
        return weighed(text, tokens, form, hypotheses, words, profile, channel, seen).doubted()
    own = None
    if profile is None or profile.rate is None:
        profile, own = rate.estimate(seen.hypotheses, seen.often, seen.damage, lexicon, marks)
    if given:
        seen = seen.by_itself()
    habits = profile.habits(lexicon, seen.hypotheses.old)
    if (profile.rate or 0.0) >= rate.ANY_WORD:
        seen = seen.of_any_word(words, habits)
    damage = rate.again(seen.damage, seen.hypotheses, seen.often, habits, own)
    channel = habits.channel_of(seen.hypotheses.rows.paths.step)
    hypotheses = seen.hypotheses.repriced(channel)
    if given:
        seen = replace(seen, damage=rate.known(damage, profile.rate or 0.0))
        return weighed(text, tokens, form, hypotheses, words, given, channel, seen)
    seen = replace(seen, damage=damage)
    profile = replace(profile, rate=round(damage.rate, DECIMALS))
    return weighed(text, tokens, form, hypotheses, words, profile, channel, seen).doubted()


def as_it_stands(
    tokens: Tokens, form: Buffer, seen: Seen, marks: str, lexicon: Lexicon
) -> WordPosteriors:
    """A text in which no word has another hypothesis: there is nothing to weigh."""
    places, only = certain(form, seen.hypotheses)
    doubt = calibration.doubt_of(len(places), 0.0)
    profile = rate.nothing(seen.damage.rate, lexicon, marks, doubt)
    return WordPosteriors(
        tokens=tokens,
        words=places,
        hypotheses=seen.hypotheses,
        best=only,
        as_is=only,
        profile=profile,
        form=form,
        channel=rate.channel(lexicon),
        row=no_choice(),
        posterior=array("f"),
        seen=seen,
    )


def weighed(
    text: str,
    tokens: Tokens,
    form: Buffer,
    hypotheses: Hypotheses,
    words: Vocabulary,
    profile: Profile,
    channel: Channel,
    seen: Seen | None = None,
) -> WordPosteriors:
    """Weigh the hypotheses of the words of a text in each other's context."""
    lexicon = words.lexicon
    row = build_lattice(text, tokens, form, hypotheses, lexicon)
    posterior: Any = posteriors(row.slots, lexicon.grams)
    if row.doubtful:
        able, best = listed_words(row, hypotheses), likeliest(row.slots, posterior)
        place = text, tokens, row.slot
        posterior = rescore(posterior, row.slots, able, best, place, lexicon)
    places, to, as_is = picked(row, form, hypotheses, posterior)
    return WordPosteriors(
        tokens=tokens,
        words=places,
        hypotheses=hypotheses,
        best=to,
        as_is=as_is,
        profile=profile,
        form=form,
        channel=channel,
        row=row,
        posterior=posterior,
        seen=seen,
    )
