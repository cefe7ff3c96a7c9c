"""A stored page that means harm, in a real browser: its text is read, and it can do nothing."""

from __future__ import annotations

from typing import Any

from .conftest import LAPTOP, Watch


def test_a_stored_page_runs_nothing_and_asks_nobody_for_anything(open_desk: Any, desk: Any, day: Any):
    page = open_desk("Reader", viewport=LAPTOP).new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with Watch(page) as watch:
        page.goto(f"/captures/{day.hexadecimal('cap court')}")
        page.locator("iframe").scroll_into_view_if_needed()
        copy = page.frame_locator("iframe").locator("body")
        assert "The stored text stands here." in copy.inner_text()
        page.wait_for_load_state("networkidle")
    assert "scripts ran" not in copy.inner_text() and dialogs == []
    assert watch.strangers(desk.address) == []


def test_a_title_of_mark_up_is_shown_as_its_letters(open_desk: Any, day: Any):
    page = open_desk("Reader", viewport=LAPTOP).new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"/changes/{day.hexadecimal('hostile')}")
    assert "<script>alert('title')</script>" in page.get_by_role("heading", level=1).inner_text()
    assert dialogs == []
