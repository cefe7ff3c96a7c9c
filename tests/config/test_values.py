"""What a value may be: durations, sizes, addresses, expressions, and names that are worth looking for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.declarations import NetworkSettings, Source
from config.names import explain_hollow_name
from config.problems import ConfigurationError, Problem, quote, suggest
from config.quantities import read_duration, read_size, write_duration, write_size
from config.values import check_network, check_url


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("5m", 300), ("6h", 21600), ("90d", 7776000), (" 2 w ", 1209600), ("1.5h", 5400)]
)
def test_a_duration_is_a_number_and_a_unit(text: str, seconds: int) -> None:
    assert read_duration(text) == timedelta(seconds=seconds)


@given(st.integers(min_value=0, max_value=86_400_000))
def test_a_duration_is_read_back_as_it_was_written(seconds: int) -> None:
    assert read_duration(write_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@given(st.integers(min_value=1, max_value=10**11))
def test_a_size_is_read_back_as_it_was_written(size: int) -> None:
    assert read_size(write_size(size)) == size


def test_a_size_is_counted_in_powers_of_ten() -> None:
    assert [read_size(text) for text in ("500B", "500kb", "20MB", "1.5 GB")] == [
        500,
        500_000,
        20_000_000,
        1_500_000_000,
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example", "http://127.0.0.1:8080/x?y=z#f", "https://[2001:db8::1]/", "HTTPS://A.EXAMPLE/",
        "https://қазақ.example/жаңалық", "https://a.example/@name",
    ],
)  # fmt: skip
def test_an_address_of_http_is_kept_as_written(url: str) -> None:
    assert check_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "a.example", "ftp://a.example", "file:///etc/passwd", "http:/a.example", "https://", "https://:80/", "https:///x",
        "https://a@b.example/", "https://a:b@c.example/", "https://a.example\\@b.example/", "https://a .example",
        "https://a.example:0/", "https://a.example:port/", "https://[::1", "https://a\n.example", "https://../x",
        "https://" + "a" * 64 + ".example", "javascript:alert(1)", "https://a.example/" + "x" * 4000,
    ],
)  # fmt: skip
def test_what_is_no_address_of_http_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="allowed: "):
        check_url(url)


def test_a_range_of_addresses_may_be_one_address() -> None:
    assert check_network("127.0.0.1") == "127.0.0.1/32"


@pytest.mark.parametrize(
    ("name", "hollow"),
    [
        ("Ян", False), ("УК", False), ("L.A.", False), ("О", True), ("7", True), ("«»", True), ("и", True),
        ("of the", True),
        ("туралы", True), ("The Hague", False), ("№ 5", True), ("Она", True), ("Law of the Land", False),
    ],
)  # fmt: skip
def test_a_name_needs_two_letters_and_one_word_of_its_own(name: str, hollow: bool) -> None:
    assert bool(explain_hollow_name(name)) is hollow


def test_a_near_miss_is_suggested_whatever_its_case_and_a_far_one_is_not() -> None:
    assert suggest("EVRY", ["every", "name"]) == '; did you mean "every"?'
    assert suggest("colour", ["every", "country"]) == ""


@given(st.text())
def test_what_is_shown_of_a_value_fits_on_one_line_of_a_terminal(text: str) -> None:
    shown = quote(text)
    assert shown.isprintable()
    assert len(shown) <= 200
    shown.encode()


def test_problems_are_told_once_in_the_order_of_files_and_lines() -> None:
    problems = [
        Problem(file="b.yaml", line=2, message="two"),
        Problem(file="b.yaml", line=1, message="one"),
        Problem(file="a.yaml", message="all of it"),
        Problem(file="b.yaml", line=1, message="one"),
    ]
    assert str(ConfigurationError(problems)) == "a.yaml: all of it\nb.yaml:1: one\nb.yaml:2: two"


def test_a_declaration_checks_its_values_wherever_it_is_made() -> None:
    with pytest.raises(ValidationError, match="is not a regular expression"):
        Source(name="a", url="https://a.example", include=("(",))


def test_a_declaration_does_not_change() -> None:
    settings = NetworkSettings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.delay = timedelta(0)
