"""`defenderwatch`: the table of its commands."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import version
from pathlib import Path
from typing import cast

import click

COMMANDS = {
    "init": "monitors.commands.setting_up:init",
    "validate": "monitors.commands.setting_up:validate",
    "watch": "monitors.commands.watching:watch",
    "try": "monitors.commands.trying:try_",
    "check": "monitors.commands.checking:check",
    "process": "monitors.commands.checking:process",
    "changes": "monitors.commands.reading:changes",
    "digest": "monitors.commands.digests:digest",
    "history": "monitors.commands.reading:history",
    "subject": "monitors.commands.reading:subject",
    "report": "monitors.commands.reports:report",
    "search": "monitors.commands.reading:search",
    "extract": "monitors.commands.documents:extract",
    "mentions": "monitors.commands.documents:mentions",
    "compare": "monitors.commands.documents:compare",
    "health": "monitors.commands.serving:health",
    "doctor": "monitors.commands.examining:doctor",
    "archive": "monitors.commands.archive:archive",
    "review": "monitors.commands.serving:review",
    "account": "monitors.commands.accounts:account",
    "run": "monitors.commands.serving:run",
    "demo": "monitors.commands.serving:demo",
}
"""Every command and where it lives; each is imported when it is asked for, so that the others start quickly."""


class Table(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands, in the order in which an operator meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        return cast(click.Command, command)


@click.group(cls=Table, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The operator's folder. Default: DEFENDERWATCH_CONFIG, else the current folder.",
)
@click.version_option(version("defenderwatch"), prog_name="defenderwatch")
def defenderwatch(folder: Path | None) -> None:
    """Watch human-rights pages, keep every capture as evidence, and tell what changed about whom.

    \b
    New here?   defenderwatch demo            see it work, with nothing to configure
    Your own:   defenderwatch init DIR        then edit DIR, then: validate, try, check, digest
    """


def main() -> None:
    """Run the command; a known problem is told in words, and no traceback reaches a user."""
    from monitors.commands.failures import tell_failure

    try:
        status = defenderwatch.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted: what was kept until now is kept", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  # the last boundary: a user never sees a traceback
        sys.exit(tell_failure(error))
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
