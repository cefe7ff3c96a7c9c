"""`health`, `review`, `run`, `demo`: what goes on serving, and how it is."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from monitors.commands.options import (
    FINE,
    PROBLEM,
    chosen_folder,
    console,
    data_folder,
    folder_option,
    json_option,
    load_or_tell,
    print_json,
)
from monitors.health.checkpoints import CHECKPOINT, look_at_checkpoints
from monitors.health.rows import Health, SourceState
from monitors.health.sources import DIGEST, look_at_delivery, look_at_health
from monitors.shapes.desk import health_shape
from monitors.terminal import add_row
from storage.store import Store


@click.command()
@folder_option
@json_option
def health(folder: Path | None, as_json: bool) -> int:
    """Print one row a source: how it is, since when, and why. Exit status 1 if any needs a person."""
    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    now = datetime.now(UTC)
    with Store.open(data_folder(place)) as store:
        rows = look_at_health(store, configuration, now=now)
        beside = (look_at_delivery(store, now=now), look_at_checkpoints(store))
    rows += [row for row in beside if row]
    if as_json:
        for row in rows:
            print_json(health_shape(row))
    else:
        _print_health(rows)
    return FINE if all(row.state is SourceState.OK for row in rows) else PROBLEM


def _print_health(rows: list[Health]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("source", "state", "pages", "last success", "detail"):
        table.add_column(name)
    for row in rows:
        last = row.last_success_at.strftime("%d %b %H:%M UTC") if row.last_success_at else "never"
        last = "" if row.source in (DIGEST, CHECKPOINT) else last
        style = None if row.state is SourceState.OK else "bold red"
        add_row(table, row.source, row.state.value, str(row.pages), last, row.detail, style=style)
    console().print(table)


@click.command()
@folder_option
def review(folder: Path | None) -> None:
    """Serve the review pages on this machine: the queue of changes, each with its diff and its proof."""
    from monitors.review.serving import serve
    from monitors.telling import make_teller, tell_warnings

    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    tell_warnings(make_teller(as_json=False))
    serve(configuration, data_folder(place))


@click.command()
@folder_option
@click.option("--json", "as_json", is_flag=True, help="Say what happens as JSON Lines, for a collector of logs.")
def run(folder: Path | None, as_json: bool) -> None:
    """Be the service: check each source when it is due, make the digest at its hour, serve the desk, until SIGTERM.

    What happens is said on standard error, without names of subjects; the link that makes the desk's first
    account only on a terminal, for logs are kept.
    """
    from monitors.checking.locking import hold_lock
    from monitors.review.serving import serve_beside
    from monitors.service.scheduling import Scheduler
    from monitors.telling import make_teller, tell_warnings

    place = chosen_folder(folder)
    data = data_folder(place)
    load_or_tell(place)
    tell = make_teller(as_json=as_json)
    invites = not as_json and sys.stderr.isatty()
    with hold_lock(data / "service.lock", doing="service"):
        tell_warnings(tell)
        Scheduler(
            place, data, lambda configuration: serve_beside(configuration, data, tell, invites=invites), tell
        ).run()


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Where. Default: a new folder here.",
)
def demo(folder: Path | None) -> int:
    """See it work: a small invented news site on this machine changes between checks. No configuration, no network."""
    from monitors.demo.demo import run_demo

    return run_demo(folder)
