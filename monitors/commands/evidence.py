"""`archive show`: everything that the archive holds of one capture."""

from __future__ import annotations

from pathlib import Path

import click

from monitors.commands.options import (
    CannotRun,
    chosen_folder,
    console,
    data_folder,
    folder_option,
    json_option,
    print_json,
)
from monitors.shapes.contract import Shape, time_shape
from storage.archive.evidence import Evidence, read_evidence
from storage.records import Capture
from storage.store import Store

_SHORTEST = 4


@click.command()
@click.argument("capture")
@folder_option
@json_option
def show(capture: str, folder: Path | None, as_json: bool) -> None:
    """Show the evidence of one capture: its head as received, its hashes, its place in file and chain, who made it.

    CAPTURE is its id as `history` prints it, or the beginning of one.
    """
    with Store.open(data_folder(chosen_folder(folder)), create=False) as store:
        evidence = read_evidence(store.archive, find_capture(store, capture))
    if as_json:
        print_json(evidence_shape(evidence))
    else:
        _print_evidence(evidence)


def find_capture(store: Store, name: str) -> Capture:
    """The one capture whose id begins so; CannotRun where there is none, or more than one."""
    name = name.strip().lower()
    found = store.captures_named(name) if len(name) >= _SHORTEST else []
    if not found:
        hint = "" if len(name) >= _SHORTEST else f"; give at least {_SHORTEST} of its characters"
        raise CannotRun(f'no capture has an id that begins with "{name}"{hint}: `history URL` prints them')
    if len(found) > 1:
        raise CannotRun(f'more than one capture has an id that begins with "{name}"; give more of its characters')
    return found[0]


def evidence_shape(evidence: Evidence) -> Shape:
    """What `archive show --json` prints."""
    capture, statement = evidence.capture, evidence.group.statement
    return {
        "capture": capture.id,
        "sequence": capture.sequence,
        "source": capture.source,
        "role": capture.role.value,
        "url": capture.url,
        "page": capture.page,
        "requested_at": time_shape(capture.requested_at),
        "head_at": statement.get("head_at"),
        "captured_at": time_shape(capture.captured_at),
        "outcome": capture.outcome.value,
        "status": capture.status,
        "failure": capture.failure.value if capture.failure else None,
        "detail": capture.detail,
        "sha256": capture.sha256,
        "length": capture.length,
        "content_type": capture.content_type,
        "fidelity": capture.fidelity.value,
        "file": capture.file,
        "offset": capture.offset,
        "original": statement["original"],
        "records": statement["records"],
        "ledger_file": evidence.ledger_file,
        "ledger_offset": evidence.ledger_offset,
        "previous": statement["previous"],
        "line_sha256": evidence.line_sha256,
        "checkpoint": evidence.signed.size if evidence.signed else None,
        "signed_at": time_shape(evidence.signed.at) if evidence.signed else None,
        "software": statement["software"],
        "run": capture.run,
        "ip_address": statement["ip_address"],
        "tls_protocol": statement.get("tls_protocol"),
        "tls_chain": statement.get("tls_chain", []),
        "masked": statement.get("masked", []),
        "flags": list(capture.flags),
        "imported": statement.get("imported"),
        "problems": evidence.group.problems(),
        **{
            name: head.decode("latin-1") if head else None
            for name, head in (
                ("request_head", evidence.request_head),
                ("interim_heads", evidence.interim_heads),
                ("response_head", evidence.response_head),
            )
        },
    }


_ROWS = (
    ("What", ("capture", "url", "page", "source", "role", "outcome", "status", "failure", "detail")),
    ("When", ("requested_at", "head_at", "captured_at")),
    ("Body", ("sha256", "length", "content_type", "original")),
    ("Who", ("software", "run", "ip_address", "tls_protocol", "tls_chain", "fidelity", "masked", "flags", "imported")),
    ("Where", ("file", "offset", "ledger_file", "ledger_offset", "sequence", "previous", "line_sha256")),
    ("Signed", ("checkpoint", "signed_at")),
)
_HEADS = ("request_head", "interim_heads", "response_head")


def _print_evidence(evidence: Evidence) -> None:
    out = console()
    shape = evidence_shape(evidence)
    for title, names in _ROWS:
        out.print(title, style="bold", markup=False)
        for name in names:
            if shape[name] not in (None, [], ""):
                out.print(f"  {name.replace('_', ' '):14} {_in_words(shape[name])}", markup=False)
    out.print("Records", style="bold", markup=False)
    for record in shape["records"]:
        out.print(f"  {record['kind']:14} sha256 {record['sha256']}", markup=False)
    for name in _HEADS:
        if shape[name]:
            out.print(name.replace("_", " ").capitalize(), style="bold", markup=False)
            for line in shape[name].rstrip("\r\n").splitlines():
                out.print(f"  {line}", markup=False)
    problems = shape["problems"] or ["none: the records are those that the statement names"]
    out.print("Problems", style="bold", markup=False)
    for problem in problems:
        out.print(f"  {problem}", markup=False)


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
