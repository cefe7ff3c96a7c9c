"""The store's door for pages: found, watched, joined, moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from storage import database as sql
from storage.database import Database
from storage.errors import StoreError
from storage.plain import clean_text, from_row, time_text, to_row
from storage.records import Page

_CHUNK = 500


class PageRecords:
    """What the store knows of pages."""

    _database: Database

    def page(self, url: str) -> Page | None:
        """The page of that name itself, joined to another or not."""
        return self._page(sql.PAGE, url)

    def resolve_page(self, url: str) -> Page | None:
        """The page that the page of that name turned out to be: itself, or the end of its joins."""
        return self._page(sql.RESOLVED_PAGE, url)

    def _page(self, statement: str, url: str) -> Page | None:
        row = self._database.row(statement, (clean_text(url),))
        return from_row(Page, row) if row else None

    def pages(self, source: str | None = None) -> Iterator[Page]:
        """Every page, or every page of a source, by URL; read in pieces, so that memory stays flat."""
        after = ""
        while rows := self._database.rows(sql.PAGES, {"after": after, "source": source, "limit": _CHUNK}):
            yield from (from_row(Page, row) for row in rows)
            after = rows[-1]["url"]

    def find_page(self, *, url: str, source: str, at: datetime, found_from: str | None) -> Page:
        """See `find_pages`."""
        return self.find_pages([url], source=source, at=at, found_from=found_from)[0]

    def find_pages(self, urls: Sequence[str], *, source: str, at: datetime, found_from: str | None) -> list[Page]:
        """The pages of these URLs, which exist from now on.

        Where `found_from` names the index that led here, `listed_at` is at least `at` afterwards.
        A page known already keeps its source and everything else. One transaction for all.
        """
        found = [_new_page(clean_text(url), source, at, found_from) for url in urls]
        with self._database.writing():
            self._database.write_all(sql.FIND_PAGE, [to_row(page) for page in found])
        return [page for each in found if (page := self.page(each.url))]

    def watched_pages(self, *, source: str, at: datetime, keep_watching: timedelta | None) -> list[Page]:
        """The pages of a source to look at now, longest known first.

        Those that an index never led to (the source's own); those found, listed or, once gone, settled as
        gone within `keep_watching` before `at` (None: for ever). Never one that was joined to another.
        """
        since = None if keep_watching is None else time_text(at - keep_watching)
        return [
            from_row(Page, row) for row in self._database.rows(sql.WATCHED_PAGES, {"source": source, "since": since})
        ]

    def join_page(self, *, url: str, into: str, reason: str, at: datetime) -> None:
        """`url` is known to be the page `into` from now on; mentions and changes stay with their page.

        `into` becomes a page of the same source if it was none. Where `into` already leads back to `url`
        nothing happens: joins never make a circle. StoreError where `url` is no page.
        """
        url, into = clean_text(url), clean_text(into)
        with self._database.writing():
            page = self._known(url)
            if (end := self.resolve_page(into)) and end.url == url:
                return
            if end is None:
                found = _new_page(into, page.source, at, page.found_from)
                self._database.write(sql.FIND_PAGE, to_row(found))
            if page.joined_to == into:
                return
            join = {"url": url, "joined_to": into, "reason": reason, "at": time_text(at)}
            self._database.write(sql.JOIN_PAGE, join)
            self._database.write(sql.ADD_JOIN, join)

    def move_page(self, *, url: str, address: str, at: datetime) -> None:
        """The page keeps `url` as its name and is fetched at `address` from now on; StoreError where it is no page."""
        move = {"url": clean_text(url), "address": clean_text(address), "at": time_text(at)}
        with self._database.writing():
            self._known(move["url"])
            if self._database.write(sql.MOVE_PAGE, move):
                self._database.write(sql.ADD_MOVE, move)

    def _known(self, url: str) -> Page:
        page = self.page(url)
        if page is None:
            raise StoreError(f"{self._database.path}: no page is called {url}; find_page makes one")
        return page


def _new_page(url: str, source: str, at: datetime, found_from: str | None) -> Page:
    listed_at = None if found_from is None else at
    return Page(url=url, source=source, address=url, found_at=at, found_from=found_from, listed_at=listed_at)
