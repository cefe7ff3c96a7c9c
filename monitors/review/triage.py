"""What people do with the queue: judge, one by one or many at once, take back, comment, assign, keep a view."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitors.languages.speaking import _
from monitors.review.changes import write_change
from monitors.review.desk import Desk, desk_of
from monitors.review.doors import read_name
from monitors.review.filters import Filters
from monitors.review.forms import BadForm, Form, posted
from monitors.review.queue import load_queue
from storage.doors.triage import Seen
from storage.people import Right, SavedView
from storage.records import Review, Verdict
from storage.store import StoreError

_LONGEST_NOTE = 2000
_NOBODY = ""


@posted
def judge(request: Request, form: Form) -> Response:
    """A verdict is kept beside the earlier ones; the reader is taken to the next line of the same queue.

    Where somebody has judged since the page was written, nothing is kept: the page comes back and says so.
    """
    desk, change = desk_of(request), request.path_params["id"]
    word, note = form.get("verdict", ""), _read_note(form)
    filters = Filters.read(request.query_params)
    following = load_queue(desk, filters).after(change) if word else change
    overtaken = _keep(desk, request, [_read_seen(change, form.get("seen", ""))], word, note)
    if overtaken:
        return write_change(request, status=409, overtaken=overtaken[0], note=note)
    address = filters.address(f"/changes/{following}" if following else "/", judged=change if word else "")
    return RedirectResponse(address, 303)


@posted
def judge_many(request: Request, form: Form) -> Response:
    """Every chosen change is judged or assigned at once; of verdicts those that somebody was quicker with are told."""
    desk, filters = desk_of(request), Filters.read(request.query_params)
    chosen = [_read_seen(*each.split(":", 1)) for each in form.getlist("chosen") if ":" in each]
    if "assignee" in form and "verdict" not in form:
        changes = [change for change, _ in chosen]
        _assign(desk, request, changes, form["assignee"])
        return RedirectResponse(filters.address("/", done=len(changes)), 303)
    overtaken = _keep(desk, request, chosen, form.get("verdict", ""), "")
    done = len(chosen) - len(overtaken)
    return RedirectResponse(filters.address("/", done=done, late=len(overtaken)), 303)


@posted
def undo(request: Request, _form: Form) -> Response:
    """What this reader judged last, one change or many at once, waits again."""
    desk, filters = desk_of(request), Filters.read(request.query_params)
    changes = desk.store.take_back(reviewer=request.state.session.reviewer, at=desk.clock())
    if len(changes) == 1:
        return RedirectResponse(filters.address(f"/changes/{changes[0]}"), 303)
    return RedirectResponse(filters.address("/", undone=len(changes) or "none"), 303)


@posted
def comment(request: Request, form: Form) -> Response:
    """The comment stands beside the change; no verdict is given."""
    desk, change, text = desk_of(request), request.path_params["id"], _read_note(form)
    if not text:
        raise BadForm(_("A comment has words in it."))
    try:
        author = request.state.session.reviewer
        desk.store.add_comment(change=change, author=author, at=desk.clock(), text=text)
    except StoreError:
        return desk.write_problem(request, 404, _("There is no change of that id, so nothing was kept."))
    return RedirectResponse(Filters.read(request.query_params).address(f"/changes/{change}"), 303)


@posted
def assign(request: Request, form: Form) -> Response:
    """The change is that person's to look at."""
    desk, change = desk_of(request), request.path_params["id"]
    _assign(desk, request, [change], form.get("assignee", _NOBODY))
    return RedirectResponse(Filters.read(request.query_params).address(f"/changes/{change}"), 303)


@posted
def keep_view(request: Request, form: Form) -> Response:
    """The filters of this queue have a name for this reader; with `drop` they have none any more."""
    desk, account = desk_of(request), request.state.session.account.number
    filters, name = Filters.read(request.query_params), read_name(form.get("name", ""))
    if not name:
        raise BadForm(_("A view has a name."))
    if "drop" in form:
        desk.store.drop_view(account=account, name=name)
    else:
        query = filters.address("/", page=1).partition("?")[2]
        desk.store.save_view(account=account, view=SavedView(name, query))
    return RedirectResponse(filters.address("/"), 303)


def _keep(desk: Desk, request: Request, chosen: Sequence[tuple[str, int | None]], word: str, note: str) -> list[Review]:
    """The verdicts are kept but those given back, which somebody gave meanwhile; BadForm for what is no verdict."""
    if word not in ("", *Verdict):
        raise BadForm(_("A verdict is one of: %(verdicts)s.", verdicts=", ".join(Verdict)))
    verdict, reviewer, at = Verdict(word) if word else None, request.state.session.reviewer, desk.clock()
    given = [
        Seen(
            review=Review(change=change, verdict=verdict, reviewer=reviewer, reviewed_at=at, note=note or None),
            reviews=reviews,
        )
        for change, reviews in chosen
    ]
    try:
        return desk.store.add_reviews(given)
    except StoreError:
        raise BadForm(_("There is no change of that id, so nothing was judged."), 404) from None


def _assign(desk: Desk, request: Request, changes: Sequence[str], assignee: str) -> None:
    account = desk.store.account(assignee)
    if assignee != _NOBODY and (account is None or not account.role.may(Right.JUDGE)):
        raise BadForm(_("Changes are assigned to a reviewer or an operator."))
    author, name = request.state.session.reviewer, account.name if account else None
    try:
        desk.store.assign(changes=changes, assignee=name, author=author, at=desk.clock())
    except StoreError:
        raise BadForm(_("There is no change of that id, so nothing was assigned."), 404) from None


def _read_seen(change: str, seen: str) -> tuple[str, int | None]:
    return change, int(seen) if seen.isdecimal() and len(seen) < 7 else None


def _read_note(form: Form) -> str:
    return form.get("note", "").strip()[:_LONGEST_NOTE]
