"""The page of the audit log: who did what, and when. It only grows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from monitors.review.desk import desk_of

_PAGE = 100


def show_audit(request: Request) -> Response:
    """The newest lines, or those before the one that was asked for."""
    desk = desk_of(request)
    before = request.query_params.get("before", "")
    deeds = desk.store.deeds(limit=_PAGE + 1, before=int(before) if before.isdecimal() and len(before) < 15 else None)
    return desk.write("audit.html", request, deeds=deeds[:_PAGE], more=len(deeds) > _PAGE)
