"""The queue, the archive of digests, and the desk's own files."""

from __future__ import annotations

import hmac
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from monitors.digests.atom import render_feed
from monitors.digests.days import local_day
from monitors.digests.gathering import gather_digest
from monitors.digests.passages import clean_text
from monitors.digests.rendering import DigestFormat, render_digest
from monitors.languages.speaking import _, speaking
from monitors.review.changes import list_choices
from monitors.review.desk import desk_of
from monitors.review.digest_days import gather_day, last_days, read_day
from monitors.review.filters import Filters
from monitors.review.queue import load_queue

_HERE = Path(__file__).parent
_STATIC = {
    "desk.css": (_HERE / "static" / "desk.css", "text/css"),
    "desk.js": (_HERE / "static" / "desk.js", "text/javascript"),
    "report.css": (_HERE.parent / "reports" / "templates" / "report.css", "text/css"),
    "digest.css": (_HERE.parent / "digests" / "templates" / "digest.css", "text/css"),
}
_FORMS = ("text", "markdown", "json", "atom", "csv")
_FEED_DAYS = 7


def show_queue(request: Request) -> Response:
    """The queue, and beside it what the day looked like."""
    desk = desk_of(request)
    queue = load_queue(desk, Filters.read(request.query_params))
    day = local_day(desk.clock(), desk.zone)
    today = desk.recall("today", lambda: gather_digest(desk.store, desk.configuration, day, now=desk.clock()))
    told = {name: clean_text(request.query_params.get(name, ""))[:6] for name in ("done", "late", "undone")}
    choices = list_choices(request, queue)
    return desk.write("queue.html", request, queue=queue, change=None, today=today, told=told, **choices)


def list_digests(request: Request) -> Response:
    """The last local days, each leading to its digest."""
    desk = desk_of(request)
    days = last_days(desk)
    sent = {day: desk.store.digest_sent(day.isoformat()) for day in days}
    feed = f"{str(request.base_url).rstrip('/')}/feed/{desk.keeper.feed_code()}"
    return desk.write("digests.html", request, days=days, sent=sent, feed=feed)


def show_digest(request: Request) -> Response:
    """The digest of one local day, as a page or in another form."""
    desk = desk_of(request)
    day = read_day(request.path_params["day"])
    if day is None:
        return desk.write_problem(request, 404, _("A digest has a day for its name, such as 2026-11-24."))
    digest = gather_day(desk, day)
    form = request.query_params.get("format", "")
    if form in _FORMS:
        body = render_digest(digest, DigestFormat(form), review_url=str(request.base_url).rstrip("/"))
        return Response(body, media_type="text/plain; charset=utf-8")
    return desk.write("digest_day.html", request, digest=digest, day=day, forms=_FORMS)


def show_feed(request: Request) -> Response:
    """The digests of the last days as an Atom feed, for who has its address; programs that read feeds cannot log in."""
    desk = desk_of(request)
    if not hmac.compare_digest(request.path_params["code"].encode(), desk.keeper.feed_code().encode()):
        return desk.write_problem(request, 404, _("There is no feed at this address."))
    return Response(desk.recall("feed", lambda: _write_feed(request)), media_type="application/atom+xml; charset=utf-8")


def _write_feed(request: Request) -> str:
    desk = desk_of(request)
    days = last_days(desk, _FEED_DAYS)
    made = [gather_digest(desk.store, desk.configuration, day, now=desk.clock()) for day in days]
    with speaking(desk.configuration.service.digest.language):  # one feed for everybody who has its address
        return render_feed(made, review_url=str(request.base_url).rstrip("/"))


def show_static(request: Request) -> Response:
    """A style sheet or the script; nothing else has a name here."""
    if request.path_params["name"] not in _STATIC:
        return desk_of(request).write_problem(request, 404, _("There is no file of that name."))
    path, kind = _STATIC[request.path_params["name"]]
    return FileResponse(path, media_type=kind, headers={"Cache-Control": "no-cache"})
