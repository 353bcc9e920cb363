"""OCR-D: a processor that repairs the text of a workspace's pages.

    ocrd-svfix -I OCR-D-OCR -O OCR-D-OCR-SVFIX

It belongs behind the recognition. PAGE-XML goes in and comes out; the pages of a workspace are
repaired by what they show together, whichever of them are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from ocrd import OcrdPageResult, Processor
from ocrd.decorators import ocrd_cli_options, ocrd_cli_wrap_processor
from ocrd_models.ocrd_page import parseString, to_xml
from ocrd_utils import MIMETYPE_PAGE

from svfix import formats
from svfix.channel.profile import Profile
from svfix.cli.word_lists import read_words
from svfix.merging import OtherPage
from svfix.pipeline import Fixer
from svfix.result import Result

PAGES = 200
"""Pages, spread over the workspace, that are enough to know how it was misread."""


class Repair(Processor):
    """Repairs the text of pages at all levels that have it; boxes and structure stay.

    The parameters are those of `ocrd-tool.json`. Files that they name are looked for as OCR-D does.
    """

    executable = "ocrd-svfix"
    metadata_filename = "integrations/ocrd-tool.json"

    def setup(self) -> None:
        """Make the fixer that the parameters describe; raises ValueError and FileError."""
        said = self.parameter
        words, profile = (self._resource(said[name]) for name in ("words", "profile"))
        self.fixer = Fixer(
            words=read_words(words) if words else (),
            min_confidence=said["min_confidence"],
            join_hyphens=said["join_hyphens"],
            profile=Profile.load(profile) if profile else None,
        )

    def _resource(self, name: str) -> str:
        return self.resolve_resource(name) if name else ""

    def process_workspace(self, workspace: Any) -> None:
        """Repair the pages that are asked for, by what all pages of the input group show."""
        own = self.fixer
        if self.parameter["one_profile"] and own.options.profile is None:
            self.fixer = own.with_profile(own.profile_of(list(self._texts(workspace))))
        try:
            super().process_workspace(workspace)
        finally:
            self.fixer = own  # the processor may be kept for another workspace

    def _texts(self, workspace: Any) -> Iterator[str]:
        """Texts of pages spread over the input group; one that cannot be read is told of later."""
        first = self.input_file_grp.split(",")[0]
        group = {"fileGrp": first, "mimetype": MIMETYPE_PAGE}
        files = list(workspace.mets.find_files(**group))
        for file in files[:: max(1, -(-len(files) // PAGES))]:
            try:
                path = Path(workspace.directory, workspace.download_file(file).local_filename)
                yield from formats.read(path.read_bytes(), "page").texts
            except (OSError, ValueError) as error:
                self.logger.debug("%s shows nothing of how it was misread: %s", file.ID, error)

    def process_page_pcgts(self, *input_pcgts: Any, page_id: str | None = None) -> OcrdPageResult:
        """Repair a page: the text of its words, and of the lines and regions that have the same.

        Of several input groups the first has the page, and the others are further readings of it.
        """
        page, *others = filter(None, input_pcgts)
        document, *readings = (
            formats.read(to_xml(one).encode(), "page") for one in (page, *others)
        )
        result = self._repaired([one.texts[0] for one in (document, *readings)], page_id)
        self.logger.info("page %s: %d edits", page_id, len(result.edits))
        return OcrdPageResult(parseString(document.write([result])) if result.edits else page)

    def _repaired(self, texts: Sequence[str], page_id: str | None) -> Result:
        """The first of some readings repaired, with the help of the others where they are that."""
        if len(texts) > 1:
            try:
                return self.fixer.merge(texts)
            except OtherPage as error:
                self.logger.warning("page %s is repaired by itself: %s", page_id, error)
        return self.fixer.explain(texts[0])


@click.command()
@ocrd_cli_options
def cli(*args: Any, **kwargs: Any) -> Any:
    """The program `ocrd-svfix`, with the options that all processors of OCR-D have."""
    return ocrd_cli_wrap_processor(Repair, *args, **kwargs)
