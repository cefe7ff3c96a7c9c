"""What a program may ask, and how: every parameter is declared here, and from here the API's description is made."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _read_number(typed: Any) -> Any:
    if isinstance(typed, str) and not re.fullmatch("[0-9]{1,19}", typed):
        raise ValueError("it must be a whole number, such as 100")
    return typed


def _read_flag(typed: Any) -> Any:
    if isinstance(typed, str) and typed not in ("true", "false"):
        raise ValueError("it must be true or false")
    return typed


def _read_moment(typed: Any) -> Any:
    """A time as RFC 3339 writes it; a leap second counts as the one before it."""
    if not isinstance(typed, str):
        return typed
    found = _MOMENT.fullmatch(typed)
    if found is None:
        raise ValueError("it must be a time such as 2026-11-24T07:00:00Z")
    day, minute, second, fraction, zone = found.groups()
    exact = f"{day}T{minute}:{'59' if second == '60' else second}{(fraction or '')[:7]}"
    try:
        at = datetime.fromisoformat(exact + zone.upper())
    except ValueError:
        raise ValueError("it must be a time that there is, such as 2026-11-24T07:00:00Z") from None
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return at.replace(tzinfo=UTC)  # the first day of all years, or the last one


Number = Annotated[int, BeforeValidator(_read_number)]
Flag = Annotated[bool, BeforeValidator(_read_flag)]
Moment = Annotated[datetime, BeforeValidator(_read_moment)]

Identifier = Annotated[str, Field(pattern="^[0-9a-f]{32}$", description="32 hex digits.")]
Veil = Annotated[str, Field(pattern="^[0-9a-f]{12}$", description="The `key` of a subject: names stand in no address.")]
Name = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]*$", max_length=100, description="The name of a source.")]
Day = Annotated[
    str,
    Field(pattern=r"^2[01]\d\d-\d\d-\d\d$", description="A day of the service's time zone.", examples=["2026-11-24"]),
]


class Question(BaseModel):
    """The parameters of a call; an unknown one is an error."""

    model_config = ConfigDict(extra="forbid")


class Piecewise(Question):
    """Which piece of a list."""

    after: Number = Field(0, ge=0, le=2**63 - 1, description="Go on behind this: the `next` of the piece before.")
    limit: Number = Field(100, ge=1, le=500, description="At most so many.")


class InPeriod(Piecewise):
    """Which piece of a list, between two moments."""

    since: Moment | None = Field(None, description="From this moment on.")
    until: Moment | None = Field(None, description="Before this moment.")


class InSource(InPeriod):
    """Which piece of a list, between two moments, of one source."""

    source: Name | None = None


class WhichChanges(InSource):
    """Which changes."""

    subject: Veil | None = None
    all: Flag = Field(False, description="Also changes without a mention, and technical ones.")


class WhichDeeds(Question):
    """Which lines of the audit log."""

    before: Number = Field(2**63 - 1, ge=0, le=2**63 - 1, description="Only lines with a lower number.")
    limit: Number = Field(100, ge=1, le=500, description="At most so many.")


def _read_whole(typed: Any) -> Any:
    """A whole number of JSON, which may be written `40.0`; true and false are none."""
    return int(typed) if isinstance(typed, float) and typed.is_integer() else typed


class Search(Question):
    """What to look for. It travels in a body, since it may name who is tracked, and addresses are logged."""

    model_config = ConfigDict(extra="forbid", strict=True)

    words: str = Field(min_length=1, max_length=300, description="All of them must be there; in any script.")
    limit: Annotated[int, BeforeValidator(_read_whole)] = Field(40, ge=1, le=100, description="At most so many.")
