"""Where in an operator's files a flaw of a watch list stands: file and line of the subject, or of its alias."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from config.yaml_reading import Document, read_yaml
from diffing.proof.names import Flaw

_Places = dict[tuple[str, str | None], str]


def place_flaws(folder: Path, flaws: Sequence[Flaw]) -> list[str]:
    """Each flaw in words, behind the place it stands at: `watchlists/people.yaml:7: …`; nothing is read for none."""
    if not flaws:
        return []
    places: _Places = {}
    for path in sorted((folder / "watchlists").glob("*.yaml")):
        for key, line in _list_lines(read_yaml(path.read_bytes())):
            places.setdefault(key, f"watchlists/{path.name}:{line}")
    return [_tell(flaw, places) for flaw in flaws]


def _list_lines(document: Document) -> Iterator[tuple[tuple[str, str | None], int]]:
    """The line of each subject, of its name and of each of its aliases."""
    for place, subject in enumerate(document.value.get("subjects", ())):
        name, path = str(subject["id"]), ("subjects", place)
        yield (name, None), document.line(path)
        yield (name, subject["name"]), document.line((*path, "name"))
        for number, alias in enumerate(subject.get("aliases", ())):
            text = alias["text"] if isinstance(alias, dict) else alias
            yield (name, text), document.line((*path, "aliases", number))


def _tell(flaw: Flaw, places: _Places) -> str:
    first, *others = flaw.subject.split(", ")
    place = places.get((first, flaw.alias)) or places.get((first, None))
    beside = [f"{other} stands at {places[other, None]}" for other in others if (other, None) in places]
    return "; ".join([f"{place}: {flaw}" if place else str(flaw), *beside])
