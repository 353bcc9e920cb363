"""Count how the spelling of another time differs from ours, segment by segment.

    python tools/learn_varieties.py      # data/lexicon/varieties.tsv, seconds

A form of the old texts that today's have not, and that one rule or two make a word of today's, is
that word in an old spelling (`afdelning`, `hvarje`, `bestämdt`, `flickorna` as `flickorne`).  Each
rule is counted over all such forms, and the segment it changes over all words of those texts.  The
rules of the centuries before are too rare there to be counted (`medh`, `wij`, `haffwer`), and stand
with the little that is seen of them: a document that uses them shows that itself.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEXICON = ROOT / "data" / "lexicon"

Rule = tuple[str, str]  # a segment of today's spelling, and of the other one

REFORM = """v:f v:fv v:hv v:ff v:w fv:fw kv:qv kv:qw ä:e t:dt tt:dt d:dt kt:gt k:c k:ck ks:x t:th
lld:ld llt:lt mmd:md mmt:mt nnd:nd nnt:nt ssl:sl na:ne e:é ö:ø r:rr"""
"""Before the reform of 1906."""

EARLIER = """d:dh t:tt g:gh f:ff v:ffw v:fw v:fu v:u i:ij i:j j:i k:kk l:ll m:mm n:nn s:ss e:ee o:oo
ä:æ å:aa k:ch kk:ck ng:ngh ö:öö å:åå ll:l nn:n mm:m tt:t ck:k u:w u:uu
p:pp och:ok ä:ää sk:sch r:hr ä:äh"""
"""From the Bible of 1541 to the 18th century."""

LEAST = 3  # letters of a form that is counted
FEWER = 20  # times as often as today's word in today's texts, an old form may stand there at most


def rules() -> list[Rule]:
    """All rules, each once."""
    pairs = (pair.split(":") for pair in (REFORM + " " + EARLIER).split())
    return sorted({(modern, old) for modern, old in pairs})


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            yield line.split("\t")


def undone(form: str, known: Mapping[str, int], most: int = 2) -> Iterator[tuple[str, list[Rule]]]:
    """The words of today that a form is in another spelling, with the rules that made it that."""
    for rule in rules():
        modern, old = rule
        at = form.find(old)
        while at >= 0:
            newer = form[:at] + modern + form[at + len(old) :]
            if newer in known:
                yield newer, [rule]
            elif most > 1:
                for word, more in undone(newer, known, 1):
                    yield word, [rule, *more]
            at = form.find(old, at + 1)


def count() -> tuple[Counter[Rule], Counter[str]]:
    """How often each rule made a form of the old texts, and how often its segment stood there."""
    today: dict[str, int] = {}
    then: Counter[str] = Counter()
    for form, modern, _, _, old, *_ in rows(LEXICON / "corpus.tsv"):
        then[form] = int(old)
        if int(modern) > int(old) / FEWER:
            today[form] = int(modern)
    for form, tokens in rows(LEXICON / "old.tsv"):
        then[form] += int(tokens)
    used: Counter[Rule] = Counter()
    seen: Counter[str] = Counter()
    segments = {modern for modern, _ in rules()}
    for form, times in then.items():
        word = form
        if form not in today and len(form) >= LEAST and times:
            found = max(undone(form, today), key=lambda f: (-len(f[1]), today[f[0]]), default=None)
            if found:
                word = found[0]
                used.update({rule: times * found[1].count(rule) for rule in found[1]})
        for segment in segments:
            if k := word.count(segment):
                seen[segment] += times * k
    return used, seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=LEXICON / "varieties.tsv")
    options = parser.parse_args()
    used, seen = count()
    lines = ["# segment today\tsegment then\tcount\tseen: how often the segment stood in old texts"]
    lines += sorted(f"{t}\t{o}\t{used[t, o]}\t{seen[t]}" for t, o in rules())
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rules())} rules, used {used.total()} times")


if __name__ == "__main__":
    main()
