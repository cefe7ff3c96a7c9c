"""The demo: three checks of a small world that changes, and the digest. No configuration, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from monitors.demo.folder import choose_folder, write_folder
from monitors.demo.site import World
from monitors.demo.stories import Site

_ZONE = ZoneInfo("Asia/Almaty")  # the demo's own time zone: folder/defenderwatch.yaml


class DemoError(Exception):
    """A command of the demo ended badly; the message says which, and it has spoken on standard error itself."""


def run_demo(folder: Path | None = None) -> int:
    """Check an invented world three times, print the digest, keep it as HTML. Returns the exit status: 0, 1 or 2.

    The folder (default: a fresh `defenderwatch-demo` in the current one) is kept for looking around; the sites
    are gone when this returns. 2: the folder cannot be used. 1: a command of ours failed.
    """
    home = folder if folder is not None else choose_folder(Path.cwd())
    try:
        with World() as world:
            write_folder(home, world)
            _tell_beginning(home, world)
            _check_three_times(home, world)
        _show_digest(home)
    except FileExistsError:
        click.echo(f"{home} is not empty; give the demo a folder of its own: defenderwatch demo --folder NEW", err=True)
        return 2
    except OSError as problem:
        click.echo(f"the demo cannot write {home}: {problem.strerror or problem}", err=True)
        return 2
    except DemoError as problem:
        click.echo(str(problem), err=True)
        return 1
    _tell_end(home)
    return 0


def _tell_beginning(home: Path, world: World) -> None:
    click.echo("An invented world is now on this machine: a news site, an NGO and a ministry. Nobody in it is real.")
    for site in Site:
        click.echo(f"  {site:<9} {world.address(site)}")
    click.echo(f"The operator's folder: {home}  (defenderwatch.yaml, sources/, watchlists/)")


def _check_three_times(home: Path, world: World) -> None:
    _tell_step("First check: everything is new. It is kept as the baseline and alerts nobody.")
    _run(home, "check")
    world.advance()
    _tell_step(
        "A day passes. A sentence is edited, a paragraph quietly deleted, an article published, a page taken down,\n"
        "and counters, teasers and side bars change everywhere. Second check:"
    )
    _run(home, "check")
    world.advance()
    _tell_step("A page counts as gone only after two looks, so that a hiccup is no alarm. Third check:")
    _run(home, "check")


def _show_digest(home: Path) -> None:
    today = _digest_day()
    page = home / "digest.html"
    _tell_step("The digest:")
    _run(home, "digest", "--date", today)
    _run(home, "digest", "--date", today, "--format", "html", "--output", str(page))
    click.echo(f"\nThe same digest for a browser or an inbox: {page}")


def _tell_end(home: Path) -> None:
    shown = home.relative_to(Path.cwd()) if home.is_relative_to(Path.cwd()) else home
    click.echo("\nThe invented sites are closed again; what was captured is kept. Look around:")
    for words in (
        "changes --json",
        "subject madina-kokbulakova",
        "search насос",
        "archive verify",
        "review",
    ):
        click.echo(f"  {_command()} --config {shown} {words}")
    click.echo(f"For your own sources:  {_command()} init my-desk")


def _command() -> str:
    """Our command as this person can type it here: by its path where it is not on the PATH."""
    program = Path(sys.argv[0])
    on_path = shutil.which("defenderwatch") is not None
    return str(program) if program.name == "defenderwatch" and not on_path else "defenderwatch"


def _tell_step(words: str) -> None:
    click.echo()
    click.secho(words, bold=True)


def _digest_day() -> str:
    """The day, in the demo's time zone, on which the checks ran."""
    return datetime.now(_ZONE).date().isoformat()


def _run(home: Path, *words: str) -> None:
    """Run one command as a person would, in a process of its own; DemoError where it fails.

    The folder goes by the environment: a person's own DEFENDERWATCH_CONFIG must not leak into the demo.
    `-P` keeps a `config.py` in the current folder from being taken for ours.
    """
    sys.stdout.flush()
    environment = os.environ | {"DEFENDERWATCH_CONFIG": str(home.resolve())}
    done = subprocess.run([sys.executable, "-P", "-m", "monitors.cli", *words], env=environment, check=False)
    if done.returncode != 0:
        raise DemoError(f"the demo stopped: `defenderwatch {words[0]}` ended with status {done.returncode}")
