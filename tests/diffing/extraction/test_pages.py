"""The article comes out whole and alone, and the same from a page that only its noise has changed."""

from dataclasses import replace

import pytest

from diffing.text import text_sha256

from .conftest import STORIES, TEASERS, Story, read_page, render_page

LANGUAGES = sorted(STORIES)


def _text(page: str) -> str:
    reading = read_page(page)
    assert reading.article is not None, reading.evidence
    return reading.article.text


@pytest.mark.parametrize("classes", [True, False], ids=["telling classes", "opaque classes"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_article_and_nothing_else(language: str, classes: bool) -> None:
    for noise in range(3):
        story = STORIES[language]
        assert _text(render_page(story, noise, classes=classes)).split("\n\n") == story.paragraphs


@pytest.mark.parametrize("language", LANGUAGES)
def test_noise_alone_changes_neither_text_nor_the_visible_hash(language: str) -> None:
    first, *others = (read_page(render_page(STORIES[language], noise)) for noise in range(5))
    for other in others:
        assert other.visible_sha256 == first.visible_sha256
        assert other.article == first.article


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_an_edit_of_one_word_changes_text_and_visible_hash(language: str, place: int) -> None:
    story = STORIES[language]
    edited = list(story.paragraphs)
    words = edited[place].split()
    words[-2] = "кеше" if language != "en" else "yesterday"
    edited[place] = " ".join(words)
    before = read_page(render_page(story, 1))
    after = read_page(render_page(replace(story, paragraphs=edited), 2))
    assert before.visible_sha256 != after.visible_sha256
    assert after.article is not None
    assert after.article.text.split("\n\n") == edited


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deleted_paragraph_is_gone_from_the_text(language: str) -> None:
    story = STORIES[language]
    shorter = replace(story, paragraphs=story.paragraphs[:2] + story.paragraphs[3:])
    assert _text(render_page(shorter, 3)).split("\n\n") == shorter.paragraphs


def test_a_headline_edit_shows_in_the_title_alone(story: Story) -> None:
    before = read_page(render_page(story, 1)).article
    after = read_page(render_page(replace(story, title=story.title.replace("extends", "lifts")), 2)).article
    assert before is not None
    assert after is not None
    assert (before.title, after.title) == (story.title, story.title.replace("extends", "lifts"))
    assert before.text == after.text


def test_a_redesign_with_the_same_words_is_no_change(story: Story) -> None:
    old = f"""<html><head><title>{story.title} - Saryozek Post</title></head><body bgcolor=white>
      <table><tr><td>Saryozek Post | today 7°, visitors: 5512</td></tr></table><table><tr>
      <td width=160><b>Sections</b><br><a href=/>Home</a><br><a href=/n>News</a><br>
      <a href=/x>{TEASERS["en"][0]}</a></td>
      <td><h2>{story.title}</h2><font size=1>6 May 2031 | 311 views</font><p>{"<br><br>".join(story.paragraphs)}
      <p><a href=/print>Print version</a></td><td><b>Banners</b><br>{TEASERS["en"][1]}<br><img src=b.gif><br>
      {TEASERS["en"][2]}
      </td></tr></table><hr><center>&copy; 1999-2031</center></body></html>"""
    before = read_page(old).article
    after = read_page(render_page(story, 8)).article
    assert before is not None
    assert after is not None
    assert text_sha256(before.title, before.text) == text_sha256(after.title, after.text)


def test_of_several_main_headings_the_one_that_links_nowhere_is_the_headline(story: Story) -> None:
    teasers = "".join(f"<a href=/{n}><h1>{text}</h1></a>" for n, text in enumerate(TEASERS["en"][:3]))
    page = f"<html><head><title>Another title for searchers</title></head><body>{teasers}"
    paragraphs = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    article = read_page(f"{page}<main><h1>{story.title}</h1>{paragraphs}</main></body></html>").article
    assert article is not None
    assert article.title == story.title


def test_the_lead_between_headline_and_text_is_kept(story: Story) -> None:
    lead = "Eleven people watched as the judge refused to send the public out of the small room."
    page = render_page(story, 1).replace("</h1>", f'</h1><div class="c-dek"><p>{lead}</p></div>')
    assert _text(page).split("\n\n") == [lead, *story.paragraphs]


def test_a_wrapper_with_a_foolish_class_takes_no_article_with_it(story: Story) -> None:
    page = render_page(story, 1).replace("<main>", '<div class="sidebar-left has-ads social"><main>', 1)
    assert _text(page.replace("</main>", "</main></div>")).split("\n\n") == story.paragraphs


def test_selectors_of_the_operator_decide(story: Story) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    other = "<p>Not this one, though it is long enough to pass for prose.</p>"
    page = f"<h1>{story.title}</h1><div id=a>{other}</div><div id=b>{paragraphs}<div class=x>Nor this.</div></div>"
    reading = read_page(page, content="#b", ignore=[".x"])
    assert reading.article is not None
    assert reading.article.text.split("\n\n") == story.paragraphs


@pytest.mark.parametrize("selector", ["#nowhere", ":::", "p[", ""])
def test_a_selector_that_selects_nothing_leaves_the_choice_to_the_extractor(story: Story, selector: str) -> None:
    reading = read_page(render_page(story, 1), content=selector, ignore=[selector])
    assert reading.article is not None
    assert reading.article.text.split("\n\n") == story.paragraphs


def test_lines_broken_by_br_are_one_paragraph_where_they_were_wrapped() -> None:
    lines = "The commission met for a third time and heard<br>four witnesses from the northern district,<br>who spoke."
    assert "heard four witnesses" in _text(
        f"<body><article><h1>A long headline of a page</h1><p>{lines}</p></article></body>"
    )


def test_a_row_of_a_table_is_one_paragraph(story: Story) -> None:
    table = "<tr><td>Marat Onbayev</td><td>article 174</td></tr><tr><td>Aida Seksenova</td><td>article 405</td></tr>"
    page = render_page(story, 1).replace(
        f"<p>{story.paragraphs[2]}</p>", f"<p>{story.paragraphs[2]}</p><table>{table}</table>"
    )
    assert "Marat Onbayev | article 174\n\nAida Seksenova | article 405" in _text(page)
