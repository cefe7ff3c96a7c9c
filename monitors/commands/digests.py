"""`digest`: one day's digest, printed, written to a file, or sent."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from config.declarations import Configuration
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
    language_option,
    load_or_tell,
)
from monitors.digests.files import write_file
from monitors.digests.gathering import gather_digest
from monitors.digests.records import Digest
from monitors.digests.rendering import DigestFormat, render_digest, review_address
from monitors.health.rows import SourceState
from monitors.health.sources import look_at_health
from monitors.languages.speaking import speaking
from storage.store import Store

_OTHERS = 60.0
"""Seconds that another process has to end in which is sending: that of a service that was killed, for example."""


@click.command()
@folder_option
@click.option("--date", "day", default=None, help="A day of the service's time zone, as 2026-11-24. Default: today.")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in DigestFormat]),
    default=DigestFormat.TEXT.value,
    show_default=True,
    help="The form it is printed or written in.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write it to this file.")
@language_option
@click.option("--send", is_flag=True, help="Send it to the addresses under `digest: send:`, once a day.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def digest(
    folder: Path | None,
    day: str | None,
    form: str,
    output: Path | None,
    language: str | None,
    send: bool,
    as_json: bool,
) -> int:
    """Print one day's digest: what vanished, whose status changed, what is new, what could not be seen."""
    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    moment = datetime.now(UTC)
    chosen = _chosen_day(day, ZoneInfo(configuration.service.timezone), moment)
    with Store.open(data_folder(place)) as store:
        made = gather_digest(store, configuration, chosen, now=moment, not_seen=_not_seen(store, configuration, moment))
    with speaking(language or configuration.service.digest.language):
        if output is not None or not send:
            _write(made, configuration, DigestFormat.JSON if as_json else DigestFormat(form), output)
        return _send_once(place, configuration, made, moment) if send else FINE


def _chosen_day(day: str | None, zone: ZoneInfo, moment: datetime) -> date:
    if day is None:
        return moment.astimezone(zone).date()
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise CannotRun(f'"{day}" is not a day; a day is written year-month-day, as 2026-11-24') from None
    if not 2000 <= chosen.year < 2200:
        raise CannotRun(f'"{day}" is not a day of ours; allowed: the years 2000 to 2199')
    return chosen


def _not_seen(store: Store, configuration: Configuration, moment: datetime) -> list[tuple[str, str, str]]:
    rows = look_at_health(store, configuration, now=moment)
    return [(row.source, row.state.value, row.detail) for row in rows if row.state is not SourceState.OK]


def _send_once(place: Path, configuration: Configuration, made: Digest, moment: datetime) -> int:
    """Send it while no other process does: two at a time would each find it unsent. One that ends is waited for."""
    lock = data_folder(place) / "digest.lock"
    with hold_lock(lock, doing="sending of digests", patience=_OTHERS), Store.open(data_folder(place)) as store:
        return _send(store, configuration, made, moment)


def _send(store: Store, configuration: Configuration, made: Digest, moment: datetime) -> int:
    from monitors.delivery.sending import send_digest  # Apprise is large

    settings = configuration.service.digest
    if not settings.send:
        raise CannotRun("no address to send to: name one under `digest: send:` in defenderwatch.yaml")
    deliveries = send_digest(
        made,
        settings.send,
        store=store,
        now=moment,
        review_url=review_address(configuration.service),
        names_in_subject=settings.names_in_subject,
    )
    for each in deliveries:
        diagnostics().print(f"{each.address}: {each.detail}", markup=False)
    if not deliveries:
        diagnostics().print(f"the digest of {made.date.isoformat()} was sent before; nothing is sent twice")
    return FINE if all(each.sent for each in deliveries) else PROBLEM


def _write(made: Digest, configuration: Configuration, form: DigestFormat, output: Path | None) -> None:
    """To a file, or to standard output: as wide and as coloured as the terminal allows."""
    screen = console()
    colour = output is None and screen.is_terminal and not screen.no_color
    text = render_digest(
        made, form, review_url=review_address(configuration.service), width=min(screen.width, 120), colour=colour
    )
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    else:
        write_file(text, output)
        click.echo(f"wrote {output}", err=True)
