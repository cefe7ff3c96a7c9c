"""Secrets that do not stand in the configuration, but in the environment or in a file of their own."""

from __future__ import annotations

import os
import re
from pathlib import Path

SECRETS = "secrets"
"""The folder in the operator's folder where the key lies that signs the archive."""

_PLACE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:/.+")


class SecretMissingError(Exception):
    """A secret is not where the configuration says; the message names the place, and nothing that stands in it."""


def is_secret_place(written: str) -> bool:
    """Whether this names a place, `env:NAME` or `file:/PATH`, and is not the secret itself."""
    return _PLACE.fullmatch(written) is not None


def read_secret(written: str) -> str:
    """The secret itself: as written, or what the environment or the file holds at that place, without line ends."""
    if not is_secret_place(written):
        return written
    kind, _, place = written.partition(":")
    try:
        held = os.environ.get(place, "") if kind == "env" else Path(place).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise SecretMissingError(f"{written}: cannot be read ({type(error).__name__})") from None
    if not held.strip():
        raise SecretMissingError(f"{written}: nothing stands there")
    return held.strip()
