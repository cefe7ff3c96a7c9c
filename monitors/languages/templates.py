"""What templates say in the language that is spoken: gettext, words that are kept in English, numbers, and `lang`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2 import Environment

from diffing.extraction.frontmatter import guess_language
from monitors.languages import speaking
from monitors.languages.numbers import write_decimal, write_number
from monitors.languages.terms import say_detail, say_reason, say_term

_ENOUGH = 400
"""Letters of a passage that tell its language."""


def teach_languages(templates: Environment) -> None:
    """Templates know `_`, `ngettext` and `pgettext` afterwards, and the filters that say what is kept in English."""
    templates.add_extension("jinja2.ext.i18n")
    install: Any = templates.install_gettext_callables  # type: ignore[attr-defined]
    install(speaking.gettext, speaking.ngettext, newstyle=True, pgettext=speaking.pgettext)
    templates.globals["spoken"] = speaking.spoken
    templates.filters.update(
        term=say_term,
        reason=say_reason,
        detail=say_detail,
        decimal=write_decimal,
        number=write_number,
        tongue=find_tongue,
    )


def find_tongue(passage: str | Iterable[tuple[Any, ...]] | None) -> str:
    """The `lang` of a quoted passage, or of its marked runs, by its letters; empty, which means unknown, without any.

    A screen reader changes its voice by it, and a browser its hyphens and letter forms.
    """
    text = passage if isinstance(passage, str) else "".join(str(run[0]) for run in passage or ())
    return guess_language(text[:_ENOUGH]) or ""
