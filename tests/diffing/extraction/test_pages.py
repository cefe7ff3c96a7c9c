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


def _page_with(story: Story, text: str) -> str:
    """The story on its page, with other mark-up in the place of its text."""
    whole = render_page(story, 1)
    start, stop = whole.index("<p>" + story.paragraphs[0]), whole.index("</article>")
    return whole[:start] + text + whole[stop:]


@pytest.mark.parametrize("names", ["tag", "tag-link", "hashtag", "topic-promo"])
def test_a_name_that_links_to_its_topic_page_stays_in_its_sentence(story: Story, names: str) -> None:
    page = render_page(story, 1).replace(
        "arrest of Marat Onbayev by", f'arrest of <a class="{names}" href="/t/1">Marat Onbayev</a> by'
    )
    assert _text(page).split("\n\n") == story.paragraphs


def test_a_paragraph_that_opens_with_such_a_link_keeps_it(story: Story) -> None:
    page = render_page(story, 1).replace("<p>Onbayev, who", '<p><a class="tag" href="/t/1">Onbayev</a>, who')
    assert _text(page).split("\n\n") == story.paragraphs


def test_a_counter_and_a_button_in_a_paragraph_are_none_of_its_words(story: Story) -> None:
    first = story.paragraphs[0]
    more = '<span class="views">311 views</span> <a class="share" href="#">Share</a>'
    assert _text(render_page(story, 1).replace(first, f"{first} {more}")).split("\n\n") == story.paragraphs


def test_boxes_that_each_wrap_a_paragraph_are_none_of_the_boxes_that_are_taken_away(story: Story) -> None:
    linked = 'Each member <a href="/a">shall take such action as it deems necessary, the use of force among it</a>.'
    short = "It was the third such hearing, the clerk said."
    form = '<div class="x9"><form><input type="email"><button>OK</button></form></div>'
    boxes = [*story.paragraphs[:2], linked, *story.paragraphs[2:3], short + form, *story.paragraphs[3:]]
    text = _text(_page_with(story, "".join(f'<div class="css-1"><p>{box}</p></div>' for box in boxes)))
    assert "Each member shall take such action" in text
    assert short in text


def test_a_post_that_the_article_quotes_is_quoted_whole(story: Story) -> None:
    post = """<div class="social-media-embed"><blockquote class="twitter-tweet"><p>We stand with Marat Onbayev, and so
      should you. <a href="#1">#freedom</a> <a href="#2">pic.example/1</a></p><p><a href="#3">#Saryozek</a></p>
      Aida Seksenova (@aida) <a href="#4">May 6, 2031</a></blockquote></div>"""
    first = f"<p>{story.paragraphs[0]}</p>"
    text = _text(render_page(story, 1).replace(first, first + post))
    assert "We stand with Marat Onbayev" in text
    assert "#Saryozek\n\nAida Seksenova (@aida) May 6, 2031" in text


def test_an_address_that_the_article_cites_in_a_line_of_its_own_is_kept(story: Story) -> None:
    address = "https://court.example/decisions/2031/174"
    first = f"<p>{story.paragraphs[0]}</p>"
    page = render_page(story, 1).replace(first, f'{first}<p><a href="{address}">{address}</a></p>')
    assert f"\n\n{address}\n\n" in _text(page)


_PEOPLE = ("Marat Onbayev", "Aida Seksenova", "Kanat Orymbetov", "Zarina Tulebayeva")


def test_a_list_of_people_each_with_a_page_of_their_own_is_no_row_of_teasers(story: Story) -> None:
    lines = "".join(f'<li><a href="/p">{name}</a>, sentenced to six years in March</li>' for name in _PEOPLE)
    first = f"<p>{story.paragraphs[0]}</p>"
    text = _text(render_page(story, 1).replace(first, f"{first}<ul>{lines}</ul>"))
    assert all(f"{name}, sentenced to six years in March" in text for name in _PEOPLE)


def test_a_table_of_people_each_with_a_page_of_their_own_is_no_row_of_teasers(story: Story) -> None:
    rows = "".join(
        f'<tr><td><a href="/p">{name}</a></td><td>article 174</td><td>six years</td></tr>' for name in _PEOPLE
    )
    first = f"<p>{story.paragraphs[0]}</p>"
    text = _text(render_page(story, 1).replace(first, f"{first}<table>{rows}</table>"))
    assert all(f"{name} | article 174 | six years" in text for name in _PEOPLE)


def test_the_lead_behind_a_headline_that_the_title_does_not_repeat_is_kept(story: Story) -> None:
    lead = "Eleven people watched as the judge refused to send the public out of the small room."
    page = render_page(story, 1).replace(story.title, "Saryozek today", 2)
    page = page.replace(f"<h1>{story.title}</h1>", f'<h3>{story.title}</h3><div class="c-dek"><p>{lead}</p></div>')
    assert lead in _text(page).split("\n\n")


def test_indentation_inside_links_moves_no_paragraph_out_of_the_article(story: Story) -> None:
    sentence = "It also <a href='/a'>took part in</a> <a href='/b'>joint exercises by the sea and in the hills</a>."
    paged = [
        _text(
            _page_with(story, "".join(f"<p>{text}</p>" for text in [*story.paragraphs[:3], line, "Mr. Onbayev left."]))
        )
        for line in (sentence, sentence.replace(" in", "\n" + " " * 30 + "in"))
    ]
    assert "joint exercises" in paged[0]
    assert paged[0] == paged[1]


def test_the_class_names_of_a_content_system_are_none_of_a_consent_form(story: Story) -> None:
    boxes = "".join(f'<div class="cmp-text text-break"><p>{text}</p></div>' for text in story.paragraphs)
    assert _text(_page_with(story, boxes)).split("\n\n") == story.paragraphs


def test_a_line_with_as_many_links_as_words_is_one_of_its_list(story: Story) -> None:
    links = '<a href="/a">court.example</a>, <a href="/b">office.example</a>, <a href="/c">x.kz</a>'
    line = f"The statement that was sent to {links}"
    unlinked = line.replace('<a href="/b">office.example</a>', "office.example")
    for each in (line, unlinked):
        listed = f"<p>{story.paragraphs[0]}</p><ul><li>It was read out.</li><li>{each}</li></ul>"
        assert "The statement that was sent to court.example, office.example, x.kz" in _text(
            render_page(story, 1).replace(f"<p>{story.paragraphs[0]}</p>", listed)
        )


@pytest.mark.parametrize(
    "opening",
    [
        '<div id="how-we-share-your-personal-information">',
        """<div class="[&>li]:marker:content-[counters(list-item,'.')_'._']">""",
    ],
)
def test_an_id_that_is_a_heading_and_a_name_that_is_a_style_speak_of_no_part(story: Story, opening: str) -> None:
    chapter = f"{opening}<h2>What we keep</h2><p>{story.paragraphs[1]}</p></div>"
    assert story.paragraphs[1] in _text(
        _page_with(story, f"<p>{story.paragraphs[0]}</p>{chapter}<p>The end came late.</p>")
    )


def test_a_word_in_bold_that_opens_a_paragraph_is_no_label_of_a_box(story: Story) -> None:
    told = "We may share what you tell us with courts that ask for it, and with nobody else."
    page = render_page(story, 1).replace(story.paragraphs[1], f"<b>Share.</b> {told}")
    assert f"Share. {told}" in _text(page)
