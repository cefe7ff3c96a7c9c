"""Numbers as they are written in the language that is spoken."""

from __future__ import annotations

from monitors.languages.speaking import SOURCE, spoken


def write_number(number: int) -> str:
    """`12,345`, `12 345`."""
    if spoken() == SOURCE:
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=spoken())


def write_decimal(number: float, places: int = 2) -> str:
    """`0.83`, `0,83`."""
    if spoken() == SOURCE:
        return f"{number:.{places}f}"
    from babel.numbers import format_decimal

    return format_decimal(number, format="0." + "0" * places if places else "0", locale=spoken())
