"""The store's door for what verdicts teach: proposals, and how often people agreed with each rule and source."""

from __future__ import annotations

from datetime import datetime

from storage.database import Database
from storage.errors import StoreError
from storage.people import Agreement, Proposal, ProposalKind
from storage.plain import clean_text, from_row, time_text
from storage.statements import triage as sql


class ProposalRecords:
    """What the store knows of proposals."""

    _database: Database

    def add_proposal(
        self, *, change: str, kind: ProposalKind, target: str, value: str, author: str, at: datetime
    ) -> int:
        """The proposal waits for an operator; its number. One that waits already is not made twice."""
        row = {"change": change, "kind": kind.value, "target": target, "value": clean_text(value)}
        with self._database.writing():
            self._database.write(sql.ADD_PROPOSAL, row | {"author": author, "at": time_text(at)})
            return int(self._database.rows(sql.WAITING_PROPOSAL, row)[0]["number"])

    def proposal(self, number: int) -> Proposal | None:
        """The proposal of that number, or None."""
        row = self._database.row(sql.PROPOSAL, (number,))
        return from_row(Proposal, row) if row else None

    def proposals(self, *, limit: int) -> list[Proposal]:
        """Proposals: those that wait first, then the newest."""
        return [from_row(Proposal, row) for row in self._database.rows(sql.PROPOSALS, (limit,))]

    def decide_proposal(self, *, number: int, accepted: bool, by: str, at: datetime) -> None:
        """The proposal is decided for good; StoreError where it was decided before."""
        with self._database.writing():
            row = {"number": number, "accepted": int(accepted), "by": by, "at": time_text(at)}
            if not self._database.write(sql.DECIDE_PROPOSAL, row):
                raise StoreError(f"proposal {number} was decided before, or never made")

    def agreement_by_rule(self) -> list[Agreement]:
        """Of each rule by which subjects were found: how the changes that it brought were judged."""
        return [Agreement(*row) for row in self._database.rows(sql.AGREEMENT_BY_RULE)]

    def agreement_by_source(self) -> list[Agreement]:
        """Of each source: how its changes were judged."""
        return [Agreement(*row) for row in self._database.rows(sql.AGREEMENT_BY_SOURCE)]
