"""A language is one module, and what its table says is what the matcher reads."""

import importlib
import pkgutil

import pytest

from config.declarations import Subject, SubjectKind, WatchList
from diffing.mentions import Matcher
from diffing.names import languages
from diffing.names.languages.kazakh import KAZAKH
from diffing.names.languages.known import LANGUAGES
from diffing.names.languages.russian import RUSSIAN
from diffing.names.languages.table import LanguageWords


def test_every_module_of_a_language_is_read() -> None:
    modules = [each.name for each in pkgutil.iter_modules(languages.__path__) if each.name not in ("table", "known")]
    tables = [vars(importlib.import_module(f"{languages.__name__}.{name}"))[name.upper()] for name in modules]
    assert sorted(each.code for each in tables) == sorted(each.code for each in LANGUAGES)


@pytest.mark.parametrize("language", [RUSSIAN, KAZAKH], ids=lambda language: language.code)
def test_each_ending_of_a_table_is_taken_off_a_name(language: LanguageWords) -> None:
    stem = "Орманжапар"
    subject = Subject(id="one", kind=SubjectKind.DEFENDER, name=f"Самат {stem}")
    matcher = Matcher([WatchList(name="one", subjects=(subject,))])
    bare = [ending for ending, places in language.singular.items() if "" in places]
    missed = [ending for ending in bare if not matcher.find(f"Самат {stem}{ending} келді.")]
    assert bare
    assert missed == []


def test_a_table_has_no_word_twice_and_none_empty() -> None:
    for language in LANGUAGES:
        for name, words in vars_of(language).items():
            assert len(words.split()) == len(set(words.split())), (language.code, name)


def vars_of(language: LanguageWords) -> dict[str, str]:
    fields = {name: getattr(language, name) for name in language.__dataclass_fields__}
    return {name: words for name, words in fields.items() if isinstance(words, str)}
