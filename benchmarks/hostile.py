"""How long text takes that was made to take long: `python benchmarks/hostile.py [--millions 2]`.

Each text is one piece without end. Of each the half and the whole are read; time that grows with the length doubles.
Exit status 1 where ten million characters would take more than 20 seconds, or the whole more than three times its half.
The watch list is invented; half of its people are distinctive.
"""

from __future__ import annotations

import argparse
import sys
import time

from config.declarations import Alias, Code, Subject, SubjectKind, WatchList
from diffing.mentions import Matcher

PEOPLE = ("Daniyar Akhmetov", "Aigerim Yerzhanova", "Олег Сарманов", "Murat Tolebayev")
PIECES = {
    "one word": "слово ",
    "one word, no space": "слово",
    "combining marks": "\u0301",
    "letters with fifty marks": "а" + "\u0301" * 50,
    "right-to-left marks": "\u200f",
    "letters with such marks": "а\u200f",
    "soft hyphens in a name": "Ахме\u00adтов ",
    "digits and commas": "1,",
    "numbers in a list": "174, 405 и ",
    "brackets": "174 ((",
    "quotes": "«“",
    "full stops": "А. ",
    "lines": "А\n",
    "paragraphs": "Ахметов\n\n",
    "a tracked surname": "Ахметов ",
    "two of them": "Ахметов Ержанова ",
    "with hyphens": "Ахметов-",
    "a tracked full name": "Данияр Ахметов ",
    "the same, sentences": "Данияр Ахметов ушёл. Ахметов молчал. ",
    "namesakes": "Ерлан Ахметов. ",
    "initials": "Д. Ахметов ",
    "first names": "Данияр ",
    "article numbers": "ст. 174 УК РК, ",
    "articles behind a code": "статьи 174 ",
    "parts of articles": "ч. 2 ст. 174 ",
    "numbers in words": "сто семьдесят четыре ",
    "Kazakh articles": "174-бабының 2-бөлігі ",
    "codes": "Уголовный кодекс ",
    "an organisation": "Kairat Human Rights Bureau (KHRB) ",
    "its acronym": "KHRB ",
}
SLOWEST = 20.0  # seconds for ten million characters
STEEPEST = 3.0


def make_matcher() -> Matcher:
    """A watch list with something of each kind."""
    subjects = [
        Subject(id=f"p{place}", kind=SubjectKind.DEFENDER, name=name, distinctive=place % 2 == 0, not_near=("поэт",))
        for place, name in enumerate(PEOPLE)
    ]
    bureau = Subject(
        id="bureau", kind=SubjectKind.ORGANISATION, name="Kairat Human Rights Bureau", aliases=(Alias(text="KHRB"),)
    )
    article = Subject(id="article", kind=SubjectKind.LAW, name="Article 174", code="criminal", article="174")
    names = tuple(Alias(text=text) for text in ("УК", "Уголовный кодекс", "Қылмыстық кодекс"))
    code = Code(id="criminal", name="Criminal Code", country="kz", aliases=names)
    return Matcher([WatchList(name="hostile", subjects=(*subjects, bureau, article), codes=(code,))])


def measure(matcher: Matcher, piece: str, length: int) -> tuple[float, int]:
    """Seconds of CPU for so many characters of one piece, behind a name and a code; and how many mentions."""
    text = "Данияр Ахметов. УК РК, ст. " + piece * (length // len(piece))
    began = time.process_time()
    found = matcher.find(text, country="kz")
    return time.process_time() - began, len(found)


def main() -> int:
    """Read each of them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--millions", type=float, default=2, help="characters of the whole")
    length = int(options.parse_args().millions * 1e6)
    matcher = make_matcher()
    failed = 0
    for label, piece in PIECES.items():
        half, _ = measure(matcher, piece, length // 2)
        whole, found = measure(matcher, piece, length)
        each = whole / length * 1e7
        bad = each > SLOWEST or whole > STEEPEST * half + 0.1
        failed += bad
        print(
            f"{label:26} {whole:6.2f} s  ({each:5.1f} s for ten million)  {whole / max(half, 1e-3):4.1f} × its half  "
            f"{found:6,} mentions {'TOO SLOW' if bad else ''}",
            flush=True,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
