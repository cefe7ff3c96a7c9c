"""Writes docs/reference/ from the commands and the declarations themselves, so that nobody types it by hand.

    .venv/bin/python docs/generate_reference.py

`tests/test_docs.py` fails where the files are not what this would write.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from config.declarations import (
    Alias,
    Code,
    DigestSettings,
    HeartbeatSettings,
    NetworkSettings,
    Pace,
    ReviewSettings,
    Service,
    Source,
    Subject,
    TimestampSettings,
    WatchList,
    Window,
)
from config.schemas import describe_keys
from monitors.cli import defenderwatch
from monitors.review.api.openapi import describe
from monitors.review.api.table import CALLS

FOLDER = Path(__file__).parent / "reference"
_WARNING = "<!-- Written by docs/generate_reference.py: edit the program's own help texts instead. -->\n"
_WORDS = {"string": "text", "integer": "a number", "boolean": "`true` or `false`", "null": "null", "object": "keys"}
_UNITS = (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1))

_MODELS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("defenderwatch.yaml", "", Service),
    ("defenderwatch.yaml: digest", "digest.", DigestSettings),
    ("defenderwatch.yaml: review", "review.", ReviewSettings),
    ("defenderwatch.yaml: network", "network.", NetworkSettings),
    ("defenderwatch.yaml: heartbeat", "heartbeat.", HeartbeatSettings),
    ("defenderwatch.yaml: timestamps", "timestamps.", TimestampSettings),
    ("sources/*.yaml", "", Source),
    ("sources/*.yaml: when", "when.", Window),
    ("sources/*.yaml: adaptive", "adaptive.", Pace),
    ("watchlists/*.yaml", "", WatchList),
    ("watchlists/*.yaml: subjects", "", Subject),
    ("watchlists/*.yaml: aliases", "", Alias),
    ("watchlists/*.yaml: codes", "", Code),
)
"""The tables of the key reference: heading, prefix of the keys, and the declaration that is told."""


def write_references() -> dict[str, str]:
    """File name to text, for every generated file."""
    description = describe(CALLS)
    return {
        "commands.md": _command_reference(),
        "configuration.md": _key_reference(),
        "api.md": _call_reference(description),
        "openapi.json": json.dumps(description, ensure_ascii=False, indent=1) + "\n",
    }


def walk_commands(command: click.Command, context: click.Context, path: str) -> Iterator[tuple[str, str]]:
    """Every command under `command`: how it is called, and its help text."""
    if path:
        yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                inner = _context(found, f"defenderwatch {path} {name}".replace("  ", " "))
                yield from walk_commands(found, inner, f"{path} {name}".strip())


def _context(command: click.Command, name: str) -> click.Context:
    names = defenderwatch.context_settings["help_option_names"]
    return click.Context(command, info_name=name, terminal_width=100, max_content_width=100, help_option_names=names)


def _command_reference() -> str:
    parts = [
        _WARNING,
        "# Commands\n",
        "Every command takes `--config DIR` and, where it prints facts, `--json`. Facts go to standard output,",
        "everything else to standard error. Exit status: 0 fine; 1 it ran and found a problem; 2 it could not run.\n",
        _as_block(defenderwatch.get_help(_context(defenderwatch, "defenderwatch"))),
    ]
    for path, text in walk_commands(defenderwatch, _context(defenderwatch, "defenderwatch"), ""):
        parts += [f"## `{path}`\n", _as_block(text)]
    return "\n".join(parts)


def _as_block(text: str) -> str:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(["```text", *lines, "```\n"])


def _key_reference() -> str:
    parts = [
        _WARNING,
        "# Configuration\n",
        "Unknown keys are errors. A duration is a number and a unit (`30s`, `5m`, `6h`, `90d`, `2w`), a size likewise",
        "(`500KB`, `20MB`, `1GB`). JSON Schemas for editors lie in `config/schema/`.\n",
    ]
    for heading, prefix, model in _MODELS:
        parts += [f"## {heading}\n", f"{_first_line(model)}\n", _key_table(model, prefix)]
    return "\n".join(parts)


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _key_table(model: type[BaseModel], prefix: str) -> str:
    properties = model.model_json_schema()
    rows = ["| key | value | default | meaning |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        shape = properties["properties"][name]
        told = describe_keys()[model.__name__].get(name, "")
        cells = (f"`{prefix}{name}`", _say_value(shape, properties), _say_default(name, field), told)
        rows.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join([*rows, ""])


def _say_value(shape: dict[str, Any], whole: dict[str, Any]) -> str:
    """What may stand there, in a few words: read from the JSON Schema, which holds what is checked."""
    if "$ref" in shape:
        return _say_value(whole["$defs"][shape["$ref"].rsplit("/", 1)[1]], whole)
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(_say_value(each, whole) for each in shape["anyOf"]))
    if "enum" in shape:
        return " or ".join(f"`{word}`" for word in shape["enum"])
    if "examples" in shape:
        return f"like `{shape['examples'][0]}`"
    if shape.get("type") == "array":
        return f"a list of {_say_value(shape['items'], whole)}"
    return _WORDS[shape["type"]]


def _say_default(name: str, field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    if isinstance(value, BaseModel):
        return ""
    if isinstance(value, tuple):
        return "none" if not value else f"`[{', '.join(str(each) for each in value)}]`"
    return "none" if value is None else f"`{_as_written(name, value)}`"


def _as_written(name: str, value: object) -> str:
    """A value as an operator writes it in YAML."""
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return next(f"{seconds // size}{unit}" for unit, size in _UNITS[1:] if seconds % size == 0)
    if isinstance(value, bool):
        return str(value).lower()
    if name == "max_size" and isinstance(value, int):
        return f"{value // 1_000_000}MB"
    return value.value if isinstance(value, StrEnum) else str(value)


def _call_reference(description: dict[str, Any]) -> str:
    parts = [
        _WARNING,
        "# API\n",
        f"{description['info']['description']}\n",
        "[openapi.json](openapi.json) says the same to programs. ",
        "How to use it: [Use the API](../how-to/use-the-api.md).\n",
    ]
    for path, methods in description["paths"].items():
        for method, call in methods.items():
            parts += [f"## {method.upper()} {path}\n", f"{call['description']}\n", *_parameter_table(call, description)]
            parts += [f"Answers `{_name_answer(call)}`; problems: {', '.join(_problems(call))}.\n"]
    return "\n".join(parts)


def _parameter_table(call: dict[str, Any], description: dict[str, Any]) -> list[str]:
    """The parameters in address and body; a header is the same everywhere, and told once."""
    told = [(each["name"], each["schema"], each.get("description", "")) for each in call["parameters"]]
    if "requestBody" in call:
        name = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        body = description["components"]["schemas"][name]["properties"]
        told += [(key, schema, schema.get("description", "")) for key, schema in body.items()]
    rows = [
        f"| `{name}` | {_say_bounds(schema)} | {about} |" for name, schema, about in told if name != "If-None-Match"
    ]
    return ["\n".join(["| parameter | value | meaning |", "|---|---|---|", *rows, ""])] if rows else []


def _say_bounds(schema: dict[str, Any]) -> str:
    word = {"date-time": "a time", "date": "a day"}.get(schema.get("format", ""), _WORDS[schema["type"]])
    if "maximum" in schema and schema["maximum"] < 2**63 - 1:
        word += f", {schema['minimum']} to {schema['maximum']}"
    known = "default" in schema and schema["default"] not in (0, 2**63 - 1)
    return word + (f"; `{json.dumps(schema['default'])}` unless told" if known else "")


def _name_answer(call: dict[str, Any]) -> str:
    schema = call["responses"]["200"]["content"]["application/json"]["schema"]
    return str(schema["$ref"]).rpartition("/")[2] if "$ref" in schema else "OpenAPI"


def _problems(call: dict[str, Any]) -> list[str]:
    return [status for status in call["responses"] if status >= "400"]


def main() -> int:
    """Write the files, and name those that changed; with `--check` only name them, and give 1 where there are some."""
    only_check = "--check" in sys.argv[1:]
    FOLDER.mkdir(exist_ok=True)
    stale = [(name, text) for name, text in write_references().items() if _read(FOLDER / name) != text]
    for name, text in stale:
        if not only_check:
            (FOLDER / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'stale' if only_check else 'written'}: docs/reference/{name}\n")
    return 1 if only_check and stale else 0


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


if __name__ == "__main__":
    sys.exit(main())
