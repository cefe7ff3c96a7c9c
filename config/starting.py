"""The operator's folder to begin with: the commented Kazakhstan starter set, copied from `config/examples`."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).parent / "examples"


class StarterFolderError(Exception):
    """The starter set cannot be written here; the message says why, and what to do."""


def write_starter_folder(folder: Path) -> list[Path]:
    """Afterwards the folder holds the starter set; returns the files written, in the order of their names.

    Raises StarterFolderError, having changed nothing, where a file or folder of that name holds anything already; and
    where the disk refuses, having removed again what it wrote.
    """
    examples = {each.relative_to(EXAMPLES): each.read_bytes() for each in sorted(EXAMPLES.rglob("*.yaml"))}
    taken = _taken(folder)
    if taken:
        raise StarterFolderError(
            f"{folder} holds {', '.join(taken)} already; nothing is overwritten, name a new folder"
        )
    written: list[Path] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # whom somebody watches is nobody else's to read
        for name, text in examples.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("xb") as file:
                written.append(folder / name)
                file.write(text)
    except (OSError, ValueError) as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise StarterFolderError(f"{folder} cannot be written: {_reason(error)}") from error
    return written


def _taken(folder: Path) -> list[str]:
    try:
        if folder.exists() and not folder.is_dir():
            raise StarterFolderError(f"{folder} is not a folder; name a new one")
        return [name for name in ("defenderwatch.yaml", "sources", "watchlists") if _holds_something(folder / name)]
    except (OSError, ValueError) as error:
        raise StarterFolderError(f"{folder} cannot be read: {_reason(error)}") from error


def _holds_something(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.exists() or path.is_symlink()


def _reason(error: OSError | ValueError) -> str:
    return str(getattr(error, "strerror", None) or error).lower()
