"""`doctor`: what an operator looks at before trouble, and in it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from monitors.commands.options import (
    FINE,
    PROBLEM,
    CannotRun,
    chosen_folder,
    console,
    folder_option,
    json_option,
    print_json,
)
from monitors.health.examining import examine


@click.command()
@folder_option
@json_option
def doctor(folder: Path | None, as_json: bool) -> int:
    """Look at disk, clock, permissions, database and archive, and say what to do. Exit status 1 if anything is wrong.

    It changes nothing and may run beside the service. The archive is looked at quickly; `archive verify`
    proves every byte.
    """
    place = chosen_folder(folder)
    if not place.is_dir():
        raise CannotRun(f"{place}: there is no such folder; `defenderwatch init DIR` writes one")
    findings = examine(place, now=datetime.now(UTC))
    for each in findings:
        if as_json:
            print_json(asdict(each))
            continue
        console().print(f"{each.check}: {'ok' if each.ok else 'WRONG'} — {each.detail}", markup=False)
        if each.advice is not None:
            console().print(f"  to do: {each.advice}", markup=False)
    return FINE if all(each.ok for each in findings) else PROBLEM
