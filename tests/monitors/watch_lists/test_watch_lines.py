"""Subjects as they are written into a watch list: whatever their names hold, YAML reads the same names."""

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from config.declarations import SubjectKind
from monitors.watch_lists.files import NewSubject, _write_lines

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
    st.sampled_from(
        ["null", "No", "1e3", "2026-11-24", "- a", "a: b", "a #b", "«Голос»", "'x'", '"y"', "*a", "O'Neil"]
    ),
)


@given(TEXTS, st.lists(TEXTS, max_size=3), st.one_of(st.just(""), TEXTS))
@settings(max_examples=60)
def test_what_is_written_is_read_as_it_was(name: str, aliases: list[str], note: str) -> None:
    subject = NewSubject("one", SubjectKind.DEFENDER, name, tuple(aliases), note)
    [read] = YAML(typ="safe", pure=True).load("".join(_write_lines([subject])))
    assert (read["id"], read["kind"], read["name"]) == ("one", "defender", name)
    assert (tuple(read.get("aliases", ())), read.get("note", "")) == (tuple(aliases), note)
