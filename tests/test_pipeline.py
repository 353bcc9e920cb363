"""The pipeline: options, rounds, and the promises made of any text."""

import inspect
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svfix
from svfix import Edit, Fixer, pipeline
from svfix.context import Context
from svfix.doubts import GIVEN_UP
from svfix.edits import apply, revert
from svfix.evidence import PageEvidence
from svfix.options import Options
from svfix.rows.pipe import How
from svfix.table import PASS_NAMES, Pass
from svfix.text.places import Places

DAMAGED = "Metoden for uppféljningen har varit intervjuer med chefer fran\r\nolika forvaltningar.\f"
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=())) | st.text(
    alphabet="aåäoé1l rn-\n\t\0\ud800\u202eשלום|”’.¨\x85", max_size=40
)


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text(text: str) -> None:
    result = svfix.explain(text)
    assert apply(text, result.edits) == result.text
    assert revert(result.text, result.edits) == text
    assert svfix.fix(result.text) == result.text


def test_fix_is_explain() -> None:
    result = svfix.explain(DAMAGED)
    assert svfix.fix(DAMAGED) == result.text != DAMAGED
    assert result.original == DAMAGED
    assert svfix.explain(result.text).edits == ()
    assert result.text.endswith("chefer från\r\nolika förvaltningar.\f")


def test_a_fixer_can_be_pickled_and_shared() -> None:
    fixer = Fixer(words=["IGO-R"], min_confidence=0.9)
    copy = pickle.loads(pickle.dumps(fixer))
    assert copy == fixer
    assert hash(copy) == hash(fixer)
    assert repr(copy) == repr(fixer)
    assert eval(repr(fixer)) == fixer
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(copy, [DAMAGED] * 8)) == {fixer(DAMAGED)}


def pickled_elsewhere(options: str) -> bytes:
    """The pickle of a fixer in another process, whose hashes of strings are others."""
    write = "import pickle, sys, svfix; sys.stdout.buffer.write(pickle.dumps(svfix.Fixer({})))"
    return subprocess.run(
        [sys.executable, "-c", write.format(options)], capture_output=True, check=True, timeout=60
    ).stdout


def test_a_fixer_is_pickled_to_the_same_bytes_everywhere() -> None:
    options = (
        r"words=['IGO-R', 'IGO-R', 'f\ud800r'], join_hyphens=True, passes=['words', 'encoding']"
    )
    fixer = eval(f"Fixer({options})")
    fixer("Metoden for uppféljningen")  # what it remembers is not of its options
    assert pickle.dumps(fixer) == pickled_elsewhere(options)
    assert pickle.loads(pickle.dumps(fixer)) == fixer


def test_a_profile_is_pickled_with_its_fixer(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = Fixer().explain("Metoden for uppféljningen").profile
    fixer = Fixer(profile=profile)
    before = pickle.dumps(fixer)
    assert fixer("Metoden for uppféljningen") == "Metoden för uppföljningen"
    assert pickle.dumps(fixer) == before
    assert pickle.loads(before) == fixer
    assert before != pickle.dumps(Fixer())
    monkeypatch.setattr("svfix.pipeline.__version__", "999")
    assert before != pickle.dumps(fixer)


def test_a_fixer_has_options_and_is_none() -> None:
    fixer = Fixer(words=["IGO-R"], min_confidence=0.9)
    assert fixer.options == Options(words=["IGO-R"], min_confidence=0.9)
    assert not isinstance(fixer, Options)
    assert fixer != Fixer(words=["IGO-R"])
    with pytest.raises(AttributeError):
        fixer.options = Options()  # type: ignore[misc]


HOW = [field.name for field in fields(How)]


@pytest.mark.parametrize("made", [svfix.fix, svfix.explain, Fixer, svfix.merge, svfix.pipe])
def test_every_way_in_has_the_options_as_keywords(made: Callable[..., object]) -> None:
    others = set() if made in (Fixer, svfix.merge) else {"leave_missing"}
    keywords = [
        parameter
        for parameter in inspect.signature(made).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.name not in HOW
    ]
    options = inspect.signature(Options).parameters.values()
    assert keywords == [option for option in options if option.name not in others]


def test_passes_run_in_the_order_of_the_table() -> None:
    assert Fixer(passes=["words", "encoding"]) == Fixer(passes=("encoding", "words"))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"passes": ["spelling"]}, ValueError, "encoding, pieces, characters, lost, spaces"),
        ({"passes": "words"}, TypeError, "not one string"),
        ({"words": "IGO-R"}, TypeError, "not one string"),
        ({"words": [1]}, TypeError, "no int"),
        ({"words": 1}, TypeError, "not int"),
        ({"min_confidence": 1.5}, ValueError, "from 0 to 1"),
        ({"min_confidence": float("nan")}, ValueError, "from 0 to 1"),
        ({"min_confidence": "high"}, TypeError, "not str"),
        ({"join_hyphens": 1}, TypeError, "not int"),
        ({"speed": 11}, TypeError, "speed"),
        ({"passes": ["encoding", "stops"]}, ValueError, "margins, words or debris find"),
    ],
)
def test_bad_options(options: dict[str, object], error: type[Exception], message: str) -> None:
    for made in (Fixer, partial(svfix.fix, DAMAGED), partial(svfix.explain, DAMAGED)):
        with pytest.raises(error, match=message):
            made(**options)  # type: ignore[arg-type]


def test_a_kind_of_str_is_repaired() -> None:
    class Line(str):
        def __str__(self) -> str:
            return "line"

    assert svfix.fix(Line("Metoden for uppféljningen")) == "Metoden för uppföljningen"
    assert type(svfix.fix(Line("Metoden"))) is str


@pytest.mark.parametrize("text", [None, b"bytes", 1, ["a"]])
def test_only_text_is_repaired(text: object) -> None:
    with pytest.raises(TypeError, match="svfix repairs str, not"):
        svfix.fix(text)  # type: ignore[arg-type]


class Always(Pass):
    """A pass that is asked of every text."""

    def may_act(self, places: Places, is_plain: bool = False) -> bool:
        return True


def rewriting(table: dict[str, str]) -> tuple[Pass, ...]:
    """A pipeline of one pass that knows its texts by heart."""

    class Known(Always):
        def propose(
            self, text: str, context: Context, evidence: PageEvidence
        ) -> tuple[list[Edit], PageEvidence]:
            known = [(text, table[text])] if text in table else []
            return [Edit(0, len(b), b, a, "words.known", 0.9) for b, a in known], evidence

    return (Known("words", ""),)


@pytest.mark.parametrize("text", ["a", "b", "c"])
def test_a_circle_has_one_outcome(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PASSES", rewriting({"a": "c", "b": "a", "c": "b"}))
    assert svfix.fix(text) == "a"


def test_what_does_not_settle_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"a" * n: "a" * (n + 1) for n in range(1, 100)}
    monkeypatch.setattr(pipeline, "PASSES", rewriting(table))
    assert svfix.explain("a").edits == ()


def stepping(steps: dict[str, str]) -> tuple[Pass, ...]:
    """A pipeline of one pass that knows what becomes of each line of a text."""

    class Steps(Always):
        def propose(
            self, text: str, context: Context, evidence: PageEvidence
        ) -> tuple[list[Edit], PageEvidence]:
            lines = [line for line in re.finditer(r"[^\n\f]+", text) if line[0] in steps]
            return [
                Edit(*line.span(), line[0], steps[line[0]], "words.known", 0.9) for line in lines
            ], evidence

    return (Steps("words", ""),)


def growing(longest: int) -> dict[str, str]:
    """Steps without end, as far as any repair goes."""
    return {"a" * n: "a" * (n + 1) for n in range(1, longest)}


@pytest.mark.parametrize("mark", ["\n\n", "\f"])
def test_the_rest_of_a_text_is_repaired(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PASSES", stepping(growing(200) | {"b": "c", "c": "d"}))
    result = svfix.explain(f"b{mark}a{mark}c")
    assert result.text == f"d{mark}a{mark}d"
    [doubt] = result.doubts
    assert (doubt.text, doubt.reason) == ("a", GIVEN_UP)
    assert svfix.explain(result.text).edits == ()


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", "c", "dd", "e", "\n\n", "\n", "\f"]), max_size=12),
    st.dictionaries(st.sampled_from(["a", "b", "c", "dd", "e"]), st.sampled_from("abcde")),
)
def test_any_steps_settle(pieces: list[str], steps: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "PASSES", stepping(growing(200) | steps))
        result = svfix.explain("".join(pieces))
        assert apply("".join(pieces), result.edits) == result.text
        assert svfix.explain(result.text).text == result.text


def test_rounds_are_composed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PASSES", rewriting({"a": "bb", "bb": "c"}))
    [edit] = svfix.explain("a").edits
    assert (edit.before, edit.after, edit.rule) == ("a", "c", "words.known")
    assert edit.confidence == 0.9


def test_unsure_edits_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PASSES", rewriting({"a": "b"}))
    assert svfix.fix("a", min_confidence=0.95) == "a"
    assert svfix.fix("a", min_confidence=0.9) == "b"


def test_user_words_are_words() -> None:
    context = Context(Options(words=["Uppfoljnyng"]))
    assert context.is_word("uppfoljnyng")
    assert not Context(Options()).is_word("uppfoljnyng")


def test_importing_svfix_loads_nothing_heavy() -> None:
    heavy = "numpy ftfy regex rapidfuzz rich svfix.lexicon svfix.decoder".split()
    code = f"import sys, svfix; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_pass_can_be_left_out() -> None:
    for name in PASS_NAMES:
        svfix.fix(DAMAGED, passes=[other for other in PASS_NAMES if other != name])


def test_no_numpy_and_no_thread() -> None:
    """Repairing loads no numpy, whose own threads would double a call's processor time."""
    code = (
        "import sys, threading, svfix; svfix.fix('Metoden for uppféljningen, 31 februari');"
        "assert 'numpy' not in sys.modules; assert threading.active_count() == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_quality_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from svfix.decoder import sureness

    asked = []
    of_words = sureness.of_words

    def spied(found):
        asked.append(found)
        return of_words(found)

    monkeypatch.setattr(sureness, "of_words", spied)
    result = Fixer().explain("Metoden for uppféljningen har varit intervjuer")
    assert result.edits  # so that there is a second round
    assert len(asked) == 1
    assert result.quality is not None
