"""YAML is read by the rules of YAML 1.2, with lines, in bounded time, whatever the text."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from config.declarations import Alias, Code, Configuration, NetworkSettings, Source, Subject, WatchList
from config.loading import ConfigurationError, load_configuration
from config.wording import describe_error
from config.yaml_reading import MOST_REPEATED, UnreadableYamlError, read_yaml
from tests.config.operator_folder import SOURCE, WATCH_LIST, read_problems, write_folder

SCALARS = {
    "no": "no", "yes": "yes", "on": "on", "NO": "NO", "~": None, "": None, "null": None, "true": True, "FALSE": False,
    "7": 7, "-7": -7, "012": 12, "0o17": 15, "0x1F": 31, "1_000": "1_000", "1.5": 1.5, "1e3": 1000.0, ".5": 0.5,
    "07:00": "07:00", "1:30:00": "1:30:00", "2024-01-01": "2024-01-01", "2024-01-01T10:00:00Z": "2024-01-01T10:00:00Z",
    "'7'": "7", '"true"': "true", "!!str 7": "7", "=": "=", "<<": "<<", "6(b)": "6(b)", "456-2": "456-2",
    "9" * 5000: "9" * 5000,
}  # fmt: skip


@pytest.mark.parametrize("text", SCALARS, ids=lambda text: text[:20])
def test_a_scalar_is_what_yaml_1_2_says(text: str) -> None:
    value = read_yaml(f"key: {text}\n".encode()).value["key"]
    assert value == SCALARS[text]
    assert type(value) is type(SCALARS[text])


def test_an_old_version_in_a_directive_does_not_bring_back_its_truth_values() -> None:
    assert read_yaml(b"%YAML 1.1\n---\na: no\nb: 1:30\n").value == {"a": "no", "b": "1:30"}


BROKEN = {
    b"name: a\n\turl: b\n": (2, "a tab stands where only spaces may; YAML is indented with spaces"),
    b"name: a\ntitle: Valley: the news\n": (2, 'a text with ": " in it needs quotes'),
    b"name: a\nurl\nevery: 6h\n": (3, 'a key without ":"'),
    b"name: 'a\n": (2, "a quote or bracket is opened and never closed"),
    b"include: [a\n": (2, "expected ',' or ']'"),
    b"name: a\n b: c\n": (2, "needs quotes, or the line is indented wrongly"),
    b"- a\nb: c\n": (2, "indented differently"),
    b"a: *b\n": (1, "an alias (*name) without its anchor"),
    b"a: @b\n": (1, "a text that begins with one of @ ` % needs quotes"),
    b"a: !secret b\n": (1, "a text that begins with ! needs quotes"),
    b"a: !!python/object:os.system {}\n": (1, "a text that begins with ! needs quotes"),
    b"{[a]: b}\n": (1, "a key is a word"),
    b"a: 1\n---\nb: 2\n": (2, "more than one document"),
    b'a: "\\U99999999"\n': (1, "not YAML, near this line"),
    b"%YAML x.y\n---\na: b\n": (1, "not YAML"),
    b'a: "\\d+"\n': (1, "a backslash inside double quotes; use single quotes"),
    b"a: b\nc: \xff\xfe\n": (2, "not UTF-8 (byte 0xff); save the file as UTF-8"),
    "name: Анна\n".encode("cp1251"): (1, "not UTF-8"),
    "name: a\n".encode("utf-16"): (1, "not UTF-8"),
    b"a: b\nc: \x07\n": (2, "a control character stands in the file"),
    b"&a [*a]\n": (1, "an alias (*name) that contains itself"),
    b"[" * 5000: (1, "nested more than 20 levels deep"),
    b"a: " * 30: (1, "needs quotes"),
}


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: repr(text[:24]))
def test_what_is_not_yaml_is_told_with_its_line_in_plain_words(text: bytes) -> None:
    with pytest.raises(UnreadableYamlError) as caught:
        read_yaml(text)
    line, words = BROKEN[text]
    assert words in caught.value.message
    assert caught.value.line == line


def test_a_key_written_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    problems = read_problems(write_folder(tmp_path, source=SOURCE + "every: 6h\n\nevery: 7h\n"))
    assert problems == ['sources/one.yaml:5: "every" stands here twice; it was set on line 3 already']


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    names = "abcdefghi"
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in itertools.pairwise(names)
    )
    began = time.monotonic()
    [problem] = read_problems(write_folder(tmp_path, service=bomb))
    assert f"aliases (*name) repeat more than {MOST_REPEATED} values" in problem
    assert time.monotonic() - began < 5


def test_an_honest_alias_is_read() -> None:
    document = read_yaml(b"one: &shared ['.share', '.more']\ntwo: *shared\n")
    assert document.value["two"] == [".share", ".more"]
    assert document.line(("two",)) == 2


def test_the_line_of_each_key_and_place_is_known() -> None:
    document = read_yaml(b"a: 1\nb:\n  - c: 2\n    d:\n      - 3\n      - 4\n")
    assert [document.line(path) for path in [("a",), ("b",), ("b", 0, "d"), ("b", 0, "d", 1)]] == [1, 2, 4, 6]
    assert document.line(("b", 0, "nowhere", 5)) == 3


_FRAGMENTS = r"""
name url subjects id kind defender aliases text every 6h limit include codes code article - -- --- ... : ? , [ ] { }
& * &a *a ! !! !!set !!binary !<x> | > |- >+2 % %YAML %TAG 1.1 @ ` ' " \ # ~ null .inf .nan 1e999 0x 0o9 2024-01-01
<< = ( [[ *. https://x 9999999999999999999999999
"""
_SPACES = ["\n", "\n\n", "\t", "\r", "\0", "\x85", "\u2028", "\ufeff", "\ud7ff", "\U0001f600"]
_WORDS = st.sampled_from(_FRAGMENTS.split() + _SPACES * 3)
_SOUP = st.lists(_WORDS, max_size=60).map(" ".join)
_GLUED = st.lists(_WORDS, max_size=60).map("".join)
_HOSTILE = st.one_of(_SOUP, _GLUED, st.text(max_size=200)).map(lambda text: text.encode("utf-8", "replace"))


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(_HOSTILE, st.binary(max_size=100)), tail=st.booleans())
def test_any_text_gives_a_configuration_or_its_problems(tmp_path: Path, text: bytes, tail: bool) -> None:
    start = (b"", SOURCE.encode(), WATCH_LIST.encode()) if tail else (b"", b"", b"")
    write_folder(tmp_path, service=start[0] + text, source=start[1] + text, watch_list=start[2] + text)
    read_or_refused = _read_or_refuse(tmp_path)
    if isinstance(read_or_refused, ConfigurationError):
        assert read_or_refused.problems
        assert all(str(problem).isprintable() for problem in read_or_refused.problems)


def _read_or_refuse(folder: Path) -> Configuration | ConfigurationError:
    try:
        return load_configuration(folder)
    except ConfigurationError as error:
        return error


_MODELS: list[type[BaseModel]] = [Source, Alias, Subject, Code, WatchList, NetworkSettings]
_VALUES: st.SearchStrategy[object] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
        st.sampled_from(["6h", "9" * 400 + "w", "9" * 400 + "GB", "(" * 900, "a{9999999999}", ":is(" * 400, "[a]", "kz",
                         "https://[::1", "https://" + "a" * 70 + ".kz", "https://\u0661", "\ud800", "Asia", "\x1b[2J"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=250)
@given(value=_VALUES, data=st.data())
def test_any_value_under_any_key_is_taken_or_explained_in_plain_words(value: object, data: st.DataObject) -> None:
    model = data.draw(st.sampled_from(_MODELS))
    key = data.draw(st.sampled_from(sorted(model.model_fields)))
    try:
        model.model_validate({key: value})
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            sentence = describe_error(error, model)
            sentence.encode()
            assert sentence.isprintable()
            assert "is not allowed here" not in sentence, f"no words for {error['type']}"
