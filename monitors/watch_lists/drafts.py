"""Edits of the operator's files made on the desk: drafted beside them, checked whole, and only then written."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.declarations import Configuration
from config.loading import SERVICE_FILE, load_configuration
from monitors.watch_lists.files import replace_file
from monitors.watch_lists.yaml_edits import NoSuchDeclaration, Value, edit_declaration

SUBJECT, SOURCE = ("watchlists", "id"), ("sources", "name")
"""Where declarations stand, and the key that names them."""


class FileChanged(Exception):
    """The file was edited meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An edit that would load: the file, its text, and what it was made from."""

    path: Path
    text: str
    former: str  # SHA-256 of the file as it was
    configuration: Configuration


def draft_edit(folder: Path, *, kind: tuple[str, str], name: str, changes: Mapping[str, Value]) -> Draft:
    """The edit of one declaration, checked in a copy of the folder; the folder itself is as it was.

    NoSuchDeclaration where no file declares it, ConfigurationError where the folder would not load.
    """
    room, key = kind
    for path in sorted((folder / room).glob("*.yaml")):
        text = path.read_text("utf-8-sig")
        try:
            edited = edit_declaration(text, key=key, name=name, changes=changes)
        except NoSuchDeclaration:
            continue
        former = hashlib.sha256(path.read_bytes()).hexdigest()
        return Draft(path=path, text=edited, former=former, configuration=_try_out(folder, path, edited))
    raise NoSuchDeclaration(f"no file in {room}/ declares it")


def write_draft(draft: Draft) -> None:
    """The file says what the draft says; FileChanged where somebody edited it since."""
    if hashlib.sha256(draft.path.read_bytes()).hexdigest() != draft.former:
        raise FileChanged("The file was edited meanwhile. Look at it again; nothing was written.")
    replace_file(draft.path, draft.text.encode())


def _try_out(folder: Path, path: Path, text: str) -> Configuration:
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        for room in ("sources", "watchlists"):
            shutil.copytree(folder / room, copy / room)
        shutil.copyfile(folder / SERVICE_FILE, copy / SERVICE_FILE)
        (copy / path.relative_to(folder)).write_text(text, "utf-8")
        return load_configuration(copy)
