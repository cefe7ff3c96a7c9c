"""`archive checkpoint`, `rotate` and `prove`: what is signed, and what others can check without us."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from monitors.commands.options import (
    FINE,
    PROBLEM,
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
from storage.archive.checkpoints import Checkpoint, make_checkpoint, read_checkpoint
from storage.archive.keys import read_keys, rotate_key
from storage.archive.proofs import Proof, prove_captures, read_proof, write_proof
from storage.plain import time_text

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@folder_option
@json_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the checkpoint there as well.")
def checkpoint(folder: Path | None, as_json: bool, output: Path | None) -> None:
    """Sign the ledger as it stands, with the key in the folder `secrets`; each check does so at its end.

    Keep a copy where nobody who can write here can write: an archive that was rewritten as a whole, or that lost
    its end, is told by nothing else (`archive verify --checkpoint FILE`). It names nobody and nothing that is
    watched.
    """
    place = chosen_folder(folder)
    made = make_checkpoint(data_folder(place), secrets_folder(place), datetime.now(UTC))
    if made is None:
        raise CannotRun("there is nothing to sign yet; run `defenderwatch check` first")
    if output:
        output.write_bytes(made.content)
    if as_json:
        print_json(_checkpoint_shape(made))
    else:
        console().print(made.content.decode(), end="", markup=False)


def _checkpoint_shape(made: Checkpoint) -> dict[str, object]:
    return {
        "origin": made.origin,
        "size": made.size,
        "root": made.root.hex(),
        "head": made.head,
        "captures": made.captures,
        "time": time_text(made.at),
        "file": f"checkpoints/{made.size:012d}.txt",
    }


@click.command()
@folder_option
@json_option
@click.option("--lost", is_flag=True, help="The old key is lost or was stolen: it does not sign the new one.")
def rotate(folder: Path | None, as_json: bool, lost: bool) -> None:
    """Make a new key for the archive; the old one signs it, and signs nothing after it.

    Checkpoints made before stay good. With --lost nobody vouches for the new key, and `archive verify` says so.
    """
    place = chosen_folder(folder)
    archive = data_folder(place) / "archive"
    key = rotate_key(archive, secrets_folder(place), datetime.now(UTC), lost=lost)
    if as_json:
        print_json({"key": str(key), "number": len(read_keys(archive).keys)})
    else:
        console().print(f"The archive signs with this key from now on:\n{key}", markup=False)


@click.command()
@click.argument("capture", required=False)
@folder_option
@json_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the proof there.")
@click.option("--checkpoint", "kept", type=_FILE, help="Under this checkpoint, kept elsewhere, not under the newest.")
@click.option(
    "--check", "given", type=_FILE, help="Check this proof; exit status 1 if it is not good. Needs no archive."
)
def prove(
    capture: str | None,
    folder: Path | None,
    as_json: bool,
    output: Path | None,
    kept: Path | None,
    given: Path | None,
) -> int:
    """Prove that one capture stands in the archive, without telling what else is watched.

    The proof holds the capture's statement, and hashes that lead from it to a signed checkpoint. The statement
    names the address and the SHA-256 of every record: who has the WARC records can compare them.
    """
    if (capture is None) == (given is None):
        raise CannotRun("name a capture (its id stands in `history`), or a proof: --check FILE")
    under = read_checkpoint(kept) if kept else None
    if given:
        return _check_proof(read_proof(given.read_bytes(), str(given)), under, as_json=as_json)
    assert capture is not None  # noqa: S101
    proof = prove_captures(data_folder(chosen_folder(folder)) / "archive", [capture], under).get(capture)
    if proof is None:
        raise CannotRun(
            f"no capture {capture} stands under that checkpoint: it is unknown or redacted, or it came later"
            " (then `archive checkpoint` makes a new one)"
        )
    text = write_proof(proof)
    if output:
        output.write_text(text, encoding="utf-8")
        console().print(f"wrote {output}", markup=False)
    else:
        click.echo(text, nl=False)
    return FINE


def _check_proof(proof: Proof, under: Checkpoint | None, *, as_json: bool) -> int:
    problems = proof.problems()
    signed = proof.checkpoint
    if under and (under.size, under.root, under.origin) != (signed.size, signed.root, signed.origin):
        problems.append("it stands under another checkpoint than the one that was kept")
    capture = None if problems else proof.capture
    shape = {
        "ok": not problems,
        "problems": problems,
        "capture": capture.id if capture else None,
        "url": capture.url if capture else None,
        "captured_at": time_text(capture.captured_at) if capture else None,
        "sha256": capture.sha256 if capture else None,
        "signed_at": time_text(signed.at),
        "keys": [str(each) for each in proof.keys],
    }
    if as_json:
        print_json(shape)
    elif capture:
        console().print(
            f"Good: capture {capture.id} of {capture.url} at {time_text(capture.captured_at)}, body SHA-256 "
            f"{capture.sha256}, stands in the archive {signed.origin}, signed {time_text(signed.at)} with the key\n"
            f"{proof.keys[-1]}\nNot proved: whose key this is (compare it with one you had from them), and that the"
            " clock was right.",
            markup=False,
        )
    for each in problems:
        diagnostics().print(f"NOT good: {each}", markup=False)
    return PROBLEM if problems else FINE
