"""A call of the API: where it is, which right it asks for, and what is asked and answered, as its function says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from monitors.review.api.answers import BadQuestion, Fault, write_answer
from monitors.review.api.questions import Question
from monitors.review.desk import desk_of
from monitors.review.pages import Page
from storage.people import Right

_LARGEST = 64_000
"""Bytes of a body."""


class Call(Page):
    """A page for programs. `act` is given the desk, what is asked and what stands in the path, and gives the answer.

    The types of its parameters are what is checked and what the API's description tells; so are its first lines.
    """

    def __init__(
        self, path: str, act: Callable[..., Any], *, right: Right = Right.READ, method: str = "GET", tag: str
    ) -> None:
        """`method` POST: what is asked stands in a JSON body."""
        hints = get_type_hints(act, include_extras=True)
        self.act, self.tag, self.answer = act, tag, hints.pop("return")
        self.question: type[Question] | None = hints.pop("asked", None)
        self.places = {name: kind for name, kind in hints.items() if f"{{{name}" in path}
        self._checks = {name: TypeAdapter(kind) for name, kind in self.places.items()}
        super().__init__(path, self._answer_body if method == "POST" else self._answer, right=right, methods=[method])
        self.name = act.__name__

    def _answer(self, request: Request) -> Response:
        return self._act(request, _read_query(request.query_params.multi_items()))

    async def _answer_body(self, request: Request) -> Response:
        asked = await _read_body(request)
        return await run_in_threadpool(self._act, request, asked)

    def _act(self, request: Request, asked: Any) -> Response:
        told = {name: self._read_place(name, value) for name, value in request.path_params.items()}
        if self.question is not None:
            told["asked"] = _understand(self.question, asked)
        elif asked:
            raise BadQuestion("This call takes no parameters.", [_fault(name, "it is unknown") for name in asked])
        return write_answer(request, self.act(desk_of(request), **told))

    def _read_place(self, name: str, value: str) -> Any:
        try:
            return self._checks[name].validate_python(value)
        except ValidationError:
            raise BadQuestion("There is nothing at this address.", status=404) from None


def _read_query(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, value in pairs:
        if name in told:
            raise BadQuestion("Each parameter is given once.", [_fault(name, "it is given twice")])
        told[name] = value
    return told


async def _read_body(request: Request) -> Any:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadQuestion("What is asked is sent as application/json.", status=415)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            raise BadQuestion("This body is too large.", status=413)
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadQuestion("The body is no JSON.") from None


def _understand(question: type[Question], asked: Any) -> Question:
    try:
        return question.model_validate(asked)
    except ValidationError as problem:
        faults = [_fault(".".join(map(str, each["loc"])), each["msg"]) for each in problem.errors(include_input=False)]
        raise BadQuestion("This was not understood; nothing was looked up.", faults) from None


def _fault(where: str, what: str) -> Fault:
    return {"where": where[:100], "what": what.removeprefix("Value error, ")}
