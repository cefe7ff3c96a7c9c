"""Whatever arrives is a reading: by its first bytes, within bounds, and not twice."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffing.extraction import document, parsing
from diffing.extraction.document import read_document
from diffing.extraction.naming import is_current, name_extractor
from storage.records import PageState, Reading

from .conftest import STORIES, URL, Story, read_page, render_page

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELS = "application/vnd.openxmlformats-package.relationships+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
DOCUMENT = f'<Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/>'


def _make_docx(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="{RELS}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}">{DOCUMENT}</Relationships>',
        )
        archive.writestr("word/document.xml", text)
    return out.getvalue()


def _write_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _wrap_body(inner: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'


def test_an_unchanged_visible_text_is_not_read_again(story: Story) -> None:
    first = read_page(render_page(story, 1))
    assert first.article is not None
    again = read_page(
        render_page(story, 2), last_visible_sha256=first.visible_sha256, last_extractor=first.article.extractor
    )
    assert (again.same, again.article, again.state) == (True, None, PageState.OK)
    assert again.visible_sha256 == first.visible_sha256


def test_another_extractor_reads_the_same_text_again(story: Story) -> None:
    first = read_page(render_page(story, 1))
    again = read_page(render_page(story, 1), last_visible_sha256=first.visible_sha256, last_extractor="an older one")
    assert again.same is False
    assert again.article == first.article


def test_the_extractor_is_named_with_its_versions_and_selectors() -> None:
    plain = name_extractor("html")
    assert "trafilatura 2." in plain
    assert plain == name_extractor("html", None, [])
    assert len({plain, name_extractor("html", "main"), name_extractor("html", "main", [".x"])}) == 3
    assert name_extractor("html", "main", [".x"]) == name_extractor("html", "main", (".x",))
    assert is_current(plain)
    assert is_current(name_extractor("pdf") + "; pypdf 7")
    assert not is_current(plain, "main")
    assert not is_current(name_extractor("html", "main"))
    assert not is_current("x 1")


def test_the_first_bytes_decide_not_the_content_type(story: Story) -> None:
    assert read_page(render_page(story, 1), content_type="application/pdf").article is not None
    for body, what in (
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xd0\xcf\x11\xe0rest", "Office"),
        (b"PK\x03\x04rest", "zip"),
    ):
        reading = read_page(body, content_type="text/html")
        assert reading.state is PageState.EMPTY
        assert what in (reading.evidence or "")


def test_a_plain_text_is_read_by_its_blank_lines() -> None:
    reading = read_page("Court orders release.\n\nThe judge ordered\nthe release.\r\n\r\nShe gave no reasons.")
    assert reading.article is not None
    assert reading.article.text == "Court orders release.\n\nThe judge ordered the release.\n\nShe gave no reasons."


def test_a_word_document_is_read_with_its_tables() -> None:
    story = STORIES["ru"]
    cells = "".join(f"<w:tc>{_write_paragraph(words)}</w:tc>" for words in ("Онбаев", "статья 174"))
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    reading = read_page(_make_docx(_wrap_body("".join(map(_write_paragraph, story.paragraphs)) + table)))
    assert reading.article is not None
    assert reading.article.text.startswith("\n\n".join(story.paragraphs))
    assert "статья 174" in reading.article.text
    assert reading.article.language == "ru"


@pytest.mark.parametrize("markup", ["", "<w:", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', _wrap_body("")])
def test_a_broken_word_document_is_empty_with_evidence(markup: str) -> None:
    reading = read_page(_make_docx(markup))
    assert reading.state is PageState.EMPTY
    assert reading.evidence


@settings(max_examples=150)
@given(st.binary(max_size=600))
def test_any_bytes_are_a_reading(body: bytes) -> None:
    assert isinstance(read_page(body), Reading)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            ["<div>", "</div>", "<p>", "<table><tr><td>", "</td>", "<br>", "<a href=x>", "<h1>Title</h1>", "<!--",
             "-->", "&#0;", "&#1;", "&#xfffe;", "<style>", "<script>", "\0", "\x0b", "ﬁ", "Слово ", "<title>T</title>",
             "One more sentence that is long enough to count. "]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_markup_is_a_reading(pieces: list[str]) -> None:
    reading = read_page("<html>" + "".join(pieces))
    assert reading.state in PageState
    if reading.article is not None:
        assert "\0" not in reading.article.text
        assert "\n\n\n" not in reading.article.text


def test_deep_nesting_is_survived() -> None:
    for tag in ("div", "span", "b", "table><tr><td"):
        page = f"<html><body>{f'<{tag}>' * 30_000}<p>The end of it.</p></body></html>"
        assert isinstance(read_page(page), Reading)


def test_of_thirty_megabytes_only_the_first_part_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MAX_MARKUP", 200_000)
    monkeypatch.setattr(document, "MAX_MARKUP", 200_000)
    body = b"<html><body>" + b"<p>A sentence that is said again and again and again, and never ends.</p>\n" * 420_000
    reading = read_document(body, content_type=None, url=URL)
    assert reading.evidence == "only the first 200000 code points were read"
    assert reading.article is not None
    assert 150_000 < len(reading.article.text) < 200_000


def test_reading_time_grows_with_the_length_of_a_page_not_with_its_square() -> None:
    def measure(count: int) -> float:
        paragraphs = (f"<p>Sentence {number} of a very long code that has no end to it.</p>" for number in range(count))
        body = f"<html><body><main>{''.join(paragraphs)}</main></body></html>".encode()
        began = time.process_time()
        assert read_page(body).article is not None
        return time.process_time() - began

    assert measure(13_500) < 7 * measure(4_500)


def test_the_articles_facts_come_from_the_page(story: Story) -> None:
    page = render_page(story, 1).replace("</head>", '<link rel="canonical" href="/2031/05/a"></head>')
    article = read_page(page, url="https://news.example/2031/05/a?utm_source=x").article
    assert article is not None
    assert article.published == "2031-05-06T09:00:00+05:00"
    assert (article.language, article.charset, article.charset_sure) == ("en", "utf-8", True)
    assert article.canonical == "https://news.example/2031/05/a"


def test_no_date_is_guessed_from_prose() -> None:
    text = "On 3 March 2030 the court met again, and on 4 March 2030 it rose without having said a word to anybody."
    article = read_page(f"<body><article><h1>A court rises without a word</h1><p>{text}</p></article></body>").article
    assert article is not None
    assert article.published is None
