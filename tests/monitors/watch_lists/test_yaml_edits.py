"""One declaration is changed, and nothing else in the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from monitors.watch_lists.yaml_edits import NoSuchDeclaration, edit_declaration

LIST = """\
# Who is tracked.
name: mine          # the only list
subjects:

  - id: first       # keep me
    kind: defender
    name: "Daniyar Mukashov"
    aliases:
      # in Russian
      - Данияр Мукашов   # as the court writes
      - {text: Данияр Мұқашов, language: kk}
    not_near: [поэт]   # a poet
    note: >-
      a note
      of two lines

  # --- the second ---
  - {id: second, kind: defender, name: Aru Sarqyt}
  -   id: third
      kind: law
      name: x law

codes:
  - {id: first, name: Criminal Code}
"""


def edit(name: str, **changes) -> str:
    return edit_declaration(LIST, key="id", name=name, changes=changes)


def test_an_edit_without_a_change_changes_nothing():
    assert edit("first") == LIST and edit("second") == LIST and edit("third") == LIST


def test_a_word_is_added_to_a_list_and_every_other_line_stays():
    edited = edit("first", not_near=["поэт", "ақын"])
    assert edited == LIST.replace("[поэт]   # a poet", "[поэт, ақын] # a poet")


def test_comments_stay_beside_the_aliases_that_stay():
    edited = edit("first", aliases=["Данияр Мукашов", "Данияр Мұқашов", "D. Mukashov"])
    assert "      # in Russian\n      - Данияр Мукашов   # as the court writes\n" in edited
    assert "      - {text: Данияр Мұқашов, language: kk}\n      - D. Mukashov\n" in edited
    assert len(edited.splitlines()) == len(LIST.splitlines()) + 1


def test_keys_come_and_go_in_every_style():
    assert "  - {id: second, kind: defender, name: Aru Sarqyt, distinctive: true}\n" in edit("second", distinctive=True)
    assert "      name: x law\n      note: why\n" in edit("third", note="why")
    gone = edit("first", note=None, not_near=(), distinctive=False)
    assert "a note" not in gone and "поэт" not in gone and "# --- the second ---" in gone


def test_a_source_in_a_list_or_alone_is_found():
    alone = "name: lantern   # ours\nurl: https://lantern.example/\n"
    assert edit_declaration(alone, key="name", name="lantern", changes={"ignore": [".x"]}) == (
        "name: lantern   # ours\nurl: https://lantern.example/\nignore:\n  - .x\n"
    )
    several = "- name: a\n  url: https://a.example/\n- name: b\n  url: https://b.example/\n"
    assert edit_declaration(several, key="name", name="a", changes={"ignore": [".x"]}) == (
        "- name: a\n  url: https://a.example/\n  ignore:\n    - .x\n- name: b\n  url: https://b.example/\n"
    )


def test_what_is_not_declared_is_told():
    with pytest.raises(NoSuchDeclaration, match="no declaration has the id fourth"):
        edit("fourth")


@settings(max_examples=25)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip))
def test_whatever_is_typed_is_read_back_as_typed(words):
    edited = YAML(typ="safe").load(edit("first", note=words, not_near=["поэт", words]))
    assert edited["subjects"][0]["note"] == words and edited["subjects"][0]["not_near"][-1] == words
    assert [each["id"] for each in edited["subjects"]] == ["first", "second", "third"]
