"""What all commands share: where the operator's folder is, how facts are printed, how problems are told."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from config.declarations import Configuration, Tongue
from config.loading import ConfigurationError, load_configuration
from monitors.terminal import Screen

Command = TypeVar("Command", bound=Callable[..., Any])

FINE, PROBLEM, IMPOSSIBLE = 0, 1, 2
"""Exit status: fine · ran and found a problem · could not run."""


class CannotRun(click.ClickException):
    """The command could not run: bad arguments, bad configuration, no such thing."""

    exit_code = IMPOSSIBLE

    def show(self, file: Any = None) -> None:  # noqa: ARG002  # click's signature
        """Print the message to standard error, without a prefix that says less than the message."""
        click.echo(self.format_message(), err=True)


def folder_option(command: Command) -> Command:
    """`--config DIR`, after the command as well as before it."""
    option = click.option(
        "--config",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help="The operator's folder. Default: DEFENDERWATCH_CONFIG, else the current folder.",
    )
    return option(command)


def json_option(command: Command) -> Command:
    """`--json`: facts for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON (one object, or one a line).")(command)


def language_option(command: Command) -> Command:
    """`--language`: in which language people are told."""
    languages = click.Choice([each.value for each in Tongue])
    text = "The language of its words. Default: `digest: language:`."
    return click.option("--language", type=languages, default=None, help=text)(command)


def chosen_folder(folder: Path | None) -> Path:
    """The operator's folder: as given, as given before the command, from the environment, else here."""
    context = click.get_current_context(silent=True)
    before = context.find_root().params.get("folder") if context is not None else None
    return Path(folder or before or os.environ.get("DEFENDERWATCH_CONFIG") or ".")


def load_or_tell(folder: Path) -> Configuration:
    """The configuration of that folder; every problem told, and exit 2, where it is not right."""
    try:
        return load_configuration(folder)
    except ConfigurationError as error:
        raise CannotRun(str(error)) from None


def data_folder(folder: Path) -> Path:
    """Where the program keeps what it makes."""
    return folder / "data"


def secrets_folder(folder: Path) -> Path:
    """Where the key lies that signs the archive: beside the configuration, never in the archive."""
    return folder / "secrets"


def print_json(shape: Any) -> None:
    """One line of JSON on standard output, in the scripts it is written in."""
    sys.stdout.write(json.dumps(shape, ensure_ascii=False) + "\n")


def console() -> Screen:
    """Standard output for people: colours only on a terminal, and never where NO_COLOR asks for none."""
    return Screen(highlight=False, soft_wrap=True)


def diagnostics() -> Screen:
    """Standard error for people."""
    return Screen(stderr=True, highlight=False, soft_wrap=True)


def parse_moment(text: str | None, zone: ZoneInfo, *, now: datetime) -> datetime | None:
    """A moment as people write it: `2026-11-24`, `2026-11-24T06:00`, `36h`, `7d`; in UTC."""
    if text is None:
        return None
    units = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
    if text[:-1].isdigit() and text[-1:] in units:
        return now - timedelta(**{units[text[-1]]: int(text[:-1])})
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise CannotRun(
            f'"{text}" is not a time; allowed: a date (2026-11-24), a date with a time (2026-11-24T06:00), '
            "or how long ago (36h, 7d)"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
