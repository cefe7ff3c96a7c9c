"""Judging in a real browser: by keys alone, and by a finger on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import LAPTOP, TELEPHONE


@pytest.fixture
def laptop(open_desk: Any) -> Iterator[Page]:
    context = open_desk("Reviewer", viewport=LAPTOP)
    yield context.new_page()
    context.close()


@pytest.fixture
def telephone(open_desk: Any) -> Iterator[Page]:
    context = open_desk("Reviewer", viewport=TELEPHONE, has_touch=True)
    yield context.new_page()
    context.close()


def identity(page: Page) -> str:
    """The address of the change that is open."""
    page.wait_for_url("**/changes/**")
    return page.url.split("?")[0]


def test_a_change_is_judged_by_keys_alone_and_the_verdict_taken_back(laptop: Page):
    laptop.goto("/")
    laptop.keyboard.press("j")
    laptop.keyboard.press("o")
    judged = identity(laptop)
    laptop.keyboard.press("n")
    laptop.wait_for_url(lambda url: url.split("?")[0] != judged)  # judging moves on by itself
    expect(laptop.get_by_role("status")).to_contain_text("Judged")
    laptop.keyboard.press("u")
    laptop.wait_for_url(f"{judged}*")
    laptop.locator(".reviews").wait_for()
    verdicts = laptop.locator(".reviews li").all_inner_texts()
    assert any("noise" in line and "Reviewer" in line for line in verdicts)
    assert any("taken back" in line for line in verdicts)


def test_a_note_is_written_by_keys_and_its_letters_are_no_commands(laptop: Page):
    laptop.goto("/")
    laptop.keyboard.press("j")
    laptop.keyboard.press("j")
    laptop.keyboard.press("o")
    judged = identity(laptop)
    laptop.keyboard.press("c")
    laptop.keyboard.type("ask for references, find numbers")
    assert identity(laptop) == judged
    laptop.keyboard.press("Escape")
    laptop.keyboard.press("f")
    laptop.wait_for_url(lambda url: url.split("?")[0] != judged)
    laptop.goto(judged)
    expect(laptop.locator(".reviews")).to_contain_text("ask for references, find numbers")


def test_help_is_shown_and_put_away_by_keys(laptop: Page):
    laptop.goto("/")
    laptop.keyboard.press("?")
    expect(laptop.get_by_role("dialog")).to_be_visible()
    laptop.keyboard.press("Escape")
    expect(laptop.get_by_role("dialog")).to_be_hidden()


def test_a_change_is_judged_by_touch(telephone: Page):
    telephone.goto("/")
    telephone.locator("[data-line]").nth(4).tap()
    judged = identity(telephone)
    telephone.get_by_role("button", name="relevant").tap()
    telephone.wait_for_url(lambda url: url.split("?")[0] != judged)
    telephone.goto(judged)
    expect(telephone.get_by_role("button", name="relevant")).to_have_attribute("aria-pressed", "true")
