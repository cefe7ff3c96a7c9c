"""Stored copies: what we know of one, its bytes, and the page itself where it can do no harm."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from monitors.review.desk import desk_of
from storage.archive.payload import ArchiveError
from storage.records import Capture
from storage.store import BrokenEncoding, StoreError, TooLarge

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""A page that may show its text and inline styles, and do nothing: no script, no request, no form, no origin."""

_LARGEST = 25_000_000
_SHOWN = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
"""What is shown as what; every other type is shown as the text of its bytes, which no browser runs."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)


def show_capture(request: Request) -> Response:
    """What we know of a capture, with the page in a sandboxed frame below."""
    desk = desk_of(request)
    capture = desk.store.capture(request.path_params["id"])
    if capture is None:
        return desk.write_problem(request, 404, "There is no capture of that id.")
    return desk.write("capture.html", request, capture=capture, held=capture.payload_file is not None)


def show_copy(request: Request) -> Response:
    """The page as it was received, without any right to run, to fetch or to send."""
    desk = desk_of(request)
    found = _find_body(request, decoded=True)
    if isinstance(found, str):
        return desk.write_problem(request, 404, found)
    capture, body = found
    given = (capture.content_type or "").lower()
    kind = _SHOWN.get(given.partition(";")[0].strip(), "text/plain")
    charset = _CHARSET.search(given)
    headers = {
        "Content-Security-Policy": SANDBOX,
        "X-Frame-Options": "SAMEORIGIN",
        "Content-Type": f"{kind}; charset={charset[1]}" if charset else kind,
    }
    return Response(body, headers=headers)


def save_copy(request: Request) -> Response:
    """The bytes as they were sent, as a file named by their hash."""
    desk = desk_of(request)
    found = _find_body(request, decoded=False)
    if isinstance(found, str):
        return desk.write_problem(request, 404, found)
    capture, body = found
    name = f"{capture.sha256 or capture.id}.bin"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": SANDBOX}
    return Response(body, media_type="application/octet-stream", headers=headers)


def _find_body(request: Request, *, decoded: bool) -> tuple[Capture, bytes] | str:
    """The capture and its body, or why there is none."""
    store = desk_of(request).store
    capture = store.capture(request.path_params["id"])
    if capture is None:
        return "There is no capture of that id."
    try:
        body = store.payload_decoded(capture, _LARGEST) if decoded else store.payload(capture)
    except TooLarge:
        return "This copy is too large to be shown. Its bytes can be saved."
    except BrokenEncoding:
        return "This copy arrived in a broken encoding. Its bytes can be saved as they came."
    except (StoreError, ArchiveError, OSError):
        return "The archive file of this copy cannot be read. Run “defenderwatch archive verify”."
    return (capture, body) if body else "This capture holds no body."
