"""How a failure is told to a person: what happened, what is safe, what to do next."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from pathlib import Path

from config.loading import ConfigurationError
from monitors.checking.locking import Locked
from monitors.commands.options import IMPOSSIBLE
from monitors.reading.tasks import ReadersBroken
from monitors.terminal import disarm
from storage.archive.warc import ArchiveError
from storage.store import StoreError

_KNOWN = (ConfigurationError, Locked, ReadersBroken, StoreError, ArchiveError)


def tell_failure(error: Exception) -> int:
    """Tell it on standard error; the exit status."""
    if isinstance(error, _KNOWN):
        message = str(error)
    elif isinstance(error, OSError):
        message = _explain_system_error(error)
    else:
        message = _keep_details(error)
    sys.stderr.write(disarm(message) + "\n")
    return IMPOSSIBLE


def _explain_system_error(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"the disk is full{place}: free some space and run the command again; what was kept is kept"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"no right to read or write{place}: give this user access, or name another folder with --config"
    return f"{error.strerror or error}{place}"


def _keep_details(error: Exception) -> str:
    """Write the traceback to a private file: it may name subjects, so it is never printed."""
    handle, name = tempfile.mkstemp(prefix="defenderwatch-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exception(error, file=file)
    return (
        f"defenderwatch met something it does not know ({type(error).__name__}) and stopped; what was kept is kept.\n"
        f"The details are in {Path(name)} (they may name subjects: look before you pass them on)."
    )
