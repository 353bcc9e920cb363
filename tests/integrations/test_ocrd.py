"""OCR-D: a workspace goes in, and comes out with another group of pages, all of it valid."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from tests.support.hosts import ROOT, section

import svfix
from svfix import Fixer, formats
from svfix.options import MIN_CONFIDENCE

ocrd = pytest.importorskip("ocrd", reason="ocrd is not installed")

from ocrd_utils import MIMETYPE_PAGE, pushd_popd  # noqa: E402
from ocrd_validators import (  # noqa: E402
    OcrdToolValidator,
    WorkspaceValidator,
    XsdPageValidator,
)
from PIL import Image  # noqa: E402

from svfix.integrations.ocrd import Repair  # noqa: E402

TOOL = ROOT / "src" / "svfix" / "integrations" / "ocrd-tool.json"
TELLING = ("Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden")
SHORT = ("pa on",)
PROGRAM = Path(sys.executable).with_name("ocrd-svfix")
NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
ABOUT_PICTURES = ["imagefilename", "dimension", "pixel_density", "mets_unique_identifier"]


def page(*lines):
    """PAGE of one region with lines of words, the same at each level."""
    number = count()

    def element(name, text, inner="", at=(0, 0, 900, 900)):
        left, top, right, bottom = at
        points = f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}"
        return (
            f'<pc:{name} id="e{next(number)}"><pc:Coords points="{points}"/>{inner}'
            f"<pc:TextEquiv><pc:Unicode>{text}</pc:Unicode></pc:TextEquiv></pc:{name}>"
        )

    def line(row, text):
        words = text.split()
        boxes = [(90 * n, 20 * row, 90 * n + 80, 20 * row + 10) for n in range(len(words))]
        inner = "".join(element("Word", *word) for word in zip(words, [""] * 99, boxes))  # noqa: B905
        return element("TextLine", text, inner, (0, 20 * row, 900, 20 * row + 10))

    region = element("TextRegion", "\n".join(lines), "".join(map(line, range(99), lines)))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<pc:PcGts xmlns:pc="{NAMESPACE}" pcGtsId="ID">
<pc:Metadata><pc:Creator>x</pc:Creator><pc:Created>2020-01-01T00:00:00</pc:Created>
<pc:LastChange>2020-01-01T00:00:00</pc:LastChange></pc:Metadata>
<pc:Page imageFilename="page.png" imageWidth="900" imageHeight="900">{region}</pc:Page></pc:PcGts>
"""


def made(folder, *pages):
    """A workspace in a folder, with a group `OCR` of pages, P_1 and on."""
    workspace = ocrd.Resolver().workspace_from_nothing(str(folder))
    workspace.mets.unique_identifier = "minutes"
    return with_group(workspace, "OCR", *pages)


def with_group(workspace, group, *pages):
    """A workspace with another group of pages."""
    for n, lines in enumerate(pages, 1):
        workspace.add_file(
            group,
            file_id=f"{group}_{n}",
            page_id=f"P_{n}",
            mimetype=MIMETYPE_PAGE,
            local_filename=f"{group}/{group}_{n}.xml",
            content=page(*lines).replace('"ID"', f'"{group}_{n}"'),
        )
    workspace.save_mets()
    return workspace


def repair(workspace, *, page_id=None, group="OCR", output="FIXED", **parameter):
    """Let the processor work as OCR-D does, in this process."""
    ocrd.run_processor(
        Repair,
        workspace=workspace,
        input_file_grp=group,
        output_file_grp=output,
        page_id=page_id,
        parameter=parameter,
    )
    return texts(workspace, output)


def texts(workspace, group):
    """The text of each page of a group, its lines apart by /."""
    files = workspace.mets.find_files(fileGrp=group, mimetype=MIMETYPE_PAGE)
    paths = [Path(workspace.directory, file.local_filename) for file in files]
    return ["/".join(read(path).split("\n")).strip("/") for path in paths]


def read(path):
    [text] = formats.read(path.read_bytes(), "page").texts
    return text


def faults(workspace, folder):
    """What OCR-D finds wrong with a workspace: its list of files, and the text on all levels."""
    with pushd_popd(str(folder)):
        report = WorkspaceValidator.validate(
            ocrd.Resolver(),
            str(Path(folder, "mets.xml")),
            skip=ABOUT_PICTURES,
        )
    return [fault for fault in map(str, report.errors) if "non-URI" not in fault]


def test_pages_are_repaired_by_what_they_show_together(tmp_path):
    workspace = made(tmp_path, TELLING, SHORT)
    assert repair(workspace) == [
        "Nämnden föreslår att avgiften höjs/Mötet öppnas av ordföranden",
        "på ön",
    ]
    assert texts(workspace, "OCR") == ["/".join(TELLING), "pa on"]


def test_or_each_by_itself(tmp_path):
    assert repair(made(tmp_path, TELLING, SHORT), one_profile=False)[1] == "pa on"


def test_a_page_alone_is_what_it_is_among_the_others(tmp_path):
    assert repair(made(tmp_path, TELLING, SHORT), page_id="P_2") == ["på ön"]


def test_another_group_is_another_reading(tmp_path):
    old, new = (
        ("Metoden för uppföljningen har varlt bra",),
        ("Metoden for uppfoljningen har varit bra",),
    )
    workspace = made(tmp_path, old, TELLING, TELLING)
    with_group(workspace, "OTHER", new, ("Något helt annat om skatter " * 4,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OCRD_MISSING_INPUT", "SKIP")
        found = repair(workspace, group="OCR,OTHER")
    assert found[0] == "Metoden för uppföljningen har varit bra"
    assert found[1:] == ["Nämnden föreslår att avgiften höjs/Mötet öppnas av ordföranden"] * 2


def test_a_workspace_leaves_nothing_for_the_next(tmp_path):
    processor = Repair(None, parameter={})
    processor.input_file_grp, processor.output_file_grp, processor.page_id = "OCR", "FIXED", None
    for folder, pages, found in [("a", (TELLING, SHORT), "på ön"), ("b", (SHORT,), "pa on")]:
        workspace = made(tmp_path / folder, *pages)
        processor.process_workspace(workspace)
        assert texts(workspace, "FIXED")[-1] == found


def test_what_comes_out_is_valid_and_says_what_made_it(tmp_path):
    workspace = made(tmp_path, TELLING, SHORT, ("till sjön",))
    assert not faults(workspace, tmp_path)
    repair(workspace)
    workspace.save_mets()
    assert not faults(workspace, tmp_path)
    for file in workspace.mets.find_files(fileGrp="FIXED"):
        data = Path(tmp_path, file.local_filename).read_text(encoding="utf-8")
        assert XsdPageValidator.validate(data.encode()).is_valid
        assert f'value="{svfix.__version__}" type="ocrd-svfix"' in data
        assert f'pcGtsId="{file.ID}"' in data
        Path(tmp_path, file.local_filename).write_text(data.replace("på", "pa", 1))
    assert faults(workspace, tmp_path)  # it would have been told


def test_a_page_without_text_and_one_of_a_picture_alone_go_through(tmp_path):
    workspace = made(tmp_path, ("",), TELLING)
    Image.new("L", (90, 90), 255).save(tmp_path / "page.png")
    workspace.add_file("OCR", file_id="OCR_3", page_id="P_3", mimetype="image/png",
                       local_filename="page.png")  # fmt: skip
    assert [text[:7] for text in repair(workspace)] == ["", "Nämnden", ""]


def test_a_page_that_cannot_be_read_stops_no_other(tmp_path):
    workspace = made(tmp_path, TELLING, SHORT, SHORT)
    Path(tmp_path, "OCR/OCR_3.xml").write_text("<pc:PcGts", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OCRD_MISSING_OUTPUT", "SKIP")
        patch.setenv("OCRD_MAX_MISSING_OUTPUTS", "-1")
        assert repair(workspace)[1:] == ["på ön"]


def test_parameters(tmp_path):
    profile, words = tmp_path / "profile.json", tmp_path / "words.txt"
    Fixer().profile_of(TELLING).save(profile)
    words.write_text("# my own\non\n", encoding="utf-8")
    for n, (parameter, found) in enumerate(
        [
            ({}, "pa on"),
            ({"profile": str(profile)}, "på ön"),
            ({"profile": str(profile), "min_confidence": 1}, "pa on"),
            ({"profile": str(profile), "words": str(words)}, "på on"),
        ]
    ):
        assert repair(made(tmp_path / str(n), SHORT), **parameter) == [found]
    for wrong in ({"min_confidence": 2}, {"confidence": 0.9}):
        with pytest.raises(ValueError, match="Invalid parameters"):
            Repair(None, parameter=wrong)


def test_words_broken_over_lines_are_joined_where_that_is_asked_for(tmp_path):
    lines = ("Metoden för uppföljnings-", "arbetet är bra")
    workspace = made(tmp_path, lines)
    assert repair(workspace) == ["/".join(lines)]
    assert repair(workspace, output="JOINED", join_hyphens=True) == [
        "Metoden för uppföljningsarbetet/är bra"
    ]


def test_the_tool_is_told_of_as_ocrd_asks():
    said = json.loads(TOOL.read_text(encoding="utf-8"))
    assert OcrdToolValidator.validate(said).is_valid
    assert said["version"] == svfix.__version__
    parameters = said["tools"]["ocrd-svfix"]["parameters"]
    assert parameters["min_confidence"]["default"] == MIN_CONFIDENCE
    documented = re.findall(r"^- `(\w+)`", section("OCR-D"), re.MULTILINE)
    assert documented == list(parameters)


@pytest.mark.skipif(not PROGRAM.exists(), reason="svfix is not installed with its programs")
def test_the_commands_of_the_page_run(tmp_path):
    with_group(made(tmp_path, TELLING, SHORT), "OCR-OTHER", TELLING, SHORT)
    Path(tmp_path, "names.txt").write_text("IGO-R\n", encoding="utf-8")
    commands = section("OCR-D").split("```sh\n")[1].split("```")[0]
    path = os.pathsep.join([str(PROGRAM.parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path}
    subprocess.run(["bash", "-ec", commands], cwd=tmp_path, check=True, env=env)
    repaired = ocrd.Resolver().workspace_from_url(str(tmp_path / "mets.xml"))
    assert texts(repaired, "OCR-SVFIX")[1] == "på ön"
