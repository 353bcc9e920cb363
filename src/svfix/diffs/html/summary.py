"""The top of a report: a sentence that tells how it went, the scores, plots and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from svfix.diffs.html import plots
from svfix.diffs.html.embed import Sheet
from svfix.diffs.html.kinds import OUTCOMES
from svfix.diffs.html.markup import percent, plural, table, text
from svfix.io.visible import visible

WORST = 12  # files listed

Json = Mapping[str, Any]


def render(document: Json, sheets: Sequence[Sheet]) -> str:
    """The summary of a comparison, as HTML."""
    return "\n".join(
        (
            _verdict(document["score"]),
            f'<div class="cards">{"".join(_cards(document["score"]))}</div>',
            plots.PATTERNS,
            f'<div class="plots">{plots.render(document, sheets)}{_letters(document["score"])}'
            f"{plots.strip(sheets, document['has_observed'])}"
            f"{_worst(document, sheets)}{_more(document['score'])}</div>",
        )
    )


def _verdict(score: Json) -> str:
    return f'<p class="verdict">{sentence(score)}</p>{_damage(score)}'


def sentence(score: Json) -> str:
    """How it went, in a sentence.

    >>> sentence({"words": 1, "outcomes": None, "hypothesis": {"word_errors": 0}})
    'Of 1 word, none is wrong.'
    """
    words = plural(score["words"], "word")
    if not score["words"]:
        return "The reference has no words, so there is nothing to compare with."
    outcomes = score["outcomes"]
    if outcomes is None:
        errors = score["hypothesis"]["word_errors"]
        told = (
            f"<strong>{errors:,}</strong> {'is' if errors == 1 else 'are'}" if errors else "none is"
        )
        return f"Of {words}, {told} wrong."
    if not sum(outcomes.values()):
        return f"All {words} are right, and were right before."
    misread = outcomes["fixed"] + outcomes["missed"] + outcomes["miscorrected"]
    if not misread:
        return f"Of {words}, none was misread."
    return (
        f"Of {words}, <strong>{misread:,}</strong> {'was' if misread == 1 else 'were'} misread: "
        f"<strong>{outcomes['fixed']:,}</strong> fixed, "
        f"<strong>{outcomes['missed']:,}</strong> missed, "
        f"<strong>{outcomes['miscorrected']:,}</strong> changed into something else that is wrong."
    )


def _damage(score: Json) -> str:
    """What a net gain must not hide."""
    outcomes = score["outcomes"]
    if outcomes is None or not outcomes["broken"]:
        return ""
    broken = outcomes["broken"]
    return (
        f'<p class="damage"><span class="sign" aria-hidden="true">✕</span> '
        f"<strong>{plural(broken, 'word')}</strong> that {'was' if broken == 1 else 'were'} right "
        f"{'is' if broken == 1 else 'are'} wrong now. "
        '<a href="#text" data-pick-outcome="broken">Show them</a></p>'
    )


def _cards(score: Json) -> Iterator[str]:
    yield _rate_card(score, "Words wrong", "wer", "word_errors", "words")
    yield _rate_card(score, "Characters wrong", "cer", "character_errors", "characters")
    outcomes = score["outcomes"]
    if outcomes is None:
        return
    rates = {
        "fixed": ("of the misread", score["fixed_rate"]),
        "broken": ("of those right", score["damage_rate"]),
    }
    for kind in reversed(OUTCOMES):
        about, rate = rates.get(kind.name, ("", None))
        share = f'<p class="card-note">{percent(rate)} {about}</p>' if rate is not None else ""
        yield (
            f'<a class="card" href="#text" data-pick-outcome="{kind.name}" '
            f'data-outcome="{kind.name}"><span class="card-title">'
            f'<span class="sign" aria-hidden="true">{kind.sign}</span>{kind.label}</span>'
            f'<span class="card-figure">{outcomes[kind.name]:,}</span>'
            f'<p class="card-note">{kind.about}</p>{share}</a>'
        )


def _rate_card(score: Json, name: str, rate: str, errors: str, unit: str) -> str:
    now, before = score["hypothesis"], score["observed"]
    was = ""
    if before is not None:
        was = (
            f'<span class="was"><span class="hidden">before: </span>{percent(before[rate])}</span> '
        )
    return (
        f'<div class="card rate"><span class="card-title">{name} <abbr>{rate.upper()}</abbr></span>'
        f'<span class="card-figure">{was}{percent(now[rate])}</span>'
        f'<p class="card-note">{now[errors]:,} of {score[unit]:,} {unit}</p>'
        f"{_interval(score, rate)}</div>"
    )


def _interval(score: Json, rate: str) -> str:
    interval = score.get("interval")
    if not interval or interval[rate] is None:
        return ""
    low, high = interval[rate]
    about = f"bootstrap over {interval['unit']}s, {interval['samples']:,} samples"
    return (
        f'<p class="card-note" title="{text(about)}">{interval["level"]:.0%} CI '
        f"{percent(low)}–{percent(high)}</p>"
    )


def _worst(document: Json, sheets: Sequence[Sheet]) -> str:
    """The files with the most errors, for a batch."""
    if len(document["pages"]) < 2:
        return ""
    first = {sheet.page: place for place, sheet in reversed(list(enumerate(sheets)))}
    tallies = [page["score"]["hypothesis"] for page in document["pages"]]
    worst = sorted(range(len(tallies)), key=lambda i: -_wer(tallies[i]))
    worst = [i for i in worst if tallies[i]["word_errors"]][:WORST]
    rows = [_file_row(document["pages"][i], first.get(i)) for i in worst]
    if not rows:
        return ""
    heads = ["File", "Words", "Wrong", "WER"]
    if document["has_observed"]:
        heads[3:] = ["WER before", "WER", "Broken"]
    return f'<div class="files">{table("The files with most words wrong", heads, rows)}</div>'


def _wer(tally: Json) -> float:
    """The rate that files are ranked by: words where the reference has none are the worst."""
    return math.inf if tally["wer"] is None else float(tally["wer"])


def _file_row(page: Json, sheet: int | None) -> list[str]:
    score, name = page["score"], text(visible(page["name"]))
    if sheet is not None:
        name = f'<a href="#page-{sheet + 1}" data-pick-page="{sheet}">{name}</a>'
    now, before = score["hypothesis"], score["observed"]
    cells = [name, f"{score['words']:,}", f"{now['word_errors']:,}"]
    if before is None:
        return [*cells, percent(now["wer"])]
    return [*cells, percent(before["wer"]), percent(now["wer"]), f"{score['outcomes']['broken']:,}"]


def _letters(score: Json) -> str:
    before = score["observed"]
    rows = []
    for letter, now in score["hypothesis"]["letters"].items():
        if now["reference"] or now["read"]:
            was = None if before is None else before["letters"][letter]
            rates = [_change(was, now, "recall"), _change(was, now, "precision")]
            rows.append([letter, f"{now['reference']:,}", *rates])
    if not rows:
        return ""
    heads = ["Letter", "On the page", "Found of those", "Right of those read"]
    return table("Letters with marks", heads, rows)


def _change(before: Json | None, now: Json, rate: str) -> str:
    was = "" if before is None else f'<span class="was">{percent(before[rate])}</span> '
    return f"{was}{percent(now[rate])}"


def _more(score: Json) -> str:
    tallies = [score["hypothesis"]]
    heads = ["", "Now"]
    if score["observed"] is not None:
        tallies.insert(0, score["observed"])
        heads[1:] = ["Before", "Now"]
    rows = (
        ("Words", "words"),
        ("Words wrong", "word_errors"),
        ("Characters wrong", "character_errors"),
        ("Words wrong, order disregarded", "bag_errors"),
        ("Words in moved blocks", "moved"),
        ("Words in page headers and the like, not scored", "layout"),
    )
    cells = [[label, *(f"{tally[key]:,}" for tally in tallies)] for label, key in rows]
    return table("Counts", heads, cells)
