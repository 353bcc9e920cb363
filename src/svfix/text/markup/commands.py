"""Commands: what is typed to a program, its options, and how manuals write them down."""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.forms import Span, form, found, lines, table, verbose

PROGRAMS = """apt brew cargo chmod cmake conda cp curl docker gcc git gpg grep kubectl ls mkdir mv
    npm npx pip pip3 pytest python python3 rm rsync sed ssh sudo svn unzip wget"""
"""Programs whose names are no Swedish words."""

_PROGRAM = f"(?:{'|'.join(PROGRAMS.split())})"
_QUOTE = "[\"'”“’‘`´»«]"

FORMS = table(
    form(
        "bracketed option",
        "[- |",
        r"""(?:(?<=\[)|(?<=\|)|(?<=\|[ ])|(?<=\()(?=[^()\n]{1,20}\|)) -{1,2}
            (?:[A-Za-z]|[a-z][\w-]{1,40})(?:=[^\s\])|]{1,80})? (?=[\s\])|,=])""",
        "[-z], (-e | --ours); (-a) is minus a",
    ),
    form("either", "|-", r"(?<![\w-])-[a-zA-Z](?:\|-[a-zA-Z]){1,9}(?![\w-])", "-a|-r"),
    form(
        "part of git",
        "git-",
        r"(?<![\w-])git(?:-[a-z]{1,20}){2,5}(?!\w)",
        "git-prune-packed; git-arkiv is a word",
    ),
    form("negation", "--[", r"--\[no-\][\w-]+", "--[no-]cone"),
    form(
        "quoted command",
        "git -- npm",
        rf"""(?<={_QUOTE}) ( (?:{_PROGRAM} | [a-z][a-z0-9.-]{{1,30}} (?=[ ]--?[a-z]))
            (?:[ ][a-zA-Z0-9.,:=/<>\[\]%_^~@{{}}-]{{1,60}}){{1,8}} ) (?={_QUOTE})""",
        "”git rm --cached”",
    ),
    form(
        "prompt",
        "$",
        rf"^[ \t]*\$[ ]{_PROGRAM}(?:[ ][\w./:=@%+~,*-]{{1,60}}){{0,20}}[ \t\r]*$",
        "$ git pull",
    ),
    form(
        "alternatives",
        "|",
        r"(?<=[\[(])(?:<[\w-]{1,40}>|[a-z]{3,20})(?:\|(?:<[\w-]{1,40}>|[a-z]{3,20})){1,20}(?=[\])])",
        "(good|bad|<term>); | is read for l, too",
    ),
    form("keys", "[", r"\[[a-z?](?:,(?:[A-Za-z?/]|[a-z]?%s)){1,30}\]", "[y,n,q]?"),
    form(
        "synopsis",
        "[ < --",
        rf"""^[ \t(]*{_PROGRAM}(?:[ ][a-z][a-z0-9-]{{0,40}}){{0,3}}
            (?:[ ]+[\[(<|)\].-]\S{{0,200}}){{1,60}}[ \t\r]*$""",
        "git clone [<flaggor>] <arkiv>",
    ),
)

_OPTION = verbose(rf"""
    (?<![^\s\[(|,/{_QUOTE[1:-1]}]) --[a-zA-Z][A-Za-z0-9]* (?P<sure>-[A-Za-z0-9-]*[A-Za-z0-9])?
    (?![^\W\d_]|-) (?P<value>=(?:<[^<>\s]{{1,80}}>|[^\s\])}}"'”»,;|<]+))?
""")
_DASH = verbose(r"(?<=[\w.,!?;:])--(?=[\w\s]) | (?<!\S)--(?:\s|[A-ZÅÄÖ]|[a-z]*[åäö])")


def find(text: str) -> Iterator[Span]:
    """What is typed to a program.

    >>> text = "git add [-n | -v] <fil> eller kör ”git rm --cached”"
    >>> [text[a:b] for a, b in find(text)]
    ['-n', '-v', 'git rm --cached', '--cached']
    >>> list(find("- Ar du dar? (-a) -och [- nej"))
    []
    """
    yield from found(FORMS, text)
    yield from options(text)


def options(text: str) -> Iterator[Span]:
    """Options of a command line: those of several parts, and others where `--` is no dash.

    >>> text = "med --merge-base, --ar=HEAD eller --stdin: ja"
    >>> [text[a:b] for a, b in options(text)]
    ['--merge-base', '--ar=HEAD', '--stdin']
    >>> list(options("--Ja, sade han --och gick. Det var -- trots allt -- sent."))
    []
    """
    if "--" not in text:
        return
    dashes = _DASH.search(text)
    for line in lines(text, ["--"]):
        for option in _OPTION.finditer(text, *line):
            if option["sure"] or option["value"] or not dashes:
                yield option.span()
