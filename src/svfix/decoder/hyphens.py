"""Hyphens: those that stayed in words when their lines were joined, and those that went with them.

`öf-verste` and `kom- munen` keep the hyphen of a line's end that is there no more; `hyresoch` and
`1960talet` lost one that was theirs on any line.  No writer writes so, but for a slip: how likely
an engine or a program did is said by the text's rate of damage.  `hafs-kusten` may be the page's
own, unless the text keeps others.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from svfix.decoder.sureness import LEAST_RATE
from svfix.edits import Edit
from svfix.lexicon.compounds import is_compound, is_part
from svfix.lexicon.ngrams import STEP
from svfix.lexicon.store import NOT
from svfix.patterns import pattern
from svfix.ranking.calibration import log_odds, probability
from svfix.text.chunks import Kind
from svfix.text.forms import head
from svfix.text.line_breaks import SUSPENDED_BEFORE

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from svfix.lexicon.store import Lexicon
    from svfix.text.tokens import Tokens

TOLD = 7.2
"""Nats by which such a form tells of damage: it is what 13 of the 1,119 misread words of bench's
proof-read scans are, and none of the 116,000 words of its clean texts (but for three whose lines
were joined); one is added to each."""

LINKED = 5.0
"""Nats by which a form is likelier a part of compounds than a word: `hyres`, `hälso` (6.6 and more)
are such parts, `frekvens`, `dags` (3.4 and less) may be words."""

OTHERS = 3
"""How many decades with a hyphen show that the writer has one (a clean text has `1900-talet` and
`2000talet`), and how many words in two halves with a space between them that lines were joined."""

_HALVES = pattern(
    r"(?<![\w-])(?P<left>[A-ZÅÄÖa-zåäöé][a-zåäöé]+)(?P<hyphen>-[ ]?)(?P<right>[a-zåäöé]+)(?![\w-])"
)
_HYPHEN = pattern("-(?<=[a-zåäöé]-)(?=[ ]?[a-zåäöé])")
_ENDS = pattern(  # of words that are longer by three letters
    "|".join(rf"{word}(?<=[^\W\d_]{{3}}{word})(?![\w-])" for word in ("och", "eller", "samt"))
)
_LEFT = pattern(r"(?<![\w-])[^\W\d_]{3,40}\Z")
LONGEST = 40  # letters of what stands before
_DECADE = pattern(
    r"(?<![\w-])(?P<year>(?:1[5-9]|20)?\d0)(?P<hyphen>-?)(?P<rest>tal(?:ens?|ets?|s)?)(?!\w)"
)


Place = tuple[int, int, str]
"""Where an edit begins and ends, and what it writes there."""


def mended(
    text: str, tokens: Tokens, rate: float, lexicon: Lexicon, least: float = 0.5
) -> list[Edit]:
    """The edits that take out hyphens of lines that are no more, and put in those that were lost.

    `rate` is the text's rate of damage, and `least` how sure an edit has to be.  Left alone:
    `hälso- och sjukvård`, `on-line`, `svensk-norsk`, and all texts that show no damage.

    >>> from svfix import lexicon
    >>> from svfix.search.vocabulary import Vocabulary
    >>> from svfix.text.tokens import tokenise
    >>> words = Vocabulary(lexicon.default())
    >>> def joined(text, rate):
    ...     found = mended(text, tokenise(text, [], words.chunk), rate, words.lexicon)
    ...     return [edit.after for edit in found]
    >>> joined("öf-verste Berg på jernvägs-resa, on-line, hyresoch", 0.01)
    ['öfverste', 'jernvägsresa', 'hyres- och']
    >>> joined("kom- munen, ären- det, be- sluta om åtgär- der", 0.01)
    ['kommunen', 'ärendet', 'besluta', 'åtgärder']
    >>> joined("öf-verste Berg på jernvägs-resa, on-line, hyresoch", 1e-5)
    []
    """
    sure = round(probability(log_odds(max(rate, LEAST_RATE)) + TOLD), 4)
    if sure < least:  # as in most texts
        return []
    places = [*lost(text, lexicon)]
    if "-" in text:
        places += [*kept(text, tokens, lexicon), *decades(text)]
    edits = (Edit(a, b, text[a:b], after, "words.hyphen", sure) for a, b, after in places)
    return sorted(edits, key=lambda edit: edit.start)


def kept(text: str, tokens: Tokens, lexicon: Lexicon) -> Iterator[Place]:
    """The hyphens of lines that are no more: where the second half is no word, but the whole is.

    A text that has such has others, of halves that are words as well.
    """
    starts = (head(text, hyphen.start(), 0) for hyphen in _HYPHEN.finditer(text))
    all_found = (_HALVES.match(text, start) for start in starts)
    found = [halves for halves in all_found if halves and in_words(halves, tokens)]
    for hyphen, enough in (("-", 1), ("- ", OTHERS)):
        alike = [halves for halves in found if halves["hyphen"] == hyphen]
        broken = {
            halves["left"] + halves["right"] for halves in alike if is_broken(halves, lexicon)
        }
        for halves in alike if len(broken) >= enough else ():
            whole = halves["left"] + halves["right"]
            if whole in broken or may_be_one(halves, lexicon):
                yield *halves.span(), whole


def in_words(halves: re.Match[str], tokens: Tokens) -> bool:
    """Whether two halves are two tokens of Swedish, or of a word that is no word of its own."""
    i = bisect_left(tokens.start, halves.start())
    if i + 1 >= len(tokens) or tokens.start[i] != halves.start():
        return False
    kinds = {tokens.kind[i], tokens.kind[i + 1]}
    return tokens.start[i + 1] == halves.start("right") and kinds <= {Kind.WORD, Kind.GUARDED}


def is_broken(halves: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the second half is no word, but the whole is; with a space between, or the first."""
    left, right, hyphen = halves["left"], halves["right"], halves["hyphen"]
    if right in SUSPENDED_BEFORE or not is_whole(halves, lexicon):
        return False
    first = hyphen == "-" or lexicon.is_word(left) or is_part(left, lexicon.modifier, lexicon)
    return not (first and lexicon.is_word(right))


def may_be_one(halves: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether two halves are a word or a compound, and not two words."""
    if halves["right"] in SUSPENDED_BEFORE or lexicon.apart(halves["left"], halves["right"]):
        return False
    return is_whole(halves, lexicon)


def is_whole(halves: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether two halves make a word, or a compound if nothing else stands between them."""
    whole = halves["left"] + halves["right"]
    return lexicon.is_word(whole) or (halves["hyphen"] == "-" and is_compound(whole, lexicon))


def lost(text: str, lexicon: Lexicon) -> Iterator[Place]:
    """The hyphens and spaces lost before `och`, of words that are parts of compounds only."""
    for found in _ENDS.finditer(text):
        left = _LEFT.search(text, max(0, found.start() - LONGEST - 1), found.start())
        number = lexicon.trie.find(left[0].lower()) if left else -1
        if not left or number < 0 or lexicon.modifier[number] == NOT:
            continue
        linked = STEP * (lexicon.ngrams.unigram[number] - lexicon.modifier[number]) >= LINKED
        if linked and not lexicon.is_word(left[0] + found[0]):
            yield left.start(), found.end(), f"{left[0]}- {found[0]}"


def decades(text: str) -> Iterator[Place]:
    """The hyphens lost in decades, where others have one: `1960talet` beside the `1970-talet`."""
    if text.count("0-tal") < OTHERS:
        return
    found = [*_DECADE.finditer(text)]
    if sum(bool(decade["hyphen"]) for decade in found) >= OTHERS:
        for decade in found:
            if not decade["hyphen"]:
                yield *decade.span(), f"{decade['year']}-{decade['rest']}"
