"""What must be known of a language to find names in it: one module a language, and one line here."""

from __future__ import annotations

from diffing.names.languages.english import ENGLISH
from diffing.names.languages.kazakh import KAZAKH
from diffing.names.languages.russian import RUSSIAN

LANGUAGES = (RUSSIAN, KAZAKH, ENGLISH)
__all__ = ["ENGLISH", "KAZAKH", "LANGUAGES", "RUSSIAN"]
