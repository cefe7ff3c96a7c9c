"""What an extractor is called: everything that could move a text, so that our own change is told apart from theirs.

Nothing large is imported here: the names are asked for long before anything is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Final

VERSION: Final = "4"
"""Of our own rules: raised whenever they could move a text, so that the difference is known to be ours."""

_LIBRARIES: Final = {"html": ("trafilatura", "lxml"), "pdf": ("pypdfium2",), "docx": ("mammoth", "lxml"), "text": ()}


def name_extractor(kind: str, content: str | None = None, ignore: Sequence[str] = ()) -> str:
    """Names and versions, and a digest of the selectors. `kind` is html, pdf, docx or text."""
    selectors = ""
    if content or ignore:
        said = "\n".join([content or "", *ignore])
        selectors = f"; selectors {hashlib.sha256(said.encode()).hexdigest()[:12]}"
    return f"{_versions(kind)}; defenderwatch {VERSION}{selectors}"


def is_current(extractor: str, content: str | None = None, ignore: Sequence[str] = ()) -> bool:
    """Whether a document that this extractor has read would be read by the same one today."""
    kind = extractor.partition(";")[0].partition(",")[0]
    if kind not in _LIBRARIES:
        return False
    if kind == "html":
        return extractor == name_extractor(kind, content, ignore)
    return extractor.startswith(name_extractor(kind))  # a PDF's name may go on with the reader that stood in


@lru_cache(maxsize=8)
def _versions(kind: str) -> str:
    return ", ".join([kind, *(f"{name} {version(name)}" for name in _LIBRARIES[kind])])
