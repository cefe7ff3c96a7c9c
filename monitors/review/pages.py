"""A page of the desk: where it is, what writes it, and which right its reader must have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from storage.people import Right

_REFUSALS = {
    Right.READ: "Log in first.",
    Right.JUDGE: "Verdicts are given by reviewers and operators. Your account may read.",
    Right.ARCHIVE: "This is for archivists and operators.",
    Right.OPERATE: "This is for operators.",
}


class Page(Route):
    """A route that cannot be declared without saying who may come; None: everybody, which is the door alone."""

    def __init__(
        self, path: str, endpoint: Callable[..., Any], *, right: Right | None, methods: Sequence[str] = ("GET",)
    ) -> None:
        """See `Route`."""
        super().__init__(path, endpoint, methods=list(methods))
        self.right = right

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer who has the right; the others are told whose page it is."""
        if self.right is not None:
            session = getattr(Request(scope).state, "session", None)
            if session is None or not session.may(self.right):
                raise HTTPException(403, _REFUSALS[self.right])
        await super().handle(scope, receive, send)
