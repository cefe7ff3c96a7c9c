"""A PDF becomes paragraphs, whatever its lines, pages and running headers."""

import textwrap

import pytest

from diffing.extraction import pdf
from diffing.extraction.pdf import Line, assemble_pages, read_pdf
from diffing.text import normalise
from storage.records import PageState

from .conftest import STORIES, make_pdf, read_page

STORY = STORIES["en"]


def _turn_words(text: str, count: int) -> str:
    words = text.split()
    return " ".join(["Thus:", *words[count:], *words[:count]]).rstrip(".,") + "."


PARAGRAPHS = [_turn_words(text, count) for count in range(1, 5) for text in STORY.paragraphs]


def _set_pages(paragraphs: list[str], width: int, lines_a_page: int = 24) -> bytes:
    lines: list[tuple[int, str | None]] = [(16, STORY.title)]
    for paragraph in paragraphs:
        lines += [(11, line) for line in textwrap.wrap(paragraph, width)] + [(11, None)]
    lines.pop()  # the blank line behind the last paragraph
    pages = []
    count = -(-len(lines) // lines_a_page)
    for page in range(count):
        placed = [(72.0, 800.0, 9, "AL KZ 7/2031"), (280.0, 30.0, 9, f"Page {page + 1} of {count}")]
        top = 740.0
        for size, text in lines[page * lines_a_page : (page + 1) * lines_a_page]:
            if text is not None:
                placed.append((72.0, top, size, text))
            top -= 22 if size > 11 else 15
        pages.append(placed)
    return make_pdf(pages, STORY.title)


@pytest.mark.parametrize("count", [2, 16])
def test_paragraphs_come_out_whole_and_alone(count: int) -> None:
    reading = read_page(_set_pages(PARAGRAPHS[:count], 80), content_type="text/html")
    assert reading.article is not None, reading.evidence
    assert reading.article.title == STORY.title
    assert reading.article.text.split("\n\n") == PARAGRAPHS[:count]
    assert reading.article.published is None


def test_a_reflowed_pdf_is_no_change() -> None:
    before, after = (read_page(_set_pages(PARAGRAPHS, width, lines)) for width, lines in ((80, 24), (64, 31)))
    assert before.visible_sha256 == after.visible_sha256
    assert before.article is not None
    assert after.article is not None
    assert normalise(before.article.text) == normalise(after.article.text)


def test_each_page_has_its_offset() -> None:
    read = read_pdf(_set_pages(PARAGRAPHS, 80))
    assert len(read.pages) >= 2
    assert read.pages[0] == 0
    assert list(read.pages) == sorted(read.pages)
    assert all(0 < offset < len(read.text) for offset in read.pages[1:])


def test_a_page_offset_points_at_the_first_word_of_that_page() -> None:
    pages = [
        (842.0, [Line("The first page says this and", 72, 500, 11)]),
        (842.0, [Line("that on the second.", 72, 500, 11)]),
    ]
    read = assemble_pages(pages, title=None, reader="test")
    assert read.text == "The first page says this and that on the second."
    assert read.text[read.pages[1] :].lstrip() == "that on the second."


@pytest.mark.parametrize("sign", ["\x02", "\ufffe", "\u00ad"])
def test_a_hyphen_at_a_lines_end_joins_the_word(sign: str) -> None:
    lines = [Line(f"The impris{sign}", 72, 500, 11), Line("onment lasted a year.", 72, 487, 11)]
    assert assemble_pages([(842.0, lines)], title=None, reader="test").text == "The imprisonment lasted a year."


def test_a_pdf_of_pictures_needs_ocr() -> None:
    reading = read_page(make_pdf([[], []]))
    assert (reading.state, reading.evidence) == (PageState.EMPTY, "no text layer: needs OCR")


@pytest.mark.parametrize(
    "body", [b"%PDF-1.4\n", b"%PDF-1.7\n" + b"\0\xff" * 4000, make_pdf([[(72.0, 700.0, 11, "Words")]])[:200]]
)
def test_a_broken_pdf_is_empty_with_evidence(body: bytes) -> None:
    reading = read_page(body)
    assert reading.state is PageState.EMPTY
    assert reading.evidence


def test_a_reader_that_hangs_or_crashes_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_WAIT", 0.001)
    read = read_pdf(make_pdf([[(72.0, 700.0, 11, "Words")]]))
    assert read.text == ""
    assert "not read within" in (read.error or "")


def test_pypdf_reads_where_pdfium_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = pdf._ask_child
    monkeypatch.setattr(
        pdf, "_ask_child", lambda body, *options: ask(body, *options) if options else {"error": "crashed"}
    )
    read = read_pdf(_set_pages(PARAGRAPHS, 80))
    assert read.reader.startswith("pypdf ")
    assert normalise(" ".join(PARAGRAPHS)) in normalise(read.text)
