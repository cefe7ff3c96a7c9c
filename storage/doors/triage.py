"""The store's door for what people say of changes: verdicts, comments, assignments, and the queue they work through.

Verdicts, comments and assignments only grow; the last one stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import database as sql
from storage.doors.changes import ChangeRecords, Trait
from storage.errors import StoreError
from storage.people import Assignment, Comment, SavedView, Standing
from storage.plain import clean_text, from_row, read_time, time_text, to_json, to_row
from storage.records import Change, Review
from storage.statements import triage


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which changes of the queue are asked for; None: all. `since` inclusive, `until` exclusive."""

    source: str | None = None
    subject: str | None = None
    judged: bool | None = None
    reviewer: str | None = None  # of the verdict that stands
    assignee: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    priority: float | None = None  # at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A verdict, and how many its giver had seen on that change; None: not said, then none is overlooked."""

    review: Review
    reviews: int | None = None


class TriageRecords(ChangeRecords):
    """What the store knows of triage."""

    def queue(
        self,
        *,
        limit: int,
        offset: int = 0,
        wanted: Trait = Trait.ANY,
        unwanted: Trait = Trait.NONE,
        narrowing: Narrowing = Narrowing(),
    ) -> list[Change]:
        """Changes for a person: with events, neither technical nor first looks; unjudged ones first, newest first.

        Of `wanted` they have at least one trait, of `unwanted` none.
        """
        asked = {"limit": limit, "offset": offset, "wanted": int(wanted), "unwanted": int(unwanted)}
        return self._changes(self._database.rows(triage.QUEUE, asked | to_row(narrowing)))

    def queue_languages(self) -> list[str]:
        """The languages of what stands in the queue."""
        return [row[0] for row in self._database.rows(triage.QUEUE_LANGUAGES)]

    def add_review(self, review: Review) -> None:
        """The verdict is kept beside the earlier ones; StoreError where there is no such change."""
        self.add_reviews([Seen(review=review)])

    def add_reviews(self, given: Sequence[Seen]) -> list[Review]:
        """The verdicts are kept beside the earlier ones, in one transaction; StoreError where a change is not there.

        A verdict whose giver had not seen the last one on that change is left out; those last ones are given back.
        """
        overtaken = []
        with self._database.writing():
            for each in given:
                last = self._database.row(triage.LAST_REVIEW, (each.review.change,))
                if last and last["last"] and each.reviews is not None and last["number"] != each.reviews:
                    overtaken.append(from_row(Review, self._database.rows(triage.REVIEW, (last["last"],))[0]))
                else:
                    self._add_review(each.review)
        return overtaken

    def take_back(self, *, reviewer: str, at: datetime) -> list[str]:
        """What the reviewer judged last, one change or several at once, has no verdict any more; those changes.

        Verdicts that somebody else has judged over stand.
        """
        with self._database.writing():
            changes = [row[0] for row in self._database.rows(triage.LAST_ACT, {"reviewer": reviewer})]
            for change in changes:
                self._add_review(Review(change=change, verdict=None, reviewer=reviewer, reviewed_at=at))
        return changes

    def _add_review(self, review: Review) -> None:
        self._expect_change(review.change)
        self._database.write(sql.ADD_REVIEW, to_row(review))
        mark = {"change": review.change, "judged": int(review.verdict is not None), "reviewer": review.reviewer}
        self._database.write(triage.MARK_JUDGED, mark)

    def reviews(self, change_id: str) -> list[Review]:
        """Every verdict on a change, oldest first; the last one stands."""
        return [from_row(Review, row) for row in self._database.rows(triage.REVIEWS, (change_id,))]

    def standings(self, changes: Sequence[str]) -> dict[str, Standing]:
        """How each of these changes stands."""
        rows = self._database.rows(triage.STANDINGS, (to_json(list(changes)),))
        return {row["change"]: Standing(*row[1:]) for row in rows}

    def add_comment(self, *, change: str, author: str, at: datetime, text: str) -> None:
        """The comment is kept; StoreError where there is no such change."""
        with self._database.writing():
            self._expect_change(change)
            row = {"change": change, "author": author, "at": time_text(at), "text": clean_text(text)}
            self._database.write(triage.ADD_COMMENT, row)

    def comments(self, change_id: str) -> list[Comment]:
        """Every comment on a change, oldest first."""
        rows = self._database.rows(triage.COMMENTS, (change_id,))
        return [Comment(row["author"], read_time(row["at"]), row["text"]) for row in rows]

    def assign(self, *, changes: Sequence[str], assignee: str | None, author: str, at: datetime) -> None:
        """These changes are the assignee's to look at; StoreError where one is not there."""
        with self._database.writing():
            for change in changes:
                self._expect_change(change)
                row = {"change": change, "assignee": assignee, "author": author, "at": time_text(at)}
                self._database.write(triage.ADD_ASSIGNMENT, row)
                self._database.write(triage.MARK_ASSIGNED, {"change": change, "assignee": assignee})

    def assignments(self, change_id: str) -> list[Assignment]:
        """Every assignment of a change, oldest first."""
        rows = self._database.rows(triage.ASSIGNMENTS, (change_id,))
        return [Assignment(row["assignee"], row["author"], read_time(row["at"])) for row in rows]

    def save_view(self, *, account: int, view: SavedView) -> None:
        """The account has that view, instead of one of the same name."""
        with self._database.writing():
            row = {"account": account, "name": clean_text(view.name), "query": clean_text(view.query)}
            self._database.write(triage.SAVE_VIEW, row)

    def drop_view(self, *, account: int, name: str) -> None:
        """The account has no view of that name."""
        with self._database.writing():
            self._database.write(triage.DROP_VIEW, {"account": account, "name": clean_text(name)})

    def views(self, account: int) -> list[SavedView]:
        """The views of an account, by name."""
        return [SavedView(*row) for row in self._database.rows(triage.VIEWS, (account,))]

    def _expect_change(self, change: str) -> None:
        if not self._database.row(sql.CHANGE, (change,)):
            raise StoreError(f"{self._database.path}: no change has the id {change}")
