"""A small operator's folder to break on purpose."""

from __future__ import annotations

from pathlib import Path

from config.loading import ConfigurationError, load_configuration

SOURCE = "name: river-post\nurl: https://river-post.example/news\n"
WATCH_LIST = "name: valley\nsubjects:\n  - {id: asel-torekul, kind: defender, name: Asel Torekul}\n"


def write_folder(
    folder: Path, *, service: str | bytes = "", source: str | bytes = SOURCE, watch_list: str | bytes = WATCH_LIST
) -> Path:
    """The three files of a folder that is right, unless a text says otherwise."""
    for name, text in {
        "defenderwatch.yaml": service or "timezone: UTC\n",
        "sources/one.yaml": source,
        "watchlists/one.yaml": watch_list,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read_problems(folder: Path) -> list[str]:
    """What is wrong with a folder, one line each; empty where nothing is."""
    try:
        load_configuration(folder)
    except ConfigurationError as error:
        return [str(problem) for problem in error.problems]
    return []
