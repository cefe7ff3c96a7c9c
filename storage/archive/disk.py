"""Bytes that must be on the disk: appended whole, synced, and errors said clearly."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from storage.errors import ArchiveError

_write = os.write  # named here so that a test can let a disk run full
_sync = os.fsync

_ADVICE = {
    errno.ENOSPC: "the disk is full; free some space and run it again",
    errno.EDQUOT: "your quota on this disk is used up; free some space and run it again",
    errno.EACCES: "you may not write here; check the rights of the file and its folder",
    errno.EPERM: "you may not write here; check the rights of the file and its folder",
    errno.EROFS: "this disk can only be read; make it writable, or name another data folder",
    errno.EIO: "the disk does not read or write as it should; check it before anything else",
}


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn an OSError into an ArchiveError that names the file and what to do."""
    try:
        yield
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, "check the disk and the rights of the folder")
        raise ArchiveError(f"{path}: {error.strerror or error} ({advice})") from error


class AppendFile:
    """A file that only grows, save for what was never acknowledged."""

    def __init__(self, path: Path) -> None:
        """Open it, and make it with its folders where there is none; its name is on the disk afterwards."""
        self.path = path
        self._torn = False
        with clear_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            new = not path.exists()
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
            self.length = os.fstat(self._file).st_size
            if new:
                sync_folders(path)

    def append(self, content: bytes | bytearray) -> None:
        """All of `content` stands at the end, or ArchiveError and, as far as the disk lets us, nothing of it."""
        if self._torn:
            raise ArchiveError(f"{self.path}: it was left half-written; end this check, the next one recovers it")
        with clear_errors(self.path), memoryview(content) as rest:
            done = 0
            try:
                while done < len(rest):
                    done += _write(self._file, rest[done:])
            except OSError:
                self.cut(self.length)
                raise
            self.length += done

    def sync(self) -> None:
        """What was appended survives a power cut."""
        with clear_errors(self.path):
            _sync(self._file)

    def cut(self, length: int) -> None:
        """Only the first `length` bytes are left, also after a power cut."""
        self._torn = True
        with clear_errors(self.path):
            os.ftruncate(self._file, length)
            _sync(self._file)
        self._torn = False
        self.length = length

    def close(self) -> None:
        """Give the file back; twice is fine."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def sync_folders(path: Path) -> None:
    """The file's name, and those of the folders over it as far as the archive, survive a power cut."""
    for folder in list(path.parents)[:4]:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


PATIENCE = 3.0
"""Seconds to wait for the right to write."""


class ArchiveLock:
    """The right to write to an archive: one process at a time. It ends with the process, however that ends."""

    def __init__(self, archive: Path) -> None:
        """Take it, or ArchiveError where another process has it."""
        path = archive / "lock"
        with clear_errors(path):
            archive.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if not self._take():
            os.close(self._file)
            raise ArchiveError(f"{path}: another check is writing to this archive; wait until it has ended")

    def _take(self) -> bool:
        """Whether it could be had: the crawl of a check that was killed needs a moment to notice and to end."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.05)
            else:
                return True

    def release(self) -> None:
        """Let others write; twice is fine."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def is_being_written(archive: Path) -> bool:
    """Whether some process holds the lock just now; needs no right to write."""
    try:
        number = os.open(archive / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(number)
    return False


def put_file(path: Path, content: bytes) -> None:
    """The file holds `content`, all of it or, after a kill, what it held before; it survives a power cut."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    with clear_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            _sync(file.fileno())
        unfinished.replace(path)
        sync_folders(path)
