"""Which character set a Swedish text is in."""

import pytest

from svfix.io.charsets import detect
from svfix.io.files import FileError, decode

PAGE = """Överväldigad av Åsas önskemål
”Förvaltningen” – på Öland – återkommer … är ni nöjda?
Kafé Ängsö, § 100, Åmål.
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "utf-16"])
def test_detects_a_page(encoding):
    assert decode(PAGE.encode(encoding), "page", "auto").text == PAGE


@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "cp850"])
@pytest.mark.parametrize(
    "text", ["på", "Är det så? Överläkaren åkte.", "FÖRSLAG TILL ÅRSBUDGET", "Café på Åland i år"]
)
def test_detects_a_sentence(encoding, text):
    assert decode(text.encode(encoding), "page", "auto").text == text


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "cp437", "utf-8"])
@pytest.mark.parametrize("word", ["för", "även", "Åke", "HÄR", "någon"])
def test_one_word_is_enough(encoding, word):
    assert decode(word.encode(encoding), "page", "auto").text == word


def test_ascii_and_nothing_are_utf8():
    assert detect(b"plain") == detect(b"") == "utf-8"


def test_what_reads_as_nothing_is_not_guessed():
    with pytest.raises(FileError, match="no encoding that svfix detects"):
        decode(bytes(range(0x80, 0x100)), "page", "auto")
