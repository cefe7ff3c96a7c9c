"""`init` and `validate`: an operator's folder, and the proof that it says what its author meant."""

from __future__ import annotations

from pathlib import Path

import click

from config.declarations import Configuration, Source
from config.starting import StarterFolderError, write_starter_folder
from monitors.commands.options import (
    FINE,
    IMPOSSIBLE,
    CannotRun,
    chosen_folder,
    console,
    diagnostics,
    folder_option,
    json_option,
    load_or_tell,
    print_json,
)


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def init(directory: Path) -> None:
    """Write the operator's folder DIRECTORY: a commented, working example of each file.

    It holds the Kazakhstan starter set: the people, organisations and laws to track, and the sites
    that write about them. Nothing that exists is overwritten.
    """
    from config.secrets import SECRETS
    from storage.archive.keys import make_secret
    from storage.errors import ArchiveError

    try:
        written = write_starter_folder(directory)
        make_secret(directory / SECRETS)
    except (StarterFolderError, ArchiveError) as error:
        raise CannotRun(str(error)) from None
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"wrote {directory / SECRETS}: the key that signs the archive. Keep a copy of it elsewhere.")
    click.echo(f"\nNext: edit the files, then\n  defenderwatch validate --config {directory}")
    click.echo(f"  defenderwatch check --config {directory}\n  defenderwatch digest --config {directory}")


@click.command()
@folder_option
@json_option
def validate(folder: Path | None, as_json: bool) -> int:
    """Read all configuration and prove it: every alias can match itself, every selector and expression is sound.

    Prints what would be watched. Errors name file, line and key; exit status 2 where there is one.
    """
    from diffing.proof.names import prove_watch_lists
    from monitors.watch_lists.placing import place_flaws

    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    flaws = prove_watch_lists(configuration.watch_lists)
    warnings, errors = (place_flaws(place, each) for each in flaws)
    warnings += _warn_of_browser(configuration)
    if as_json:
        print_json(_validation_shape(configuration, errors, warnings))
    else:
        _print_validation(configuration, errors, warnings)
    return IMPOSSIBLE if errors else FINE


def _warn_of_browser(configuration: Configuration) -> list[str]:
    """Why pages of sources with `render` would not be shown; nothing where a browser is there, or none is wanted."""
    from spiders.browser.browser import why_no_browser

    wanting = [each.name for each in configuration.sources if each.render]
    missing = why_no_browser(configuration.service.network.browser) if wanting else None
    return [f"source {name}: render: {missing}" for name in wanting] if missing else []


def _validation_shape(configuration: Configuration, errors: list[str], warnings: list[str]) -> dict[str, object]:
    return {
        "ok": not errors,
        "sources": [{"name": each.name, "url": each.url, "spider": each.spider} for each in configuration.sources],
        "subjects": sum(len(each.subjects) for each in configuration.watch_lists),
        "errors": errors,
        "warnings": warnings,
    }


def _print_validation(configuration: Configuration, errors: list[str], warnings: list[str]) -> None:
    out = console()
    for source in configuration.sources:
        out.print(_source_line(source), markup=False)
    for watch_list in configuration.watch_lists:
        subjects = len(watch_list.subjects)
        out.print(f"watch list {watch_list.name}: {subjects} subjects, {len(watch_list.codes)} codes", markup=False)
    for each in warnings:
        diagnostics().print(f"warning: {each}", markup=False)
    for each in errors:
        diagnostics().print(f"error: {each}", markup=False)
    if not errors:
        out.print("The configuration is sound.")


def _source_line(source: Source) -> str:
    hours = source.every.total_seconds() / 3600
    return f"{source.name}: {source.spider.value} {source.url} every {hours:g} h"
