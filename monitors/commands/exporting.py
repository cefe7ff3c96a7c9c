"""`archive export`: captures handed over, with what a stranger needs to check them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from monitors.commands.evidence import find_capture
from monitors.commands.options import (
    chosen_folder,
    console,
    data_folder,
    diagnostics,
    folder_option,
    json_option,
    load_or_tell,
    parse_moment,
    print_json,
    secrets_folder,
)
from storage.archive.checkpoints import make_checkpoint
from storage.exports.choosing import Selection
from storage.exports.exporting import Export, Format, export_captures
from storage.store import ArchiveError, Store


@click.command()
@folder_option
@json_option
@click.option(
    "--format", "form", type=click.Choice([each.value for each in Format]), default="wacz", show_default=True,
    help="WACZ (one file, to be replayed), BagIt (a folder, for a repository) or plain WARC.",
)  # fmt: skip
@click.option(
    "--output", required=True, type=click.Path(path_type=Path),
    help="Where: a file for wacz; a folder for bagit; a folder, or a name that ends in .warc.gz, for warc.",
)  # fmt: skip
@click.option("--source", help="Only captures of this source.")
@click.option("--url", help="Only captures of this page, its redirects included.")
@click.option("--subject", help="Only captures of pages that ever named this subject, those after it vanished too.")
@click.option("--since", help="A date, a time, or how long ago: 2026-11-24, 36h, 7d.")
@click.option("--until", help="The same; not included.")
@click.option("--capture", help="Only this one: its id, or the beginning of it.")
def export(
    folder: Path | None,
    as_json: bool,
    form: str,
    output: Path,
    source: str | None,
    url: str | None,
    subject: str | None,
    since: str | None,
    until: str | None,
    capture: str | None,
) -> None:
    """Hand captures over: their records byte for byte, and all that a stranger needs to check them.

    Beside the records lie their lines of the ledger, proofs under a signed checkpoint, the public key, VERIFY.md and a
    verifier that needs only Python. Originals that a revisit leans on are added. Without options: all captures.
    """
    place = chosen_folder(folder)
    zone = ZoneInfo(load_or_tell(place).service.timezone)
    moment = datetime.now(UTC)
    with Store.open(data_folder(place), create=False) as store:
        selection = Selection(
            source=source,
            url=url,
            subject=subject,
            since=parse_moment(since, zone, now=moment),
            until=parse_moment(until, zone, now=moment),
            capture=find_capture(store, capture).id if capture else None,
        )
        _sign(place, moment)
        done = export_captures(store, selection, Format(form), output)
    if as_json:
        print_json(_export_shape(done))
    else:
        _print_export(done)


def _sign(place: Path, at: datetime) -> None:
    """The newest captures are under a checkpoint too; where that cannot be now, it is said and the last one counts."""
    try:
        make_checkpoint(data_folder(place), secrets_folder(place), at)
    except ArchiveError as error:
        diagnostics().print(f"no new checkpoint: {error}", markup=False)


def _export_shape(done: Export) -> dict[str, object]:
    return {
        "path": str(done.path),
        "captures": done.captures,
        "originals": done.originals,
        "proven": done.proven,
        "redacted": done.redacted,
        "checkpoint": done.checkpoint,
        "evidence": str(done.evidence) if done.evidence else None,
    }


def _print_export(done: Export) -> None:
    out = console()
    added = f", {done.originals} of them originals that others lean on" if done.originals else ""
    out.print(f"wrote {done.path}: {done.captures} captures{added}", markup=False)
    if done.evidence:
        out.print(f"wrote {done.evidence}: the ledger's lines, proofs, checkpoint, key and verifier", markup=False)
    if done.redacted:
        out.print(f"{done.redacted} captures were redacted and are not in it", markup=False)
    if done.checkpoint is None:
        out.print("nothing is signed: run `defenderwatch archive checkpoint`, then export again", markup=False)
    elif done.proven < done.captures:
        out.print(f"{done.captures - done.proven} came later than the newest checkpoint: not proven", markup=False)
