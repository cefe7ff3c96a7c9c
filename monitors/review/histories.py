"""A page's history: every look at it, and any two of its revisions compared."""

from __future__ import annotations

from itertools import groupby

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from diffing.changes import compare_revisions
from monitors.digests.gathering import name_sources
from monitors.digests.passages import compile_forms
from monitors.languages.speaking import _
from monitors.review.desk import Desk, desk_of
from monitors.review.diffs import Block, fold_blocks, make_block
from storage.records import Revision

_LOOKS = 300
"""Looks that the page lists at most, the newest."""


def show_history(request: Request) -> Response:
    """The page that a capture was made for: its looks, and two of its revisions compared, else the last two."""
    desk = desk_of(request)
    capture = desk.store.capture(request.path_params["id"])
    if capture is None or capture.page is None:
        return desk.write_problem(request, 404, _("There is no capture of a page of that id."))
    revisions = desk.store.revisions(capture.page)
    pair = _choose_pair(revisions, request.query_params)
    looks = desk.store.captures(capture.page)
    return desk.write(
        "history.html",
        request,
        capture=capture,
        page=desk.store.page(capture.page),
        title=next((each.article.title for each in reversed(revisions) if each.article.title), None),
        revisions={name: list(read) for name, read in groupby(revisions, key=lambda each: each.capture)},
        readings=len(revisions),
        moments=[each.captured_at for each in revisions],
        step=revisions.index(pair[1]) if pair else 0,
        looks=looks[: -_LOOKS - 1 : -1],
        number=len(looks),
        changes={each.capture: each for each in desk.store.page_changes(capture.page)},
        pair=pair,
        blocks=_compare(desk, *pair) if pair else [],
        beside=request.query_params.get("view") == "side",
        sources=name_sources(desk.configuration),
    )


def _choose_pair(revisions: list[Revision], query: QueryParams) -> tuple[Revision, Revision] | None:
    """The two revisions that were asked for, the older one first; else the last two; None where there are no two.

    `step` asks for a revision beside the one before it: 1 is the first change of the page.
    """
    step = query.get("step", "")
    if step.isdecimal() and len(step) < 7 and 0 < int(step) < len(revisions):
        return revisions[int(step) - 1], revisions[int(step)]
    asked = [each for each in revisions if each.id in (query.get("before", ""), query.get("after", ""))]
    chosen = asked if len(asked) == 2 else revisions[-2:]
    return (chosen[0], chosen[1]) if len(chosen) == 2 else None


def _compare(desk: Desk, before: Revision, after: Revision) -> list[Block]:
    """The difference of two revisions as blocks; empty where a reader sees none."""
    old, new = desk.store.mentions(before.id), desk.store.mentions(after.id)
    hunks = compare_revisions(before, after, old, new, source_type="media").hunks
    forms = compile_forms({each.text for each in (*old, *new)})
    return fold_blocks([make_block(hunk, forms) for hunk in hunks])
