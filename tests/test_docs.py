"""What the documents say is there is there, and what is there is in the documents."""

import argparse
import doctest
import re
import shlex
from pathlib import Path

import pytest

import svfix
from svfix import PASSES, formats
from svfix.cli import build_parser, config
from svfix.diffs import FOLDINGS
from svfix.diffs.classify import CLASSES
from svfix.diffs.slots import OUTCOMES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
DIFF = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def subcommands(parser):
    actions = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return {name: sub for action in actions for name, sub in action.choices.items()}


def option_strings(parser):
    return {option for action in parser._actions for option in action.option_strings}


def test_every_command_is_documented():
    for name in subcommands(build_parser()):
        assert f"## svfix {name}\n" in CLI


def test_every_option_is_documented():
    parser = build_parser()
    for command in (parser, *subcommands(parser).values()):
        for option in option_strings(command):
            assert re.search(rf"`{option}\b", CLI), option


FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_format_is_documented():
    rows = re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", FORMATS, re.MULTILINE)
    assert rows == list(formats.NAMES)
    options = re.search(r"`--format NAME`: what the input is: (.*?)\(\[formats\]", CLI, re.DOTALL)
    assert re.findall(r"`([a-z-]+)`", options[1]) == list(formats.NAMES)


def test_every_format_that_has_to_be_named_says_so():
    for row in formats.FORMATS:
        documented = f"(`--format {row.name}`)" in FORMATS
        assert documented == row.about.endswith(("to be named", "its content does not tell"))


def test_every_setting_is_documented():
    section = CLI.split("## Settings")[1].split("\n## ")[0]
    assert all(re.search(rf"^\[?{name}\b", section, re.MULTILINE) for name in config.KEYS)


def test_every_documented_option_exists():
    parser = build_parser()
    known = set().union(*map(option_strings, (parser, *subcommands(parser).values())))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", CLI)) <= known


RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
SHELL = "".join(re.findall(r"```sh\n(.*?)```", README + RECIPES, re.DOTALL))


@pytest.mark.parametrize(
    "command",
    re.findall(
        r"\bsvfix ((?:fix|merge|explain|review|diff|profile|revert|passes)[^<>#&|\"\n]*)", SHELL
    ),
)
def test_the_commands_of_the_readme_and_the_recipes_parse(command):
    build_parser().parse_args(shlex.split(command))


def test_the_readme_has_the_two_commands():
    assert "pip install . && .venv/bin/svfix fix examples/protokoll.txt" in README
    assert "pip install -e '.[dev]' && .venv/bin/pytest" in README


def test_the_lines_shown_are_those_of_the_example_and_its_repair():
    page = (ROOT / "examples" / "protokoll.txt").read_text(encoding="utf-8")
    truth = (ROOT / "examples" / "protokoll.truth.txt").read_text(encoding="utf-8")
    repaired = svfix.fix(page)
    rows = re.findall(r"^\| ([^|]{30,}) \| ([^|]{30,}) \|$", README, re.MULTILINE)
    assert len(rows) >= 3
    for before, after in rows:
        assert before in page
        assert after in truth
        assert after in repaired


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "hosts.md"], ids=lambda page: page.name
)  # whose examples run where the hosts are: tests/integrations
def test_examples_with_a_prompt_run(page):
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
    for link in links:
        assert (page.parent / link).exists(), link


def test_each_pass_has_one_line():
    assert all(row.about and "\n" not in row.about for row in PASSES)


def test_every_folding_is_documented():
    rows = re.findall(r"^\| `([a-z]+)` \| (yes|no) \| (.+) \|$", DIFF, re.MULTILINE)
    assert rows == [(f.name, "yes" if f.is_default else "no", f.about) for f in FOLDINGS]


def test_every_class_is_documented():
    section = DIFF.split("## Classes")[1].split("## JSON")[0]
    assert set(re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE)) == set(CLASSES)


def fields(value):
    """Every name of a field in a document."""
    if isinstance(value, dict):
        return set(value).union(*map(fields, value.values()))
    return set().union(*map(fields, value)) if isinstance(value, list) else set()


def test_every_field_of_a_comparison_is_documented():
    text = "två ~ år"
    names = fields(svfix.diff(text, "två år nu", observed="tva år").as_dict())
    assert {name for name in names if f"`{name}`" not in DIFF and f'"{name}"' not in DIFF} <= {
        *"åäöÅÄÖé",
        *CLASSES,
        *OUTCOMES,
    }
