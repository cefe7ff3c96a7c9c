"""`doctor`: is this machine, and is this folder, fit to watch for months? Each finding says what to do."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.secrets import SECRETS
from storage.archive.keys import check_key
from storage.errors import ArchiveError
from storage.integrity import check_database, check_files, read_newest

LEAST_FREE = 2_000_000_000
"""Bytes: below this a month of a usual set of sources may no longer fit."""

AHEAD = timedelta(minutes=2)
"""How far our own newest capture may lie in the future before the clock is suspect."""

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock is right that says an earlier day than the one on which this was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    check: str
    ok: bool
    detail: str
    advice: str | None = None


def examine(folder: Path, *, now: datetime) -> list[Finding]:
    """Every finding on the operator's folder; nothing is changed."""
    data = folder / "data"
    return [
        _examine_space(data if data.exists() else folder),
        _examine_clock(data, now),
        _examine_rights(folder),
        _examine_database(data),
        _examine_archive(data),
        _examine_signing(folder, data),
    ]


def _examine_space(place: Path) -> Finding:
    free = shutil.disk_usage(place).free
    advice = None
    if free < LEAST_FREE:
        advice = "free some space, or move the folder to a larger disk; checks stop cleanly when it is full"
    return Finding(check="disk", ok=advice is None, detail=f"{free / 1e9:.1f} GB free", advice=advice)


def _examine_clock(data: Path, now: datetime) -> Finding:
    said = f"{now:%Y-%m-%d %H:%M} UTC"
    advice = "set the clock and let the machine keep it by NTP: captures are dated by it"
    if now < BUILT:
        return Finding(check="clock", ok=False, detail=f"{said} lies in the past", advice=advice)
    try:
        newest = read_newest(data)
    except sqlite3.DatabaseError:
        newest = None  # told under the database
    if newest is not None and datetime.fromisoformat(newest) > now + AHEAD:
        detail = f"{said}, but the newest capture is dated {newest}"
        return Finding(check="clock", ok=False, detail=detail, advice=advice)
    return Finding(check="clock", ok=True, detail=said)


def _examine_rights(folder: Path) -> Finding:
    """Others must not read the watch list, the secrets in the configuration, or what was kept."""
    if not stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Finding(check="permissions", ok=True, detail="only this user reads the folder")
    private = [folder / name for name in ("defenderwatch.yaml", "watchlists", "data", "secrets")]
    open_ones = [each.name for each in private if each.exists() and stat.S_IMODE(each.stat().st_mode) & 0o077]
    if not open_ones:
        return Finding(check="permissions", ok=True, detail="only this user reads what is private")
    detail = f"other users of this machine may read {', '.join(open_ones)}"
    return Finding(check="permissions", ok=False, detail=detail, advice=f"chmod 700 {folder}")


def _examine_database(data: Path) -> Finding:
    faults = check_database(data)
    if not faults:
        return Finding(check="database", ok=True, detail="whole")
    advice = "stop the service, put the database aside, and bring back a copy; `archive recover` adds what came later"
    return Finding(check="database", ok=False, detail="; ".join(faults), advice=advice)


def _examine_archive(data: Path) -> Finding:
    try:
        faults = check_files(data)
    except sqlite3.DatabaseError:
        return Finding(check="archive", ok=False, detail="not looked at: the database cannot be read", advice=None)
    if not faults:
        return Finding(check="archive", ok=True, detail="every file that captures name is there")
    advice = "bring the files back from a copy, then `defenderwatch archive verify`"
    return Finding(check="archive", ok=False, detail="; ".join(faults), advice=advice)


def _examine_signing(folder: Path, data: Path) -> Finding:
    try:
        known = check_key(data / "archive", folder / SECRETS)
    except ArchiveError as error:
        advice = "checks go on and are not signed until the key is back"
        return Finding(check="signing", ok=False, detail=str(error), advice=advice)
    detail = "the key that signs the archive is there" if known else "the first check makes the key"
    return Finding(check="signing", ok=True, detail=detail)
