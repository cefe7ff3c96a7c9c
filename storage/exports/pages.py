"""The list of pages in a parcel, with their titles, as WACZ has it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from storage.archive.warc import safe_uri
from storage.plain import time_text
from storage.records import Capture, Revision, Role
from storage.store import Store

_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "Pages"}


def list_pages(store: Store, captures: Iterable[Capture]) -> Iterator[str]:
    """Lines of JSON: a header, then each look at which a page came with a body, under the title it bore then."""
    yield json.dumps(_HEADER) + "\n"
    titles: dict[str, list[Revision]] = {}
    for capture in captures:
        if capture.role is not Role.PAGE or capture.sha256 is None or not 200 <= (capture.status or 0) < 300:
            continue
        name = capture.page or capture.url
        if name not in titles:
            titles = {name: store.revisions(name)}  # the captures of a page mostly stand together; texts are large
        page = {"id": capture.id, "url": safe_uri(capture.url), "ts": time_text(capture.requested_at)}
        title = _title_at(titles[name], capture)
        yield json.dumps(page | ({"title": title} if title else {}), ensure_ascii=False) + "\n"


def _title_at(revisions: list[Revision], capture: Capture) -> str | None:
    """The title of the newest revision that the capture can have shown."""
    shown = [each for each in revisions if each.captured_at <= capture.captured_at]
    return shown[-1].article.title if shown else None
