"""Tokens of programs: they end, they are revoked, and each use of them is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from storage.people import Role, Token
from storage.store import Store, StoreError

At = Callable[[float], datetime]
DAY = 86_400.0


def token(name: str, at: datetime, *, days: int = 90) -> Token:
    return Token(id=f"hash of {name} {at}", name=name, role=Role.READER, made_at=at, ends_at=at + timedelta(days=days))


def test_a_token_opens_until_it_ends_or_is_revoked(store: Store, at: At) -> None:
    made = token("Notebook", at(0))
    store.add_token(made)
    assert store.open_token(id=made.id, at=at(1)) == made
    assert store.open_token(id=made.id, at=at(90 * DAY)) is store.open_token(id="another", at=at(1)) is None
    store.revoke_token(name="notebook", at=at(2))
    assert store.open_token(id=made.id, at=at(3)) is None and store.tokens() == []
    with pytest.raises(StoreError, match="no token notebook"):
        store.revoke_token(name="notebook", at=at(4))


def test_one_token_of_a_name_is_open_and_an_ended_one_makes_room(store: Store, at: At) -> None:
    store.add_token(token("Notebook", at(0), days=1))
    with pytest.raises(StoreError, match="already"):
        store.add_token(token("NOTEBOOK", at(1)))
    later = token("Notebook", at(2 * DAY))
    store.add_token(later)
    assert store.tokens() == [later]


def test_each_use_is_counted_by_day_and_kind_of_page(store: Store, at: At) -> None:
    made = token("Notebook", at(0))
    store.add_token(made)
    for moment, route in (
        (1, "GET /api/changes"),
        (2, "GET /api/changes"),
        (3, "GET /api/health"),
        (2 * DAY, "GET /a"),
    ):
        store.note_use(token=made.id, route=route, at=at(moment))
    assert [(use.token, use.route, use.uses) for use in store.token_uses(limit=9)] == [
        ("Notebook", "GET /a", 1),
        ("Notebook", "GET /api/health", 1),
        ("Notebook", "GET /api/changes", 2),
    ]
    assert store.token_uses(limit=9, name="other") == []
    (listed,) = store.tokens()
    assert (listed.uses, listed.last_used_at) == (4, at(2 * DAY))
