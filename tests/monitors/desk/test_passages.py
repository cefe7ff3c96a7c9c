"""Sentences as a digest shows them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitors.digests.passages import LONGEST, clean_text, word_passage


def text_of(wording):
    return "".join(segment.text for segment in wording)


def test_changed_words_are_marked_and_mentions_keep_their_script():
    before, after = word_passage(
        "Дело Маржан Кошербай отложено на май.", "Дело Маржан Кошербай отложено на июнь.", {"Маржан Кошербай"}
    )
    assert [each.text for each in after if each.mention] == ["Маржан Кошербай"]
    assert "июнь" in "".join(each.text for each in after if each.changed)
    assert "май" in "".join(each.text for each in before if each.changed)


def test_a_sentence_written_anew_carries_no_word_marks():
    _, after = word_passage("Суд отложил дело.", "Приговор вынесен сегодня утром.", set())
    assert not any(each.changed for each in after)


def test_a_long_sentence_is_cut_round_the_mention():
    sentence = "начало " * 100 + "Marzhan Qosherbai " + "конец " * 100
    _, after = word_passage(None, sentence, {"Marzhan Qosherbai"})
    assert "Marzhan Qosherbai" in text_of(after)
    assert text_of(after).startswith("… ") and text_of(after).endswith(" …")
    assert len(text_of(after)) <= LONGEST + 4


def test_terminal_controls_and_bidirectional_overrides_are_dropped():
    assert clean_text("a\x1b[31mred\u202egnp.exe\x07\nb") == "a [31mredgnp.exe b"


@given(st.text(max_size=900), st.text(max_size=900), st.sets(st.text(max_size=8), max_size=3))
def test_any_text_is_shown_on_one_line_and_not_longer_than_allowed(before, after, forms):
    for side, given_text in zip(word_passage(before, after, forms), (before, after), strict=True):
        shown = text_of(side)
        assert len(shown) <= LONGEST + 4 and "\n" not in shown and "\x1b" not in shown
        if len(clean_text(given_text)) <= LONGEST:
            assert shown == clean_text(given_text)
