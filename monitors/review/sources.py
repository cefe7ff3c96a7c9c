"""The pages of sources: how each is, how the looks at it went, and how often it changes."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from monitors.digests.days import local_day
from monitors.digests.gathering import name_sources
from monitors.health.sources import look_at_health
from monitors.languages.speaking import _
from monitors.review.desk import desk_of
from monitors.review.pictures import DAYS, LOOKS, draw_looks, draw_weeks
from monitors.timing.planning import next_check
from storage.records import Role

_LAST = 30


def list_sources(request: Request) -> Response:
    """Every source with its health, the troubled ones first."""
    desk = desk_of(request)
    seen = desk.recall("health", lambda: look_at_health(desk.store, desk.configuration, now=desk.clock()))
    rows = sorted(seen, key=lambda row: row.state.value == "ok")
    return desk.write("sources.html", request, rows=rows, sources=name_sources(desk.configuration))


def show_source(request: Request) -> Response:
    """One source: its health, ninety days of looks, its rate of change and its last captures."""
    desk = desk_of(request)
    name = request.path_params["name"]
    source = next((each for each in desk.configuration.sources if each.name == name), None)
    if source is None:
        return desk.write_problem(request, 404, _("No source of that name is declared."))
    now = desk.clock()
    since, today = now - timedelta(days=DAYS), local_day(now, desk.zone)
    alone = desk.configuration.model_copy(update={"sources": (source,)})
    looks = desk.store.count_looks(name, since=since)
    changes = desk.store.count_changes(name, since=since)
    return desk.write(
        "source.html",
        request,
        source=source,
        health=look_at_health(desk.store, alone, now=now)[0],
        due=next_check(desk.store, source, now, zone=ZoneInfo(desk.configuration.service.timezone)),
        looks={kind: sum(each.number for each in looks if each.kind == kind) for kind in LOOKS},
        ticks=draw_looks(looks, today),
        days=DAYS,
        changes=sum(each.number for each in changes),
        weeks=draw_weeks(changes, today),
        captures=[
            each
            for each in desk.store.last_captures(source=name, limit=3 * _LAST)
            if each.role in (Role.PAGE, Role.INDEX)
        ][:_LAST],
    )
