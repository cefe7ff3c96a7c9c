"""The page of a change: its difference, its proof, and what people said of it, beside the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from monitors.digests.gathering import name_sources, name_subjects
from monitors.digests.records import Group
from monitors.languages.speaking import _
from monitors.languages.terms import say_term
from monitors.review.desk import Desk, desk_of
from monitors.review.diffs import read_change
from monitors.review.filters import PRIORITIES, STATES, Filters
from monitors.review.queue import MINOR, Queue, group_change, load_queue, order_events
from storage.people import Right, Standing
from storage.records import Capture, Change, Review, Side, Verdict
from storage.store import Store, StoreError

_HISTORY = 40


class Saying(NamedTuple):
    """Something that a person said of a change: a verdict, a comment, or who is to look."""

    at: datetime
    author: str
    what: str
    note: str


def show_change(request: Request) -> Response:
    """One change with its diff and its proof, beside the queue."""
    return write_change(request)


def write_change(request: Request, *, status: int = 200, overtaken: Review | None = None, note: str = "") -> Response:
    """The page of a change; after a verdict that came too late, with the one that stands and the note as typed."""
    desk = desk_of(request)
    change = desk.store.change(request.path_params["id"])
    if change is None:
        return desk.write_problem(request, 404, _("There is no change of that id in this store."))
    queue = load_queue(desk, Filters.read(request.query_params))
    captures = desk.store.captures(change.page)
    return desk.write(
        "queue.html",
        request,
        status,
        queue=queue,
        change=change,
        group=group_change(change) if change.events else MINOR,
        events=order_events(change),
        blocks=read_change(desk.store, change),
        copies=[(name, _capture_of(desk.store, side.revision)) for name, side in _sides(change)],
        history=captures[::-1][:_HISTORY],
        looks=len(captures),
        moments=desk.store.revision_times(change.page),
        sayings=gather_sayings(desk.store, change.id),
        standing=desk.store.standings([change.id]).get(change.id, Standing()),
        beside=request.query_params.get("view") == "side",
        judged=desk.store.change(request.query_params.get("judged", "")),
        overtaken=overtaken,
        note=note,
        **list_choices(request, queue),
    )


def gather_sayings(store: Store, change: str) -> list[Saying]:
    """What people said of a change, oldest first."""
    verdicts = [
        Saying(each.reviewed_at, each.reviewer, _say_verdict(each), each.note or "") for each in store.reviews(change)
    ]
    comments = [Saying(each.at, each.author, _("comment"), each.text) for each in store.comments(change)]
    assigned = [Saying(each.at, each.author, _say_assignee(each.assignee), "") for each in store.assignments(change)]
    return sorted([*verdicts, *comments, *assigned], key=lambda saying: saying.at)


def _say_verdict(review: Review) -> str:
    return say_term(review.verdict.value) if review.verdict else _("taken back")


def _say_assignee(name: str | None) -> str:
    return _("assigned to %(name)s", name=name) if name else _("assigned to nobody")


def _sides(change: Change) -> list[tuple[str, Side]]:
    return [(name, side) for name, side in (("before", change.before), ("after", change.after)) if side]


def _capture_of(store: Store, revision: str) -> Capture | None:
    """The capture that a revision was read from; None where either is gone."""
    try:
        return store.capture(store.revision(revision).capture)
    except StoreError:
        return None


def list_choices(request: Request, queue: Queue) -> dict[str, Any]:
    """What the filters of the queue offer, and what is chosen of it."""
    desk = desk_of(request)
    names = name_subjects(desk.configuration)
    return {
        "options": desk.recall("options", lambda: _list_options(desk, names)),
        "chosen": next((names[each] for each in names if desk.keeper.veil(each) == queue.filters.subject), None),
        "names": names,
        "sources": name_sources(desk.configuration),
        "kinds": [*(group.value for group in Group), MINOR],
        "filters": queue.filters,
        "states": STATES,
        "priorities": PRIORITIES,
        "people": [each for each in desk.store.accounts() if each.role.may(Right.JUDGE)],
        "languages_there": desk.recall("languages", desk.store.queue_languages),
        "verdicts": list(Verdict),
        "views": desk.store.views(request.state.session.account.number),
    }


def _list_options(desk: Desk, names: Mapping[str, str]) -> Markup:
    """All subjects by name, as options of a form: written once a minute, since there may be thousands."""
    option = Markup('<option value="{}">{}</option>')
    ordered = sorted(names.items(), key=lambda each: each[1])
    return Markup("").join(option.format(desk.keeper.veil(subject), name) for subject, name in ordered)
