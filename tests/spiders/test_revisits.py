"""When a page may be asked about, and when it must be fetched whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spiders.revisits import make_validators
from storage.records import Page, PageState

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PAGE = Page(
    url="http://example.org/a",
    source="s",
    address="http://example.org/a",
    found_at=NOW,
    found_from=None,
    listed_at=None,
    state=PageState.OK,
    revision="0" * 32,
    etag='W/"1"',
    last_modified="Mon, 23 Nov 2026 08:00:00 GMT",
    full_at=NOW - timedelta(hours=1),
    extractor="x 1",
)


def test_a_sound_page_is_asked_about_with_both_validators() -> None:
    assert make_validators(PAGE, NOW) == {"If-None-Match": PAGE.etag, "If-Modified-Since": PAGE.last_modified}


@pytest.mark.parametrize(
    "page",
    [
        replace(PAGE, state=PageState.BLOCKED),
        replace(PAGE, state=None),
        replace(PAGE, suspect="gone"),
        replace(PAGE, revision=None),
        replace(PAGE, full_at=None),
        replace(PAGE, full_at=NOW - timedelta(days=1)),
        replace(PAGE, full_at=NOW + timedelta(hours=1)),
        replace(PAGE, etag=None, last_modified=None),
        replace(PAGE, etag='"a"\r\nX: y', last_modified=None),
        replace(PAGE, etag='"' + "a" * 5000 + '"', last_modified=None),
    ],
)
def test_a_page_is_fetched_whole_where_a_304_could_not_be_trusted(page: Page) -> None:
    assert make_validators(page, NOW) == {}
