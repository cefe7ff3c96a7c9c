"""Words of the desk: how old a change is, and what kinds are called."""

from __future__ import annotations

from datetime import datetime, timedelta

_STEPS = ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "min"))

_KINDS = {
    "vanished": "vanished",
    "status": "status",
    "new": "new",
    "changed": "changed",
    "minor": "small rewording",
}


def describe_age(moment: datetime, now: datetime) -> str:
    """`3 h`, `2 d`, `now`: how long ago, in the largest whole unit."""
    age = now - moment
    for step, unit in _STEPS:
        if age >= step:
            return f"{age // step} {unit}"
    return "now"


def describe_kind(kind: str) -> str:
    """What the queue calls a group of changes."""
    return _KINDS.get(kind, kind)
