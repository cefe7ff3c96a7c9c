"""The WARC streams in a file: the file itself, or those inside a WACZ. Nothing is unpacked to the disk."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from storage.archive.disk import clear_errors
from storage.errors import StoreError

_GZIP, _ZIP, _WARC = b"\x1f\x8b", b"PK\x03\x04", b"WARC/"
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
"""What zipfile raises for a ZIP that is cut, damaged, encrypted, or packed in a way that it does not know."""

_WARC_ENDS = (".warc", ".warc.gz")


def hash_file(path: Path) -> str:
    """The SHA-256 of a file; ArchiveError where it cannot be read."""
    with clear_errors(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_streams(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each WARC stream in that file with a name for messages; StoreError where it is neither WARC nor WACZ."""
    with clear_errors(path), path.open("rb") as file:
        begin = file.read(5)
        file.seek(0)
        if begin.startswith(_ZIP):
            yield from _open_members(path, file)
        elif begin.startswith((_GZIP, _WARC)):
            yield path.name, file
        else:
            raise StoreError(f"{path}: this is no WARC file (.warc, .warc.gz) and no WACZ; nothing was imported")


def _open_members(path: Path, file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    try:
        with zipfile.ZipFile(file) as whole:
            names = [each for each in whole.namelist() if each.startswith("archive/") and each.endswith(_WARC_ENDS)]
            if not names:
                raise StoreError(f"{path}: this ZIP holds no archive/*.warc.gz, so it is no WACZ; nothing was imported")
            for name in sorted(names):
                with whole.open(name) as member:
                    yield name, member
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise StoreError(
            f"{path}: this WACZ cannot be read to its end ({error}); what was read before is kept"
        ) from error
