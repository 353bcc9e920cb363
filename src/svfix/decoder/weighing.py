"""Weighing: the words of a text in a row, each with its readings and how likely these are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from svfix.channel import engines
from svfix.channel.marks import masked, standing
from svfix.channel.model import COMPOUND, SPACE, UNITS, Channel
from svfix.channel.profile import DECIMALS, Profile
from svfix.decoder import adaptation, cells, rate, splits, variety
from svfix.decoder.estimation import estimate
from svfix.decoder.gaps import figures_stay
from svfix.decoder.halves import guarded
from svfix.decoder.language import guard
from svfix.decoder.lines import named
from svfix.decoder.openings import COMMA, shares
from svfix.decoder.rate import Damage
from svfix.decoder.shortened import FEW, shortened
from svfix.decoder.splits import Splits
from svfix.lexicon.ngrams import STEP
from svfix.ranking import calibration
from svfix.ranking.calibration import Features
from svfix.ranking.casing import CAPITALS, INSIDE, NAMED, OPENING, PLACES, casing
from svfix.ranking.cloze import shared_anew
from svfix.ranking.lattice import ORDER, TRUST, Slots, posteriors
from svfix.search.candidates import BEAMS, PATIENT
from svfix.search.readings import MANY, MOST, Readings, known_words, read
from svfix.search.vocabulary import Vocabulary, vocabulary
from svfix.text.capitals import in_capitals
from svfix.text.chunks import Kind
from svfix.text.line_breaks import line_breaks
from svfix.text.markup import blanked, spans
from svfix.text.runs import openings, ragged
from svfix.text.tokens import Tokens, tokenise

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.options import Options

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

MOSTLY = 128  # of 255; half the times that a word stands inside a sentence
COMMON = 8.0  # nats of a word that is met in most texts, such as `på`
STRANGE = 0.15  # of a text's words unlisted, from which its engine is looked for at once
OLD = 0.3  # the probability of another spelling that more than one word of a text tells of
DOUBTFUL = 0.25  # the probability of a clean text from which on no engine is believed in
KNOWING = 0.25  # of engines that know Swedish, from which share on a text was read by one
NUMBER, GUARDED = -1, -2  # what a token is that has no form to decode


@dataclass(frozen=True)
class Picked:
    """A reading of each word of a text, and the reading's posterior."""

    reading: Longs
    posterior: Floats


@dataclass(frozen=True)
class Seen:
    """The forms of a text as they may have been under any engine, and what that says of damage.

    `often` is how many times each form stands in the text, but for pieces of words with a space in
    them, which are no misreadings; `runs` are those that may be that, and `one` how likely.
    """

    readings: Readings
    often: Longs
    damage: Damage
    runs: Splits | None
    one: Doubles

    @staticmethod
    def of(text: str, tokens: Tokens, form: Longs, forms: list[str], words: Vocabulary) -> Seen:
        channel, seek = rate.channel(words.lexicon), rate.search(words.lexicon)
        readings = read(forms, words, channel, trusting=True, seek=seek)
        often = np.bincount(form[form >= 0], minlength=len(forms))
        old = variety.shown(readings, often)
        readings = variety.in_spelling(readings, channel, old)
        runs = splits.find(text, tokens, form, readings, seek, of_words=True)
        one = splits.probability(runs, readings, form, words.lexicon) if runs else np.zeros(0)
        pieces = form[runs.pieces(one)] if runs else form[:0]
        damage = rate.damage(readings, often - np.bincount(pieces, minlength=len(forms)))
        if old > OLD and damage.rate > rate.OLDEST:
            return Seen(readings, often, rate.silent(damage), None, np.zeros(0))
        one = splits.confidence(one, len(form), damage.rate)
        joined = form[runs.pieces(one)] if runs else form[:0]
        often = often - np.bincount(joined, minlength=len(forms))
        if len(joined) < len(pieces):
            damage = rate.damage(readings, often)
        return Seen(readings, often, damage, runs, one)

    def by_itself(self) -> Seen:
        """The same where the text's other words say nothing, as its profile is known."""
        often = np.ones_like(self.often)
        damage = rate.damage(self.readings, often)
        return replace(self, often=often, damage=damage, runs=None, one=np.zeros(0))

    def of_any_word(self, words: Vocabulary, own: Channel) -> Seen:
        """The same with readings of the words that are listed, too, found under its `own` channel.

        What this text does again and again is looked for further than what any engine does.
        """
        channel, old = rate.channel(words.lexicon), self.readings.old
        seek = partial(rate.look, words.lexicon, own)
        readings = read(self.readings.forms, words, own, seek=seek)
        readings = replace(readings.repriced(variety.spelt(channel, old)), old=old)
        damage = rate.damage(readings, self.often)
        return replace(self, readings=readings, damage=damage)


@dataclass(frozen=True)
class Weighed:
    """The words of a text with the likeliest reading of each and the reading that leaves it.

    `words` are the places of the words among the tokens, `form` is the number of each token's form
    among those of the readings, below 0 for what is no word; `unknown` is the lexicon's number of
    what it does not have, `unigram` what it stores of each word's probability; `row` has all
    readings of the words in a row, and `posterior` how likely each is; `firm` says that any figure
    in the text is one.
    """

    tokens: Tokens
    words: Longs
    readings: Readings
    best: Picked
    as_is: Picked
    profile: Profile
    form: Longs
    channel: Channel
    unknown: int
    unigram: npt.NDArray[np.uint8]
    row: Row
    posterior: Floats
    firm: bool = False
    seen: Seen | None = None

    @property
    def damage(self) -> Damage | None:
        """The damage of a text that is mostly read right."""
        return self.seen.damage if self.seen else None

    def readings_of(self, word: int) -> tuple[Longs, Floats]:
        """The readings that a word may have, and their posteriors."""
        slot = self.row.slot[self.words[word]]
        start = self.row.slots.start[slot]
        span = slice(start, start + self.row.slots.count[slot])
        return self.row.reading[span], self.posterior[span]

    @property
    def changed(self) -> npt.NDArray[np.bool_]:
        """Whether the likeliest reading is another than the word as it was read."""
        return np.asarray(self.best.reading != self.as_is.reading)

    @cached_property
    def sizes(self) -> Longs:
        """How many characters each word has, as it was read."""
        return np.asarray(self.tokens.sizes[self.words])

    @cached_property
    def spaces(self) -> Longs:
        """How many spaces there are in each reading."""
        return np.asarray((self.readings.rows.steps == SPACE).sum(1), np.int64)

    @cached_property
    def alone(self) -> npt.NDArray[np.bool_]:
        """By word, whether it is a common one and no token beside it is all in capitals."""
        common = self.unigram[self.readings.rows.into[self.best.reading]] <= COMMON / STEP
        return np.asarray(common & self._quietly)

    @cached_property
    def acronyms(self) -> npt.NDArray[np.bool_]:
        """By word, whether it may be an acronym (`LAF`) and its likeliest reading is one (`IAF`).

        A list has few of them, and what stands beside one fits the others as well.
        """
        may_be = np.array([form.isupper() and form.isalpha() for form in self.tokens.forms], bool)
        upper = self.readings.vocabulary.lexicon.upper
        usual = upper[self.readings.rows.into[self.best.reading]] >= MOSTLY
        return np.asarray(usual & may_be[self.tokens.form[self.words]] & self._quietly)

    @cached_property
    def _quietly(self) -> npt.NDArray[np.bool_]:
        """By word, whether no token beside it is all in capitals."""
        capitals = in_capitals(self.tokens.forms)
        loud = np.concatenate([[False], capitals[self.tokens.form], [False]])
        return np.asarray(~(loud[self.words] | loud[self.words + 2]))

    def doubted(self) -> Weighed:
        """The same with a profile that knows how much doubt its readings leave."""
        doubt = round(calibration.doubt(self.best.posterior), DECIMALS)
        return replace(self, profile=replace(self.profile, doubt=doubt))

    def features(self, picked: Picked) -> Features:
        """What the calibration of these readings goes by."""
        rows, reading = self.readings.rows, picked.reading
        unlisted = (rows.into == self.unknown) & ~rows.own
        compound = (rows.steps == COMPOUND).any(1) & (self.spaces == 0)
        return Features(
            posterior=picked.posterior,
            cost=-rows.channel[reading],
            length=self.sizes,
            compound=compound[reading],
            unlisted=unlisted[reading],
            compound_as_is=compound[self.as_is.reading],
            words=1 + self.spaces[reading],
            part=np.ones(len(reading), np.int64),
            doubt=self.profile.doubt,
        )


def weigh(text: str, lexicon: Lexicon, options: Options) -> Weighed:
    """Weigh the readings of all words of a text that has one profile.

    A text is taken for mostly right until its forms say otherwise; where they say that much of it
    was misread, its engine is looked for.
    """
    text = blanked(text, spans(text))  # markup is white space to the decoder
    words = vocabulary(lexicon, tuple(options.words))
    marks = options.profile.marks if options.profile else standing(text)
    shown = masked(text, marks)
    breaks = line_breaks(shown)
    tokens = guard(cells.guarded(tokenise(shown, breaks, words.chunk)), lexicon)
    form, forms = numbered(tokens, words)
    profile = options.profile
    listed = are_listed(tokens, lexicon)
    if profile is None and unlisted(tokens, listed) > STRANGE:
        profile = believed(estimate(forms, lexicon, marks))
    if profile is None or profile.clean:
        profile = options.profile
        whole = without_parts(text, tokens, words, listed)
        of_whole, asked = numbered(whole, words)
        seen = Seen.of(text, whole, of_whole, asked, words)
        mostly = partial(mostly_right, text, whole, of_whole, seen, words, options.profile, marks)
        size = int(seen.often.sum())
        if profile or not rate.much(seen.damage, size):
            return mostly()
        if len(tokens) < FEW:
            tokens, form, forms = whole, of_whole, asked
        profile = believed(estimate(forms, lexicon, marks))
        if profile is None or not (rate.heavy(seen.damage, size) or foreign(profile)):
            return mostly()
    firm = figures_stay(profile, lexicon)
    if firm:
        few = len(tokens) < FEW and not options.profile
        tokens = guard(cells.guarded(tokenise(shown, breaks, words.chunk_apart)), lexicon)
        if few:
            tokens = without_parts(text, tokens, words, are_listed(tokens, lexicon))
        form, forms = numbered(tokens, words)
        profile = options.profile or estimate(forms, lexicon, marks)
    found = replace(misread(text, tokens, form, forms, words, profile), firm=firm)
    if options.profile:
        return found
    return heard_again(found.doubted(), text, tokens, form, forms, words)


def heard_again(
    found: Weighed,
    text: str,
    tokens: Tokens,
    form: Longs,
    forms: list[str],
    words: Vocabulary,
) -> Weighed:
    """A text that was misread all over, counted and weighed again while that is wanted."""
    for _ in range(adaptation.ROUNDS):
        if not adaptation.wanted(found):
            break
        profile = adaptation.adapted(found, words.lexicon)
        again = misread(text, tokens, form, forms, words, profile).doubted()
        found = replace(again, firm=found.firm)
    return found


def are_listed(tokens: Tokens, lexicon: Lexicon) -> npt.NDArray[np.bool_]:
    """By token, whether its form is a word that a list has."""
    return np.asarray((known_words(tokens.forms, lexicon) >= 0)[tokens.form])


def without_parts(
    text: str, tokens: Tokens, words: Vocabulary, listed: npt.NDArray[np.bool_]
) -> Tokens:
    """The tokens of a text with halves of words and shortened words guarded."""
    whole = guarded(tokens, words)
    short = shortened(text, whole, listed, words.lexicon)
    return replace(whole, kind=np.where(short, np.int8(Kind.GUARDED), whole.kind))


def unlisted(tokens: Tokens, listed: npt.NDArray[np.bool_]) -> float:
    """The share of a text's words that no list has; 0 where they are too few to tell."""
    words = tokens.kind == Kind.WORD
    return float((words & ~listed).sum() / words.sum()) if words.sum() >= FEW else 0.0


def believed(profile: Profile) -> Profile | None:
    """A profile that was estimated, if there is little doubt that an engine misread the text."""
    return None if dict(profile.weights)[engines.CLEAN] >= DOUBTFUL else profile


def foreign(profile: Profile) -> bool:
    """Whether a text was read by engines that do not know Swedish.

    What these do only their own channels tell; of one that does, the text's own habits tell more.
    """
    return sum(share for name, share in profile.weights if name in engines.SWEDISH) < KNOWING


def misread(
    text: str, tokens: Tokens, form: Longs, forms: list[str], words: Vocabulary, profile: Profile
) -> Weighed:
    """Weigh the words of a text that an engine misread, any of which it may have."""
    beams, most = (PATIENT, MANY) if profile.heard else (BEAMS, MOST)
    channel = profile.channel(words.lexicon)
    readings = read(forms, words, channel, beams=beams, most=most)
    return weighed(text, tokens, form, readings, words, profile, channel)


def mostly_right(
    text: str,
    tokens: Tokens,
    form: Longs,
    seen: Seen,
    words: Vocabulary,
    profile: Profile | None,
    marks: str,
) -> Weighed:
    """Weigh the words of a text that is mostly read right, by the rate of its damage."""
    lexicon, given = words.lexicon, profile
    if not (given or len(seen.damage.odd)):
        profile = rate.nothing(seen.damage, lexicon, marks)
        channel = rate.channel(lexicon)
        found = weighed(text, tokens, form, seen.readings, words, profile, channel)
        return replace(found, seen=seen).doubted()
    if profile is None or profile.rate is None:
        profile, own = rate.estimate(seen.readings, seen.often, seen.damage, lexicon, marks)
    else:
        own = np.zeros(len(seen.readings.forms))
    if given:
        seen = seen.by_itself()
    habits = profile.habits(lexicon, seen.readings.old)
    if (profile.rate or 0.0) >= rate.ANY_WORD:
        seen = seen.of_any_word(words, habits.channel())
    steps = seen.readings.rows.steps
    odd = seen.damage.odd
    shown = habits.shown(steps[seen.damage.other[odd]], own[odd])
    damage = rate.again(seen.damage, seen.readings, seen.often, shown)
    channel = habits.channel()
    readings = seen.readings.repriced(channel)
    found = weighed(text, tokens, form, readings, words, given or profile, channel)
    if given:
        damage = rate.known(damage, profile.rate or 0.0)
        return replace(found, seen=replace(seen, damage=damage))
    found = replace(found, seen=replace(seen, damage=damage))
    return replace(found, profile=replace(profile, rate=round(damage.rate, DECIMALS))).doubted()


def weighed(
    text: str,
    tokens: Tokens,
    form: Longs,
    readings: Readings,
    words: Vocabulary,
    profile: Profile,
    channel: Channel,
) -> Weighed:
    """Weigh the readings of the words of a text in each other's context."""
    lexicon = words.lexicon
    row = line_up(text, tokens, form, readings, lexicon)
    posterior = np.asarray(posteriors(row.slots, lexicon.grams))
    best = likeliest(row.slots, posterior)
    able = np.append(readings.rows.extra == 0, [False] * 3)[row.reading]
    posterior = shared_anew(posterior, row.slots, able, best, (text, tokens, row.slot), lexicon)
    top = likeliest(row.slots, posterior)
    best, sure = row.reading[top], posterior[top]
    word = np.flatnonzero(form >= 0)
    slot, of_word = row.slot[word], form[word]
    as_is = readings.as_is[of_word]
    kept = posterior[row.slots.start[slot] + as_is - readings.start[of_word]]
    return Weighed(
        tokens=tokens,
        words=word,
        readings=readings,
        best=Picked(best[slot], sure[slot]),
        as_is=Picked(as_is, kept),
        profile=profile,
        form=form,
        channel=channel,
        unknown=lexicon.special["<unk>"],
        unigram=lexicon.ngrams.unigram,
        row=row,
        posterior=posterior,
    )


def numbered(tokens: Tokens, words: Vocabulary) -> tuple[Longs, list[str]]:
    """The number of each token's form among those to decode, or what it is instead, and these."""
    form = np.where(tokens.kind == Kind.NUMBER, NUMBER, GUARDED)
    asked = tokens.kind == Kind.WORD
    if words.words:
        own = np.array([f.lower() in words.spelling for f in tokens.forms], bool)
        asked &= ~own[tokens.form]
    used = np.zeros(len(tokens.forms), bool)
    used[tokens.form[asked]] = True
    number = np.cumsum(used) - 1
    form[asked] = number[tokens.form[asked]]
    return form, list(compress(tokens.forms, used))


@dataclass(frozen=True)
class Row:
    """Slots of a text, with the reading each candidate is and the slot of each token.

    `share` is how likely something opens with each token.
    """

    slots: Slots
    reading: Longs
    slot: Longs
    share: Doubles


def line_up(
    text: str,
    tokens: Tokens,
    form: Longs,
    readings: Readings,
    lexicon: Lexicon,
) -> Row:
    """The words of a text in a row, each with its readings; sentences start with `<s>`.

    The readings of what is no word are the specials, which stand behind all others.
    """
    special = [lexicon.special[name] for name in ("<s>", "<num>", "<unk>")]
    to_come = [lexicon.special["</s>"], *special[1:]]  # a sentence starts where the last one ends
    size = len(readings.rows)
    opens = tokens.opens
    capitals = np.append(in_capitals(readings.forms), [False] * 2)[form]
    slot = ORDER - 1 + np.arange(len(tokens)) + np.cumsum(opens)
    total = ORDER + len(tokens) + int(opens.sum())  # the text ends as its paragraphs do
    start, count, case = (np.full(total, value) for value in (size, 1, INSIDE))
    start[slot] = np.concatenate([readings.start, [size + 2, size + 1]])[form]
    count[slot] = np.concatenate([readings.count, [1, 1]])[form]
    share = shares(text, tokens, count[slot] > 1, lexicon)
    places = [capitals, opens, named(tokens) & (share <= COMMA)]
    case[slot] = np.select(places, [CAPITALS, OPENING, NAMED], INSIDE)
    perhaps = np.zeros(total)
    perhaps[slot] = share
    reading = np.repeat(start, count) + ragged(count)
    nothing = np.zeros((len(PLACES), len(special)), np.float32)
    own = readings.rows.channel + TRUST * readings.rows.extra
    likely = np.hstack([own + casing(readings.rows, lexicon), nothing])
    local = at_places(likely, reading, np.repeat(case, count), np.repeat(perhaps, count))
    slots = Slots(
        start=np.cumsum(count) - count,
        count=count,
        into=np.concatenate([readings.rows.into, to_come])[reading].astype(np.int32),
        outof=np.concatenate([readings.rows.outof, special])[reading].astype(np.int32),
        local=np.rint(local * UNITS).astype(np.int32),
    )
    return Row(slots, reading, slot, share)


def at_places(likely: Floats, reading: Longs, case: Longs, share: Doubles) -> Floats:
    """What readings are worth at their places, which `likely` has by kind of place and reading.

    `share` is how likely something opens at each place that is one inside a sentence else.
    """
    local = likely[case, reading]
    which = np.flatnonzero((case == INSIDE) & (share > 0))
    inside, opening = local[which], likely[OPENING, reading[which]]
    share = share[which]
    with np.errstate(divide="ignore"):
        local[which] = np.logaddexp(np.log1p(-share) + inside, np.log(share) + opening)
    return np.asarray(local)


def likeliest(slots: Slots, posterior: Floats) -> Longs:
    """The likeliest candidate of each slot."""
    best = np.maximum.reduceat(posterior, slots.start)
    hit = np.flatnonzero(posterior == np.repeat(best, slots.count))
    owner = np.repeat(np.arange(len(slots.count)), slots.count)[hit]
    return hit[openings(owner)]
