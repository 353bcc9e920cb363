"""Paths: of files and pages, addresses and tags by which something is found."""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.forms import Span, form, found, head, table, verbose

_TAIL = r"[^\s<>\"”“»«]{0,2000}[^\s<>\"”“»«.,:;!?)\]}'’]"  # of an address, without marks behind it
_SITE = r"(?<![\w.@-])[a-z0-9][a-z0-9-]{0,60}(?:\.[a-z0-9-]{1,60}){0,9}"
_PAGE = r"/(?:[\w./?=&%\#~-]{0,500}[\w/])?"

FORMS = table(
    form("page", "://", rf"\b[a-zA-Z][a-zA-Z+.-]{{1,11}}://{_TAIL}", "https://…"),
    form("short page", "www.", rf"\bwww\.{_TAIL}", "www.…"),
    form("site", ".com .org .net", rf"{_SITE}\.(?:com|org|net)(?![\w-])(?:{_PAGE})?", "a.com"),
    form("page of a site", ".se/ .nu/ .eu/ .fi/", rf"{_SITE}\.(?:se|nu|eu|fi){_PAGE}", "b.se/c"),
    form("link", "mailto: tel:", r"\b(?:mailto|tel):[\w.+@-]{1,100}\w", "what a link does"),
    form(
        "address",
        "@",
        r"(?<![\w.+-])[\w.+-]{1,100}@[\w-]{1,60}(?:\.[\w-]{1,60}){0,9}\.[a-zA-Z]{2,20}\b",
        "e-mail; @ is read for ö, too, and 00",
    ),
    form("account", "@", r"(?<![^\s(])@[A-Za-z][a-z]*(?:_|\d)\w{0,60}", "@anna_b; @pna is öppna"),
    form("hash tag", "#", r"(?<![\w&;\#/\[])\#[A-Za-zÅÄÖåäö_]\w{1,60}", "#mittval"),
    form("drive", ":\\", r"(?<!\w)[A-Za-z]:\\[^\s\"<>|”,;]{0,300}", r"C:\…"),
    form("share", "\\\\", r"(?<![\w\\])\\\\[A-Za-z]\w{1,60}\\[^\s\"<>|”,;]{1,300}", r"\\a\b"),
    form(
        "root",
        "/",
        r"""(?<![\w/.:<&-]) /(?:dev|etc|home|usr|var|tmp|bin|opt|proc|sys|mnt|root|lib|srv|run|boot)
            (?:/[\w.+%-]{0,100}){0,30} (?<![.%+-]) (?!\w)""",
        "/dev/null",
    ),
    form("path", "/", r"(?<![\w/.:<&-]) (?:/[A-Za-z0-9_+%-][\w.+%-]{1,100}){3,30}", "no och/eller"),
    form(
        "relative path",
        "./ ~/",
        r"(?<![\w./~]) (?:\.{1,2}|~)/ (?:[\w.+%*/-]{0,300}[\w*/])?",
        "./a, ../b, ~/.c",
    ),
)

ENDINGS = """adoc aspx avi bashrc bib bmp bz2 cfg cpp css csv dll docx dtd eps epub exe flac gif
    gitattributes gitignore gitmodules gz hocr hpp htm html ico ics ipynb jpeg jpg js json jsonl
    md mkv mov mp3 mp4 mpeg odp ods odt ogg otf pdf php png pot potx ppt pptx psd py rst rtf scss
    sql sqlite sty svg tex tgz tif tiff toml tsv tsx ttf txt vbs wav webp wmv woff xhtml xls xlsm
    xlsx xml xsd xsl yaml yml zip""".split()
"""What the name of a file ends in."""

ALIKE = """bak bat bin c cc conf dat db deb doc go h ini java lib lock log m4 mk pl po ps1 rar rb rs
    sh so tar ts""".split()
"""Others, which a lost space makes of words (Han.log): in names with a path, `_` or a figure."""

LONGEST = 250
"""How many characters a path has at most, before its ending."""

_ENDING = verbose(
    rf"\.(?=[a-zA-Z]) (?i:(?P<sure>{'|'.join(ENDINGS)}) | {'|'.join(ALIKE)}) (?!\w) (?::\d{{1,6}})?"
)
IN_PATHS = "._/\\~%+-*"
_PATH = verbose(r"[/_\\] | [A-Za-z]{2}\d")


def find(text: str) -> Iterator[Span]:
    """Pages, addresses and paths.

    >>> text = "Se www.kommun.se/om, skriv till a.b@kommun.se, öppna /dev/null och C:\\\\temp"
    >>> [text[a:b] for a, b in sorted({*find(text)})]
    ['www.kommun.se/om', 'a.b@kommun.se', '/dev/null', 'C:\\\\temp']
    >>> list(find("och/eller, kr/st, 1/7, m@jlighet, Gislaved@Malmo. slut.nu och se.se, # 4"))
    []
    """
    yield from found(FORMS, text)
    yield from files(text)


def files(text: str) -> Iterator[Span]:
    """Names of files, with the path before them and the line behind.

    >>> text = "Se 07-arsredovisning.md, ovrigt/lon.csv (src/open.c:41)"
    >>> [text[a:b] for a, b in files(text)]
    ['07-arsredovisning.md', 'ovrigt/lon.csv', 'src/open.c:41']

    What a lost space makes of two words is none:

    >>> list(files("Sade Han.log sedan m.fl.skall ord.bak, Akt.-bol. e.d. 3.1.c"))
    []
    """
    done = 0
    for ending in _ENDING.finditer(text):
        start = head(text, ending.start(), max(done, ending.start() - LONGEST), IN_PATHS)
        if ending["sure"] or _PATH.search(text, start, ending.start()):
            done = ending.end()
            yield start, done
