"""Whether the ledger is signed and time-stamped, as a row of `health`."""

from __future__ import annotations

import json
from datetime import datetime

from monitors.checking.attesting import TROUBLE, Facts
from monitors.health.rows import Health, SourceState

CHECKPOINT = "(checkpoint)"
"""What stands for a source's name in the row on checkpoints; no source can bear that name."""


def look_at_checkpoints(facts: Facts) -> Health | None:
    """Why the ledger is not signed or time-stamped, as a row like that of a source; None while nothing is wrong."""
    told = facts.fact(TROUBLE)
    if not told:
        return None
    trouble = json.loads(told)
    since = datetime.fromisoformat(trouble["since"])
    return Health(source=CHECKPOINT, state=SourceState.FAILING, since=since, detail=trouble["what"])
