"""What the database knows of some exchanges before they become captures: asked once for all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from storage.database import Database
from storage.plain import clean_text, from_row, to_json
from storage.records import Capture, Exchange, Page, Role
from storage.statements import recording as sql


@dataclass(frozen=True, slots=True)
class Foreknowledge:
    """Captures of the same ids, pages by name, and for each body the capture that holds it already."""

    bodies: dict[str, str] = field(default_factory=dict)  # SHA-256 of the body by the capture's id
    captures: dict[str, Capture] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    originals: dict[tuple[str, str], Capture] = field(default_factory=dict)  # the oldest, by URL and SHA-256

    @classmethod
    def gather(cls, database: Database, exchanges: Sequence[Exchange]) -> Self:
        """Three questions, however many exchanges there are: one for each took a sixth of the recorder's time."""
        bodies = {each.capture: hashlib.sha256(each.body).hexdigest() for each in exchanges if has_body(each)}
        names = {clean_text(name) for each in exchanges if (name := page_of(each))}
        held = [[clean_text(each.url), bodies[each.capture]] for each in exchanges if each.capture in bodies]
        captures = database.rows(sql.CAPTURES, (to_json([each.capture for each in exchanges]),))
        pages = database.rows(sql.PAGES, (to_json(sorted(names)),))
        originals = [from_row(Capture, row) for row in database.rows(sql.ORIGINALS, (to_json(held),))]
        return cls(
            bodies=bodies,
            captures={row["id"]: from_row(Capture, row) for row in captures},
            pages={row["url"]: from_row(Page, row) for row in pages},
            originals={(each.url, each.sha256 or ""): each for each in originals},
        )


def has_body(exchange: Exchange) -> bool:
    """Whether bytes came that are kept: after a 304 or without a response there are none."""
    return exchange.response_head is not None and exchange.status != 304


def page_of(exchange: Exchange) -> str | None:
    """The name of the page that it was made for."""
    return exchange.page or (exchange.url if exchange.role is Role.PAGE else None)
