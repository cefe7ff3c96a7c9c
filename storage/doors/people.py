"""The store's door for people: accounts, their sessions and invitations, and the log of what they did."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database
from storage.errors import StoreError
from storage.people import Account, Deed, Role, Visit, VisitKind
from storage.plain import clean_text, from_row, read_time, time_text, to_row
from storage.statements import people as sql

_KEPT = timedelta(days=30)
"""So long ended sessions and invitations are kept; what they did stands in the audit log for ever."""


class PeopleRecords:
    """What the store knows of those who may log in."""

    _database: Database

    def add_account(self, *, name: str, role: Role, at: datetime) -> Account:
        """An account without a password; StoreError where one of that name is open. A closed one is opened again."""
        with self._database.writing():
            row = {"name": clean_text(name), "role": role.value, "at": time_text(at)}
            if not self._database.write(sql.ADD_ACCOUNT, row):
                raise StoreError(f"there is an account {name} already")
            account = self.account(name)
        assert account is not None  # noqa: S101  written above
        return account

    def account(self, name: str) -> Account | None:
        """The open account of that name, in capitals or not."""
        row = self._database.row(sql.ACCOUNT, (clean_text(name),))
        return from_row(Account, row) if row else None

    def accounts(self) -> list[Account]:
        """Every open account, by name."""
        return [from_row(Account, row) for row in self._database.rows(sql.ACCOUNTS)]

    def close_account(self, *, name: str, at: datetime) -> None:
        """Nobody logs in by that name any more, and every session of it has ended. What it said stays."""
        account = self._open_account(name)
        with self._database.writing():
            self._database.write(sql.CLOSE_ACCOUNT, {"name": account.name, "at": time_text(at)})
            self._database.write(sql.END_VISITS, {"account": account.number, "at": time_text(at)})

    def set_role(self, *, name: str, role: Role) -> None:
        """The account has that role from its next request on."""
        account = self._open_account(name)
        with self._database.writing():
            self._database.write(sql.SET_ROLE, {"name": account.name, "role": role.value})

    def set_password(self, *, name: str, password: str, at: datetime) -> None:
        """The account has that password, given as a hash; every session and invitation of before has ended."""
        account = self._open_account(name)
        with self._database.writing():
            self._database.write(sql.SET_PASSWORD, {"account": account.number, "password": password})
            self._database.write(sql.END_VISITS, {"account": account.number, "at": time_text(at)})

    def end_visits(self, *, name: str, at: datetime) -> int:
        """Every session and invitation of the account has ended; how many there were."""
        account = self._open_account(name)
        with self._database.writing():
            return self._database.write(sql.END_VISITS, {"account": account.number, "at": time_text(at)})

    def begin_visit(self, visit: Visit) -> None:
        """The session or invitation is open until it ends; those that ended a month ago are forgotten.

        Of those to make the first account only the last one is open.
        """
        with self._database.writing():
            if visit.account is None:
                self._database.write(sql.END_VISITS, {"account": None, "at": time_text(visit.begun_at)})
            self._database.write(sql.DROP_OLD_VISITS, {"before": time_text(visit.begun_at - _KEPT)})
            self._database.write(sql.ADD_VISIT, to_row(visit))

    def visitor(self, *, id: str, kind: VisitKind, at: datetime) -> Account | None:  # noqa: A002 - the word of the record
        """Whose open visit it is; None where it is not one, has ended, or the account is closed."""
        row = self._database.row(sql.VISITOR, {"id": id, "kind": kind.value, "at": time_text(at)})
        return from_row(Account, row) if row else None

    def is_open(self, *, id: str, kind: VisitKind, at: datetime) -> bool:  # noqa: A002
        """Whether there is such a visit and it has not ended, whoever it belongs to."""
        return self._database.row(sql.OPEN_VISIT, {"id": id, "kind": kind.value, "at": time_text(at)}) is not None

    def end_visit(self, *, id: str, at: datetime) -> bool:  # noqa: A002
        """The visit has ended; False where it had ended before."""
        with self._database.writing():
            return bool(self._database.write(sql.END_VISIT, {"id": id, "at": time_text(at)}))

    def note_deed(self, *, at: datetime, actor: str, action: str, object: str = "", detail: str = "") -> None:  # noqa: A002
        """A line is added to the audit log, which only grows."""
        told = {"actor": actor, "action": action, "object": object, "detail": detail}
        with self._database.writing():
            row = {name: clean_text(text) for name, text in told.items()}
            self._database.write(sql.ADD_DEED, row | {"at": time_text(at)})

    def deeds(self, *, limit: int, before: int | None = None, actor: str | None = None) -> list[Deed]:
        """Lines of the audit log, newest first: those numbered below `before`, of one `actor`."""
        asked = {"before": before or 2**62, "actor": actor, "limit": limit}
        rows = self._database.rows(sql.DEEDS, asked)
        return [Deed(row["number"], read_time(row["at"]), *row[2:]) for row in rows]

    def _open_account(self, name: str) -> Account:
        account = self.account(name)
        if account is None:
            raise StoreError(f"there is no account {name}")
        return account
