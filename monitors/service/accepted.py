"""The configuration that the service goes by: a private copy of the files, taken when they were last found right.

The operator edits the files while checks run, and an edit may be broken. So what is read is copied
first, the copy is checked, and every child of the service works from a copy that has passed.
"""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from config.declarations import Configuration
from config.loading import SERVICE_FILE, load_configuration
from config.secrets import SECRETS

Fingerprint = frozenset[tuple[str, int, int]]

_ROOMS = ("sources", "watchlists")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A configuration that has passed, and the folder that holds its files."""

    folder: Path
    configuration: Configuration


def take_fingerprint(folder: Path) -> Fingerprint:
    """Name, time and size of every file of the configuration: another one after any edit."""
    seen = []
    for file in _files(folder):
        try:
            facts = file.stat()
        except OSError:  # an editor replaces files: the next look sees the new one
            continue
        seen.append((str(file.relative_to(folder)), facts.st_mtime_ns, facts.st_size))
    return frozenset(seen)


def accept(folder: Path, data: Path) -> Accepted:
    """Copy the files into `data/accepted/` and read the copy.

    ConfigurationError where they are not right, and then no copy is left. The names of files in its
    messages are those of the operator's folder.
    """
    copy = data / "accepted" / uuid.uuid4().hex
    copy.mkdir(parents=True, mode=0o700)
    try:
        for file in _files(folder):
            target = copy / file.relative_to(folder)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, target)
        configuration = load_configuration(copy)
        (copy / "data").symlink_to(data.resolve(), target_is_directory=True)
        (copy / SECRETS).symlink_to((folder / SECRETS).resolve(), target_is_directory=True)
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    return Accepted(folder=copy, configuration=configuration)


def drop_others(accepted: Accepted) -> None:
    """Remove every copy but this one; call it only while no child works from another."""
    for each in accepted.folder.parent.iterdir():
        if each != accepted.folder:
            shutil.rmtree(each, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    """The files a configuration is read from, those with a misspelt suffix too: they are told of."""
    rooms = [each for name in _ROOMS if (folder / name).is_dir() for each in (folder / name).iterdir()]
    return sorted(each for each in (folder / SERVICE_FILE, *rooms) if each.is_file())
