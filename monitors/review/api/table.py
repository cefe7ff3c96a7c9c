"""The table of the API's calls."""

from __future__ import annotations

from functools import cache
from typing import Any

from monitors.review.api import lists, overviews, single
from monitors.review.api.calls import Call
from monitors.review.api.openapi import describe
from monitors.review.desk import Desk
from storage.people import Right


def show_description(_desk: Desk) -> dict[str, Any]:
    """This API, as OpenAPI 3.1 describes it."""
    return _described()


@cache
def _described() -> dict[str, Any]:
    return describe(CALLS)


CALLS = (
    Call("/api/changes", lists.list_changes, tag="changes"),
    Call("/api/changes/{id:str}", single.show_change, tag="changes"),
    Call("/api/changes/{id:str}/reviews", single.list_reviews_of, tag="changes"),
    Call("/api/reviews", lists.list_reviews, tag="changes"),
    Call("/api/subjects", single.list_subjects, tag="subjects"),
    Call("/api/subjects/{veil:str}", single.show_subject, tag="subjects"),
    Call("/api/subjects/{veil:str}/events", single.show_timeline, tag="subjects"),
    Call("/api/sources", overviews.list_sources, tag="sources"),
    Call("/api/sources/{name:str}", overviews.show_source, tag="sources"),
    Call("/api/health", overviews.show_health, tag="sources"),
    Call("/api/captures", lists.list_captures, tag="evidence"),
    Call("/api/captures/{id:str}", single.show_capture, tag="evidence"),
    Call("/api/captures/{id:str}/history", single.show_history, tag="evidence"),
    Call("/api/revisions", lists.list_revisions, tag="evidence"),
    Call("/api/revisions/{id:str}", single.show_revision, tag="evidence"),
    Call("/api/revisions/{id:str}/mentions", single.list_mentions, tag="evidence"),
    Call("/api/search", single.search, method="POST", tag="evidence"),
    Call("/api/digests", overviews.list_digests, tag="digests"),
    Call("/api/digests/{day:str}", overviews.show_digest, tag="digests"),
    Call("/api/audit", lists.list_deeds, right=Right.OPERATE, tag="desk"),
    Call("/api/openapi.json", show_description, tag="desk"),
)
"""Every call there is. All of them only read."""
