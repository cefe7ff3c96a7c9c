"""Two texts as hunks: what a reader would call the difference, and nothing else."""

import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffing.compare import compare_texts
from diffing.comparison.cutting import read_key
from diffing.text import normalise
from storage.records import Hunk, HunkKind

ARTICLE = (
    "The hearing opened at noon. Twelve people came.\n\n"
    "Судья огласила состав суда. Защита заявила отвод.\n\n"
    "Сот отырысы кейінге қалдырылды. Келесі күні белгісіз."
)

WORDS = st.sampled_from(
    [
        "суд",
        "сот",
        "Court",
        "ст. 274 УК РК",
        "г.",
        "«да»",
        "“no”",
        "é",
        "e\u0301",
        "\u00ad",
        "\u200b",
        "…",
        "?!",
        "—",
        "5",
    ]
)
SENTENCES = st.lists(WORDS, max_size=6).map(lambda words: " ".join(words) + ".")
TEXTS = st.one_of(
    st.lists(st.lists(SENTENCES, max_size=4).map(" ".join), max_size=5).map("\n\n".join),
    st.text(max_size=80),
)


def kinds(hunks: list[Hunk]) -> list[str]:
    return [hunk.kind.value for hunk in hunks]


def differing(before: str, after: str) -> list[Hunk]:
    return [hunk for hunk in compare_texts(before, after) if hunk.kind is not HunkKind.EQUAL]


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare_texts(text, text) == []


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_the_hunks_hold_both_texts_whole(before: str, after: str) -> None:
    hunks = compare_texts(before, after)
    if hunks:
        assert normalise(" ".join(hunk.before for hunk in hunks if hunk.before)) == normalise(before)
        assert normalise(" ".join(hunk.after for hunk in hunks if hunk.after)) == normalise(after)
    else:
        assert normalise(before) == normalise(after)


@given(TEXTS, TEXTS)
def test_what_is_added_one_way_is_removed_the_other(before: str, after: str) -> None:
    mirror = {HunkKind.ADDED: HunkKind.REMOVED, HunkKind.REMOVED: HunkKind.ADDED}
    there = {hunk.kind for hunk in compare_texts(before, after)}
    back = {mirror.get(hunk.kind, hunk.kind) for hunk in compare_texts(after, before)}
    assert there == back


@given(TEXTS, TEXTS)
def test_the_way_back_tells_the_same_hunks_with_both_sides_exchanged(before: str, after: str) -> None:
    there = Counter((hunk.before, hunk.after) for hunk in compare_texts(before, after))
    back = Counter((hunk.after, hunk.before) for hunk in compare_texts(after, before))
    assert there == back


@given(st.text(alphabet="аbк .,-–—5(!%\n«»“”’'\"`é\u0301\u00ad\u00a0", max_size=30))
@settings(max_examples=500)
def test_the_key_of_a_sentence_is_its_normal_form(sentence: str) -> None:
    assert read_key(sentence) == normalise(sentence)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("noon. Twelve", "noon.\nTwelve"),
        ("noon. Twelve", "noon.\n\nTwelve"),
        ("came.\n\nСудья", "came. Судья"),
        ("hearing opened", "hearing\u00a0 opened"),
        ("hearing", "hea\u00adring"),
        ("hearing", "hea\u200bring"),
        ("огласила", "огласи\u2060ла"),
    ],
)
def test_reflow_spaces_and_invisible_signs_are_no_difference(was: str, now: str) -> None:
    assert was in ARTICLE
    assert compare_texts(ARTICLE, ARTICLE.replace(was, now)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("«Нет», — сказал он.", '"Нет", – сказал он.'),
        ("“No”, she said - it’s over.", '"No", she said — it\'s over.'),
        ("«Жоқ» – деді ол.", "“Жоқ” — деді ол."),
        ("Й is one sign.", "И\u0306 is one sign."),
    ],
)
def test_quotes_dashes_and_unicode_forms_are_no_difference(before: str, after: str) -> None:
    assert compare_texts(before, after) == []


def test_a_heading_run_into_its_paragraph_is_no_difference() -> None:
    before = "First part\n\nThe court met. It rose at six.\n\nThe end came late."
    after = "First part The court met. It rose at six.\n\nThe end came late."
    assert compare_texts(before, after) == []


def test_a_sentence_that_joins_the_paragraph_before_it_has_moved() -> None:
    before = "The court met.\n\nIt rose at six. The end came late."
    after = "The court met. It rose at six.\n\nThe end came late."
    moved = "It rose at six."
    assert differing(before, after) == [
        Hunk(kind=HunkKind.MOVED, before=moved, after=None),
        Hunk(kind=HunkKind.MOVED, before=None, after=moved),
    ]
    assert [hunk.kind for hunk in differing(after, before)] == [HunkKind.MOVED, HunkKind.MOVED]


def test_a_text_cut_into_other_paragraphs_throughout_is_no_difference() -> None:
    sentences = [f"Witness number {number} spoke." for number in range(24)]

    def cut(first: int, size: int) -> str:
        places = [0, *range(first, 24, size), 24]
        return "\n\n".join(" ".join(sentences[start:stop]) for start, stop in pairwise(places))

    assert compare_texts(cut(4, 4), cut(3, 4)) == []
    assert compare_texts(cut(4, 4), cut(2, 2)) == []


def test_an_edit_beside_a_reflow_is_the_only_difference() -> None:
    before = "First part\n\nThe court met. It rose at six.\n\nThe end came late."
    after = "First part The court met. It rose at seven.\n\nThe end came late."
    assert differing(before, after) == [
        Hunk(kind=HunkKind.CHANGED, before="It rose at six.", after="It rose at seven.")
    ]


def test_an_edited_sentence_is_one_changed_hunk_among_equal_ones() -> None:
    hunks = compare_texts(ARTICLE, ARTICLE.replace("Twelve", "Thirteen"))
    assert kinds(hunks) == ["equal", "changed", "equal", "equal"]
    assert (hunks[1].before, hunks[1].after) == ("Twelve people came.", "Thirteen people came.")


def test_an_added_paragraph_is_one_hunk() -> None:
    after = ARTICLE.replace("\n\nСот", "\n\nПришли журналисты. Их не пустили.\n\nСот")
    assert differing(ARTICLE, after) == [
        Hunk(kind=HunkKind.ADDED, before=None, after="Пришли журналисты. Их не пустили.")
    ]


def test_a_moved_paragraph_is_shown_where_it_stood_and_where_it_stands() -> None:
    one, two, three = ARTICLE.split("\n\n")
    hunks = compare_texts(ARTICLE, "\n\n".join([two, three, one]))
    assert [(hunk.kind.value, hunk.before, hunk.after) for hunk in hunks] == [
        ("moved", one, None),
        ("equal", two, two),
        ("equal", three, three),
        ("moved", None, one),
    ]


def test_a_long_paragraph_that_passes_two_short_ones_is_what_moved() -> None:
    long = "Alpha came. Beta came. Gamma came. Delta came. Omega came."
    before, after = f"{long}\n\nShort one.\n\nShort two.", f"Short one.\n\nShort two.\n\n{long}"
    assert {hunk.before or hunk.after for hunk in differing(before, after)} == {long}


def test_one_of_two_repeated_lines_taken_away_is_one_removed_hunk() -> None:
    before = "Read on.\n\nAlpha spoke first.\n\nRead on.\n\nBeta spoke next."
    after = "Read on.\n\nAlpha spoke first.\n\nBeta spoke next."
    assert differing(before, after) == [Hunk(kind=HunkKind.REMOVED, before="Read on.", after=None)]


def test_an_edit_elsewhere_does_not_shift_the_partners_of_other_sentences() -> None:
    before = "\n\n".join(f"Witness {n} was heard on day {n} of the trial." for n in range(30))
    after = before.replace("Witness 7 was heard on day 7", "Witness 7 was not heard on day 7")
    assert kinds(differing(before, "An opening line.\n\n" + after)) == ["added", "changed"]


def test_sentences_that_share_nothing_are_not_called_one_edited() -> None:
    before, after = "Alpha.\n\nЗаседание перенесли на июнь.\n\nOmega.", "Alpha.\n\nБілім күні мектепте өтті.\n\nOmega."
    assert kinds(differing(before, after)) == ["removed", "added"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The same line once more.\n" * 12_000, "The same line once more.\n" * 12_001),
        ("A b c.\n\nD e f.\n\n" * 9_000, "D e f.\n\n" + "A b c.\n\nD e f.\n\n" * 9_000),
        (". " * 100_000, "! " * 100_000),
        ("слово " * 50_000, "слова " * 50_000),
        ("".join(f"{n * 7919 % 9973}.\n\n" for n in range(9973)), "".join(f"{n}.\n\n" for n in range(9973))),
        ("\u0301" * 100_000, "\u200d" * 100_000),
    ],
    ids=["repeated", "shifted", "signs", "one sentence", "shuffled", "combining"],
)
def test_long_and_repetitive_pages_take_bounded_time(before: str, after: str) -> None:
    """A peer took 154 seconds for one such page."""
    began = time.process_time()
    compare_texts(before, after)
    assert time.process_time() - began < 5
