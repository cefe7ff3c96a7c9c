"""The pages of the desk: queue and change, verdicts, the archive of digests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from monitors.digests.days import local_day
from monitors.digests.gathering import gather_digest, name_sources, name_subjects
from monitors.digests.records import Group
from monitors.digests.rendering import DigestFormat, render_digest
from monitors.review.desk import Desk, desk_of
from monitors.review.diffs import read_change
from monitors.review.forms import BadForm, read_form
from monitors.review.queue import MINOR, Filters, Queue, group_change, load_queue, standing_verdict
from storage.records import Capture, Change, Review, Side, Verdict
from storage.store import Store, StoreError

_HERE = Path(__file__).parent
_STATIC = {
    "desk.css": (_HERE / "static" / "desk.css", "text/css"),
    "desk.js": (_HERE / "static" / "desk.js", "text/javascript"),
    "digest.css": (_HERE.parent / "digests" / "templates" / "digest.css", "text/css"),
}
_FORMS = ("text", "markdown", "json", "atom", "csv")
_HISTORY = 40
_DAYS = 30


def show_queue(request: Request) -> Response:
    """The queue, and beside it what the day looked like."""
    desk = desk_of(request)
    queue = load_queue(desk, Filters.read(request.query_params))
    day = local_day(desk.clock(), desk.zone)
    today = desk.recall("today", lambda: gather_digest(desk.store, desk.configuration, day, now=desk.clock()))
    return desk.write("queue.html", request, queue=queue, change=None, today=today, **_choices(request, queue))


def show_change(request: Request) -> Response:
    """One change with its diff and its proof, beside the queue."""
    desk = desk_of(request)
    change = desk.store.change(request.path_params["id"])
    if change is None:
        return desk.write_problem(request, 404, "There is no change of that id in this store.")
    queue = load_queue(desk, Filters.read(request.query_params))
    captures = desk.store.captures(change.page)
    reviews = desk.store.reviews(change.id)
    copies = [(name, _capture_of(desk.store, side.revision)) for name, side in _sides(change)]
    return desk.write(
        "queue.html",
        request,
        queue=queue,
        change=change,
        group=group_change(change) if change.events else MINOR,
        blocks=read_change(desk.store, change),
        copies=copies,
        history=captures[::-1][:_HISTORY],
        looks=len(captures),
        reviews=reviews,
        verdict=standing_verdict(reviews),
        verdicts=list(Verdict),
        beside=request.query_params.get("view") == "side",
        judged=desk.store.change(request.query_params.get("judged", "")),
        **_choices(request, queue),
    )


async def judge(request: Request) -> Response:
    """A verdict is kept beside the earlier ones; the reader is taken to the next line of the same queue."""
    desk = desk_of(request)
    form = await read_form(request, token=request.state.session.token)
    change = desk.store.change(request.path_params["id"])
    if change is None:
        return desk.write_problem(request, 404, "There is no change of that id, so nothing was judged.")
    word = form.get("verdict", "")
    if word not in ("", *Verdict):
        raise BadForm(f"A verdict is one of: {', '.join(Verdict)}.")
    filters = Filters.read(request.query_params)
    following = load_queue(desk, filters).after(change.id) if word else change.id
    desk.store.add_review(
        Review(
            change=change.id,
            verdict=Verdict(word) if word else None,
            reviewer=request.state.session.reviewer,
            reviewed_at=desk.clock(),
            note=form.get("note", "").strip()[:2000] or None,
        )
    )
    address = filters.address(f"/changes/{following}" if following else "/", judged=change.id if word else "")
    return RedirectResponse(address, 303)


def list_digests(request: Request) -> Response:
    """The last local days, each leading to its digest."""
    desk = desk_of(request)
    today = local_day(desk.clock(), desk.zone)
    days = [today - timedelta(days=each) for each in range(_DAYS)]
    sent = {day: desk.store.digest_sent(day.isoformat()) for day in days}
    return desk.write("digests.html", request, days=days, sent=sent)


def show_digest(request: Request) -> Response:
    """The digest of one local day, as a page or in another form."""
    desk = desk_of(request)
    day = _read_day(request.path_params["day"])
    if day is None:
        return desk.write_problem(request, 404, "A digest has a day for its name, such as 2026-11-24.")
    blind = desk.find_not_seen(desk.store, desk.configuration, desk.clock()) if _is_today(request, day) else ()
    digest = gather_digest(desk.store, desk.configuration, day, now=desk.clock(), not_seen=blind)
    form = request.query_params.get("format", "")
    if form in _FORMS:
        body = render_digest(digest, DigestFormat(form), review_url=str(request.base_url).rstrip("/"))
        return Response(body, media_type="text/plain; charset=utf-8")
    return desk.write("digest_day.html", request, digest=digest, day=day, forms=_FORMS)


def _sides(change: Change) -> list[tuple[str, Side]]:
    return [(name, side) for name, side in (("before", change.before), ("after", change.after)) if side]


def _capture_of(store: Store, revision: str) -> Capture | None:
    """The capture that a revision was read from; None where either is gone."""
    try:
        return store.capture(store.revision(revision).capture)
    except StoreError:
        return None


def _read_day(word: str) -> date | None:
    """The day that an address names; None for what is no day of our time."""
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _is_today(request: Request, day: date) -> bool:
    desk = desk_of(request)
    return day == local_day(desk.clock(), desk.zone)


def show_static(request: Request) -> Response:
    """A style sheet or the script; nothing else has a name here."""
    if request.path_params["name"] not in _STATIC:
        return desk_of(request).write_problem(request, 404, "There is no file of that name.")
    path, kind = _STATIC[request.path_params["name"]]
    return FileResponse(path, media_type=kind, headers={"Cache-Control": "no-cache"})


def _choices(request: Request, queue: Queue) -> dict[str, Any]:
    desk = desk_of(request)
    names = name_subjects(desk.configuration)
    return {
        "options": desk.recall("options", lambda: _list_options(desk, names)),
        "chosen": next((names[each] for each in names if desk.keeper.veil(each) == queue.filters.subject), None),
        "names": names,
        "sources": name_sources(desk.configuration),
        "kinds": [*(group.value for group in Group), MINOR],
        "filters": queue.filters,
    }


def _list_options(desk: Desk, names: Mapping[str, str]) -> Markup:
    """All subjects by name, as options of a form: written once a minute, since there may be thousands."""
    option = Markup('<option value="{}">{}</option>')
    ordered = sorted(names.items(), key=lambda each: each[1])
    return Markup("").join(option.format(desk.keeper.veil(subject), name) for subject, name in ordered)
