"""`archive`: the archivist's desk."""

from __future__ import annotations

from pathlib import Path

import click

from monitors.commands.evidence import show
from monitors.commands.expiring import expire
from monitors.commands.exporting import export
from monitors.commands.importing import import_
from monitors.commands.options import (
    FINE,
    PROBLEM,
    chosen_folder,
    console,
    data_folder,
    diagnostics,
    folder_option,
    json_option,
    print_json,
)
from monitors.commands.repairing import redact, reindex
from monitors.commands.signing import checkpoint, prove, rotate
from storage.archive.verification import Verification
from storage.archive.verification import verify as verify_archive


@click.group()
def archive() -> None:
    """Verify and hand over what was received, and when."""


archive.add_command(show)
archive.add_command(export)
archive.add_command(import_)
for _command in (checkpoint, rotate, prove, redact, expire, reindex):
    archive.add_command(_command)


@archive.command()
@folder_option
@json_option
@click.option(
    "--checkpoint",
    "outside",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint that was kept elsewhere: tells whether everything before it is as it was.",
)
def verify(folder: Path | None, as_json: bool, outside: Path | None) -> int:
    """Prove that nothing in the archive was changed, lost or put in since it was written; exit status 1 if not.

    Compares the WARC files, the ledger, the database and the signed checkpoints with each other, and says what this
    does not prove.
    """
    verification = verify_archive(data_folder(chosen_folder(folder)), outside)
    if as_json:
        print_json(_verification_shape(verification))
    else:
        _print_verification(verification)
    return FINE if verification.ok else PROBLEM


def _verification_shape(verification: Verification) -> dict[str, object]:
    return {
        "ok": verification.ok,
        "captures": verification.captures,
        "redacted": verification.redacted,
        "problems": [
            {"file": each.file, "offset": each.offset, "capture": each.capture, "what": each.what}
            for each in verification.problems
        ],
        "not_proved": list(verification.not_proved),
    }


def _print_verification(verification: Verification) -> None:
    out = console()
    for each in verification.problems:
        place = ":".join(str(part) for part in (each.file, each.offset) if part is not None)
        diagnostics().print(f"{place}: {each.what}", markup=False)
    verdict = "sound" if verification.ok else f"NOT sound: {len(verification.problems)} problems"
    redacted = f" ({verification.redacted} of them redacted)" if verification.redacted else ""
    out.print(f"{verification.captures} captures{redacted}: {verdict}", markup=False)
    for line in verification.not_proved:
        out.print(f"not proved: {line}", markup=False)


@archive.command()
@folder_option
@json_option
def recover(folder: Path | None, as_json: bool) -> None:
    """Make whole what a kill or a crash left half-done: the same that every check does before it begins.

    A torn tail of a WARC file is moved to `data/archive/torn/`, never deleted; missing lines of the ledger and
    missing rows of the database are written again from the WARC files.
    """
    from storage.archive.recovery import recover_archive

    recovery = recover_archive(data_folder(chosen_folder(folder)))
    told = {
        "torn": len(recovery.torn),
        "ledger_lines": recovery.lines,
        "rows": recovery.rows,
        "sealed": len(recovery.sealed),
        "damaged": len(recovery.damaged),
    }
    if as_json:
        print_json(told)
    elif any(told[name] for name in ("torn", "ledger_lines", "rows", "sealed")):
        console().print(
            f"{told['torn']} torn tails set aside, {told['ledger_lines']} ledger lines and {told['rows']} rows "
            f"written again, {told['sealed']} files sealed"
        )
    else:
        console().print("Nothing was left half-done.")
    for place in recovery.damaged:
        diagnostics().print(f"{place}: damaged, and left as it is; see `archive verify`", markup=False)
