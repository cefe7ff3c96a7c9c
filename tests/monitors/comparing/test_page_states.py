"""Each state of a page: what shows it, what is told, and the evidence that is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storage.records import ChangeKind, Failure, Outcome, Page, PageState
from storage.store import Store
from tests.monitors.keeping import FILLER, URL, Desk, page

NAMED = page("Madina Kokbulakova was detained on 15 November near her home.")
HOME = page("The town has news every day, and here they all are.")
SHORT = NAMED.replace(FILLER, "")


def door(heading: str, text: str) -> str:
    return f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1><p>{text}</p></body></html>"


PASSWORD = "<form><label>{}</label><input type=password><button>OK</button></form>"
MISSING = door("Бет табылмады", "Басты бетке оралыңыз.")
DOORS = {
    "bot wall, English": (door("Just a moment...", "Enable JavaScript and cookies. Ray ID: 7f21c"), PageState.BLOCKED),
    "bot wall, Russian": (door("Проверка браузера", "Включите JavaScript в вашем браузере."), PageState.BLOCKED),
    "bot wall, Kazakh": (door("Браузеріңізді тексеру", "JavaScript қосыңыз, сіз робот емессіз бе?"), PageState.BLOCKED),
    "login, English": (door("Sign in", PASSWORD.format("Password")), PageState.LOGIN),
    "login, Russian": (door("Вход на сайт", PASSWORD.format("Пароль")), PageState.LOGIN),
    "login, Kazakh": (door("Сайтқа кіру", PASSWORD.format("Құпиясөз")), PageState.LOGIN),
    "consent, English": (door("Post", "Before you continue: we use cookies. Accept all or reject."), PageState.CONSENT),
    "consent, Russian": (door("Пост", "Мы используем файлы cookie. Принять все. Отклонить."), PageState.CONSENT),
    "consent, Kazakh": (door("Пост", "Біз cookie файлдарын пайдаланамыз. Қабылдау."), PageState.CONSENT),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(data=tmp_path / "data")
    made.look(NAMED)
    return made


def settle(desk: Desk) -> tuple[Page, list[ChangeKind]]:
    """The page as it stands, and what was told after the first look."""
    desk.process()
    with Store.open(desk.data) as store:
        found = store.page(URL)
    assert found is not None
    return found, [change.kind for change in desk.changes()[1:]]


@pytest.mark.parametrize(("body", "state"), DOORS.values(), ids=DOORS)
def test_a_door_before_the_page_is_a_state_with_evidence_and_tells_nothing(
    desk: Desk, body: str, state: PageState
) -> None:
    look = desk.look(body)
    found, told = settle(desk)
    assert (found.state, told) == (state, [])
    with Store.open(desk.data) as store:
        reading = store.reading(look.id)
    assert reading is not None
    assert reading.evidence
    desk.look(NAMED)
    again, told = settle(desk)
    assert (again.state, told) == (PageState.OK, [])


@pytest.mark.parametrize(
    ("look", "state"),
    [
        ({"status": 403}, PageState.BLOCKED),
        ({"status": 451}, PageState.BLOCKED),
        ({"status": 500}, PageState.FAILING),
        ({"failure": Failure.TIMEOUT}, PageState.FAILING),
        ({"failure": Failure.ROBOTS}, PageState.REFUSED),
    ],
    ids=str,
)
def test_a_look_that_came_to_nothing_is_a_state_and_the_same_page_afterwards_is_silence(
    desk: Desk, look: dict[str, Any], state: PageState
) -> None:
    desk.look("<h1>No</h1>", **look)
    assert settle(desk)[0].state is state
    desk.look(NAMED)
    found, told = settle(desk)
    assert (found.state, told) == (PageState.OK, [])


@pytest.mark.parametrize(
    "missing",
    [
        {"text": "<h1>No</h1>", "status": 404},
        {"text": "<h1>No</h1>", "status": 410},
        {"text": MISSING},
        {"text": HOME, "landed": "https://example.org/"},
        {"text": HOME, "landed": "https://example.org/kk/"},
        {"text": "<html><body><div id='app'></div></body></html>"},
    ],
    ids=["404", "410", "soft 404", "home page", "home page of a language", "empty"],
)
def test_a_missing_page_is_held_then_gone_then_back(desk: Desk, missing: dict[str, Any]) -> None:
    desk.look(**missing)
    held, told = settle(desk)
    assert (held.state, held.suspect, told) == (PageState.OK, "gone", [])
    desk.look(**missing)
    gone, told = settle(desk)
    assert (gone.state, told) == (PageState.GONE, [ChangeKind.GONE])
    assert desk.changes()[-1].reasons[-1]
    desk.look(NAMED)
    back, told = settle(desk)
    assert (back.state, told) == (PageState.OK, [ChangeKind.GONE, ChangeKind.BACK])


def test_a_page_that_is_missing_for_one_look_is_silence(desk: Desk) -> None:
    desk.look(MISSING)
    desk.look(NAMED)
    found, told = settle(desk)
    assert (found.state, found.suspect, told) == (PageState.OK, None, [])


def test_a_page_that_shrank_is_held_until_another_look_agrees(desk: Desk) -> None:
    desk.look(SHORT)
    held, told = settle(desk)
    assert (held.suspect, told) == ("shrunk", [])
    desk.look(SHORT)
    found, told = settle(desk)
    assert (found.suspect, told) == (None, [ChangeKind.CHANGED])


def test_the_same_bytes_are_an_unchanged_look_at_a_sound_page(desk: Desk) -> None:
    desk.process()
    assert desk.look(NAMED).outcome is Outcome.UNCHANGED
    found, told = settle(desk)
    assert (found.state, told) == (PageState.OK, [])


def test_a_page_that_moved_is_the_same_page_at_its_new_address(desk: Desk) -> None:
    desk.look(NAMED.replace("</html>", "<!-- new --></html>"), landed="https://example.org/2026/story")
    found, told = settle(desk)
    assert (found.state, found.address, told) == (PageState.OK, "https://example.org/2026/story", [])
