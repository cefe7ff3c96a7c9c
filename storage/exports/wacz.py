"""WACZ 1.1.1: a ZIP with WARC files, their index, a list of pages, and the digests of all of it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.archive.disk import clear_errors
from storage.exports.indexing import pack_index
from storage.exports.parcels import Parcel

VERSION = "1.1.1"
_INDEX = "index.cdx.gz"
_STORED = ("archive/", "indexes/index.cdx.gz")  # read in pieces from the ZIP: the specification wants them stored


def pack_wacz(parcel: Parcel, pages: Iterable[str], path: Path, *, software: str) -> None:
    """`path` is a WACZ of the parcel; what belongs to the format alone is added to the parcel's folder."""
    folder = parcel.folder
    with clear_errors(path):
        (folder / "indexes").mkdir()
        packed, blocks = pack_index(parcel.index, _INDEX)
        (folder / "indexes" / _INDEX).write_bytes(packed)
        (folder / "indexes" / "index.idx").write_bytes(blocks)
        (folder / "pages").mkdir()
        with (folder / "pages" / "pages.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(pages)
        described = json.dumps(_describe(parcel, software), indent=1).encode() + b"\n"
        (folder / "datapackage.json").write_bytes(described)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}
        (folder / "datapackage-digest.json").write_text(json.dumps(digest, indent=1) + "\n")
        with zipfile.ZipFile(path, "x") as target:
            for name in parcel.files():
                _add(target, folder / name, name, parcel.dated)


def _describe(parcel: Parcel, software: str) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": f"{len(parcel.captures)} captures by defenderwatch",
        "description": "How to check them: evidence/VERIFY.md",
        "created": f"{parcel.dated:%Y-%m-%dT%H:%M:%SZ}",
        "software": software,
        "resources": [_resource(parcel.folder / name, name) for name in parcel.files()],
    }


def _resource(path: Path, name: str) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.name.lower(), "path": name, "hash": f"sha256:{digest}", "bytes": path.stat().st_size}


def _add(target: zipfile.ZipFile, path: Path, name: str, at: datetime) -> None:
    """One file, with nothing of this machine in its entry."""
    entry = zipfile.ZipInfo(name, date_time=(max(at.year, 1980), *at.timetuple()[1:6]))
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if name.startswith(_STORED) else zipfile.ZIP_DEFLATED
    entry.file_size = path.stat().st_size  # tells zipfile whether it needs the long form
    with path.open("rb") as source, target.open(entry, "w") as part:
        while piece := source.read(1 << 20):
            part.write(piece)
