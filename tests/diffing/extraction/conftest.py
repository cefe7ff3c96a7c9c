"""Small invented pages: an article in one of three languages inside the noise of a site, and PDFs made by hand."""

import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from diffing.extraction.document import read_document
from storage.records import Reading

URL = "https://news.example/2031/05/a"


@dataclass(frozen=True, slots=True)
class Story:
    """An invented article."""

    language: str
    title: str
    paragraphs: list[str] = field(default_factory=list)


STORIES = {
    "en": Story(
        "en",
        "Court in Saryozek extends the arrest of Marat Onbayev",
        [
            "A district court in Saryozek extended the arrest of Marat Onbayev by two months on Friday, a lawyer said.",
            "Onbayev, who runs a small reading room, was detained in March under article 174 of the Criminal Code.",
            "The prosecutor asked for a closed hearing. The judge refused, and eleven people sat in the back row.",
            "Supporters outside the building held up sheets of blank paper until the police asked them to leave.",
        ],
    ),
    "ru": Story(
        "ru",
        "Суд в Сарыозеке продлил арест Марату Онбаеву",
        [
            "Районный суд Сарыозека во вторник продлил арест Марату Онбаеву на два месяца, сообщил его адвокат.",
            "Онбаев, хозяин небольшого читального зала, задержан в марте по статье 174 Уголовного кодекса.",
            "Прокурор просил закрытого заседания. Судья отказала, и одиннадцать человек смотрели с заднего ряда.",
            "Сторонники у здания держали чистые листы бумаги, пока полиция не попросила их разойтись.",
        ],
    ),
    "kk": Story(
        "kk",
        "Сарыөзек соты Марат Онбаевтың қамауын ұзартты",
        [
            "Сарыөзек аудандық соты сейсенбіде Марат Онбаевтың қамауын екі айға ұзартты, деді оның адвокаты.",
            "Шағын оқу залының иесі Онбаев наурызда Қылмыстық кодекстің 174-бабы бойынша ұсталған еді.",
            "Прокурор жабық отырыс сұрады. Судья бас тартты, он бір адам артқы қатардан қарап отырды.",
            "Ғимарат алдындағы жақтастары полиция тарқауды сұрағанша таза ақ қағаз ұстап тұрды.",
        ],
    ),
}
WORDS = {
    "en": ("Read also", "hours ago", "views", "comments", "Sign up to our newsletter", "Most read", "Advertisement"),
    "ru": (
        "Читайте также",
        "часа назад",
        "просмотров",
        "комментариев",
        "Подпишитесь на рассылку",
        "Самое читаемое",
        "Реклама",
    ),
    "kk": ("Тағы оқыңыз", "сағат бұрын", "қаралым", "пікір", "Таратылымға жазылыңыз", "Көп оқылған", "Жарнама"),
}
TEASERS = {
    "en": [
        "Bridge over the Ilek reopens",
        "Aida Seksenova wins a chess cup",
        "Why Kanat Orymbetov went on hunger strike",
    ],
    "ru": ["Мост через Илек открыли", "Аида Сексенова выиграла кубок", "За что судят Каната Орымбетова"],
    "kk": ["Елек көпірі қайта ашылды", "Аида Сексенова кубок жеңді", "Қанат Орымбетовті не үшін соттады"],
}


def render_page(story: Story, noise: int, *, classes: bool = True) -> str:
    """The story on a page of a news site; `noise` decides everything round it, `classes` whether class names tell."""
    chance = random.Random(noise)
    also, ago, views, comments, letter, most, advert = WORDS[story.language]
    number = lambda: str(chance.randrange(3, 9000))  # noqa: E731
    teaser = lambda: f'<a href="/n/{number()}">{chance.choice(TEASERS[story.language])}</a>'  # noqa: E731
    name = (
        (lambda names: f'class="{names} css-{chance.randrange(16**6):06x}"')
        if classes
        else (lambda _names: 'class="x1"')
    )
    body = [f"<p>{paragraph}</p>" for paragraph in story.paragraphs]
    body.insert(3, f'<div {name("newsletter")}><p>{letter}: {number()}</p><form><input type="email"></form></div>')
    body.insert(2, f"<div {name('read-also')}><b>{also}:</b> {teaser()}</div>")
    body.insert(1, f"<div {name('ad-slot')}><span>{advert}</span><p>{teaser()}</p></div>")
    cards = "".join(
        f"<div {name('card')}>{teaser()}<p>{chance.choice(TEASERS[story.language])}.</p></div>" for _ in range(4)
    )
    return f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8">
<title>{story.title} | Saryozek Post</title><meta property="og:title" content="{story.title}">
<meta property="article:published_time" content="2031-05-06T09:00:00+05:00"><meta name="csrf" content="{number()}">
<script>window.t={number()}</script></head><body><nav><a href="/">1</a> <a href="/2">2</a></nav>
<div {name("topbar")}>{number()}:{number()} · {teaser()}</div>
<main><article><h1>{story.title}</h1><div {name("meta")}><time datetime="2031-05-06">6.05.2031</time>
<span>{number()} {views}</span> <span>{chance.randrange(2, 20)} {ago}</span></div>
<div {name("article-text")}>{"".join(body)}</div>
<ul {name("share")}><li><a href="#">Facebook {number()}</a></li><li><a href="#">Telegram {number()}</a></li>
<li><a href="#">X {number()}</a></li></ul></article>
<section {name("related")}><h2>{also}</h2>{cards}</section>
<section {name("comments")}><h3>{number()} {comments}</h3><div><b>user{number()}</b>
<p>{chance.choice(TEASERS[story.language])}? {chance.choice(TEASERS[story.language])}!</p></div></section></main>
<aside {name("sidebar")}><h3>{most}</h3><ol>{"".join(f"<li>{teaser()}</li>" for _ in range(5))}</ol></aside>
<footer>© 2031 · {number()}</footer></body></html>"""


def read_page(page: str | bytes, *, content_type: str | None = None, url: str = URL, **more: object) -> Reading:
    body = page.encode() if isinstance(page, str) else page
    return read_document(body, content_type=content_type, url=url, **more)  # type: ignore[arg-type]


def make_pdf(pages: Sequence[Sequence[tuple[float, float, int, str]]], title: str = "") -> bytes:
    """A PDF whose pages hold texts as (x, y, size, text), in Latin letters."""
    parts: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    kids = []
    for lines in pages:
        text = "".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n" for x, y, size, words in lines)
        stream = zlib.compress(text.encode("latin-1"))
        number = max(parts) + 1
        parts[number] = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream)
        parts[number + 1] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % number
        )
        kids.append(b"%d 0 R" % (number + 1))
    parts[2] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    last = max(parts) + 1
    parts[last] = b"<</Title(%s)>>" % title.encode("latin-1")
    out, places = b"%PDF-1.4\n", []
    for number in range(1, last + 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, parts[number])
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (last + 1, last, len(out))
    return out + b"xref\n0 %d\n%s%s" % (last + 1, table, end)


@pytest.fixture
def story() -> Story:
    return STORIES["en"]
