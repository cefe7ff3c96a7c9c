"""An operator's folder, read into one Configuration, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from config.cross_checks import Written, check_sources, check_watch_lists
from config.declarations import Configuration, Declaration, Service, Source, WatchList
from config.problems import ConfigurationError, Problem
from config.wording import describe_error
from config.yaml_reading import Document, UnreadableYamlError, read_yaml

__all__ = ["ConfigurationError", "Problem", "load_configuration"]

SERVICE_FILE = "defenderwatch.yaml"

Declared = TypeVar("Declared", bound=Declaration)


def load_configuration(folder: Path) -> Configuration:
    """All that a folder declares, each value checked and every name known.

    Raises ConfigurationError, with every problem found, where anything at all is wrong; never another exception.
    """
    reading = _Reading(folder)
    if not reading.folder_is_usable():
        raise ConfigurationError(reading.problems)
    service = reading.service()
    sources = reading.declared_in("sources", Source, several=True)
    lists = reading.declared_in("watchlists", WatchList, several=False)
    reading.check_together()
    if reading.problems or service is None:
        raise ConfigurationError(reading.problems)
    return Configuration(service=service, sources=tuple(sources), watch_lists=tuple(lists))


@dataclass(slots=True)
class _Reading:
    """One reading of a folder: what was declared so far, as written, and what was wrong."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    written: dict[type[Declaration], list[Written]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def blame(self, file: str, message: str, line: int = 0, key: str = "") -> None:
        self.problems.append(Problem(file=file, line=line, key=key, message=message))

    def folder_is_usable(self) -> bool:
        """Whether the folder can be looked into and holds defenderwatch.yaml or anything else of ours."""
        try:
            names = {each.name for each in self.folder.iterdir()}
        except (OSError, ValueError) as error:
            self.blame(str(self.folder), _plain_reason(error, "folder") + "; `defenderwatch init DIR` writes one")
            return False
        if not names & {SERVICE_FILE, "sources", "watchlists"}:
            hint = "; run `defenderwatch init DIR` for a folder to begin with, or name yours with --config DIR"
            self.blame(str(self.folder), f"no {SERVICE_FILE} in this folder{hint}")
        return not self.problems

    def service(self) -> Service | None:
        """What defenderwatch.yaml says; an empty file says the defaults."""
        if not (self.folder / SERVICE_FILE).exists():
            self.blame(SERVICE_FILE, "there is no such file; `defenderwatch init DIR` writes one to begin with")
            return None
        document = self.document(SERVICE_FILE)
        if document is None:
            return None
        return self.validated(Service, SERVICE_FILE, document, document.value if document.value is not None else {}, ())

    def declared_in(self, room: str, model: type[Declared], *, several: bool) -> list[Declared]:
        """The declarations in the files of `sources` or `watchlists`, in the order of the files' names."""
        found: list[Declared] = []
        self.written[model] = []
        files = list(self.files(room))
        for file in files:
            document = self.document(file)
            if document is None:
                self.unread.add(room)
                continue
            for path, value in _entries(document, several=several):
                found += self.one(model, file, document, path, value)
        return found

    def one(
        self, model: type[Declared], file: str, document: Document, path: tuple[str | int, ...], value: Any
    ) -> Iterator[Declared]:
        if isinstance(value, dict):
            self.written[model].append(Written(file, document, value, path))
        declared = self.validated(model, file, document, value, path)
        if declared is not None:
            yield declared

    def files(self, room: str) -> Iterator[str]:
        """The YAML files of a room, by name; a problem where there is no room, or nothing in it."""
        try:
            entries = sorted((self.folder / room).iterdir())
        except OSError as error:
            self.unread.add(room)
            self.blame(f"{room}/", _plain_reason(error, "folder"))
            return
        none = True
        for entry in entries:
            name = f"{room}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.suffix.lower() in {".yml", ".yaml"} and entry.suffix != ".yaml":
                none = False
                self.blame(name, f"only *.yaml files are read; rename it to {entry.stem}.yaml")
            elif entry.suffix == ".yaml":
                none = False
                yield name
        if none:
            self.unread.add(room)
            self.blame(f"{room}/", "no *.yaml file in this folder; `defenderwatch init DIR` writes examples")

    def document(self, file: str) -> Document | None:
        """What stands in a file; None, and a problem, where it cannot be read."""
        try:
            if not (self.folder / file).is_file():
                raise IsADirectoryError
            document = read_yaml((self.folder / file).read_bytes())
        except OSError as error:
            self.blame(file, _plain_reason(error, "file"))
            return None
        except UnreadableYamlError as problem:
            self.blame(file, problem.message, problem.line)
            return None
        for line, key, first in document.twice:
            self.blame(file, f'"{key}" stands here twice; it was set on line {first} already', line, key)
        return document

    def validated(
        self, model: type[Declared], file: str, document: Document, value: Any, path: tuple[str | int, ...]
    ) -> Declared | None:
        """The declaration that a value makes; None, and its problems, where it makes none."""
        if not isinstance(value, dict):
            found = "the file is empty" if value is None and not path else "keys and values are expected here"
            self.blame(file, f"{found}; allowed: {', '.join(model.model_fields)}", document.line(path))
            return None
        try:
            return model.model_validate(value)
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                if error["type"] == "too_short" and error["input"]:
                    continue  # pydantic counts the right ones only; the wrong ones are told by themselves
                place = (*path, *error["loc"])
                self.blame(file, describe_error(error, model), document.line(place), str(error["loc"][-1]))
            return None

    def check_together(self) -> None:
        sources, lists = self.written.get(Source, []), self.written.get(WatchList, [])
        self.problems += check_sources(sources, lists, lists_known="watchlists" not in self.unread)
        self.problems += check_watch_lists(lists)


def _entries(document: Document, *, several: bool) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if several and isinstance(document.value, list) and document.value:
        for place, value in enumerate(document.value):
            yield (place,), value
    else:
        yield (), document.value


def _plain_reason(error: Exception, noun: str) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no such {noun}"
    if isinstance(error, PermissionError):
        return f"no right to read this {noun}"
    if isinstance(error, NotADirectoryError):
        return "this is not a folder"
    if isinstance(error, IsADirectoryError):
        return "this is not a file"
    return f"this {noun} cannot be read: {getattr(error, 'strerror', None) or error}"
