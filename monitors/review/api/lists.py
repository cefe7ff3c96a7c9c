"""What is told in pieces: each list goes on behind a number that never changes."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ConfigDict, with_config
from starlette.exceptions import HTTPException
from typing_extensions import TypedDict

from monitors.review.api.questions import InPeriod, InSource, WhichChanges, WhichDeeds
from monitors.review.desk import Desk
from monitors.review.subjects import find_subject
from monitors.shapes import types as told
from monitors.shapes.contract import change_shape
from monitors.shapes.desk import capture_shape, deed_shape, review_shape, revision_shape
from storage.doors.listing import Piece, Slice

_described = with_config(ConfigDict(use_attribute_docstrings=True))


@_described
class _Piece(TypedDict):
    next: int
    """Give it as `after` to go on: now if there is more, or later to learn what was kept since. It never changes."""
    more: bool


@_described
class Changes(_Piece):
    """A piece of the changes."""

    changes: list[told.Change]


@_described
class Captures(_Piece):
    """A piece of the captures."""

    captures: list[told.Capture]


@_described
class Revisions(_Piece):
    """A piece of the revisions."""

    revisions: list[told.Revision]


@_described
class Reviews(_Piece):
    """A piece of the verdicts."""

    reviews: list[told.Review]


@_described
class Deeds(TypedDict):
    """Lines of the audit log."""

    deeds: list[told.Deed]


_Told = TypeVar("_Told")


def list_changes(desk: Desk, *, asked: WhichChanges) -> Changes:
    """Changes, in the order in which they were kept."""
    subject = None
    if asked.subject is not None:
        found = find_subject(desk, asked.subject)
        if found is None:
            raise HTTPException(404, "No watch list has a subject of this key.")
        subject = found.id
    piece = desk.store.list_changes(_cut(asked), subject=subject, silent=asked.all)
    return {"changes": [change_shape(each) for each in piece.records], **_end(piece)}


def list_captures(desk: Desk, *, asked: InSource) -> Captures:
    """Captures, in the order of the ledger."""
    piece = desk.store.list_captures(_cut(asked))
    return {"captures": [capture_shape(each) for each in piece.records], **_end(piece)}


def list_revisions(desk: Desk, *, asked: InSource) -> Revisions:
    """Revisions with their text, in the order in which they were read."""
    piece = desk.store.list_revisions(_cut(asked))
    return {"revisions": [revision_shape(each) for each in piece.records], **_end(piece)}


def list_reviews(desk: Desk, *, asked: InPeriod) -> Reviews:
    """Verdicts, in the order in which they were given; of one change the last one stands."""
    piece = desk.store.list_reviews(_cut(asked))
    return {"reviews": [review_shape(each) for each in piece.records], **_end(piece)}


def list_deeds(desk: Desk, *, asked: WhichDeeds) -> Deeds:
    """The audit log, newest first."""
    return {"deeds": [deed_shape(each) for each in desk.store.deeds(limit=asked.limit, before=asked.before)]}


def _cut(asked: InPeriod) -> Slice:
    source = getattr(asked, "source", None)
    return Slice(after=asked.after, limit=asked.limit, since=asked.since, until=asked.until, source=source)


def _end(piece: Piece[Any]) -> _Piece:
    return {"next": piece.last, "more": piece.more}
