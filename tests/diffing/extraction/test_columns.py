"""Pages laid out as tables: the column of the article is read, and nothing beside it."""

from diffing.extraction.document import read_document

URL = "https://archive.example/letters/77.html"
PARAGRAPHS = [
    "The court of Karasu sat on Monday for three hours, and forty people of the town waited in the corridor.",
    "The lawyer of the engineers said that no paper of the case had been shown to them since the middle of May.",
    "A clerk read the names of the witnesses aloud; two of them had left the country and will not be heard.",
    "The session goes on next week, in the hall of the library, since the court house is to be painted.",
]
TEASERS = "Strike at the mill enters its second week<br>Who owns the river, and who may drink from it"


def read_text(page: str) -> str:
    article = read_document(page.encode(), content_type="text/html; charset=utf-8", url=URL).article
    assert article is not None
    return article.text


def lay_out(below: str = "", beside: str = TEASERS) -> str:
    text = "<br><br>".join(PARAGRAPHS)
    return f"""<html><head><title>Archive :: Letters</title></head><body><table width=980><tr><td colspan=3>Now on the
        site: 47</td></tr><tr><td width=170><a href=/1>First link</a><br><br><a href=/2>Second link</a></td>
        <td valign=top><font size=4><b>Letters</b></font><hr><div align=justify>{text}</div>{below}
        </td><td width=150>{beside}</td></tr></table></body></html>"""


def test_what_stands_beside_the_column_of_the_article_is_none_of_it() -> None:
    text = read_text(lay_out())
    assert all(each in text for each in PARAGRAPHS)
    assert "Strike" not in text
    assert "Now on the" not in text


def test_what_follows_a_line_that_counts_comments_in_its_cell_is_none_of_the_article() -> None:
    text = read_text(
        lay_out("<hr>Comments: 27<br><b>Guest 4479</b> writes: <i>Thank you for this.</i><br>Guest 2: No.")
    )
    assert text.endswith(PARAGRAPHS[-1])


def test_a_table_of_facts_keeps_its_cells() -> None:
    rows = "".join(f"<tr><td>Article {number}</td><td>{each}</td></tr>" for number, each in enumerate(PARAGRAPHS, 1))
    text = read_text(f"<html><body><h1>Articles</h1><table>{rows}</table></body></html>")
    assert "Article 1" in text
    assert all(each in text for each in PARAGRAPHS)


def test_a_line_that_counts_comments_between_the_lead_and_the_body_cuts_nothing() -> None:
    lead, body = " ".join(PARAGRAPHS[:2]), "".join(f"<p>{each} So it was.</p>" for each in PARAGRAPHS)
    page = f"<html><body><article><h1>Letters</h1><p>{lead}</p><div>5 comments</div>{body}</article></body></html>"
    assert read_text(page).count("So it was.") == len(PARAGRAPHS)


def test_a_heading_of_a_discussion_and_a_counter_above_the_article_cut_nothing() -> None:
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    page = f"<html><body><article><h1>Letters</h1><p>3 comments</p>{body}<p>Discussion</p><p>{PARAGRAPHS[0]} Again.</p>"
    text = read_text(page)
    assert PARAGRAPHS[-1] in text
    assert text.endswith("Again.")
