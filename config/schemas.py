"""JSON Schemas of the operator's files, for editors that complete and check while one types.

`python -m config.schemas` writes them anew into `config/schema`; a test fails while they are stale.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from config import declarations
from config.declarations import Alias, Service, Source, WatchList

FOLDER = Path(__file__).parent / "schema"


def build_schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, by the name of the schema's file."""
    return {
        "service.schema.json": _schema(Service, "defenderwatch.yaml: the service"),
        "sources.schema.json": _one_or_several(_schema(Source, "sources/*.yaml: one source, or a list of them")),
        "watchlist.schema.json": _schema(WatchList, "watchlists/*.yaml: who and what is tracked"),
    }


def write_schemas(folder: Path = FOLDER) -> None:
    """Afterwards the folder holds the schemas of today's declarations."""
    folder.mkdir(exist_ok=True)
    for name, schema in build_schemas().items():
        (folder / name).write_text(write_schema(schema), encoding="utf-8")


def write_schema(schema: dict[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


@functools.cache
def describe_keys() -> dict[str, dict[str, str]]:
    """The docstring below each field, by the names of its declaration and its key; keys without one are left out."""
    classes = [each for each in ast.parse(inspect.getsource(declarations)).body if isinstance(each, ast.ClassDef)]
    return {each.name: dict(_read_docstrings(each)) for each in classes}


def _read_docstrings(declaration: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in itertools.pairwise(declaration.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            yield field.target.id, inspect.cleandoc(ast.literal_eval(below.value))


def describe_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a declaration and of those inside, every key with its description."""
    schema = model.model_json_schema(mode="validation")
    for name, shape in {model.__name__: schema, **schema.get("$defs", {})}.items():
        for key, told in describe_keys().get(name, {}).items():
            described = {**shape["properties"][key], "description": told}
            shape["properties"][key] = dict(sorted(described.items()))
    return schema


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    schema = describe_schema(model)
    _allow_text_for_aliases(schema)
    _drop_titles(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def _allow_text_for_aliases(schema: dict[str, Any]) -> None:
    """An alias is its text alone, or keys and values: pydantic does not see what the validator before it takes."""
    alias = schema.get("$defs", {}).get(Alias.__name__)
    if alias is not None:
        text = {"type": "string", "minLength": 1, "description": "The spelling, in its nominative form."}
        schema["$defs"][Alias.__name__] = {"description": alias.pop("description"), "anyOf": [text, alias]}


def _one_or_several(schema: dict[str, Any]) -> dict[str, Any]:
    outside = {key: schema.pop(key) for key in ("$schema", "title")}
    definitions = schema.pop("$defs", {})
    several = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Source"}}
    definitions["Source"] = schema
    return {**outside, "anyOf": [{"$ref": "#/$defs/Source"}, several], "$defs": definitions}


def _drop_titles(schema: Any) -> None:
    """Pydantic's titles repeat the keys; they would stand in the way of the descriptions."""
    if isinstance(schema, dict):
        if isinstance(schema.get("title"), str):
            del schema["title"]
        for value in schema.values():
            _drop_titles(value)
    elif isinstance(schema, list):
        for value in schema:
            _drop_titles(value)


if __name__ == "__main__":
    write_schemas()
