"""What passed over a connection in one exchange, byte for byte, as the tap writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response

WIRE = "wire"
"""Key in a request's meta: the Wire of its exchange; None where no tap watched or nothing was asked."""


@dataclass(slots=True)
class Wire:
    """One request and its answer. `status` is None until the answer's head has come whole."""

    request: bytes = b""
    interim: bytes = b""  # heads of status 1xx, one after the other
    head: bytes = b""  # with its last blank line
    status: int | None = None
    body: list[bytes] = field(default_factory=list)  # after transfer coding, before content coding
    head_at: datetime | None = None
    sendings: int = 0  # more than one where a kept-alive connection was dropped and another one opened
    tls_protocol: str | None = None
    tls_chain: tuple[str, ...] = ()  # SHA-256 of each certificate (DER), the server's own first

    def begin(self) -> None:
        """A request is about to be written; what an earlier connection left is forgotten."""
        self.request = self.interim = self.head = b""
        self.status = self.head_at = None
        self.body.clear()
        self.sendings += 1

    def end_head(self, status: int) -> None:
        """The head is whole. One of status 1xx is set aside: the answer is still to come."""
        if 100 <= status < 200:
            self.interim += self.head
            self.head = b""
        else:
            self.status, self.head_at = status, datetime.now(UTC)

    def agrees(self, response: Response) -> bool:
        """Whether the tap saw what Scrapy tells: the same status, and a body of the same length."""
        length = sum(map(len, self.body))
        return bool(self.request) and self.status == response.status and length == len(response.body)


def read_wire(request: Request) -> Wire | None:
    """What the tap saw of the last exchange of this request."""
    wire = request.meta.get(WIRE)
    return wire if isinstance(wire, Wire) else None
