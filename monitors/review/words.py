"""Words of the desk: how old a change is, and what kinds are called."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitors.languages.speaking import N_, Phrases, _

_STEPS = (
    (timedelta(days=1), N_("%(num)s d")),
    (timedelta(hours=1), N_("%(num)s h")),
    (timedelta(minutes=1), N_("%(num)s min")),
)

_KINDS = Phrases(
    {
        "vanished": N_("vanished"),
        "status": N_("status"),
        "new": N_("new"),
        "changed": N_("changed"),
        "minor": N_("small rewording"),
    }
)


def describe_age(moment: datetime, now: datetime) -> str:
    """`3 h`, `2 d`, `now`: how long ago, in the largest whole unit."""
    age = now - moment
    for step, text in _STEPS:
        if age >= step:
            return _(text, num=age // step)
    return _("now")


def describe_kind(kind: str) -> str:
    """What the queue calls a group of changes."""
    return _KINDS.get(kind, kind)
