"""The languages whose names are known: one module a language, and one line here."""

from __future__ import annotations

from diffing.names.languages.english import ENGLISH
from diffing.names.languages.kazakh import KAZAKH
from diffing.names.languages.russian import RUSSIAN

LANGUAGES = (RUSSIAN, KAZAKH, ENGLISH)
