"""Words that are kept in English, and said to people in their own language: statuses, verdicts, rules, reasons.

The database, JSON and CSV hold the English word, whoever reads; only what people read is translated. A word that
stands in no table here is shown as it was kept.
"""

from __future__ import annotations

import re
from functools import cache

from monitors.languages.speaking import N_, count, gettext

STATUSES = (
    N_("detained"), N_("house arrest"), N_("wanted"), N_("charged"), N_("on trial"), N_("convicted"), N_("fined"),
    N_("sentenced"), N_("transferred"), N_("deported"), N_("acquitted"), N_("pardoned"), N_("released"), N_("missing"),
    N_("died"),
)  # fmt: skip

VERDICTS = (N_("relevant"), N_("noise"), N_("follow-up"))

ROLES = (N_("reader"), N_("reviewer"), N_("archivist"), N_("operator"))

KINDS = (
    N_("defender"), N_("organisation"), N_("law"), N_("term"),
    N_("ngo"), N_("un"), N_("media"), N_("government"),
)  # fmt: skip

LOOKS = (
    N_("fetched"), N_("unchanged"), N_("failed"), N_("good"), N_("blocked"),
    N_("refused address"), N_("robots"), N_("name not found"), N_("connection"), N_("certificate"), N_("timeout"),
    N_("too large"), N_("broken encoding"), N_("too many redirects"), N_("broken response"), N_("daily limit"),
    N_("asked to wait"), N_("other"), N_("wire"), N_("reconstructed"),
)  # fmt: skip

STATES = (
    N_("ok"), N_("gone"), N_("moved"), N_("consent"), N_("login"), N_("empty"), N_("failing"), N_("refused"),
    N_("late"), N_("silent"), N_("shrunk"), N_("waiting"), N_("judged"),
)  # fmt: skip

PLACES = (N_("title"), N_("link"))

RULES = (
    N_("full name"), N_("full name with a middle name"), N_("full name, misspelt"), N_("initials and surname"),
    N_("first name with a shared surname"), N_("name of one word"), N_("surname after the full name"),
    N_("distinctive surname"), N_("surname, misspelt, after the full name"), N_("family name in the plural"),
    N_("first name of a person named in full"), N_("outside article"), N_("article of the code named after it"),
    N_("article of the code named before it"), N_("article near the code"),
    N_("article in one sentence with the code"), N_("acronym"), N_("name of the organisation"), N_("name of the law"),
    N_("name of the term"), N_("name of the defender"), N_("another spelling in the same sentence"),
)  # fmt: skip

DEEDS = (
    N_("log in"), N_("log out"), N_("wrong password"), N_("password chosen"), N_("password changed"),
    N_("case handed over"), N_("case report saved"), N_("verification begun"), N_("verification held"),
    N_("verification failed"), N_("watch list edited"), N_("proposal accepted"), N_("proposal declined"),
)  # fmt: skip

REASONS = (
    N_("a mention disappeared"),
    N_("a mention was removed"),
    N_("a mention appeared"),
    N_("a mention was added"),
    N_("a sentence about a subject changed"),
    N_("a name is spelled otherwise"),
    N_("a passage moved"),
    N_("a sentence was polished"),
    N_("no mention in what changed"),
    N_("a person and a law in one sentence"),
    N_("a law newly cited beside a tracked person"),
    N_("a link leads elsewhere"),
    N_("most of the text differs"),
    N_("history: the watch list was edited after this was kept"),
    N_("our own extractor reads this page differently now"),
    N_("the page goes to and fro between two texts that were told before"),
    N_("status word: {status} (was: {former})"),
    N_("status word: {status}"),
    N_("source: {kind}"),
    N_("{share}% of the text differs"),
    N_("less, for the page changes often: at {changes} of {looks} looks"),
    N_("the site's own, on many pages at once: “{text}”"),
    N_("named again: the vanishing that was told is taken back"),
    N_("the page went to and fro, and has shown this text for {looks} looks"),
    N_("history: taken from a file that others made"),
    N_("the address leads to another article"),
    N_("redirected to the home page: {url}"),
    N_("the page itself says that it is not there: {text}"),
    N_("no article in the page"),
    N_("no text in the document"),
    N_("no text outside menus"),
    N_("no markup that could be read"),
    N_("a response without a word in it"),
    N_("the response could not be read"),
    N_("{kind}, which is not read"),
    N_("status {status}: withheld for legal reasons"),
    N_("status {status}"),
)
"""Why a change weighs what it weighs. What stands in braces is a term of its own, a number, or a page's words."""

DETAILS = (
    N_("never looked at: run `defenderwatch check`"),
    N_("certificates are not checked"),
    N_("status {status}: withheld for legal reasons"),
    N_("status {status} ({bad} of {looks} looks)"),
    N_("{what} ({bad} of {looks} looks)"),
    N_("{bad} of {looks} looks: {what}"),
    N_("status {status}"),
    N_("{state} page on {some} of {pages} pages"),
    N_("{pages} pages lost more than half of their text"),
    N_("{seen} pages, at least {wanted} expected"),
    N_("no text found on {pages} pages of the last check: look at `content`, or at `try`"),
    N_("nothing new for {time}; usual: every {usual}"),
    N_("last looked at {time} ago, due every {usual}"),
    N_("charset guessed on {some} of {pages} pages"),
    N_("checked every {time}: {changed} of the last {checks} checks brought changes ({estimator})"),
    N_("{some} of {pages} pages less often"),
    N_("1 page goes to and fro between two texts"),
    N_("{pages} pages go to and fro between two texts"),
    N_("the index could not be fetched: {what}"),
    N_("the index names no page of this source"),
    N_("{some} new pages are left to later checks: the limit is {limit} pages a check"),
    N_("the crawl did not come to this source"),
)
"""What a person should know of a source. Pieces are joined by semicolons."""

SPANS = (N_("{some} s"), N_("{some} min"), N_("{some} h"))
"""How long something took, as a part of such a detail."""

_SEAM = re.compile("; (?!usual: )")
_STILL = re.compile(r"the page had not changed for (\d+) days")


def say_term(word: str | None) -> str:
    """The word in the language spoken; as it was kept where no table has it."""
    return gettext(word) if word else ""


def say_reason(reason: str) -> str:
    """A reason of a priority in the language spoken."""
    still = _STILL.fullmatch(reason)
    if still:
        return count(
            "the page had not changed for %(num)s day", "the page had not changed for %(num)s days", int(still[1])
        )
    return _say(reason, REASONS)


def say_detail(detail: str) -> str:
    """What is said of a source, piece by piece, in the language spoken."""
    return "; ".join(_say_part(_say(piece, DETAILS)) for piece in _SEAM.split(detail))


def _say(text: str, known: tuple[str, ...]) -> str:
    said = gettext(text)
    if said != text:
        return said
    for template in known:
        found = _pattern(template).fullmatch(text) if "{" in template else None
        if found:
            said = gettext(template)
            return said.format(**{name: _say_part(word) for name, word in found.groupdict().items()})
    return text


def _say_part(word: str) -> str:
    """A term, a span of time, a failure with its particulars behind a colon; anything else as it was kept."""
    said = _say(word, SPANS) if word[:1].isdecimal() else gettext(word)
    kind, colon, particulars = said.partition(": ")
    return f"{gettext(kind)}{colon}{particulars}"


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(f"(?P<{each}>.+?)" if place % 2 else re.escape(each) for place, each in enumerate(pieces))
    )
