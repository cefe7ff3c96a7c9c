"""What pydantic found wrong, in an operator's words: the key, what was found, what is allowed."""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from config import declarations, values
from config.problems import quote, suggest

_NOUNS: dict[type[BaseModel], str] = {
    declarations.Source: "a source",
    declarations.Alias: "an alias",
    declarations.Subject: "a subject",
    declarations.Code: "a code",
    declarations.WatchList: "a watch list",
    declarations.DigestSettings: "digest",
    declarations.ReviewSettings: "review",
    declarations.NetworkSettings: "network",
    declarations.HeartbeatSettings: "heartbeat",
    declarations.TimestampSettings: "timestamps",
    declarations.Window: "when",
    declarations.Pace: "adaptive",
    declarations.Service: "defenderwatch.yaml",
}

_PATTERNS = {
    values.NAME_PATTERN: "a-z, 0-9 and hyphens, no hyphen first",
    values.COUNTRY_PATTERN: "a country's two small letters, as in kz",
    values.LANGUAGE_PATTERN: "a language's two or three small letters, as in kk",
    values.ARTICLE_PATTERN: 'an article\'s number, as in "274", "456-2" or "6(b)"',
    values.TIME_PATTERN: 'a time from "00:00" to "23:59"',
}

_SECRETS = {"send", "proxy", "heartbeat"}
"""Keys whose values may hold a password or a token: never repeated in a message."""

_SHAPES = {
    "tuple_type": "a list, as in [one, two]",
    "model_type": "keys and values",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "finite_number": "a whole number",
    "time_delta_type": "a number and a unit: 30s, 5m, 6h, 90d or 2w",
    "string_unicode": "text without broken characters",
}


def describe_error(error: ErrorDetails, model: type[BaseModel]) -> str:
    """One sentence for one of pydantic's errors; it begins with the key (as `network.delay`) that it is about."""
    path, kind, found = error["loc"], error["type"], error["input"]
    context: dict[str, Any] = error.get("ctx", {})
    if kind == "extra_forbidden":
        return describe_unknown_key(str(path[-1]), model_at(model, path[:-1]))
    if kind == "missing":
        return f'{_noun(model_at(model, path[:-1]))} needs "{path[-1]}"'
    return f"{write_key(path)}: {_sentence(kind, found, context, secret=_is_secret(path, found))}"


def _is_secret(path: Sequence[str | int], found: object) -> bool:
    return bool(_SECRETS & set(path)) or (isinstance(found, str) and "://" in found and "@" in found)


def describe_unknown_key(key: str, model: type[BaseModel] | None) -> str:
    """That a key is not one of the model's, with the one probably meant, or all that are."""
    keys = list(model.model_fields) if model else []
    near = suggest(key, keys)
    return f"{quote(key)} is not a key of {_noun(model)}{near or '; allowed: ' + ', '.join(keys)}"


def write_key(path: Sequence[str | int]) -> str:
    """A path as an operator would say it: `subjects[2].aliases[1]`, counted from 1."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words


def model_at(model: type[BaseModel] | None, path: Sequence[str | int]) -> type[BaseModel] | None:
    """The declaration that a path leads to from a model, or None where it leads to something else."""
    for step in path:
        if isinstance(step, int) or model is None:
            continue
        declared = model.model_fields.get(step)
        model = _model_in(declared.annotation) if declared else None
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is None and not isinstance(annotation, types.UnionType | type(Union[int, str])):  # noqa: UP007
        return None
    found = (_model_in(part) for part in get_args(annotation))
    return next((each for each in found if each), None)


def _noun(model: type[BaseModel] | None) -> str:
    return _NOUNS.get(model, "this") if model else "this"


def _sentence(kind: str, found: object, context: dict[str, Any], *, secret: bool) -> str:
    shown = "this value" if secret else quote(found)
    if kind in _SENTENCES:
        return _SENTENCES[kind](shown, found, context)
    if kind == "model_type" and "class_name" in context and context["class_name"] == "Alias":
        return f"{shown}; allowed: text in quotes, or keys and values as in {{text: L.A., match: exact}}"
    if kind == "model_type" and context.get("class_name") == "Pace":
        return f"{shown}; allowed: true, false, or keys and values as in {{min: 1h, max: 2d}}"
    if kind in _SHAPES:
        return f"{_empty(found) or shown}; allowed: {_SHAPES[kind]}"
    return f"{shown} is not allowed here"


def _empty(found: object) -> str:
    return "nothing stands here" if found is None else ""


def _not_text(shown: str, found: object, _context: dict[str, Any]) -> str:
    if found is None:
        return "nothing stands here; allowed: text"
    if isinstance(found, bool | int | float):
        written = str(found).lower() if isinstance(found, bool) else shown
        return f'{written} is not text; write it in quotes: "{written}"'
    return f"{shown}; allowed: text"


def _not_a_word(shown: str, found: object, context: dict[str, Any]) -> str:
    words = str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
    near = suggest(found, words) if isinstance(found, str) else ""
    return f"{_empty(found) or shown}; allowed: {', '.join(words)}{near}"


def _pattern(shown: str, _found: object, context: dict[str, Any]) -> str:
    return f"{shown}; allowed: {_PATTERNS.get(context['pattern'], context['pattern'])}"


def _bound(words: str, name: str) -> Callable[[str, object, dict[str, Any]], str]:
    return lambda shown, _found, context: f"{shown}; allowed: {words} {context[name]}"


_SENTENCES: dict[str, Callable[[str, object, dict[str, Any]], str]] = {
    "string_type": _not_text,
    "enum": _not_a_word,
    "literal_error": _not_a_word,
    "string_pattern_mismatch": _pattern,
    "value_error": lambda shown, _found, context: f"{shown} {context['error']}",
    "greater_than": _bound("a number above", "gt"),
    "greater_than_equal": _bound("a number from", "ge"),
    "less_than": _bound("a number below", "lt"),
    "less_than_equal": _bound("a number up to", "le"),
    "string_too_short": lambda _shown, _found, _context: "empty; allowed: text",
    "string_too_long": _bound("characters up to", "max_length"),
    "too_short": lambda _shown, _found, _context: "an empty list; it needs at least one",
}
