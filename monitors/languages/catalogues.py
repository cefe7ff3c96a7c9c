"""The catalogues: one `.po` file a language, read as it is written, so that nothing compiled can be older than it."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "defenderwatch"


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language is kept."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def find_languages() -> tuple[str, ...]:
    """The languages that have a catalogue, by their codes."""
    return tuple(sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


@cache
def load_catalogue(language: str) -> GNUTranslations:
    """The catalogue of a language: read once a process, in about a twentieth of a second."""
    from babel.messages.mofile import write_mo  # Babel is large, and English needs none of it
    from babel.messages.pofile import read_po

    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def own_name(language: str) -> str:
    """What a language calls itself: `Русский`, `Қазақ тілі`."""
    from babel import Locale

    return (Locale.parse(language).get_display_name(language) or language).capitalize()
