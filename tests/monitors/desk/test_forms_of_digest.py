"""The digest in each of its forms: complete, narrow enough, and inert whatever a page wrote."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta

import lxml.etree
import lxml.html
import pytest

from monitors.digests.csv import COLUMNS, defuse
from monitors.digests.facts import PLACES, STORIES, web_address
from monitors.digests.gathering import gather_digest
from monitors.digests.html import render_html
from monitors.digests.rendering import DigestFormat, render_digest
from monitors.digests.text import render_text
from monitors.digests.words import head_line, subject_line
from storage.records import EventKind

DAY = date(2026, 11, 24)
DESK = "http://127.0.0.1:8765"
BLIND = [("herald", "blocked", "since 23 Nov 18:00 (bot wall, status 403)")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def digest(day, full_store):
    return gather_digest(full_store, day.CONFIGURATION, DAY, now=day.NOON, not_seen=BLIND)


@pytest.fixture
def quiet(day):
    store = day.FakeStore(runs=[day.run("r1", day.NOON)])
    return gather_digest(store, day.CONFIGURATION, DAY, now=day.NOON)


@pytest.fixture
def hostile(day):
    sentence = (
        "Yerkin Baltabai <img src=x onerror=alert(1)> [x](javascript:alert(1)) \x1b[31m\u202e=1+1 `code` **bold**"
    )
    change = day.change(
        "h",
        day.named(sentence),
        title="=cmd()\r\nBcc: e@example.org <script>alert(2)</script>",
        url="javascript:alert(3)",
    )
    return gather_digest(day.FakeStore(kept=[change]), day.CONFIGURATION, DAY, now=day.NOON)


def test_the_head_line_counts_by_group_and_tells_what_was_not_seen(digest):
    assert head_line(digest) == "1 vanished · 1 status change · 1 new · 57 pages unchanged · 1 source not seen"


def test_the_subject_line_holds_counts_and_no_name_unless_the_operator_wants_them(digest):
    assert subject_line(digest) == "defenderwatch: 1 vanished, 1 status change, 1 more, 1 not seen (24 Nov)"
    assert "Marzhan Qosherbai" in subject_line(digest, names=True)


def test_a_quiet_day_still_tells_what_was_looked_at(quiet):
    text = render_text(quiet)
    assert "nothing changed" in text and "Looked at 60 pages of 3 sources in 1 check" in text
    assert subject_line(quiet) == "defenderwatch: nothing changed (24 Nov)"


def test_a_day_without_a_check_is_not_called_quiet(day):
    digest = gather_digest(day.FakeStore(), day.CONFIGURATION, DAY, now=day.NOON)
    assert "no check ran" in render_text(digest) and "nothing changed" not in render_text(digest)


def test_the_text_tells_each_group_with_both_sides_and_the_proof(digest):
    text = render_text(digest, review_url=DESK)
    for fact in (
        "VANISHED", "STATUS", "NEW", "NOT SEEN", "no longer named on “Statement on the arrests” (Ministry of Order)",
        "− Суд отложил рассмотрение дела [Маржан Кошербай] до декабря.", "по [ст. 488 КоАП].", "why: full name",
        "priority 0.91: status word: sentenced, law newly cited", "last seen 24 Nov 06:00", "published 24 Nov 2026",
        f"diff {DESK}/changes/", "Not listed: 1 page first seen on a source's first check, 1 technical change",
    ):  # fmt: skip
        assert fact in " ".join(text.split()) or fact in text


@pytest.mark.parametrize("width", [40, 71, 72, 100, 120])
def test_the_text_keeps_to_its_width_and_never_breaks_an_address(digest, width):
    text = render_text(digest, width=width, review_url=DESK)
    assert all(len(line) <= width for line in text.splitlines() if "http" not in line)
    assert re.search(rf"\s{DESK}/changes/[0-9a-f]{{32}}\n", text)


def test_colours_are_for_terminals_only(digest):
    assert "\x1b" not in render_text(digest) and "\x1b[1;4m" in render_text(digest, colour=True)


def test_changed_words_carry_asterisks_where_there_is_no_colour(day):
    sides = [
        day.passage(f"Yerkin Baltabai was held for {days} days in the town of Oral.", "Yerkin Baltabai")
        for days in (10, 15)
    ]
    change = day.change("days", day.event("yerkin-baltabai", EventKind.CONTEXT_CHANGED, *sides))
    text = render_text(gather_digest(day.FakeStore(kept=[change]), day.CONFIGURATION, DAY, now=day.NOON))
    assert "for *10* days" in text and "for *15* days" in text


def test_many_stories_and_places_are_capped_with_a_number(day):
    store = day.FakeStore()
    for n in range(STORIES + 3):
        store.kept.append(day.change(f"story {n}", day.named(f"Yerkin Baltabai spoke {n} times.")))
    for n in range(PLACES + 2):
        store.kept.append(day.sentenced(f"place {n}", at=day.NOON + timedelta(minutes=n)))
    digest = gather_digest(store, day.CONFIGURATION, DAY, now=day.NOON)
    for form in (DigestFormat.TEXT, DigestFormat.MARKDOWN, DigestFormat.HTML):
        written = render_digest(digest, form)
        assert "and 3 more" in written and "and 2 more places" in written
    assert len(json.loads(render_digest(digest, DigestFormat.JSON))["subjects"][1]["stories"]) >= STORIES


def test_json_has_the_shape_of_the_contract(digest):
    shape = json.loads(render_digest(digest, DigestFormat.JSON))
    assert set(shape) == {"date", "since", "until", "counts", "subjects", "not_seen", "technical"}
    assert (shape["since"], shape["until"]) == ("2026-11-23T19:00:00Z", "2026-11-24T19:00:00Z")
    assert shape["not_seen"] == [{"source": "herald", "state": "blocked", "detail": BLIND[0][2]}]
    told = {each["subject"]: each["stories"][0]["places"] for each in shape["subjects"]}
    assert told == dict.fromkeys(("yerkin-baltabai", "marzhan-qosherbai", "nurgul-seiilkhanqyzy", "article-488"), 1)
    assert shape["subjects"][0]["stories"][0]["changes"][0]["events"][0]["kind"] == "disappeared"


def test_html_is_one_document_that_fetches_nothing(digest):
    page = render_html(digest, review_url=DESK)
    root = lxml.html.document_fromstring(page)
    assert not root.xpath("//script | //img | //link | //iframe | //@onload") and "url(" not in page
    assert [each.text for each in root.xpath("//h2")] == ["vanished", "status", "new", "not seen"]
    assert f"{DESK}/changes/" in page and "https://lantern.example/court" in page


def test_html_reads_in_order_without_any_style(digest):
    root = lxml.html.document_fromstring(render_html(digest))
    words = " ".join(" ".join(root.xpath("//main//text()")).split())
    assert "now sentenced on “About court” (Steppe Lantern) was: Суд отложил" in words
    assert "now: Маржан Кошербай приговорили" in words


def test_a_mail_carries_each_style_on_its_element(digest):
    page = render_html(digest, mail=True)
    assert re.search(r'<p class="counts" style="[^"]*font-weight: ?600', page)
    assert "prefers-color-scheme: dark" in page


def test_atom_is_well_formed_with_ids_that_do_not_move(day, digest, full_store):
    feed = lxml.etree.fromstring(render_digest(digest, DigestFormat.ATOM, review_url=DESK))
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) == 3
    full_store.kept.append(day.change("later", day.named("Yerkin Baltabai spoke."), priority=1.0))
    later = gather_digest(full_store, day.CONFIGURATION, DAY, now=day.NOON)
    again = lxml.etree.fromstring(render_digest(later, DigestFormat.ATOM, review_url=DESK))
    assert set(ids) < set(again.xpath("a:entry/a:id/text()", namespaces=ATOM))


def test_csv_has_a_line_for_each_story_and_place(digest):
    rows = list(csv.DictReader(io.StringIO(render_digest(digest, DigestFormat.CSV))))
    assert tuple(rows[0]) == COLUMNS and [row["group"] for row in rows] == ["vanished", "status", "new", "new"]
    assert rows[2]["before"] == "" and rows[2]["after"].startswith("Нұргүл")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "\u202e=1", "\u200b=1", "|x"]
)
def test_no_cell_is_a_formula(cell):
    assert defuse(cell).startswith("'")


def test_scraped_text_is_inert_in_every_form(hostile):
    html, marked = render_html(hostile), render_digest(hostile, DigestFormat.MARKDOWN)
    assert "<img" not in html and "<script" not in html and 'href="javascript' not in html
    assert (
        "<img" not in marked and not re.search(r"(?<!\\)\]\(", marked.replace("](<http", "")) and "**bold" not in marked
    )
    for form in DigestFormat:
        written = render_digest(hostile, form)
        if form is not DigestFormat.JSON:
            assert "\x1b" not in written and "\u202e" not in written
    assert lxml.etree.fromstring(render_digest(hostile, DigestFormat.ATOM)).xpath("//a:link", namespaces=ATOM) == []


NO_ADDRESSES = [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///x",
    "//evil.example",
    "http://",
    "http://a\nb",
    "",
    None,
]


@pytest.mark.parametrize("url", [*NO_ADDRESSES, "http://[::1"])
def test_only_plain_web_addresses_become_links(url):
    assert web_address(url) is None
    assert web_address("https://lantern.example/дело?a=1") == "https://lantern.example/дело?a=1"
