"""The keeping of a digest in a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_file(text: str, path: Path) -> Path:
    """The file holds the text, whole or not at all, and only its owner may read it: a digest holds names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".digest-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return path
