"""The pages beside the queue: subjects, sources, a page's history, the search; and the pictures on them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitors.review.pictures import draw_looks, draw_months, draw_weeks, place_labels
from monitors.review.searching import split_snippet
from storage.doors.overviews import Count, DayCount

TODAY = date(2026, 11, 24)


def veil(desk, subject: str) -> str:
    return desk.app.state.desk.keeper.veil(subject)


def search(reader, words: str) -> str:
    token = re.search(r'name="token" value="([^"]+)"', reader.get("/search").text)[1]
    answer = reader.post("/search", data={"token": token, "words": words})
    assert answer.status_code == 200
    return answer.text


def test_a_subject_is_told_by_status_source_company_and_event(reader, desk, day):
    page = reader.get(f"/subjects/{veil(desk, 'marzhan-qosherbai')}").text
    assert 'aria-label="Timeline: sentenced since 24 Nov 12:00"' in page
    assert f"/changes/{day.hexadecimal('court')}" in page and day.JAILED in page
    assert 'aria-label="Pages by month: November 2026: 50"' in page
    assert f'<a href="/subjects/{veil(desk, "article-488")}">Administrative Code, article 488</a>' in page
    assert '<a href="/sources/lantern">Steppe Lantern</a>' in page


def test_a_subject_without_a_status_is_told_what_one_would_be(reader, desk):
    page = reader.get(f"/subjects/{veil(desk, 'article-488')}").text
    assert "No sentence about them has told a status yet" in page and 'class="timeline"' not in page


def test_no_address_on_the_pages_of_subjects_names_them(reader, desk):
    for path in ("/subjects", f"/subjects/{veil(desk, 'marzhan-qosherbai')}"):
        page = reader.get(path).text
        assert "Нұргүл Сейілханқызы" in page
        assert not re.search(r'(?:href|action|value)="[^"]*(?:marzhan|qosherbai|nurgul|488)', page, re.IGNORECASE)


def test_a_source_is_told_by_health_looks_and_rate_of_change(reader):
    page = reader.get("/sources/herald").text
    assert "Uly Dala Herald" in page and 'aria-label="Looks of the last 90 days: good 1' in page
    assert "Tuesday 24 November 2026: good 1" in page and "1 change in 90 days" in page and "next look" in page


def test_the_list_of_sources_leads_to_each(reader):
    page = reader.get("/sources").text
    assert all(f'href="/sources/{name}"' in page for name in ("lantern", "herald", "ministry"))


def test_the_history_of_a_page_compares_its_last_two_revisions(reader, day):
    page = reader.get(f"/captures/{day.hexadecimal('cap court')}/history").text
    assert "2 looks, 2 revisions" in page and "A reader sees no difference" in page
    assert f"/changes/{day.hexadecimal('court')}" in page and "javascript:" not in page


def test_a_history_with_one_revision_offers_no_comparison(reader, day):
    page = reader.get(f"/captures/{day.hexadecimal('cap school')}/history").text
    assert "1 look, 1 revision" in page and 'type="radio"' not in page


@pytest.mark.parametrize("words", ["кошербай арест*", "МЕКТЕБІНДЕ", '"ауыл мектебінде"'])
def test_the_search_finds_and_marks_words_of_any_script(reader, words):
    page = search(reader, words)
    assert '<mark class="hit">' in page and "/history" in page and "revisions hold it" in page


@pytest.mark.parametrize("words", ['" OR 1=1 --', "<script>alert(1)</script>", "title:*", "-"])
def test_a_search_for_anything_is_safe(reader, words):
    page = search(reader, words)
    assert "<script>alert" not in page and "<h1>Search</h1>" in page


def test_words_searched_for_stand_in_no_address(reader):
    page = search(reader, "кошербай")
    assert not re.search(r'(?:href|action)="[^"]*кошербай', page, re.IGNORECASE)


def test_the_keys_are_told_on_every_page(reader):
    for path in ("/", "/search", "/sources"):
        assert '<dialog id="keys"' in reader.get(path).text


def test_what_was_found_is_marked_and_spaces_stay():
    assert [tuple(each) for each in split_snippet("…the ⟨court⟩ sat")] == [
        ("…the ", False, False),
        ("court", False, True),
        (" sat", False, False),
    ]


def test_labels_on_a_line_of_time_never_cover_each_other():
    end = datetime(2026, 11, 24, tzinfo=UTC)
    moments = [end - timedelta(days=ago) for ago in (300, 299, 298, 20, 1, 0)]
    places = place_labels(moments, ["sentenced 24 Nov"] * 6, end)
    assert [place.lane for place in places[:3]] == [0, 1, 2] and places[3].lane < 3
    assert places[0].left is False and places[-1].left is True
    assert all(0 <= place.x <= 100 for place in places)


def test_months_are_two_years_with_this_month_at_the_right():
    bars = draw_months([Count("2026-11", 4), Count("2024-12", 2), Count("2020-01", 9)], TODAY)
    assert len(bars) == 24 and (bars[-1].title, bars[-1].height) == ("November 2026: 4", 48)
    assert (bars[0].title, bars[0].height) == ("December 2024: 2", 24)
    assert draw_months([Count("2020-01", 9)], TODAY) == []


def test_weeks_count_what_changed_in_seven_days():
    bars = draw_weeks([Count("2026-11-24", 1), Count("2026-11-18", 2), Count("2026-11-17", 5)], TODAY)
    assert [bar.number for bar in bars[-2:]] == [5, 3] and len(bars) == 13


def test_a_day_of_looks_stands_in_the_row_of_its_kind():
    ticks = draw_looks([DayCount("2026-11-24", "blocked", 2), DayCount("2026-01-01", "good", 1)], TODAY)
    assert [(tick.row, tick.title) for tick in ticks] == [(2, "Tuesday 24 November 2026: blocked 2")]
    assert 98 < ticks[0].x < 99.4


def test_what_costs_much_is_made_anew_after_a_minute(desk):
    now = datetime(2026, 11, 24, tzinfo=UTC)
    times = iter([now, now + timedelta(seconds=59), now + timedelta(seconds=61), now])
    here = replace(desk.app.state.desk, clock=lambda: next(times), recent={})
    made = iter("abcd")
    assert [here.recall("letter", lambda: next(made)) for _ in range(4)] == ["a", "a", "b", "c"]
