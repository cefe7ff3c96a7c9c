"""Stored copies: what we know of one, its bytes, and the page itself where it can do no harm."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from diffing.extraction.charset import decode_bytes
from monitors.languages.speaking import _
from monitors.review.desk import desk_of
from monitors.review.neutral import neutralise_page
from storage.archive.payload import ArchiveError
from storage.records import Capture
from storage.store import BrokenEncoding, StoreError, TooLarge

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""A page that may show its text and inline styles, and do nothing: no script, no request, no form, no origin."""

_LARGEST = 25_000_000
_MARKUP = frozenset({"text/html", "application/xhtml+xml"})


def show_capture(request: Request) -> Response:
    """What we know of a capture, with the page in a sandboxed frame below."""
    desk = desk_of(request)
    capture = desk.store.capture(request.path_params["id"])
    if capture is None:
        return desk.write_problem(request, 404, _("There is no capture of that id."))
    return desk.write("capture.html", request, capture=capture, held=capture.payload_file is not None)


def show_copy(request: Request) -> Response:
    """The page without anything that could act or connect, and in a sandbox besides; other types as plain text."""
    desk = desk_of(request)
    found = _find_body(request, decoded=True)
    if isinstance(found, str):
        return desk.write_problem(request, 404, found)
    capture, body = found
    headers = {"Content-Security-Policy": SANDBOX, "X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "no-referrer"}
    if (capture.content_type or "").partition(";")[0].strip().lower() in _MARKUP:
        page = neutralise_page(body, capture.content_type)
        if page is not None:
            return HTMLResponse(page, headers=headers)
    return PlainTextResponse(decode_bytes(body, capture.content_type).text, headers=headers)


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
        return _("There is no capture of that id.")
    try:
        body = store.payload_decoded(capture, _LARGEST) if decoded else store.payload(capture)
    except TooLarge:
        return _("This copy is too large to be shown. Its bytes can be saved.")
    except BrokenEncoding:
        return _("This copy arrived in a broken encoding. Its bytes can be saved as they came.")
    except (StoreError, ArchiveError, OSError):
        return _("The archive file of this copy cannot be read. Run “defenderwatch archive verify”.")
    return (capture, body) if body else _("This capture holds no body.")
