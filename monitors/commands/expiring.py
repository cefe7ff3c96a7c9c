"""`archive expire`: what an operator declared to be kept for a time only is forgotten, under tombstones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from config.declarations import Configuration
from config.quantities import write_duration
from monitors.checking.locking import hold_lock
from monitors.commands.options import (
    chosen_folder,
    console,
    data_folder,
    folder_option,
    json_option,
    load_or_tell,
    print_json,
    secrets_folder,
)
from storage.archive.redaction import find_expired, redact
from storage.store import Store

AT_ONCE = 500
"""Captures forgotten in one go: the ledger is written anew for each."""


def read_clock() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@click.command()
@folder_option
@json_option
@click.option("--dry-run", is_flag=True, help="Only tell how many captures would be forgotten.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def expire(folder: Path | None, as_json: bool, dry_run: bool, yes: bool) -> None:
    """Forget for ever what sources with `keep_evidence` have kept for longer; nothing where no source has it.

    A body that was met again since then stays, and so does the one in which a page's present text was read. For each
    capture a signed tombstone stays, with the reason; `archive verify` says "redacted". The service never does this.
    """
    place = chosen_folder(folder)
    data, configuration = data_folder(place), load_or_tell(place)
    now = read_clock()
    expired = find_all_expired(data, configuration, now)
    count = sum(map(len, expired.values()))
    if count and not dry_run:
        if not yes:
            click.confirm(f"This cannot be undone. Forget {count} captures?", abort=True, err=True)
        with hold_lock(data / "check.lock"):
            for source, ids in expired.items():
                forget(data, secrets_folder(place), ids, configuration.source(source).keep_evidence, now)
    if as_json:
        print_json({"expired": {source: len(ids) for source, ids in expired.items()}, "dry_run": dry_run})
        return
    verb = "would be forgotten" if dry_run else "forgotten"
    for source, ids in expired.items():
        console().print(f"{source}: {len(ids)} captures {verb}", markup=False)
    if not expired:
        console().print("No source has `keep_evidence`: everything is kept.")


def find_all_expired(data: Path, configuration: Configuration, now: datetime) -> dict[str, list[str]]:
    """The ids of what may be forgotten, by the source that says so."""
    with Store.open(data):  # of the newest version afterwards
        pass
    limits = {each.name: each.keep_evidence for each in configuration.sources if each.keep_evidence is not None}
    return {name: find_expired(data, name, now - kept) for name, kept in limits.items()}


def forget(data: Path, secrets: Path, ids: list[str], kept: timedelta | None, now: datetime) -> None:
    """The captures of these ids are tombstones; those that went with an earlier one are passed over."""
    reason = f"kept for {write_duration(kept or timedelta(0))}, as the source declares"
    gone: set[str] = set()
    for start in range(0, len(ids), AT_ONCE):
        wanted = [each for each in ids[start : start + AT_ONCE] if each not in gone]
        if wanted:
            gone |= set(redact(data, secrets, wanted, reason=reason, at=now).captures)
