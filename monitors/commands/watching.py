"""`watch`: new subjects for the watch lists, one by one or from a file."""

from __future__ import annotations

from pathlib import Path

import click

from config.declarations import Configuration, SubjectKind
from config.loading import ConfigurationError
from monitors.commands.options import (
    FINE,
    PROBLEM,
    CannotRun,
    chosen_folder,
    console,
    diagnostics,
    folder_option,
    load_or_tell,
)
from monitors.watch_lists.files import (
    ListStyleError,
    NewSubject,
    Spellings,
    UnknownListError,
    append_subjects,
    find_list,
)

list_option = click.option("--list", "list_name", default=None, help="The watch list. Default: the only one.")
kind_option = click.option(
    "--kind",
    type=click.Choice([each.value for each in SubjectKind if each is not SubjectKind.LAW]),
    default=SubjectKind.DEFENDER.value,
    help="What it is, where nothing else says so. Default: defender.",
)


@click.group()
def watch() -> None:
    """Add subjects to the watch lists. Comments in the files stay as they are."""


@watch.command()
@click.argument("name")
@list_option
@kind_option
@click.option("--alias", "aliases", multiple=True, help="Another spelling; may be given several times.")
@click.option("--yes", is_flag=True, help="Take every proposed spelling without asking.")
@folder_option
def add(name: str, list_name: str | None, kind: str, aliases: tuple[str, ...], yes: bool, folder: Path | None) -> int:
    """Write the subject NAME into a watch list, with spellings in the other scripts that you confirm one by one.

    Nothing is written for a name that is tracked already; exit status 1 tells so.
    """
    from diffing.names.transliteration import propose_spellings

    root = chosen_folder(folder)
    configuration = load_or_tell(root)
    path = choose_file(root, configuration, list_name)
    known = Spellings(configuration.watch_lists)
    for spelling in (name, *aliases):
        owner = known.owner(spelling)
        if owner:
            diagnostics().print(f"{spelling!r} is a spelling of {owner} already; nothing is written", markup=False)
            return PROBLEM
    proposed = [each for each in propose_spellings(name) if each not in aliases and not known.owner(each)]
    taken = [each for each in proposed if yes or click.confirm(f"Also look for {each}?", default=True)]
    subject = NewSubject(known.make_id(name), SubjectKind(kind), name, (*aliases, *taken))
    write_subjects(root, path, [subject])
    console().print(f"wrote {subject.id} into {path.name}; `defenderwatch validate` proves it", markup=False)
    return FINE


def choose_file(root: Path, configuration: Configuration, list_name: str | None) -> Path:
    """The file of the watch list asked for; CannotRun in words where there is none."""
    try:
        return find_list(root, configuration.watch_lists, list_name)
    except UnknownListError as error:
        raise CannotRun(str(error)) from None


def write_subjects(root: Path, path: Path, subjects: list[NewSubject]) -> None:
    """The subjects stand in the file; CannotRun, and the file as it was, where the list would not load with them."""
    try:
        append_subjects(root, path, subjects)
    except ListStyleError as error:
        raise CannotRun(f"{path.name}: {error}") from None
    except ConfigurationError as error:
        raise CannotRun(f"nothing is written, for the list would not load:\n{error}") from None


@watch.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@list_option
@kind_option
@click.option("--dry-run", is_flag=True, help="Only tell what would be written.")
@folder_option
def import_(file: Path, list_name: str | None, kind: str, dry_run: bool, folder: Path | None) -> int:
    """Write the subjects of FILE into a watch list, and tell duplicates and clashes.

    FILE is a .csv with the columns name, kind, aliases (parted by ; or |) and note, or JSON with entities of
    FollowTheMoney, as OpenSanctions publishes them. A name that is tracked already, in any script, is a duplicate and
    is left out; so is a spelling that belongs to somebody else. Exit status 1 tells of either.
    """
    from monitors.watch_lists.imports import UnreadableImportError, read_import, sort_out

    root = chosen_folder(folder)
    configuration = load_or_tell(root)
    path = choose_file(root, configuration, list_name)
    try:
        brought = sort_out(read_import(file, SubjectKind(kind)), Spellings(configuration.watch_lists))
    except UnreadableImportError as error:
        raise CannotRun(str(error)) from None
    if brought.subjects and not dry_run:
        write_subjects(root, path, brought.subjects)
    left_out = (("duplicate", brought.duplicates), ("clash", brought.clashes), ("refused", brought.refused))
    for label, told in left_out:
        for each in told:
            diagnostics().print(f"{label}: {each}", markup=False)
    verb = "would write" if dry_run else "wrote"
    counts = ", ".join(f"{label} {len(told)}" for label, told in left_out)
    console().print(f"{verb} {len(brought.subjects)} subjects into {path.name}; {counts}", markup=False)
    return PROBLEM if any(told for _, told in left_out) else FINE
