"""The description of the API as OpenAPI 3.1, made from the table of calls and the types of their functions."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode
from typing_extensions import get_original_bases, is_typeddict

from monitors.review.api.answers import PROBLEM, Problem
from monitors.review.api.calls import Call
from monitors.shapes import types as json_types
from storage.people import Right

_REF = "#/components/schemas/{model}"
_RIGHT = {Right.READ: "", Right.OPERATE: " For operators."}
_PROBLEMS = {
    "400": "A parameter is unknown, given twice, or says what is not allowed.",
    "401": "No token, or one that opens nothing.",
    "403": "The role of this token may not.",
    "404": "There is nothing of that name.",
    "413": "The body is too large.",
    "415": "The body is no application/json.",
    "421": "This is not the address of this desk.",
    "429": "Too many tokens that open nothing were tried; a good one is let in all the same.",
}
_ALWAYS = ("400", "401", "403", "421", "429")

_INTRODUCTION = """\
What the commands print with `--json`, for programs. All of it only reads.

Carry a token in `Authorization: Bearer`; `defenderwatch account token add` makes one. Times are ISO 8601 in UTC with
`Z`. Offsets count code points into the stored text, the end is exclusive. Texts are as they were published: whoever
shows them escapes them. Every answer has an `ETag`; with `If-None-Match` an answer that is the same is not sent again.
Lists come in pieces: give `next` as `after` to go on. Subjects stand in addresses by their `key`, never by name.
Keys may be added in a later version; none goes away."""


def describe(calls: Sequence[Call]) -> dict[str, Any]:
    """The whole document."""
    answers, schemas = _make_schemas(calls)
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        method = "post" if call.methods and "POST" in call.methods else "get"
        paths.setdefault(call.path_format, {})[method] = _describe_call(call, method, answers[call.name])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "defenderwatch",
            "version": version("defenderwatch"),
            "summary": "What changed about whom, read by programs.",
            "description": _INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {status: _describe_problem(told) for status, told in _PROBLEMS.items()},
        },
    }


def _make_schemas(calls: Iterable[Call]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of each call's answer, and all those that they are made of."""
    bodies = [call.question for call in calls if call.question and call.methods and "POST" in call.methods]
    kinds: list[tuple[Any, JsonSchemaMode, TypeAdapter[Any]]] = [
        *((call.name, "serialization", TypeAdapter(call.answer)) for call in calls),
        (Problem, "serialization", TypeAdapter(Problem)),
        *((each, "validation", TypeAdapter(each)) for each in bodies),
    ]
    made, shared = TypeAdapter.json_schemas(kinds, ref_template=_REF)
    schemas = shared.get("$defs", {})
    for kind in (*vars(json_types).values(), *(call.answer for call in calls)):
        _tell_inherited(kind, schemas)
    named = {call.name: made[(call.name, "serialization")] for call in calls}
    return named, {name: _without_titles(schema) for name, schema in sorted(schemas.items())}


def _tell_inherited(kind: Any, schemas: dict[str, Any]) -> None:
    """What is told of a field stands where it is declared; pydantic leaves it out of the types that inherit it."""
    own = schemas.get(getattr(kind, "__name__", ""))
    for base in get_original_bases(kind) if own and is_typeddict(kind) else ():
        for name, field in TypeAdapter(base).json_schema()["properties"].items() if is_typeddict(base) else ():
            if own and "description" in field:
                own["properties"][name].setdefault("description", field["description"])


def _describe_call(call: Call, method: str, answer: Any) -> dict[str, Any]:
    about = inspect.getdoc(call.act) or ""
    statuses = [*_ALWAYS, *(["404"] if call.places or "subject" in _fields(call) else [])]
    statuses += ["413", "415"] if method == "post" else []
    told: dict[str, Any] = {
        "operationId": call.name,
        "summary": about.partition(".")[0].partition(",")[0],
        "description": about + _RIGHT[call.right or Right.READ],
        "tags": [call.tag],
        "parameters": [*_describe_places(call), *(_describe_query(call) if method == "get" else [])],
        "responses": {
            "200": {"description": "As asked.", "headers": _TAG, "content": {"application/json": {"schema": answer}}},
            **({"304": {"description": "The same as the client has.", "headers": _TAG}} if method == "get" else {}),
            **{status: {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)},
        },
    }
    if method == "post" and call.question:
        schema = {"$ref": _REF.format(model=call.question.__name__)}
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    else:
        told["parameters"].append(_KNOWN)
    return told


_TAG = {"ETag": {"description": "Of this very answer.", "schema": {"type": "string"}}}
_KNOWN = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of an answer that the client has.",
    "schema": {"type": "string"},
}


def _describe_places(call: Call) -> list[dict[str, Any]]:
    return [
        _describe_parameter(name, "path", TypeAdapter(kind).json_schema(), required=True)
        for name, kind in call.places.items()
    ]


def _describe_query(call: Call) -> list[dict[str, Any]]:
    return [_describe_parameter(name, "query", schema, required=False) for name, schema in _fields(call).items()]


def _fields(call: Call) -> dict[str, Any]:
    return dict(call.question.model_json_schema()["properties"]) if call.question else {}


def _describe_parameter(name: str, where: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    """None is said by leaving a parameter out, so that no schema of one allows null."""
    said = [each for each in schema.pop("anyOf", [{}]) if each != {"type": "null"}]
    whole = {key: value for key, value in (said[0] | schema).items() if key != "title" and value is not None}
    about = {"description": whole.pop("description")} if "description" in whole else {}
    return {"name": name, "in": where, "required": required, **about, "schema": whole}


def _describe_problem(told: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=Problem.__name__)}
    return {"description": told, "content": {PROBLEM: {"schema": schema}}}


def _without_titles(schema: Any) -> Any:
    """Titles that pydantic makes of names say nothing new."""
    if isinstance(schema, list):
        return [_without_titles(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _without_titles(value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))
    }
