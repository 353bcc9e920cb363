"""Layout costs nothing: moved blocks, page headers, broken words."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import diff
from svfix.alignment.folding import DEFAULT, Folder
from svfix.alignment.order import arrange
from svfix.alignment.words import cut

NO_ORDER = ["default", "no-order"]


def paragraph(number, lines=6, damage=0.0):
    """Lines of words that no other paragraph has, some of them misread."""
    chance = random.Random(number)
    words = [f"{chance.choice('abcdefgh')}ord{number}x{n}" for n in range(lines * 6)]
    words = [word.replace("o", "0") if chance.random() < damage else word for word in words]
    return "\n".join(" ".join(words[at : at + 6]) for at in range(0, len(words), 6))


class TestMovedBlocks:
    def test_a_column_read_first_has_moved(self):
        reference = "\n\n".join(paragraph(n) for n in range(4))
        hypothesis = "\n\n".join(paragraph(n) for n in (2, 0, 1, 3))
        found = diff(hypothesis, reference)
        assert (found.wer, found.score.hypothesis.moved) == (0, 36)
        [move] = found.pages[0].moves[0]
        assert hypothesis[move.start : move.end] == paragraph(2)
        assert reference[move.reference_start : move.reference_end] == paragraph(2)

    def test_its_errors_are_those_within_it(self):
        reference = "\n\n".join(paragraph(n) for n in range(4))
        hypothesis = "\n\n".join(paragraph(n, damage=0.2) for n in (3, 0, 2, 1))
        found = diff(hypothesis, reference)
        wrong = hypothesis.count("0rd")
        assert found.score.hypothesis.word_errors == wrong
        assert any(one.moved for one in found.differences)
        assert found.score.hypothesis.bag_errors == wrong

    def test_columns_read_across_have_moved_line_by_line(self):
        left, right = (paragraph(n, lines=10) for n in range(2))
        rows = zip(left.splitlines(), right.splitlines(), strict=True)
        found = diff("\n".join("   ".join(row) for row in rows), f"{left}\n\n{right}")
        assert (found.wer, found.score.hypothesis.moved) == (0, 54)

    def test_it_counts_if_asked(self):
        reference = "\n\n".join(paragraph(n) for n in range(4))
        hypothesis = "\n\n".join(paragraph(n) for n in (2, 0, 1, 3))
        found = diff(hypothesis, reference, fold=NO_ORDER)
        assert (found.score.hypothesis.word_errors, found.score.hypothesis.moved) == (72, 0)

    def test_a_few_words_elsewhere_have_not_moved(self):
        reference = "\n\n".join(paragraph(n) for n in range(3))
        hypothesis = reference.replace(paragraph(1), "") + " ".join(paragraph(1).split()[:5])
        assert diff(hypothesis, reference).score.hypothesis.moved == 0

    def test_the_observed_text_may_have_another_order(self):
        reference = "\n\n".join(paragraph(n) for n in range(3))
        observed = "\n\n".join(paragraph(n, damage=0.1) for n in (1, 0, 2))
        found = diff(reference, reference, observed)
        assert found.fixed == observed.count("0rd")
        assert found.score.observed.moved == 36
        assert found.broken == found.missed == 0

    @settings(max_examples=30, deadline=None)
    @given(st.permutations(range(5)), st.sampled_from([0.0, 0.1, 0.4]))
    def test_no_order_makes_it_worse(self, order, damage):
        reference = "\n\n".join(paragraph(n) for n in range(5))
        hypothesis = "\n\n".join(paragraph(n, damage=damage) for n in order)
        found = diff(hypothesis, reference).score.hypothesis
        plain = diff(hypothesis, reference, fold=NO_ORDER).score.hypothesis
        assert found.word_errors <= plain.word_errors
        assert found.words == plain.words == 180
        if not damage:
            assert found.word_errors == 0

    @settings(deadline=None)
    @given(st.lists(st.sampled_from("abcd"), max_size=40), st.lists(st.sampled_from("abcd")))
    def test_no_word_is_lost(self, reference, other):
        texts = cut([" ".join(reference), " ".join(other)], Folder(DEFAULT))
        arranged, _ = arrange(*texts)
        assert sorted(arranged.starts.tolist()) == texts[1].starts.tolist()


def book(header):
    """Five pages of twelve lines, with a header each."""
    pages = []
    for number in range(5):
        lines = paragraph(number, lines=12)
        pages.append(f"{header.format(number + 1)}\n{lines}" if header else lines)
    return "\n".join(pages)


class TestHeaders:
    def test_a_running_head_costs_nothing(self):
        found = diff(book("Årsredovisning 2019 {}"), book(""))
        assert (found.wer, found.score.hypothesis.layout) == (0, 15)
        assert found.pages[0].left_out[0].texts == ("", "Årsredovisning 2019 1")

    def test_nor_does_one_that_only_the_reference_has(self):
        found = diff(book(""), book("Protokoll {} (5)"), book("Protokoll {} (5)"))
        assert (found.wer, found.fixed, found.broken) == (0, 0, 0)

    def test_page_numbers_cost_nothing(self):
        assert diff(book("- {} -"), book("")).wer == 0
        assert diff("ett\f2\ntvå", "ett\ntvå").wer == 0

    def test_they_count_if_asked(self):
        found = diff(book("- {} -"), book(""), fold=["default", "no-headers"])
        assert found.score.hypothesis.word_errors == 15

    def test_a_header_that_all_texts_have_is_text(self):
        found = diff(book("Prot0koll {}"), book("Protokoll {}"))
        assert (found.score.hypothesis.word_errors, found.score.hypothesis.layout) == (5, 0)

    def test_a_header_of_a_passage_that_is_missing_is_missing_too(self):
        pages = book("Protokoll {}").split("Protokoll")
        hypothesis = "Protokoll".join(pages[:3])
        found = diff(hypothesis, book("Protokoll {}")).score.hypothesis
        assert (found.word_errors, found.layout) == (3 * 74, 0)

    def test_a_running_head_may_stand_beside_a_page_number(self):
        hypothesis = book("Protokoll\n{}")
        assert diff(hypothesis, book("")).score.hypothesis.layout == 10

    def test_a_line_that_stands_once_is_no_header(self):
        hypothesis = book("").replace("\n", "\nskräp här\n", 1)
        assert diff(hypothesis, book("")).score.hypothesis.word_errors == 2

    def test_a_column_of_figures_is_no_header(self):
        table = "\n".join(str(n) for n in range(20))
        assert diff(book("") + "\n" + table, book("")).score.hypothesis.word_errors == 20
