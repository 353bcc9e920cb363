"""spaCy: documents of the repaired text, from which every place leads back to the original.

    nlp.add_pipe("svfix", first=True)
    doc = nlp("Metoden for uppféljningen")
    doc.text, doc._.svfix.edits

A `Doc` never changes its text, so the component hands on another, made of the repaired text; it
belongs before all that annotates. The tokenizer `svfix.Tokenizer.v1` does the same for pipelines
that are told by a configuration. Where svfix is installed, spaCy finds both by their names.
"""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import registry

from svfix.edits import Edit
from svfix.offsets import Offsets
from svfix.options import MIN_CONFIDENCE, Options, as_json, from_json
from svfix.pipeline import Fixer
from svfix.result import Result
from svfix.table import PASS_NAMES

KEY = "svfix"
"""Its name in pipelines, in `doc._`, and in the user data that a document is saved with."""

ANNOTATIONS = ("TAG", "POS", "LEMMA", "DEP", "ENT_IOB")
"""What other components find out about words, which is lost where the text becomes another."""


@dataclass(frozen=True)
class Repaired:
    """What `doc._.svfix` is: the text as it was read, and the edits, with offsets in that.

    >>> import spacy
    >>> nlp = spacy.blank("sv")
    >>> _ = nlp.add_pipe("svfix")
    >>> doc = nlp("Metoden for uppfél jningen")
    >>> doc[2], doc._.svfix.place(doc[2])
    (uppföljningen, (12, 26))
    """

    original: str
    edits: tuple[Edit, ...]

    @cached_property
    def _offsets(self) -> Offsets:
        return Offsets(self.edits)

    def place(self, part: Token | Span) -> tuple[int, int]:
        """Where a token or a span stood in the original: from where to where."""
        if isinstance(part, Token):
            return self._offsets.original(part.idx, part.idx + len(part))
        return self._offsets.original(part.start_char, part.end_char)

    def text(self, part: Token | Span) -> str:
        """What was read of a token or a span."""
        start, end = self.place(part)
        return self.original[start:end]


def _repaired(doc: Doc) -> Repaired | None:
    """What `doc._.svfix` gives; None for a document that svfix has not seen."""
    noted = doc.user_data.get(KEY)
    return noted and Repaired(noted["original"], tuple(Edit(*edit) for edit in noted["edits"]))


Doc.set_extension(KEY, getter=_repaired, force=True)


def _note(doc: Doc, result: Result) -> Doc:
    """Note down in a document how it came about, so that it is saved with it."""
    edits = [list(astuple(edit)) for edit in result.edits]
    doc.user_data[KEY] = {"original": result.original, "edits": edits}
    return doc


def _is_annotated(doc: Doc) -> bool:
    """Whether a document says anything of its words that would be lost with them."""
    of_words = any(isinstance(key, tuple) and key[2:] != (None, None) for key in doc.user_data)
    return of_words or bool(doc.spans) or any(map(doc.has_annotation, ANNOTATIONS))


class Repair:
    """The component `svfix`: makes a document of the repaired text.

    Its `fixer` may be set to another, ``fixer.with_profile(…)``, whose profile is saved with the
    pipeline.
    """

    def __init__(self, nlp: Language, fixer: Fixer) -> None:
        self._nlp = nlp
        self.fixer = fixer

    def __call__(self, doc: Doc) -> Doc:
        """Return the document repaired; the same one where there is nothing to repair.

        Raises ValueError where it would lose what other components have annotated.
        """
        if KEY in doc.user_data:  # the tokenizer repaired it
            return doc
        result = self.fixer.explain(doc.text)
        if not result.edits:
            return _note(doc, result)
        if _is_annotated(doc):
            raise ValueError(
                "svfix repairs texts before they are annotated: nlp.add_pipe('svfix', first=True)"
            )
        made = self._nlp.make_doc(result.text)
        made.user_data.update(doc.user_data)
        made.cats = dict(doc.cats)
        made._context = doc._context  # of nlp.pipe(as_tuples=True)
        return _note(made, result)

    def to_bytes(self, exclude: Sequence[str] = ()) -> bytes:
        """The profile; all else is in the configuration."""
        return as_json(Options(profile=self.fixer.options.profile)).encode()

    def from_bytes(self, data: bytes, exclude: Sequence[str] = ()) -> "Repair":
        """Take the profile that was saved."""
        profile = from_json(data.decode()).get("profile")
        self.fixer = self.fixer.with_profile(profile)
        return self

    def to_disk(self, path: str | Path, exclude: Sequence[str] = ()) -> None:
        """Save the profile in a file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, exclude: Sequence[str] = ()) -> "Repair":
        """Take the profile of a file."""
        return self.from_bytes(Path(path).read_bytes())


class Tokenizer:
    """A tokenizer of repaired texts: in all else the one that it is made with."""

    def __init__(self, tokenizer: Any, fixer: Fixer) -> None:
        self._tokenizer = tokenizer
        self.fixer = fixer

    def __call__(self, text: str) -> Doc:
        """Return a document of the repaired text."""
        result = self.fixer.explain(text)
        return _note(self._tokenizer(result.text), result)

    def __getattr__(self, name: str) -> Any:
        if name == "_tokenizer":  # asked for before it is set, when this is unpickled
            raise AttributeError(name)
        return getattr(self._tokenizer, name)


def make_component(
    nlp: Language,
    name: str,
    words: list[str],
    min_confidence: float,
    join_hyphens: bool,
    passes: list[str],
) -> Repair:
    """Make the component; the options are those of `svfix.Fixer`."""
    fixer = Fixer(
        words=words, min_confidence=min_confidence, join_hyphens=join_hyphens, passes=passes
    )
    return Repair(nlp, fixer)


def make_tokenizer(
    tokenizer: Callable[[Language], Any] | None = None,
    words: list[str] = [],  # noqa: B006 (spaCy shows and checks defaults; it is not changed)
    min_confidence: float = MIN_CONFIDENCE,
    join_hyphens: bool = False,
    passes: list[str] = [*PASS_NAMES],  # noqa: B006
) -> Callable[[Language], Tokenizer]:
    """Make what makes the tokenizer; `tokenizer` is what cuts the repaired text, spaCy's own."""
    fixer = Fixer(
        words=words, min_confidence=min_confidence, join_hyphens=join_hyphens, passes=passes
    )
    make = tokenizer or registry.get("tokenizers", "spacy.Tokenizer.v1")()
    return lambda nlp: Tokenizer(make(nlp), fixer)


# Not as decorators: spaCy looks for an entry point of the name while it registers one, and that
# names a function that a decorator has not given back yet.
Language.factory(
    KEY,
    default_config={
        "words": [],
        "min_confidence": MIN_CONFIDENCE,
        "join_hyphens": False,
        "passes": [*PASS_NAMES],
    },
    assigns=["doc._.svfix"],
    retokenizes=True,
)(make_component)
registry.tokenizers.register("svfix.Tokenizer.v1", func=make_tokenizer)
