"""Forms as they arrive: bounded, and only with the token of the session that they were written for."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from monitors.languages.speaking import _

Form = ImmutableMultiDict[str, str]

_LARGEST = 64_000
"""Bytes of a form: a note of 2,000 letters in any script is far below it."""


class BadForm(HTTPException):
    """A form that this desk did not write."""

    def __init__(self, what: str, status: int = 400) -> None:
        """`what` was wrong and what is allowed."""
        super().__init__(status, what)


async def read_form(request: Request, *, token: str | None = None) -> Form:
    """The fields of a form. With `token`, BadForm unless the form carries it; BadForm for a form too large."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _LARGEST:
        raise BadForm(_("This form is too large."), 413)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BadForm(_("Forms are sent as application/x-www-form-urlencoded."), 415)
    sent = (await request.form()).multi_items()
    fields: Form = ImmutableMultiDict([(name, value) for name, value in sent if isinstance(value, str)])
    if token is not None and not hmac.compare_digest(fields.get("token", "").encode(), token.encode()):
        raise BadForm(_("This form was not written for this session. Go back, reload the page and try again."), 403)
    return fields


def posted(act: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads a form of its session and acts in a thread: waiting for the database stops nobody else."""

    @wraps(act)
    async def answer(request: Request) -> Response:
        form = await read_form(request, token=request.state.session.token)
        return await run_in_threadpool(act, request, form)

    return answer


def handed_in(act: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    """The same for who has no session yet; the endpoint itself looks at the form's token."""

    @wraps(act)
    async def answer(request: Request) -> Response:
        return await run_in_threadpool(act, request, await read_form(request))

    return answer


def read_own_path(to: str) -> str:
    """The path where it leads to this desk; `/` for everything that could lead elsewhere."""
    plain = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() and "\\" not in to
    return to if plain else "/"
