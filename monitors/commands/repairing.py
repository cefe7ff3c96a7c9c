"""`archive redact` and `archive reindex`: the archivist's rare and grave works."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

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
from monitors.locking import hold_lock
from storage.archive.redaction import Redaction
from storage.archive.redaction import redact as redact_captures

_LONGEST_REASON = 200


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
