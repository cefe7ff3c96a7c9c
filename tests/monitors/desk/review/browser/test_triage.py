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


VERDICTS = {"r": "relevant", "n": "noise", "f": "follow-up"}


def open_first(page: Page, *, by_keys: bool) -> str:
    """The first line of the queue that waits for a verdict is open; its address."""
    page.goto("/")
    if by_keys:
        page.keyboard.press("j")
        page.keyboard.press("o")
    else:
        page.locator("[data-line]").first.click()
    return identity(page)


@pytest.mark.parametrize("key", VERDICTS)
@pytest.mark.parametrize("by_keys", [True, False], ids=["keys", "mouse"])
def test_each_verdict_is_given_and_taken_back(laptop: Page, key: str, by_keys: bool):
    judged = open_first(laptop, by_keys=by_keys)
    if by_keys:
        laptop.keyboard.press(key)
    else:
        laptop.locator(".judge").get_by_role("button", name=VERDICTS[key]).click()
    laptop.wait_for_url(lambda url: url.split("?")[0] != judged)
    if by_keys:
        laptop.keyboard.press("u")
    else:
        laptop.get_by_role("button", name="Take back").click()
    laptop.wait_for_url(f"{judged}*")
    assert VERDICTS[key] in " ".join(laptop.locator(".reviews li").all_inner_texts())
    expect(laptop.locator(".judge [aria-pressed]")).to_have_count(0)


def press_all(page: Page, *keys: str) -> None:
    """Each key in turn; the last leads to another page, which is there afterwards."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


@pytest.mark.parametrize("by_keys", [True, False], ids=["keys", "mouse"])
def test_a_change_is_assigned_and_commented_on(laptop: Page, by_keys: bool):
    judged = open_first(laptop, by_keys=by_keys)
    if by_keys:
        laptop.keyboard.press("a")
        laptop.keyboard.type("Reviewer")
        press_all(laptop, "Tab", "Enter")
    else:
        laptop.locator("#assignee").select_option("Reviewer")
        with laptop.expect_navigation():
            laptop.get_by_role("button", name="Assign").click()
    expect(laptop.locator(".reviews")).to_contain_text("assigned to Reviewer")
    words = f"asked by {'keys' if by_keys else 'mouse'}"
    if by_keys:
        laptop.keyboard.press("c")
        laptop.keyboard.type(words)
        press_all(laptop, "Tab", "Tab", "Tab", "Tab", "Enter")  # past the three verdicts, to the comment
    else:
        laptop.locator("#note").fill(words)
        with laptop.expect_navigation():
            laptop.get_by_role("button", name="only comment").click()
    expect(laptop.locator(".reviews")).to_contain_text(words)
    assert identity(laptop) == judged


@pytest.mark.parametrize("by_keys", [True, False], ids=["keys", "mouse"])
def test_several_are_judged_at_once_and_taken_back_at_once(laptop: Page, by_keys: bool):
    laptop.goto("/")
    boxes = laptop.get_by_role("checkbox")
    if by_keys:
        press_all(laptop, "j", "x", "j", "x", "n")
    else:
        boxes.nth(0).check()
        boxes.nth(1).check()
        with laptop.expect_navigation():
            laptop.locator(".bulk").get_by_role("button", name="noise").click()
    expect(laptop.get_by_role("status")).to_contain_text("2 done")
    if by_keys:
        laptop.keyboard.press("u")
    else:
        laptop.get_by_role("button", name="Take back what I judged last").click()
    expect(laptop.get_by_role("status")).to_contain_text("2 verdicts taken back")


@pytest.mark.parametrize("by_keys", [True, False], ids=["keys", "mouse"])
def test_several_are_assigned_at_once(laptop: Page, by_keys: bool):
    laptop.goto("/")
    lines = laptop.locator("[data-line]")
    first = 10 if by_keys else 12  # lines that no other test assigns
    chosen = [lines.nth(place).get_attribute("href") or "" for place in (first, first + 1)]
    if by_keys:
        for _ in range(first + 1):
            laptop.keyboard.press("j")
        for key in ("x", "j", "x", "a"):
            laptop.keyboard.press(key)
        laptop.keyboard.type("Operator")
        press_all(laptop, "Tab", "Enter")
    else:
        boxes = laptop.get_by_role("checkbox")
        boxes.nth(first).check()
        boxes.nth(first + 1).check()
        laptop.locator("#bulk-assignee").select_option("Operator")
        with laptop.expect_navigation():
            laptop.locator(".bulk").get_by_role("button", name="assign").click()
    expect(laptop.get_by_role("status")).to_contain_text("2 done")
    for address in chosen:
        laptop.goto(address)
        expect(laptop.locator(".reviews")).to_contain_text("assigned to Operator")


def test_keys_mean_their_places_where_the_layout_is_cyrillic(laptop: Page):
    laptop.goto("/")
    typing = laptop.context.new_cdp_session(laptop)
    for letter, place in (("о", "KeyJ"), ("щ", "KeyO")):
        for kind in ("keyDown", "keyUp"):
            typing.send("Input.dispatchKeyEvent", {"type": kind, "key": letter, "code": place, "text": letter})
    identity(laptop)
