"""What the commands on accounts and tokens share: the store, the moment, and a line in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from monitors.commands.options import CannotRun, chosen_folder, data_folder, load_or_tell
from storage.store import Store, StoreError


@contextmanager
def open_people(folder: Path | None) -> Iterator[tuple[Path, Store]]:
    """The operator's folder and its store; CannotRun in words where what is asked cannot be."""
    place = chosen_folder(folder)
    load_or_tell(place)
    try:
        with Store.open(data_folder(place)) as store:
            yield place, store
    except StoreError as problem:
        raise CannotRun(str(problem)) from None


def check_name(name: str) -> None:
    """CannotRun where it is no name of a person or a program."""
    from monitors.review.doors import read_name

    if read_name(name) != name or not name:
        raise CannotRun("a name is one line of at most 60 letters, without spaces at its ends")


def note(store: Store, action: str, what: str) -> None:
    """The audit log says that it was done here."""
    store.note_deed(at=now(), actor="command line", action=action, object=what)


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
