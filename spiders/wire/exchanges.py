"""One request and what came of it, written down as an Exchange for the recorder."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.visits import Visit
from spiders.wire.bytes import Wire, read_wire
from storage.records import Exchange, Failure, Fidelity, Role

_AFTER_SENDING = frozenset({Failure.TIMEOUT, Failure.HTTP, Failure.TOO_LARGE, Failure.ENCODING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whose request this is: the run, the source and what else does not change during a source's crawl."""

    run: str
    source: str
    software: str
    tls_verified: bool

    def fail(
        self,
        visit: Visit,
        request: Request | str,
        failure: Failure,
        detail: str | None,
        *,
        role: Role,
        started: datetime | None = None,
    ) -> Exchange:
        """An exchange without a whole response; `request` may be a URL that was not asked at all.

        What the tap saw is kept: the request, and a response that was cut off. Without a tap the request is told
        only where it may have left us.
        """
        now = datetime.now(UTC)
        asked = request if isinstance(request, Request) and started is not None else None
        return Exchange(
            capture=make_id(),
            run=self.run,
            source=self.source,
            role=role,
            url=request.url if isinstance(request, Request) else request,
            page=visit.name,
            requested_at=started or now,
            ended_at=now,
            failure=failure,
            detail=detail,
            software=self.software,
            **_tell_rest(asked, failure),
        )

    def keep(
        self,
        visit: Visit,
        request: Request,
        response: Response,
        *,
        role: Role,
        started: datetime,
        redirect_to: str | None = None,
        failure: Failure | None = None,
        detail: str | None = None,
    ) -> Exchange:
        """An exchange with a response: its heads from the wire, or put together again from what Scrapy tells.

        With a `failure` the response came, and its body as sent is kept, but it could not be read.
        """
        headers = response.headers
        return Exchange(
            capture=make_id(),
            run=self.run,
            source=self.source,
            role=role,
            url=request.url,
            page=visit.name,
            method=request.method,
            requested_at=started,
            ended_at=datetime.now(UTC),
            status=response.status,
            body=response.body,
            redirect_to=redirect_to,
            failure=failure,
            detail=detail,
            etag=_read(headers.get(b"ETag")),
            last_modified=_read(headers.get(b"Last-Modified")),
            content_type=_read(headers.get(b"Content-Type")),
            ip_address=str(response.ip_address) if response.ip_address and "proxy" not in request.meta else None,
            software=self.software,
            flags=self._flags(request, response),
            **_tell_heads(request, response, started),
        )

    def _flags(self, request: Request, response: Response) -> tuple[str, ...]:
        flags = []
        if b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers:
            flags.append("conditional")
        if not self.tls_verified and request.url.startswith("https:"):
            flags.append("tls not verified")
        if "partial" in response.flags:  # neither a length nor chunks: a cut could not be seen
            flags.append("length not declared")
        if (wire := read_wire(request)) is not None and wire.sendings > 1:
            flags.append("sent again")  # the server had closed a connection that it had kept open
        return tuple(flags)


def _tell_heads(request: Request, response: Response, started: datetime) -> dict[str, Any]:
    """The heads of an exchange, and how near they are to what stood on the wire."""
    wire = read_wire(request)
    if wire is not None and wire.agrees(response):
        return {**_tell_wire(wire), "response_head": wire.head}
    latency = request.meta.get("download_latency")
    return {
        "request_head": write_request_head(request),
        "response_head": write_response_head(response),
        "head_at": started + timedelta(seconds=latency) if latency is not None else None,
        "fidelity": Fidelity.RECONSTRUCTED,
    }


def _tell_rest(request: Request | None, failure: Failure) -> dict[str, Any]:
    """What is left of an exchange that failed; nothing of the body where it was too large."""
    if request is None:
        return {"request_head": b""}
    wire = read_wire(request)
    if wire is None:
        return {"request_head": write_request_head(request) if failure in _AFTER_SENDING else b""}
    told = _tell_wire(wire)
    if wire.status is None:
        return told
    body = b"" if failure is Failure.TOO_LARGE else b"".join(wire.body)
    return {**told, "response_head": wire.head, "status": wire.status, "body": body}


def _tell_wire(wire: Wire) -> dict[str, Any]:
    return {
        "request_head": wire.request,
        "interim_heads": wire.interim,
        "head_at": wire.head_at,
        "tls_protocol": wire.tls_protocol,
        "tls_chain": wire.tls_chain,
        "fidelity": Fidelity.WIRE if wire.request else Fidelity.RECONSTRUCTED,
    }


def write_request_head(request: Request) -> bytes:
    """The head of the request as Twisted sends it: the order of its lines is ours."""
    parts = urlsplit(request.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = [f"{request.method} {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n".encode("ascii", "replace")]
    return b"".join([*head, _write_headers(request.headers), b"\r\n"])


def write_response_head(response: Response) -> bytes:
    """The head of the response: names in the case Scrapy gives them, the reason phrase the usual one."""
    try:
        reason = HTTPStatus(response.status).phrase
    except ValueError:
        reason = ""
    head = f"{response.protocol or 'HTTP/1.1'} {response.status} {reason}\r\n".encode("ascii")
    return b"".join([head, _write_headers(response.headers), b"\r\n"])


def make_id() -> str:
    """A name for a capture that no other has: 32 hex digits. No secret, so a system call for each is saved."""
    return f"{random.getrandbits(128):032x}"


def describe_software() -> str:
    """Who captures, with versions, for the record of each capture."""
    return " ".join(f"{name}/{_version(name)}" for name in ("defenderwatch", "scrapy", "twisted"))


def _write_headers(headers: Mapping[bytes, Sequence[bytes]]) -> bytes:
    lines = []
    for name, values in headers.items():
        secret = name.lower() in (b"authorization", b"proxy-authorization", b"cookie")
        lines += [b"%s: %s\r\n" % (name, b"(masked)" if secret else value) for value in values]
    return b"".join(lines)


def _read(value: bytes | None) -> str | None:
    return value.decode("latin-1").strip() or None if value else None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
