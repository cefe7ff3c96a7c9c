"""BagIt (RFC 8493, version 1.0): the parcel under `data/`, and digests of every file beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from storage.archive.disk import clear_errors
from storage.exports.parcels import Parcel

_ALGORITHMS = ("sha256", "sha512")
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def pack_bag(parcel: Parcel, path: Path, *, software: str) -> None:
    """`path`, a new folder, is a bag of the parcel, whose folder is moved into it."""
    with clear_errors(path):
        path.mkdir(parents=True)
        parcel.folder = parcel.folder.rename(path / "data")
        names = [f"data/{name}" for name in parcel.files()]
        (path / "bagit.txt").write_text(_DECLARATION, encoding="utf-8")
        (path / "bag-info.txt").write_text(_describe(parcel, path, names, software), encoding="utf-8")
        _write_manifests(path, "manifest", names)
        tags = sorted(each.name for each in path.iterdir() if each.is_file())
        _write_manifests(path, "tagmanifest", tags)


def _describe(parcel: Parcel, path: Path, names: list[str], software: str) -> str:
    size = sum((path / name).stat().st_size for name in names)
    captured = [each.captured_at for each in parcel.captures]
    return (
        f"Bag-Software-Agent: {software}\n"
        f"Bagging-Date: {parcel.dated:%Y-%m-%d}\n"
        f"External-Description: {len(captured)} captures, {min(captured):%Y-%m-%d} to {max(captured):%Y-%m-%d};"
        " how to check them: data/evidence/VERIFY.md\n"
        f"Payload-Oxum: {size}.{len(names)}\n"
    )


def _write_manifests(path: Path, kind: str, names: list[str]) -> None:
    """The digests of these files. Ours are the names: none holds a line's end or a percent sign."""
    for algorithm in _ALGORITHMS:
        lines = [f"{_digest(path / name, algorithm)}  {name}\n" for name in names]
        (path / f"{kind}-{algorithm}.txt").write_text("".join(lines), encoding="utf-8")


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()
