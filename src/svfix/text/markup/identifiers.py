"""Identifiers: names that programs give to things, as `csv_fil`, `MERGE_HEAD`, `getElementById`."""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.forms import Span, form, found, head, table, tail, verbose

FORMS = table(
    form("setting", ".%s", r"(?<![\w-])[\w-]{1,60}\.%s(?:\.[\w-]{1,60}){0,4}", "branch.%s.merge"),
    form("element", "[%", r"(?<!\w)[A-Za-z_]\w{0,40}\[%[a-z]\]", "oid[%d]"),
    form("call", "()", r"(?<![\w.])(?!_)[A-Za-z_][\w.]{0,60}\(\)", "open(), time.time()"),
    form(
        "call with a path",
        "(\" ('",
        r"""(?<![\w.]) [a-z][a-z0-9_]{0,60} (?:\.[a-z]\w{0,60}){1,6}
            \((?:"[^"\n]{0,60}" | '[^'\n]{0,60}')[^()\n]{0,60}\)""",
        "json.loads('x')",
    ),
    form(
        "function",
        "(x) (y) (z) (t) (n) (x,",
        r"(?<![\w.'’])[a-zA-Z]\([a-z](?:,[ ]?[a-z]){0,3}\)",
        "f(x); no man(nen)",
    ),
)

_SNAKE = verbose(r"(?a:[A-Za-z][A-Za-z0-9]+(?:_[A-Za-z0-9]{2,}|_\d)+ | __[a-z]+__)")
_SURE = verbose(r"""
    [A-Z][A-Z0-9]+(?:_[A-Z0-9]{2,})+ | __[a-z]+__
  | (?:\w+_)?(?:cache|cmd|config|csv|db|delete|dir|entries|entry|error|file|find|html|idx|index|init
    |json|key|load|max|name|num|object|path|pdf|png|pretty|read|request|sql|src|target|thread|tmp
    |type|update|url|user|write|xml)(?:_\w+)?
""")
_PROGRAM = verbose(r"%[-.*\dl]{0,5}[sdu]\b | (?<!\S)--[a-z]{2} | </?[a-z]{1,10}> | \w\(\)")
_LETTER = verbose(r"[^\W\d_]")
_EMPHASIS = verbose(r"_[^\W_]+_")
LONGEST = 80
"""How many characters a name has at most."""

NO_LETTERS = frozenset("[|{&<\\")
"""What an engine writes for letters, too."""

IN_CODE = frozenset("$`/\\@#=%{}<>")
"""What stands beside words with low lines that are in formulas, paths and code."""

VERBS = """add can check clear close create delete find get has init insert load make open parse
    read remove render save select send set show start stop update write""".split()
NOUNS = """Array Buffer By Count Current Data Default Directory Element Error Event File Id Index
    Item Key Length Name Node Object Path Property Remote Size String Style Text Type Update Url
    User Value""".split()
_HUMP = verbose("[A-Z](?<=[a-z].)")
_CAMELS = verbose(rf"""
    (?:(?:[a-z]+\.)+[a-z]+ | {"|".join(VERBS)}) (?:[A-Z][a-z]+)*? (?:{"|".join(NOUNS)})s?
    (?:[A-Z][a-z]*)*
""")


def find(text: str) -> Iterator[Span]:
    """Identifiers, and calls with the brackets behind.

    >>> text = "f(x) anropar open() på branch.%s.merge"
    >>> [text[a:b] for a, b in find(text)]
    ['branch.%s.merge', 'open()', 'f(x)']
    """
    yield from found(FORMS, text)
    yield from camels(text)
    if "_" in text:
        yield from snakes(text)


def camels(text: str) -> Iterator[Span]:
    """Names with capitals inside that begin like names in programs, or have a dot before.

    >>> text = "anropa getElementById eller receive.denyCurrentBranch"
    >>> [text[a:b] for a, b in camels(text)]
    ['getElementById', 'receive.denyCurrentBranch']

    Words that lost the space between them are none:

    >>> list(camels("tillUtbildningsministerAnna, samarbetemedSverigesKommuner, sa.Till"))
    []
    """
    done = 0
    for hump in _HUMP.finditer(text):
        if hump.start() >= done:
            start, done = head(text, hump.start(), done, "."), tail(text, hump.end())
            if done - start <= LONGEST and _CAMELS.fullmatch(text, start, done):
                yield start, done


def snakes(text: str) -> Iterator[Span]:
    """Words with low lines inside, where these are no letters that an engine gave up on.

    In capitals, or with such a word of programs in them, they are names wherever they stand; others
    where the text has more that a program reads.

    >>> text = "ta bort csv_fil, MERGE_HEAD och __init__"
    >>> [text[a:b] for a, b in snakes(text)]
    ['csv_fil', 'MERGE_HEAD', '__init__']
    >>> list(snakes("innan poli_ik")), list(snakes("innan poli_ik i %s"))
    ([], [(6, 13)])
    >>> list(snakes("f_r att verk_amhet och _ppettider"))
    []
    """
    sure: list[Span] = []
    others: list[Span] = []
    letters = end = 0
    while (place := text.find("_", end)) >= 0:
        start, end = head(text, place, end, "_"), tail(text, place, "_")
        word, behind = text[start:end], text[end : end + 1]
        if end - start > LONGEST:
            continue
        if _SNAKE.fullmatch(word) and behind not in NO_LETTERS:
            (sure if _SURE.fullmatch(word) else others).append((start, end))
        elif _LETTER.search(word) and not _EMPHASIS.fullmatch(word):
            letters += text[start - 1 : start] not in IN_CODE and behind not in IN_CODE
    if len(sure) >= letters:
        yield from sure
    if others and not letters and (sure or _PROGRAM.search(text)):
        yield from others
