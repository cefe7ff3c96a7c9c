"""What an ignore rule would have silenced: changes of the source read anew without that part of their pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from config.declarations import Source
from diffing.extraction.document import read_document
from diffing.text import text_sha256
from storage.doors.triage import Narrowing
from storage.records import Article, Change, PageState, Side
from storage.store import ArchiveError, BrokenEncoding, Store, StoreError, TooLarge

SECONDS = 4.0
_EACH = 30
"""Changes looked at on each side: the newest with a verdict, and the newest that wait."""

_LARGEST = 25_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Which of the changes looked at would not have been, and what people had said of them."""

    looked: int
    unread: int
    silenced: tuple[tuple[Change, str | None], ...]

    @property
    def relevant(self) -> int:
        """How many of the silenced were called relevant, or marked for follow-up."""
        return sum(verdict in ("relevant", "follow-up") for _, verdict in self.silenced)


def preview_ignore(
    store: Store,
    source: Source,
    selector: str,
    *,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Silence:
    """The newest changes of the source's pages, both sides of each read without the part that `selector` names."""
    judged = store.queue(limit=_EACH, narrowing=Narrowing(source=source.name, judged=True))
    waiting = store.queue(limit=_EACH, narrowing=Narrowing(source=source.name, judged=False))
    changes = [each for each in (*judged, *waiting) if each.before and each.after]
    standings = store.standings([each.id for each in changes])
    end, looked, unread, silenced = clock() + seconds, 0, 0, []
    for change in changes:
        if clock() > end:
            break
        before, after = (_read(store, source, selector, side) for side in (change.before, change.after))
        looked += 1
        unread += before is None or after is None
        if before is not None and before == after:
            silenced.append((change, standings[change.id].verdict))
    silenced.sort(key=lambda pair: pair[1] not in ("relevant", "follow-up"))
    return Silence(looked=looked, unread=unread, silenced=tuple(silenced))


def _read(store: Store, source: Source, selector: str, side: Side | None) -> str | None:
    """What the text of that side would be, as a hash; None where its capture cannot be read."""
    try:
        capture = store.capture(store.revision(side.revision).capture) if side else None
        body = store.payload_decoded(capture, _LARGEST) if capture else b""
    except (StoreError, ArchiveError, TooLarge, BrokenEncoding, OSError):
        return None
    if capture is None:
        return None
    reading = read_document(
        body,
        content_type=capture.content_type,
        url=capture.url,
        content=source.content,
        ignore=(*source.ignore, selector),
    )
    return _hash(reading.article) if reading.state is PageState.OK and reading.article else None


def _hash(article: Article) -> str:
    return text_sha256(article.title, article.text)
