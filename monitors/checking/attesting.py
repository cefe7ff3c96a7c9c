"""The end of a check: the ledger is signed and time-stamped. What goes wrong stops no check, and `health` tells it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Protocol

from config.declarations import Service
from monitors.checking.timestamping import stamp_newest
from storage.archive.checkpoints import make_checkpoint
from storage.errors import StoreError

TROUBLE = "checkpoint trouble"
"""The fact under which is kept why the ledger is not signed or time-stamped."""


class Facts(Protocol):
    """Where single facts are kept."""

    def fact(self, key: str) -> str | None:
        """A single fact, or None."""

    def set_fact(self, key: str, value: str) -> None:
        """The fact is this from now on."""


def attest(facts: Facts, data: Path, secrets: Path, *, at: datetime, service: Service | None = None) -> str | None:
    """The ledger is signed as it stands, and time-stamped by the authorities that `service` names.

    What hinders it is given, and kept for `health`.
    """
    try:
        make_checkpoint(data, secrets, at)
        problems = stamp_newest(data / "archive", service, at=at) if service else []
    except (StoreError, OSError) as error:
        problems = [f"the archive is not signed: {error}"]
    if problems:
        _keep_trouble(facts, "; ".join(problems), at)
        return "; ".join(problems)
    if facts.fact(TROUBLE):
        facts.set_fact(TROUBLE, "")
    return None


def _keep_trouble(facts: Facts, what: str, at: datetime) -> None:
    before = facts.fact(TROUBLE)
    since = json.loads(before)["since"] if before else at.isoformat()
    facts.set_fact(TROUBLE, json.dumps({"since": since, "what": what}))
