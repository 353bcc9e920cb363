"""Operations: the fewest that lead from one text to another, the same as rapidfuzz's."""

from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from svfix.text.operations import operations

WORDS = st.text("abå ", max_size=12) | st.text(max_size=70) | st.text("ab", max_size=70)


@given(source=WORDS, target=WORDS)
@example(source="", target="")
@example(source="HFsom", target="Hf som")
@example(source="Medarenhardetforstarkt", target="Med åren har det förstärkt")
def test_they_are_those_of_rapidfuzz(source: str, target: str) -> None:
    wanted = Levenshtein.opcodes(source, target)
    theirs = [(op.src_start, op.src_end, op.dest_start, op.dest_end) for op in wanted]
    assert [*map(tuple, operations(source, target))] == theirs
