"""What stands before every route: the host that was asked for, the session, the headers of every answer."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitors.languages.speaking import SOURCE, speaking
from monitors.review.api.answers import is_call, write_problem
from monitors.review.api.bearer import admit
from monitors.review.desk import Desk
from monitors.review.sessions import COOKIE, read_session
from monitors.review.tongues import choose_language

OPEN = frozenset({"/login", "/static/desk.css"})
INVITED = "/welcome/"
SECRET = (INVITED, "/feed/")
UNGUARDED = (*SECRET, "/language/")
"""The only paths answered without a session: the door itself, how it looks, in which language, and what a secret in its
address opens."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a browser sends our own forms with `Origin: null`
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
"""Sent with every answer, unless the answer itself says otherwise."""


def split_listen(listen: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:8765` or `[::1]:8765`; ValueError for anything else."""
    host, _, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise ValueError(f"review.listen is {listen!r}; it must be an address and a port, such as 127.0.0.1:8765")
    return host, int(port)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Gate:
    """Answers only who asked for this very host and has a session; puts the headers on every answer.

    A foreign name in `Host` that leads to this address is DNS rebinding: another site's page trying to read ours.
    Behind a wildcard address any IP literal is taken, too, since rebinding needs a name.
    """

    def __init__(self, app: ASGIApp, *, listen: str) -> None:
        """Guard `app`, which is reached at `listen`."""
        self._app = app
        self._host, self._port = split_listen(listen)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refuse_foreign(request)
        if refusal is None and is_call(request):
            refusal = await run_in_threadpool(admit, request, request.app.state.desk)
        elif refusal is None:
            refusal = self._refuse_stranger(request)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        with speaking(SOURCE if is_call(request) else choose_language(request)):
            await (refusal or self._app)(scope, receive, send_guarded)

    def _refuse_foreign(self, request: Request) -> Response | None:
        if not self._knows_host(request.headers):
            return _say(request, 421, "This is not the address of this desk.")
        origin = request.headers.get("origin")
        if request.method not in ("GET", "HEAD") and origin not in (None, f"http://{request.headers['host']}"):
            return _say(request, 403, "This form was not sent from this desk.")
        return None

    def _refuse_stranger(self, request: Request) -> Response | None:
        desk: Desk = request.app.state.desk
        request.state.session = read_session(desk.store, request.cookies.get(COOKIE), desk.clock())
        path = request.url.path
        if request.state.session is not None or path in OPEN or path.startswith(UNGUARDED):
            return None
        if request.method in ("GET", "HEAD"):
            asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?to={quote(asked, safe='')}", 303)
        return PlainTextResponse("Log in first.\n", 401)

    def _knows_host(self, headers: Headers) -> bool:
        host, port = _read_host(headers.get("host", ""))
        if host is None or (self._port and port != self._port):
            return False
        return host in self._own_names() or (self._host in ("0.0.0.0", "::") and _is_address(host))  # noqa: S104

    def _own_names(self) -> set[str]:
        if is_loopback(self._host):
            return {"127.0.0.1", "localhost", "::1", self._host}
        return {self._host.lower(), socket.gethostname().lower(), "localhost"}


def _say(request: Request, status: int, what: str) -> Response:
    return write_problem(status, what) if is_call(request) else PlainTextResponse(f"{what}\n", status)


def _read_host(header: str) -> tuple[str | None, int]:
    try:
        parts = urlsplit(f"//{header.lower()}")
        return (parts.hostname if parts.netloc == header.lower() else None), parts.port or 80
    except ValueError:
        return None, 0


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
