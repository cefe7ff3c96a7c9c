"""`report`: what became of one subject in a period, with the captures that prove it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from monitors.commands.options import (
    CannotRun,
    chosen_folder,
    data_folder,
    folder_option,
    language_option,
    load_or_tell,
    parse_moment,
)
from monitors.digests.days import read_zone
from monitors.languages.speaking import speaking
from monitors.reports.records import ReportFormat
from storage.store import Store


@click.command()
@click.argument("subject_id", metavar="ID")
@click.option("--since", default=None, help="From when: 2026-11-01, 36h, 7d. Default: the first capture.")
@click.option("--until", default=None, help="Until when, exclusive. Default: now.")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in ReportFormat]),
    default=ReportFormat.MARKDOWN.value,
    show_default=True,
    help="html can be printed; csv holds no formula.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default=None, help="A file instead.")
@language_option
@folder_option
def report(
    subject_id: str,
    since: str | None,
    until: str | None,
    form: str,
    output: Path | None,
    language: str | None,
    folder: Path | None,
) -> None:
    """Print a case report of the subject ID: statuses, what was published, and every capture cited with its hash."""
    from monitors.digests.files import write_file
    from monitors.reports.gathering import gather_report
    from monitors.reports.rendering import render_report

    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    subject = next((each for one in configuration.watch_lists for each in one.subjects if each.id == subject_id), None)
    if subject is None:
        raise CannotRun(f'"{subject_id}" is not a subject of any watch list')
    now, zone = datetime.now(UTC), read_zone(configuration.service.timezone)
    moments = {"since": parse_moment(since, zone, now=now), "until": parse_moment(until, zone, now=now)}
    told_in = speaking(language or configuration.service.digest.language)
    with Store.open(data_folder(place), create=False) as store, told_in:
        text = render_report(gather_report(store, configuration, subject, now=now, **moments), ReportFormat(form))
    if output is None:
        sys.stdout.write(text)
    else:
        write_file(text, output)
        click.echo(f"wrote {output}", err=True)
