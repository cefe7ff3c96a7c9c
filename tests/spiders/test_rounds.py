"""Which pages a check looks at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from config.declarations import Source
from spiders.rounds import choose_pages
from storage.records import Page
from tests.spiders.sharing import Pages

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
INDEX = "http://example.org/news"


def page(name: str, *, source: str = "a", days: int | None = 1, joined_to: str | None = None) -> Page:
    url = f"http://example.org/{name}"
    full_at = None if days is None else NOW - timedelta(days=days)
    return Page(
        url=url, source=source, address=url, found_at=NOW, found_from=INDEX, listed_at=NOW, full_at=full_at,
        joined_to=f"http://example.org/{joined_to}" if joined_to else None,
    )  # fmt: skip


def choose(
    store: Pages, *found: str, limit: int = 100, sources: tuple[str, ...] = ("a",), own: bool = False
) -> list[str]:
    source = Source(name="a", url=INDEX)
    pages = choose_pages(
        store,
        source,
        frozenset(sources),
        [f"http://example.org/{each}" for each in found],
        at=NOW,
        found_from=None if own else INDEX,
        limit=limit,
    )
    return [each.url.rpartition("/")[2] for each in pages.pages]


def test_new_pages_come_first_in_the_order_of_the_index() -> None:
    assert choose(Pages(page("old"), page("older", days=2)), "new2", "old", "new1") == ["new2", "new1", "older", "old"]


def test_pages_that_the_index_no_longer_names_stay_watched() -> None:
    assert choose(Pages(page("gone-from-index"))) == ["gone-from-index"]


def test_a_page_found_twice_is_looked_at_once() -> None:
    assert choose(Pages(), "x", "x") == ["x"]


def test_a_page_of_another_source_of_this_check_is_left_to_it() -> None:
    store = Pages(page("theirs", source="b"))
    assert choose(store, "theirs", sources=("a", "b")) == []
    assert choose(store, "theirs", sources=("a",)) == ["theirs"]


def test_a_page_that_turned_out_to_be_another_is_looked_at_under_its_name() -> None:
    store = Pages(page("first", joined_to="second"), page("second"))
    assert choose(store, "first", "second") == ["second"]


def test_half_of_the_limit_stays_for_known_pages() -> None:
    known = [page(f"k{number}", days=number) for number in range(1, 9)]
    chosen = choose(Pages(*known), *[f"n{number}" for number in range(20)], limit=8)
    assert chosen == ["n0", "n1", "n2", "n3", "k8", "k7", "k6", "k5"]


def test_new_pages_beyond_the_limit_are_not_kept_as_found() -> None:
    store = Pages()
    assert len(choose(store, *[f"n{number}" for number in range(50)], limit=10)) == 10
    assert len(store.pages) == 10


def test_how_many_new_pages_the_limit_leaves_to_later_checks_is_told() -> None:
    source, urls = Source(name="a", url=INDEX), [f"http://example.org/n{number}" for number in range(50)]
    ways = {"at": NOW, "found_from": INDEX}
    assert choose_pages(Pages(), source, frozenset("a"), urls, limit=10, **ways).left == 40  # type: ignore[arg-type]
    assert choose_pages(Pages(), source, frozenset("a"), urls, limit=50, **ways).left == 0  # type: ignore[arg-type]


def test_what_was_never_fetched_whole_comes_before_what_was() -> None:
    assert choose(Pages(page("seen", days=300), page("unseen", days=None)), limit=1) == ["unseen"]


def test_a_source_that_is_one_page_looks_at_it_whoever_found_it_first() -> None:
    assert choose(Pages(page("own", source="b")), "own", own=True, sources=("a", "b")) == ["own"]


def test_a_source_that_is_one_page_looks_at_nothing_else() -> None:
    assert choose(Pages(page("former")), "own", own=True) == ["own"]
