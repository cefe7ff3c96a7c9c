"""A wall in front of an article is told from the article, in three languages."""

import pytest

from storage.records import PageState

from .conftest import STORIES, TEASERS, Story, read_page, render_page

GONE = [
    "Page not found", "404", "404 Not Found", "Error 404",
    "Sorry, this page is no longer available",
    "The page you are looking for does not exist", "This article has been removed", "Oops! That page can’t be found.",
    "Страница не найдена", "Ошибка 404", "Запрашиваемая страница не существует", "Материал удалён",
    "404 — страница не найдена",
    "К сожалению, документ не найден", "Бет табылмады", "Мұндай бет жоқ", "Сұралған бет табылмады",
    "Мақала жойылған", "Қате 404",
]  # fmt: skip
BOT = [
    ("Just a moment...", "Enable JavaScript and cookies to continue. Ray ID: 7f21c"),
    ("Attention Required!", "Please complete the captcha so that we know you are no robot."),
    ("Проверка браузера", "Это займёт несколько секунд. Включите JavaScript в вашем браузере."),
    ("Доступ ограничен", "Ваш запрос похож на автоматический. Подтвердите, что вы не робот: введите капчу."),
    ("Браузеріңізді тексеру", "Бұл бірнеше секунд алады. JavaScript қосыңыз, сіз робот емессіз бе?"),
]
LOGIN = [("Sign in", "Password"), ("Вход на сайт", "Пароль"), ("Сайтқа кіру", "Құпиясөз")]
CONSENT = [
    "Before you continue: we and our 812 partners use cookies. Accept all or reject all.",
    "Мы используем файлы cookie и просим согласия на обработку данных. Принять все. Отклонить.",
    "Біз cookie файлдарын пайдаланамыз. Деректерді өңдеуге келісім беріңіз. Қабылдау.",
]


def _render_short(heading: str, text: str, language: str = "en") -> str:
    teasers = "".join(f"<li>{teaser}</li>" for teaser in TEASERS[language] * 2)
    return f"""<html><head><title>{heading} | Saryozek Post</title></head><body><nav><a href=/>Home</a></nav>
        <main><h1>{heading}</h1><p>{text}</p><h2>Latest</h2><ul>{teasers}</ul></main><footer>2031</footer></body></html>"""


@pytest.mark.parametrize("heading", GONE)
def test_a_page_that_says_it_is_not_there_is_gone(heading: str) -> None:
    reading = read_page(_render_short(heading, "Try the search, or go back to the front page."))
    assert reading.state is PageState.GONE
    assert reading.article is None
    assert "not there" in (reading.evidence or "")


@pytest.mark.parametrize(("heading", "text"), BOT)
def test_a_bot_wall_is_a_block(heading: str, text: str) -> None:
    page = f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1><p>{text}</p></body></html>"
    assert read_page(page).state is PageState.BLOCKED


@pytest.mark.parametrize(("heading", "password"), LOGIN)
def test_a_login_page_is_told(heading: str, password: str) -> None:
    page = f"""<html><title>{heading}</title><body><h1>{heading}</h1><form><label>{password}</label>
        <input type=password><button>OK</button></form></body></html>"""
    assert read_page(page).state is PageState.LOGIN


@pytest.mark.parametrize("text", CONSENT)
def test_a_consent_wall_is_told(text: str) -> None:
    page = f'<title>Saryozek Post</title><body><div role="dialog" class="consent"><p>{text}</p></div></body>'
    assert read_page(page).state is PageState.CONSENT


@pytest.mark.parametrize("language", sorted(STORIES))
def test_an_article_with_a_cookie_note_and_a_login_box_is_an_article(language: str) -> None:
    page = render_page(STORIES[language], 1).replace(
        "<main>", f'<div class="cookie">{CONSENT[0]}</div><form>Login <input type=password></form><main>'
    )
    assert read_page(page).state is PageState.OK


@pytest.mark.parametrize(
    "title",
    [
        "Access denied: experts turned away at the prison gate",
        "Article 404 of the draft code is withdrawn",
        "Why the page of history was not found in the archive",
        "Robots and captcha: how the ministry counts visitors",
        "Доступ запрещён: экспертов не пустили в колонию",
        "Статья удалена из кодекса, но дела не закрыты",
        "404-бап жобадан алынды",
    ],
)
def test_an_article_that_only_mentions_such_words_is_an_article(title: str, story: Story) -> None:
    reading = read_page(render_page(Story("en", title, story.paragraphs), 1))
    assert (reading.state, reading.evidence) == (PageState.OK, None)


@pytest.mark.parametrize(
    ("status", "state"),
    [(404, "gone"), (410, "gone"), (403, "blocked"), (429, "blocked"), (451, "blocked"), (401, "login"),
     (500, "failing"), (503, "failing")],
)  # fmt: skip
def test_a_status_is_a_fact_of_its_own(status: int, state: str, story: Story) -> None:
    reading = read_page(render_page(story, 1), status=status)
    assert reading.state == state
    assert str(status) in (reading.evidence or "")


def test_a_redirect_to_the_home_page_is_gone(story: Story) -> None:
    home = render_page(story, 1)
    assert read_page(home, final_url="https://news.example/").state is PageState.GONE
    assert read_page(home, final_url="https://news.example/2031/05/b").state is PageState.OK
    assert read_page(home, url="https://news.example/", final_url="https://news.example/").state is PageState.OK


def test_a_page_without_words_is_empty() -> None:
    for body in (
        b"",
        b"\0\0",
        b" \n ",
        b"<html></html>",
        b'<html><body><div id="app"></div><script>go()</script></body></html>',
    ):
        assert read_page(body).state is PageState.EMPTY
