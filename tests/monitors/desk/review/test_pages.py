"""What a reader sees and does at the desk."""

from __future__ import annotations

import re

import pytest


def lines_of(page: str) -> list[str]:
    return re.findall(r'data-line href="([^"]+)"', page)


def token_in(page: str) -> str:
    return re.search(r'action="/changes/[^"]*".*?name="token" value="([^"]+)"', page, re.DOTALL)[1]


def test_the_queue_shows_what_waits_newest_first_and_no_first_looks(reader, day):
    page = reader.get("/").text
    assert f"/changes/{day.hexadecimal('court')}" in lines_of(page)
    assert not any(day.hexadecimal("first") in each for each in lines_of(page))
    assert page.index("Маржан Кошербай") > 0


def test_the_queue_has_pages_and_each_change_stands_on_one(reader):
    first, second = lines_of(reader.get("/").text), lines_of(reader.get("/?page=2").text)
    changes = [each.split("?")[0] for each in (*first, *second)]
    assert len(changes) == len(set(changes)) == 49


def test_the_queue_is_filtered_by_kind_and_source(reader, day):
    for query, name in (("kind=vanished", "statement"), ("source=herald", "school")):
        assert lines_of(reader.get(f"/?{query}").text) == [f"/changes/{day.hexadecimal(name)}?{query}"]


def test_a_subject_is_filtered_by_a_word_that_does_not_name_them(reader, desk, day):
    veiled = desk.app.state.desk.keeper.veil("marzhan-qosherbai")
    page = reader.get(f"/?subject={veiled}").text
    assert len(lines_of(page)) == 1 and day.hexadecimal("court") in lines_of(page)[0]
    assert f'<option value="{veiled}" selected>Marzhan Qosherbai</option>' in page
    assert not re.search(r'(?:href|action|value)="[^"]*(?:marzhan|qosherbai)', reader.get("/").text, re.IGNORECASE)


def test_a_change_shows_its_words_its_reasons_and_its_proof(reader, day):
    page = reader.get(f"/changes/{day.hexadecimal('court')}").text
    for fact in (
        "приговорили",
        "status word: sentenced",
        "full name",
        "priority 0.91",
        "offset",
        "stored copy",
        "look",
    ):
        assert fact in page
    assert f"/captures/{day.hexadecimal('cap court')}" in page


def test_a_new_page_is_shown_with_its_text(reader, day):
    assert day.SCHOOL.split(" ", 2)[2] in reader.get(f"/changes/{day.hexadecimal('school')}").text


def test_side_by_side_is_shown_on_request(reader, day):
    assert 'class="pair beside"' in reader.get(f"/changes/{day.hexadecimal('court')}?view=side").text


@pytest.mark.parametrize("verdict", ["relevant", "noise", "follow-up"])
def test_a_verdict_is_kept_with_its_reviewer_and_moves_on(reader, day, desk, verdict):
    change = day.hexadecimal("more 40")
    token = token_in(reader.get(f"/changes/{change}").text)
    answer = reader.post(f"/changes/{change}/review", data={"token": token, "verdict": verdict, "note": " <b>see</b> "})
    assert answer.status_code == 303 and answer.headers["location"].startswith("/changes/")
    assert change not in answer.headers["location"].split("?")[0]
    kept = desk.app.state.desk.store.reviews(change)[-1]
    assert (kept.verdict, kept.reviewer, kept.note) == (verdict, "Aigerim", "<b>see</b>")
    assert "&lt;b&gt;see&lt;/b&gt;" in reader.get(f"/changes/{change}").text


def test_a_verdict_taken_back_stays_on_record(reader, day, desk):
    change = day.hexadecimal("more 41")
    token = token_in(reader.get(f"/changes/{change}").text)
    for verdict in ("noise", ""):
        reader.post(f"/changes/{change}/review", data={"token": token, "verdict": verdict})
    assert [each.verdict for each in desk.app.state.desk.store.reviews(change)] == ["noise", None]


def test_an_unknown_verdict_is_refused_in_words(reader, day):
    change = day.hexadecimal("more 42")
    token = token_in(reader.get(f"/changes/{change}").text)
    answer = reader.post(f"/changes/{change}/review", data={"token": token, "verdict": "perhaps"})
    assert answer.status_code == 400 and "relevant, noise, follow-up" in answer.text


def test_what_is_not_there_is_told_in_words(reader):
    for path in (
        "/changes/nothing",
        "/captures/nothing",
        "/captures/nothing/page",
        "/captures/nothing/history",
        "/subjects/marzhan-qosherbai",
        "/sources/nothing",
        "/digests/someday",
        "/static/app.py",
    ):
        answer = reader.get(path)
        assert answer.status_code == 404 and "<h1>" in answer.text, path


def test_the_digest_of_a_day_is_a_page_with_links_into_the_desk(reader, day):
    page = reader.get("/digests/2026-11-24").text
    assert "no longer named" in page and f'href="/changes/{day.hexadecimal("statement")}"' in page
    assert "/digests/2026-11-24" in reader.get("/digests").text


@pytest.mark.parametrize("form", ["text", "markdown", "json", "atom", "csv"])
def test_the_digest_is_had_in_every_form_as_plain_text(reader, form):
    answer = reader.get(f"/digests/2026-11-24?format={form}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/plain; charset=utf-8"
