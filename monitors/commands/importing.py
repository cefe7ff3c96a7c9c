"""`archive import`: what others captured becomes history."""

from __future__ import annotations

import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.progress import Progress, TextColumn

from config.declarations import Configuration, Source
from monitors.checking.attesting import attest
from monitors.checking.locking import hold_lock
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
    load_or_tell,
    print_json,
    secrets_folder,
)
from monitors.comparing.comparer import Comparer
from monitors.importing import NO_SOURCE, Imported, Importer
from monitors.reading.pool import ReadingPool, read_waiting
from storage.recording.recorder import Recorder
from storage.records import Change
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """One file, and the changes that came of it."""

    imported: Imported
    changes: list[Change]
    faults: list[str]


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@folder_option
@json_option
@click.option("--source", "name", help="The source that pages belong to which no source asks for by itself.")
def import_(file: Path, folder: Path | None, as_json: bool, name: str | None) -> int:
    """Take up what others captured: FILE is a WARC (.warc, .warc.gz) or a WACZ. Nothing is fetched.

    Each look at a page that a source asks for becomes a capture at its own date, marked `imported`, with revisions and
    changes of that date. They alert nobody, and a page that we have looked at since stays as it is. The statement
    of each capture names the file with its SHA-256. Twice is the same as once. Exit status 1 if some of the file is
    damaged: the rest is kept.
    """
    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    source = _find_source(configuration, name)
    done = _take_up(file, place, configuration, source, show=not as_json)
    if as_json:
        print_json(_import_shape(done))
    else:
        _print_import(done)
    return PROBLEM if done.imported.faults or done.faults else FINE


def _find_source(configuration: Configuration, name: str | None) -> Source | None:
    known = {each.name: each for each in configuration.sources}
    if name is not None and name not in known:
        raise CannotRun(f'"{name}" is not a source; the sources are: {", ".join(known)}')
    return known[name] if name else None


def _take_up(file: Path, place: Path, configuration: Configuration, source: Source | None, *, show: bool) -> _Done:
    """Record, read and compare, under the lock of a check."""
    data, now = data_folder(place), datetime.now(UTC)
    with hold_lock(data / "check.lock"), Store.open(data) as store:
        with closing(Recorder(data, uuid.uuid4().hex)) as recorder, _progress(enabled=show) as bar:
            task = bar.add_task("records", total=None)
            importer = Importer(store, configuration, recorder, now=now)
            imported = importer.import_file(file, source=source, advanced=lambda: bar.advance(task))
        with ReadingPool(configuration, data) as pool:
            read_waiting(store, pool)
        comparer = Comparer(store, configuration)
        changes = comparer.compare_waiting()
        trouble = attest(store, data, secrets_folder(place), at=datetime.now(UTC))
    faults = [each for told in comparer.faults.values() for each in told]
    return _Done(imported=imported, changes=changes, faults=[*faults, trouble] if trouble else faults)


def _progress(*, enabled: bool) -> Progress:
    screen = diagnostics()
    columns = (TextColumn("{task.completed:.0f} records read"),)
    return Progress(*columns, console=screen, transient=True, disable=not enabled or not screen.is_terminal)


def _import_shape(done: _Done) -> dict[str, object]:
    told = done.imported
    return {
        "file": told.file,
        "sha256": told.sha256,
        "captures": told.captures,
        "pages": len(told.pages),
        "changes": len(done.changes),
        "skipped": dict(told.skipped.most_common()),
        "faults": [*told.faults, *done.faults],
    }


def _print_import(done: _Done) -> None:
    told, out = done.imported, console()
    out.print(
        f"{told.file}: {told.captures} captures of {len(told.pages)} pages imported, {len(done.changes)} changes in "
        "their history",
        markup=False,
    )
    for why, count in told.skipped.most_common():
        out.print(f"  skipped: {count} {why}", markup=False)
    for fault in [*told.faults, *done.faults]:
        diagnostics().print(f"  problem: {fault}", markup=False)
    if not told.captures and NO_SOURCE in told.skipped:
        out.print("Nothing was imported: name the source that these pages belong to with --source", markup=False)
