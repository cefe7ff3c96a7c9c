"""Subjects from other people's files: CSV with a header, and entities of FollowTheMoney (OpenSanctions) as JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.declarations import SubjectKind
from config.names import explain_hollow_name
from monitors.watch_lists.files import NewSubject, Spellings

_SCHEMAS = {
    "Person": SubjectKind.DEFENDER,
    **dict.fromkeys(("Organization", "Company", "LegalEntity", "PublicBody"), SubjectKind.ORGANISATION),
}
"""FollowTheMoney's schemata that can be watched, https://followthemoney.tech/explorer/."""

_NAMES = ("name", "alias", "previousName")
"""Its properties that hold full names; `weakAlias` holds nicknames that mean many people, and is left out."""

_COLUMNS = ("name", "kind", "aliases", "note")


class UnreadableImportError(Exception):
    """The file is not what it should be; the message says what is allowed."""


@dataclass(slots=True)
class Import:
    """What a file brings: subjects to write, and in words what was left out and why."""

    subjects: list[NewSubject] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_import(path: Path, kind: SubjectKind) -> list[NewSubject]:
    """The subjects of a file, without ids; UnreadableImportError in words. `kind` is for rows that say none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableImportError(f"{path.name} is not UTF-8; save it as UTF-8") from None
    return list(_read_table(text, kind) if path.suffix.lower() == ".csv" else _read_entities(text))


def sort_out(rows: Iterable[NewSubject], known: Spellings) -> Import:
    """Rows whose name is tracked are duplicates; an alias that is somebody else's is a clash and is left out."""
    brought = Import()
    for row in rows:
        hollow = explain_hollow_name(row.name)
        owner = known.owner(row.name)
        if hollow:
            brought.refused.append(f"{row.name!r} {hollow}")
        elif owner:
            brought.duplicates.append(f"{row.name!r} is a spelling of {owner}")
        else:
            brought.subjects.append(_make_subject(row, known, brought))
    return brought


def _make_subject(row: NewSubject, known: Spellings, brought: Import) -> NewSubject:
    made = known.make_id(row.name)
    aliases = []
    for alias in dict.fromkeys(row.aliases):
        owner = known.owner(alias)
        if owner:
            brought.clashes.append(f"{row.name!r}: its spelling {alias!r} belongs to {owner} and is left out")
        elif alias != row.name and not explain_hollow_name(alias):
            aliases.append(alias)
    known.add(made, (row.name, *aliases))
    return row._replace(id=made, aliases=tuple(aliases))


def _read_table(text: str, kind: SubjectKind) -> Iterator[NewSubject]:
    table = csv.DictReader(io.StringIO(text, newline=""), dialect=_guess_dialect(text))
    if "name" not in (table.fieldnames or ()):
        raise UnreadableImportError(f"the first line must name the columns, `name` among them: {', '.join(_COLUMNS)}")
    for row in table:
        given = {column: (row.get(column) or "").strip() for column in _COLUMNS}
        if given["name"]:
            aliases = tuple(each.strip() for each in re.split(r"[;|]", given["aliases"]) if each.strip())
            yield NewSubject("", _read_kind(given["kind"], kind, table.line_num), given["name"], aliases, given["note"])


def _guess_dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]

    class Dialect(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Dialect


def _read_kind(word: str, default: SubjectKind, line: int) -> SubjectKind:
    allowed = [each.value for each in SubjectKind if each is not SubjectKind.LAW]
    if word and word not in allowed:
        raise UnreadableImportError(f"line {line}: {word!r} is no kind; allowed: {', '.join(allowed)}")
    return SubjectKind(word) if word else default


def _read_entities(text: str) -> Iterator[NewSubject]:
    for entity in _parse_json(text):
        properties = entity.get("properties") if isinstance(entity, dict) else None
        kind = _SCHEMAS.get(str(entity.get("schema"))) if isinstance(properties, dict) else None
        if kind is None or not isinstance(properties, dict):
            continue
        names = [name for key in _NAMES for name in _texts(properties.get(key))]
        name = entity.get("caption") if isinstance(entity.get("caption"), str) else next(iter(names), "")
        if name:
            note = next(iter(_texts(properties.get("notes")) or _texts(properties.get("position"))), "")
            yield NewSubject("", kind, " ".join(str(name).split()), tuple(names), " ".join(note.split()))


def _parse_json(text: str) -> list[Any]:
    """One entity, a list of them, or one a line."""
    try:
        whole = json.loads(text)
    except ValueError:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise UnreadableImportError("not JSON: one list of entities, or one entity a line") from None
    return whole if isinstance(whole, list) else [whole]


def _texts(values: Any) -> list[str]:
    return [" ".join(each.split()) for each in values if isinstance(each, str)] if isinstance(values, list) else []
