"""Reading an index ends: large ones and costly selectors are read by a process of their own, which can be ended."""

from __future__ import annotations

import pytest

import spiders.indexes.bounds
from spiders.indexes.bounds import BIG, IndexTask, is_costly, read_task, read_within_bounds

URL = "http://example.org/feed"
FEED = b'<rss version="2.0"><channel><item><link>/1</link></item></channel></rss>'
LISTING = b"<html><body>" + b"<div>" * 40 + b'<a class="case" href="/case/1">x</a>' * 30
TASK = IndexTask(kind="feed", url=URL, content_type="application/rss+xml")


def listing(follow: str | None) -> IndexTask:
    return IndexTask(kind="listing", url=URL, content_type="text/html", follow=follow)


def test_a_process_of_its_own_reads_what_we_would_have_read() -> None:
    assert read_within_bounds(TASK, FEED) == read_task(TASK, FEED)
    assert read_task(TASK, FEED).links == ("http://example.org/1",)


def test_an_index_that_keeps_its_reader_busy_is_given_up_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spiders.indexes.bounds, "PATIENCE", 1.0)
    body = FEED[:30] + b"<item>" * 400_000  # elements that are opened and never closed
    assert is_costly(TASK, body)
    told = f"the index could not be read within 1 seconds ({len(body)} bytes)"
    assert read_within_bounds(TASK, body).problem == told


@pytest.mark.parametrize("follow", ["a.case", "main article a[href*='/case/']", 'a[href*="/case/"]', None, "li > a"])
def test_a_small_listing_with_a_plain_selector_is_read_at_once(follow: str | None) -> None:
    assert not is_costly(listing(follow), LISTING)
    assert is_costly(listing(follow), b"x" * (BIG + 1))


@pytest.mark.parametrize("follow", ["a:has(b:has(i))", "div div div a", "p:nth-last-child(odd of .x) a"])
def test_a_selector_that_may_take_long_is_not_trusted_with_a_thread(follow: str) -> None:
    assert is_costly(listing(follow), LISTING)


def test_a_feed_that_declares_entities_is_not_trusted_with_a_thread() -> None:
    laughing = FEED.replace(b"<rss", b"<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss", 1)
    assert is_costly(TASK, laughing) and not is_costly(TASK, FEED)


def test_a_sitemap_is_read_in_a_time_that_grows_with_its_length_alone() -> None:
    assert not is_costly(IndexTask(kind="sitemap", url=URL, max_size=BIG), b"x" * (BIG + 1))
