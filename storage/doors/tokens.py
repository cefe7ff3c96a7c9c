"""The store's door for tokens: the ways in for programs, and how each was used."""

from __future__ import annotations

from datetime import datetime

from storage.database import Database
from storage.errors import StoreError
from storage.people import Token, TokenUse
from storage.plain import clean_text, from_row, read_time, time_text
from storage.statements import tokens as sql


class TokenRecords:
    """What the store knows of tokens."""

    _database: Database

    def add_token(self, token: Token) -> None:
        """The token opens the API until it ends; StoreError where one of that name is open."""
        at = {"made_at": time_text(token.made_at), "ends_at": time_text(token.ends_at)}
        name = clean_text(token.name)
        with self._database.writing():
            self._database.write(sql.END_OLD, {"name": name, "at": at["made_at"]})
            if not self._database.write(sql.ADD, {"id": token.id, "name": name, "role": token.role.value} | at):
                raise StoreError(f"there is a token {name} already; revoke it, or choose another name")

    def tokens(self) -> list[Token]:
        """Every token that was not revoked, by name, also those that have ended by themselves."""
        return [from_row(Token, row) for row in self._database.rows(sql.OPEN_OR_ENDED)]

    def open_token(self, *, id: str, at: datetime) -> Token | None:  # noqa: A002 - the word of the record
        """The token of that hash, if it opens anything now."""
        row = self._database.row(sql.OPEN, {"id": id, "at": time_text(at)})
        return from_row(Token, row) if row else None

    def revoke_token(self, *, name: str, at: datetime) -> None:
        """The token of that name opens nothing any more; StoreError where none is open."""
        with self._database.writing():
            if not self._database.write(sql.END, {"name": clean_text(name), "at": time_text(at)}):
                raise StoreError(f"there is no token {name}")

    def note_use(self, *, token: str, route: str, at: datetime) -> None:
        """The token asked for that kind of page once more on that day."""
        moment = time_text(at)
        with self._database.writing():
            self._database.write(sql.NOTE_USE, {"token": token, "day": moment[:10], "route": route, "at": moment})

    def token_uses(self, *, limit: int, name: str | None = None) -> list[TokenUse]:
        """How tokens (or the tokens that ever bore a name) were used, by day and kind of page, newest first."""
        rows = self._database.rows(sql.USES, {"name": name, "limit": limit})
        return [
            TokenUse(name, day, route, uses, read_time(first), read_time(last))
            for name, day, route, uses, first, last in rows
        ]
