"""The case report on the desk: for reading, for printing, and for taking along."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from monitors.digests.days import local_day
from monitors.languages.speaking import _
from monitors.reports.gathering import gather_report
from monitors.reports.records import ReportFormat
from monitors.reports.rendering import render_report
from monitors.review.desk import Desk, desk_of
from monitors.review.filters import read_day
from monitors.review.subjects import find_subject

_TYPES = {
    ReportFormat.HTML: ("text/html; charset=utf-8", "html"),
    ReportFormat.MARKDOWN: ("text/markdown; charset=utf-8", "md"),
    ReportFormat.CSV: ("text/csv; charset=utf-8", "csv"),
    ReportFormat.JSON: ("application/json", "json"),
}


def show_report(request: Request) -> Response:
    """The report of a subject between two days, both inclusive; a file of it with `format`."""
    desk = desk_of(request)
    subject = find_subject(desk, request.path_params["veil"])
    if subject is None:
        return desk.write_problem(request, 404, _("No watch list has a subject at this address."))
    since, until = (request.query_params.get(name, "") for name in ("since", "until"))
    report = gather_report(
        desk.store,
        desk.configuration,
        subject,
        since=_begin(desk, since),
        until=_begin(desk, until, later=1),
        now=desk.clock(),
    )
    form = request.query_params.get("format", "")
    if form not in _TYPES:
        told: dict[str, Any] = {"report": report, "subject": subject, "forms": list(_TYPES)}
        return desk.write("report.html", request, since=since, until=until, **told)
    note = {"object": desk.keeper.veil(subject.id), "detail": form}
    desk.store.note_deed(at=desk.clock(), actor=request.state.session.reviewer, action="case report saved", **note)
    kind, ending = _TYPES[ReportFormat(form)]
    name = f"case-report-{local_day(desk.clock(), desk.zone)}.{ending}"  # no name of a person in a file's name
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(render_report(report, ReportFormat(form)), media_type=kind, headers=headers)


def _begin(desk: Desk, word: str, *, later: int = 0) -> datetime | None:
    day = read_day(word)
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=later), time(), desk.zone).astimezone(UTC)
