"""Names that would match too much: too short, or made of words that stand in every text."""

from __future__ import annotations

import re
import unicodedata

_CLOSED_CLASSES = """
a an and are as at be been but by can did do does for from had has have he her him his how i if in into is it its
me my no nor not of off on one or our out over own she so some such than that the their them then there these they
this those to too under until up was we were what when where which while who whom why will with would you your
а без бы был была были было быть в вам вас весь во вот все всё вы где да даже для до его ее её если есть еще ещё же
за и из или им их к как ко когда которая которые который кто ли мне мы на над не нет ни но о об он она они оно от
по под при с со так такой там то того тоже только том тот ты у уже чем что чтобы эта эти это этот я
ал ана арқылы бар бір біз бен бойынша бола болды болып бұл да дейін деп де екен ең еді енді жоқ және
кейін керек кім қалай қана қандай қарай мен менен мына не неге немесе ол олар осы өз пен сен сендер сіз соң сол
тағы туралы үшін үстінде ғана
"""

STOP_WORDS = frozenset(_CLOSED_CLASSES.split())
"""Words that stand in nearly every text, in English, Russian and Kazakh (closed classes: pronouns, prepositions,
conjunctions, particles, forms of to be). A name made of nothing else matches everything."""


def explain_hollow_name(name: str) -> str:
    """Why a name would match everything or nothing, as the rest of a sentence; empty where it would not."""
    letters = sum(1 for each in name if unicodedata.category(each).startswith("L"))
    if letters == 0:
        return "holds no letter; nothing could match it"
    if letters == 1:
        return "is one letter; it would match everywhere"
    words = re.findall(r"[^\W_]+", name.casefold())
    if all(word in STOP_WORDS for word in words):
        return "is made of words that stand in every text; it would match everywhere"
    return ""
