"""Records to plain values and back: what JSON and SQLite can hold.

Times become ISO 8601 with six digits and `Z`, so that their order as text is their order in time.
A lone surrogate, which neither SQLite nor UTF-8 can hold, becomes U+FFFD: one code point for
one, so that offsets survive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False)
_Record = TypeVar("_Record")
_Way = Callable[[Any], Any]


class Columns(Protocol):
    """A row, or anything else that gives a value for a column's name."""

    def __getitem__(self, name: str, /) -> Any:
        """The value in that column."""
        ...


def clean_text(text: str) -> str:
    """The text without lone surrogates, of the same length."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


@lru_cache(maxsize=16)  # the times of a capture stand in each of its records
def time_text(at: datetime) -> str:
    """The time in UTC as `2026-01-31T07:00:00.000000Z`; ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone: {at!r}; the store keeps aware times in UTC")
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return utc.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def read_time(text: str) -> datetime:
    """The aware time, in UTC, that `time_text` wrote."""
    return datetime.fromisoformat(text)


def to_plain(value: Any) -> Any:
    """The value in dictionaries, lists, texts, numbers, booleans and None."""
    kind = type(value)
    if kind is str:
        return clean_text(value)
    if value is None or kind in (int, bool, float):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if kind is datetime:
        return time_text(value)
    if kind in (tuple, list):
        return [to_plain(each) for each in value]
    if kind is dict:
        return {name: to_plain(each) for name, each in value.items()}
    if is_dataclass(value):
        return {name: _write_field(getattr(value, name)) for name in field_names(kind)}
    raise TypeError(f"{value!r} is nothing that the store keeps")


def _write_field(value: Any) -> Any:
    """As `to_plain`; what most fields hold comes first."""
    if value is None or (type(value) is str and value.isascii()):
        return value
    return to_plain(value)


def to_row(record: Any) -> dict[str, Any]:
    """The record as a row: nested values as JSON text, booleans as 0 and 1."""
    return {name: to_column(getattr(record, name)) for name in field_names(type(record))}


def to_column(value: Any) -> Any:
    """One value as a column holds it."""
    plain = to_plain(value)
    if plain is True or plain is False:
        return int(plain)
    return to_json(plain) if isinstance(plain, list | dict) else plain


def to_json(plain: Any) -> str:
    """Compact JSON, keys in the order given, all of it ASCII."""
    return _JSON.encode(plain)


def from_plain(kind: type[_Record], plain: Mapping[str, Any]) -> _Record:
    """The record that `to_plain` took apart; names that the record does not know are left out."""
    readers = _readers(kind, False)
    return kind(**{name: read(plain[name]) if read else plain[name] for name, read in readers if name in plain})


def from_row(kind: type[_Record], row: Columns) -> _Record:
    """The record that `to_row` took apart; further columns are left out."""
    return kind(**{name: read(row[name]) if read else row[name] for name, read in _readers(kind, True)})


def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _make_readers(kind: Any, from_json: bool) -> tuple[tuple[str, _Way | None], ...]:
    hints = get_type_hints(kind)
    return tuple((name, _reader(hints[name], from_json)) for name in field_names(kind))


field_names: Callable[[Any], tuple[str, ...]] = cache(_field_names)
_readers: Callable[[Any, bool], tuple[tuple[str, _Way | None], ...]] = cache(_make_readers)


def _reader(hint: Any, from_json: bool) -> _Way | None:
    """How a value of that type is read, None: as it is. `from_json`: nested values stand as JSON text."""
    if get_origin(hint) in (Union, UnionType):
        inner = _reader(next(each for each in get_args(hint) if each is not type(None)), from_json)
        return inner and (lambda value: None if value is None else inner(value))
    if get_origin(hint) is tuple:
        part = _reader(get_args(hint)[0], False)
        parts: _Way = lambda value: tuple([part(each) for each in value] if part else value)  # noqa: E731
        return (lambda value: parts(json.loads(value))) if from_json else parts
    if is_dataclass(hint):
        whole: _Way = lambda value: from_plain(hint, value)  # type: ignore[arg-type]  # noqa: E731
        return (lambda value: whole(json.loads(value))) if from_json else whole
    if hint is datetime:
        return read_time
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        members = hint._value2member_map_  # a look there takes a tenth of the time
        return lambda value: members.get(value) or hint(value)
    return bool if hint is bool else None
