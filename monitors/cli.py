"""`defenderwatch`: the table of its commands."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import cast

import click

COMMANDS = {
    "init": ("setting_up:init", "Write a folder with a commented, working example of each file."),
    "validate": ("setting_up:validate", "Read all configuration, prove it, and say what would be watched."),
    "watch": ("watching:watch", "Add subjects to the watch lists."),
    "try": ("trying:try_", "Fetch a page once and show what is read in it; keep nothing."),
    "check": ("checking:check", "Do the main job now: fetch, archive, read, compare."),
    "process": ("checking:process", "Derive everything from what is kept, without fetching."),
    "changes": ("reading:changes", "Print the changes."),
    "digest": ("digests:digest", "Print, or send, one day's digest."),
    "history": ("reading:history", "Print the captures, revisions and changes of one page."),
    "subject": ("reading:subject", "Print the timeline of one subject."),
    "report": ("reports:report", "Print a case report of one subject."),
    "search": ("reading:search", "Search the full text of all that is kept."),
    "extract": ("documents:extract", "Print the text that would be compared, from a saved file."),
    "mentions": ("documents:mentions", "Print the mentions in a plain text."),
    "compare": ("documents:compare", "Print the change between two saved pages."),
    "health": ("serving:health", "Say how each source is, and what needs a person."),
    "doctor": ("examining:doctor", "Look at machine and folder, and say what to do."),
    "archive": ("archive:archive", "Verify and hand over what was received, and when."),
    "review": ("serving:review", "Serve the review desk on this machine."),
    "account": ("accounts:account", "Say who may come to the review desk."),
    "run": ("serving:run", "Be the service: check when due, send digests, serve the desk."),
    "demo": ("serving:demo", "See it work: a small invented site, no network."),
}
"""Every command: where in `monitors.commands` it lives, and what it does in one line.

Each is imported when it is asked for, so that the others start quickly; the lines spare `--help` all of them.
"""


class Table(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands, in the order in which an operator meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(f"monitors.commands.{module}"), name)
        return cast(click.Command, command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; a name that is nearly one is told with the right one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            meant = f'did you mean "{near[0]}"?' if near else "`defenderwatch --help` lists them"
            raise click.UsageError(f'"{args[0]}" is not a command; {meant}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table of commands, none of them imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


@click.group(cls=Table, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The operator's folder. Default: DEFENDERWATCH_CONFIG, else the current folder.",
)
@click.version_option(package_name="defenderwatch", prog_name="defenderwatch")
def defenderwatch(folder: Path | None) -> None:
    """Watch human-rights pages, keep every capture as evidence, and tell what changed about whom.

    \b
    New here?   defenderwatch demo            see it work, with nothing to configure
    Your own:   defenderwatch init DIR        then edit DIR, then: validate, try, check, digest
    """


def main() -> None:
    """Run the command; a known problem is told in words, and no traceback reaches a user."""
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
        from monitors.commands.failures import tell_failure

        sys.exit(tell_failure(error))
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
