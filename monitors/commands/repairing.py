"""`archive redact` and `archive reindex`: the archivist's rare and grave works."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from monitors.checking.locking import hold_lock
from monitors.commands.options import (
    CannotRun,
    chosen_folder,
    console,
    data_folder,
    diagnostics,
    folder_option,
    json_option,
    print_json,
    secrets_folder,
)
from storage.archive.redaction import Redaction
from storage.archive.redaction import redact as redact_captures
from storage.reindexing import Reindexing
from storage.reindexing import reindex as reindex_archive

_LONGEST_REASON = 200


@click.command()
@folder_option
@json_option
def reindex(folder: Path | None, as_json: bool) -> None:
    """Make the database anew from the WARC files; stop the service and the desk first.

    What only the database knew (texts, changes, verdicts, comments, accounts) is brought over from the old one, which
    is kept beside the new one. Where that is lost or cannot be read, `defenderwatch process` reads and compares every
    capture again.
    """
    data = data_folder(chosen_folder(folder))
    with hold_lock(data / "service.lock", doing="service"), hold_lock(data / "check.lock"):
        done = reindex_archive(data, at=datetime.now(UTC))
    if as_json:
        print_json(_reindexing_shape(done))
        return
    console().print(f"{done.captures} captures from the WARC files", markup=False)
    if done.copied:
        told = ", ".join(f"{count} {table}" for table, count in done.copied.items() if count)
        console().print(f"brought over from the old database: {told}", markup=False)
    else:
        console().print("Nothing else was brought over. Next: defenderwatch process")
    if done.lost:
        diagnostics().print(f"the old database cannot be read: {done.lost}", markup=False)
    if done.only_in_database:
        diagnostics().print(f"{done.only_in_database} captures stand in the database only; see `archive verify`")
    if done.aside:
        console().print(f"the old database is kept as {done.aside}", markup=False)


def _reindexing_shape(done: Reindexing) -> dict[str, object]:
    return {
        "captures": done.captures,
        "only_in_database": done.only_in_database,
        "copied": done.copied,
        "lost": done.lost,
        "aside": str(done.aside) if done.aside else None,
    }


@click.command()
@click.argument("captures", nargs=-1, required=True)
@folder_option
@json_option
@click.option("--reason", required=True, help="Why, in a few words that name nobody: it stays in the archive, signed.")
@click.option("--page", "whole_page", is_flag=True, help="Every capture of the same page, not only these.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def redact(
    captures: tuple[str, ...], folder: Path | None, as_json: bool, reason: str, whole_page: bool, yes: bool
) -> None:
    """Forget captures for ever: a person at risk asks for it. It cannot be undone.

    Body, heads and address are overwritten in the WARC file and the ledger; text, mentions and the search's words leave
    the database. With a capture go all that lean on the same body. A signed tombstone stays for each, and
    `archive verify` says "redacted". Backups, exports and digests that were sent are not reached.
    """
    if not reason.strip() or len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise CannotRun(f"a reason is one line of at most {_LONGEST_REASON} letters")
    place = chosen_folder(folder)
    if not yes:
        click.confirm("This cannot be undone. Redact?", abort=True, err=True)
    with hold_lock(data_folder(place) / "check.lock"):
        done = redact_captures(
            data_folder(place),
            secrets_folder(place),
            captures,
            whole_page=whole_page,
            reason=reason,
            at=datetime.now(UTC),
        )
    if as_json:
        print_json(_redaction_shape(done))
    else:
        _print_redaction(done)


def _redaction_shape(done: Redaction) -> dict[str, object]:
    return {
        "captures": list(done.captures),
        "revisions": done.revisions,
        "changes": done.changes,
        "same_bodies": done.same_bodies,
        "backups": [str(path) for path in done.backups],
    }


def _print_redaction(done: Redaction) -> None:
    console().print(
        f"{len(done.captures)} captures redacted; {done.revisions} texts forgotten, {done.changes} changes emptied.",
        markup=False,
    )
    for identity in done.captures:
        console().print(f"  {identity}", markup=False)
    told = diagnostics()
    if done.same_bodies:
        told.print(f"{done.same_bodies} captures of other addresses hold the very same bytes; they are still there")
    for path in done.backups:
        told.print(f"{path}: this copy still holds what was redacted; remove it", markup=False)
    told.print(
        "Still to do by hand: backups of this folder, exports, files in data/digests and data/archive/torn, verdicts "
        "and comments of people. A page that is still watched is captured again: exclude it in its source."
    )
