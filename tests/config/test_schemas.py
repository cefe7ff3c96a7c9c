"""The schemas for editors are fresh, explain every key, and agree with the loader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from config import declarations
from config.schemas import FOLDER, build_schemas, describe_keys, write_schema
from config.starting import EXAMPLES
from config.yaml_reading import read_yaml

MODELS = [
    each
    for each in vars(declarations).values()
    if isinstance(each, type) and issubclass(each, declarations.Declaration) and each is not declarations.Declaration
]

FILES = {
    "service.schema.json": ["defenderwatch.yaml"],
    "sources.schema.json": sorted(str(path.relative_to(EXAMPLES)) for path in EXAMPLES.glob("sources/*.yaml")),
    "watchlist.schema.json": ["watchlists/kazakhstan.yaml"],
}

REFUSED: list[tuple[str, Any]] = [
    ("sources.schema.json", {"name": "a"}),
    ("sources.schema.json", []),
    ("sources.schema.json", {"name": "a", "url": "https://a.example", "evry": "6h"}),
    ("sources.schema.json", {"name": "a", "url": "https://a.example", "every": 6}),
    ("sources.schema.json", {"name": "a", "url": "https://a.example", "every": "6 hours"}),
    ("sources.schema.json", {"name": "a", "url": "https://a.example", "type": "ngoo"}),
    ("service.schema.json", {"network": {"max_size": "20"}}),
    ("watchlist.schema.json", {"name": "a", "subjects": []}),
    ("watchlist.schema.json", {"name": "a", "subjects": [{"id": "x", "kind": "law", "name": "X", "article": 274}]}),
    ("watchlist.schema.json", {"name": "a", "subjects": [{"id": "x", "kind": "law", "name": "X", "aliases": [""]}]}),
]


@pytest.mark.parametrize("name", sorted(build_schemas()))
def test_a_schema_is_what_the_declarations_say_today(name: str) -> None:
    """Run `python -m config.schemas` where this fails."""
    assert (FOLDER / name).read_text(encoding="utf-8") == write_schema(build_schemas()[name])


def test_there_is_no_schema_without_declarations() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(build_schemas()) == set(FILES)


@pytest.mark.parametrize(("name", "file"), [(name, file) for name, files in FILES.items() for file in files])
def test_the_starter_set_is_right_by_its_schema(name: str, file: str) -> None:
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(read_yaml((EXAMPLES / file).read_bytes()).value)) == []


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_schema_refuses_what_the_loader_refuses(name: str, value: Any) -> None:
    assert not Draft202012Validator(build_schemas()[name]).is_valid(value)


def test_an_alias_is_a_text_or_keys_and_values_in_the_schema() -> None:
    subject = {"id": "x", "kind": "term", "name": "Xy", "aliases": ["Xyz", {"text": "X.Y.", "match": "exact"}]}
    validator = Draft202012Validator(build_schemas()["watchlist.schema.json"])
    assert validator.is_valid({"name": "a", "subjects": [subject]})
    assert not validator.is_valid({"name": "a", "subjects": [{**subject, "aliases": [{"txt": "X"}]}]})


@pytest.mark.parametrize(
    ("model", "key"),
    [(model, key) for model in MODELS if model is not declarations.Configuration for key in model.model_fields],
)
def test_every_key_is_described(model: type[BaseModel], key: str) -> None:
    description = describe_keys()[model.__name__].get(key, "")
    assert description.endswith((".", "…")), f"{model.__name__}.{key}: {description}"


def test_the_folder_of_schemas_is_found_beside_the_package() -> None:
    assert Path(declarations.__file__).parent == FOLDER.parent
