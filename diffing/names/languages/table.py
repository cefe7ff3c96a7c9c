"""The table that a language fills in. Words are plain lines, parted by spaces; what a language lacks is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class LanguageWords:
    """The endings of a language, and its words that stand round names."""

    code: str  # of the language: "kk"

    # ------------------------------------------------------------------ endings, in the language's own letters
    singular: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """An ending, and what stands in its place in the word as listed ("": nothing)."""
    plural: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The same of families: `Сапаровы`."""
    phrase_endings: str = ""
    """More endings that words of a phrase (an organisation, a law) may have."""
    voices_stems: bool = False
    """A suffix turns a final қ, к or п into ғ, г or б: `одағы` of `одақ`."""
    latin_letters: str = ""
    """Letters of its Latin alphabet: a word with one of them may bear its endings."""

    # ------------------------------------------------------------------ before and after a surname
    roles: str = ""
    """A capitalised word of these before a surname is no first name: `Mr`, `адвокат`."""
    opening: str = ""
    """A sentence may begin with one of these, and a surname may follow."""
    relations: str = ""
    """Before a surname in the genitive: `жена Ахметова Айгуль` speaks of two people."""
    heads: str = ""
    """What a sentence speaks of first, and a surname after it: `Арест Ахметова`."""
    place_prepositions: str = ""
    joining: str = ""
    particles: str = ""
    """Small words between a first name and a surname: `Ле Пен`, `al-Haj`."""
    common_endings: str = ""
    """Endings of verbs and adverbs that open a sentence before a surname."""
    adverb_endings: str = ""
    noun_endings: str = ""
    """Where only the surname takes the case: what common nouns and verbs end in, and first names do not."""
    case_endings: str = ""
    """Endings that tell where or whose: a capitalised word with one is no first name in the nominative."""
    agreeing_endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Endings of a first name in the same case as a surname with the ending before it."""
    genitive_plurals: str = ""
    """What a noun ends in after an adjective that may be a surname: `Белых медведей`."""
    consonants: str = ""
    """What a masculine noun ends in."""

    # ------------------------------------------------------------------ first names, patronymics, surnames
    given_names: str = ""
    """Common first names: before a bare surname they mean somebody else."""
    given_name_endings: str = ""
    given_name_twins: tuple[str, ...] = ()
    """One first name a line, as neighbouring languages write it: `Ihor Igor`. Who bears one is found by the others."""
    given_names_that_are_words: str = ""
    """First names that open sentences as ordinary words too."""
    men_in_a: str = ""
    """First names in -a that men bear; others are women's."""
    masculine_verbs: str = ""
    """Endings of a verb that tells of a man: `сказал`."""
    feminine_verbs: str = ""
    patronymic_endings: str = ""
    patronymics: str = ""
    """Those that end in nothing else."""
    patronymic_words: str = ""
    """`ұлы`, `қызы`: with the father's name in one word or in two."""
    surname_endings: str = ""
    """What only surnames end in."""

    # ------------------------------------------------------------------ what bears a name
    named_after_before: str = ""
    """Before a name: a street or an institution is named after the person. Beginnings of words."""
    named_after_always: str = ""
    """The same before a name that may not be inflected."""
    named_after_before_short: str = ""
    named_after_after: str = ""
    """After a name. In Kazakh with the ending of what belongs to somebody: `алаңы` is his, `алаңға` to the square."""
    named_after_after_short: str = ""
    firm_joins: str = ""
    firm_after: str = ""
    """`Akhmetov & Sons`: a firm that bears a surname."""
    place_before: str = ""
    """A one-word organisation is a place where one of these stands beside it. Beginnings of words."""
    place_before_short: str = ""
    place_after: str = ""
    organisation_kinds: str = ""
    """What an organisation is, and whose; without them its short name is left."""
    enterprise_forms: str = ""
    """Before a name: a firm or a sports club, not the organisation that bears the same word."""
    common_words: str = ""
    """Words of everyday texts: an alias that is only one of them would be found everywhere."""
