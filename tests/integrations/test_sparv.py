"""Sparv: tokens with what stood on the page beside them, in a corpus that Sparv annotates."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.support.hosts import section

import svfix
from svfix import Fixer
from svfix.integrations import sparv
from svfix.integrations.sparv import Corrected, corrected

PROGRAM = Path(sys.executable).with_name("sparv")
needs_sparv = pytest.mark.skipif(
    not (PROGRAM.exists() and entry_points(group="sparv.plugin", name="svfix_sparv")),
    reason="sparv is not installed, or svfix is not with its entry points",
)
LINE = "Namnden foreslar att verksam heten andras"
WITHOUT_MODELS = """
segment:
  token_segmenter: simple_word_punkt
  tokenizer_config: none
  token_list: none
  sentence_segmenter: blanklines
  sentence_model: none
"""
TELLING = "Namnden foreslar att avgiften hojs, och métet oppnas av ordféranden"


def words(text):
    """The spans of words and marks."""
    return [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]


def forms(text, **options):
    return [one.form for one in corrected(text, words(text), Fixer(**options))]


# What the plugin hands on


def test_each_token_has_its_form():
    assert forms(LINE) == ["Nämnden", "föreslår", "att", "verksamheten", "", "ändras"]
    assert forms("Metodenfor uppféljningen, sa hon.") == [
        "Metoden för", "uppföljningen", ",", "sa", "hon", "."
    ]  # fmt: skip


def test_only_what_changes_has_rules_and_a_confidence():
    found = corrected(LINE, words(LINE), Fixer())
    assert found[2] == Corrected("att")
    assert [bool(one.rules) for one in found] == [True, True, False, True, True, True]
    assert all(one.rules == () or 0.5 <= one.confidence <= 1 for one in found)


@pytest.mark.parametrize("text", [
    "",
    "   \n\n",
    "Metoden för uppföljningen, och verksam-\nheten är bra.",
    f"{LINE},\noch avgiften hojs pa on.\n\n  Ny sida",
    "Namnden foreslar att verksam-\nheten andras (pa on)",
])  # fmt: skip
def test_the_forms_are_the_repaired_text(text):
    together = "".join("".join(forms(text)).split())
    assert together == "".join(svfix.fix(text).split())


def test_a_word_broken_over_lines_keeps_its_halves():
    assert forms("Namnden foreslar uppfol-\njningen")[-3:] == ["uppföl", "-", "jningen"]


def test_options(tmp_path):
    profile, own = tmp_path / "profile.json", tmp_path / "words.txt"
    Fixer().profile_of([TELLING]).save(profile)
    own.write_text("on\n", encoding="utf-8")
    assert sparv.fixer()("pa on") == "pa on"
    assert sparv.fixer(profile=str(profile))("pa on") == "på ön"
    assert sparv.fixer(profile=str(profile), words=str(own))("pa on") == "på on"
    assert sparv.fixer(profile=str(profile), min_confidence=1)("pa on") == "pa on"


# With Sparv itself


@pytest.fixture
def run(tmp_path):
    """Annotates a text with Sparv under a configuration; returns the export."""

    def annotated(config, text):
        (tmp_path / "data" / "models").mkdir(parents=True)
        (tmp_path / "data" / "models" / "none").touch()
        (tmp_path / "source").mkdir()
        (tmp_path / "source" / "page.txt").write_text(text, encoding="utf-8")
        (tmp_path / "config.yaml").write_text(config + WITHOUT_MODELS, encoding="utf-8")
        env = {**os.environ, "HOME": str(tmp_path), "SPARV_DATADIR": str(tmp_path / "data")}
        env.pop("XDG_CONFIG_HOME", None)
        for command in (["setup", "--dir", str(tmp_path / "data")], ["run"]):
            done = subprocess.run(
                [PROGRAM, *command], cwd=tmp_path, env=env, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stdout + done.stderr
        [export] = (tmp_path / "export").rglob("*.xml")
        return export.read_text(encoding="utf-8")

    return annotated


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", section("Sparv"), re.DOTALL)


@needs_sparv
def test_the_corpus_of_the_page_comes_out_as_it_says(run):
    [config], [shown] = blocks("yaml"), blocks("xml")
    found = run(config, LINE).split("?>\n")[1]
    some = re.compile(r'confidence="[01]\.\d\d"')  # how sure is another thing in another version
    assert some.sub("", found).strip() == some.sub("", shown).strip()


@needs_sparv
def test_the_settings_of_a_corpus_reach_the_fixer(run, tmp_path):
    Fixer().profile_of([TELLING]).save(tmp_path / "profile.json")
    (tmp_path / "names.txt").write_text("on\n", encoding="utf-8")
    [config] = blocks("yaml")
    config += "  words: names.txt\n  profile: profile.json\n"
    shown = run(config, "pa on")
    assert 'corrected="på"' in shown
    assert 'corrected="on"' in shown


def test_the_settings_are_documented():
    source = (Path(sparv.__file__).parents[2] / "svfix_sparv" / "__init__.py").read_text("utf-8")
    known = set(re.findall(r'Config\(\s*"svfix_sparv\.(\w+)",\n', source))
    assert known == set(re.findall(r"^- `(\w+)`", section("Sparv"), re.MULTILINE))
    assert len(known) == 3


def test_the_plugin_is_there_wherever_svfix_is():
    assert find_spec("svfix_sparv")
