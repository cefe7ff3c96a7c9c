"""What the API answers: JSON that a client may ask for again by its ETag, and problems as RFC 9457 writes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NotRequired

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import TypedDict

ROOT = "/api/"
PROBLEM = "application/problem+json"


class Fault(TypedDict):
    """One thing that was wrong with a question."""

    where: str
    what: str


class Problem(TypedDict):
    """What is wrong, as RFC 9457 writes it; `type` is always `about:blank`: the status says all that there is."""

    type: str
    title: str
    status: int
    detail: str
    errors: NotRequired[list[Fault]]


class BadQuestion(HTTPException):
    """A question that the API does not understand."""

    def __init__(self, detail: str, faults: Sequence[Fault] = (), status: int = 400) -> None:
        """`detail` says what is allowed."""
        super().__init__(status, detail)
        self.faults = list(faults)


def is_call(request: Request) -> bool:
    """Whether a program asks for something under `/api/`."""
    return f"{request.url.path}/".startswith(ROOT)


def write_answer(request: Request, told: Any) -> Response:
    """The JSON of what is told; 304 for who has it already.

    `<` is written as an escape: whoever pastes an answer into a page pastes no mark-up.
    """
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    body = text.replace("<", "\\u003c").encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if request.method in ("GET", "HEAD") and known & {tag, "*"}:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, media_type="application/json", headers={"ETag": tag})


def write_problem(
    status: int, detail: str, *, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """A problem in words."""
    phrase = HTTPStatus(status).phrase
    told: Problem = {"type": "about:blank", "title": phrase, "status": status, "detail": detail or phrase}
    if faults:
        told["errors"] = list(faults)
    body = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").encode()
    return Response(body, status, media_type=PROBLEM, headers=dict(headers or {}))


def tell_problem(error: HTTPException) -> Response:
    """The problem that a call ended with."""
    faults = error.faults if isinstance(error, BadQuestion) else ()
    return write_problem(error.status_code, error.detail, faults=faults, headers=error.headers)
