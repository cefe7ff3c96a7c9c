"""How many of the mentions that a careful reader marks in five real documents does the matcher find?

    python benchmarks/seeds.py PATH-OF-THE-SEEDS [--misses]

The reader's marks are below, by document and subject: numbers only, no text. Marked is every place where a tracked
person, organisation or law is named: full names, surnames (and the child's first name) alone after the full name,
misspelt names, acronyms beside the full name, translated names in brackets, one mark for each tracked article cited.
Not marked: pronouns, "the activist", "the draft law", e-mail addresses. The watch list is the starter set.
Exit status 1 where recall or precision over all documents is under .95.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASKED = 0.95

MARKED: dict[str, dict[str, int]] = {
    "000": {
        "lukpan-akhmedyarov": 9,
        "mereke-gabdualiev": 1,
        "darkhan-omirbek": 1,
        "kasym-amanzholov": 1,
        "aizhan-auelbekova": 1,
        "ardak-erubaeva": 1,
        "front-line-defenders": 4,
        "reporters-without-borders": 1,
        "uralskaya-nedelya": 3,
        "azattyq": 1,
        "orda-kz": 1,
        "un-declaration-on-defenders-6b": 1,
        "un-declaration-on-defenders-12-2": 1,
    },
    "001": {
        "lukpan-akhmedyarov": 9,
        "reporters-without-borders": 1,
        "uralskaya-nedelya": 3,
        "un-special-rapporteur-on-defenders": 1,
    },
    "002": {
        "lukpan-akhmedyarov": 2,
        "mereke-gabdualiev": 1,
        "reporters-without-borders": 1,
        "uralskaya-nedelya": 1,
    },
    "003": {
        "lukpan-akhmedyarov": 5,
        "max-bokaev": 4,
        "crude-accountability": 1,
        "kibhr": 2,
        "uralskaya-nedelya": 2,
        "kz-land-code": 1,
    },
    "004": {
        "marat-zhylanbaev": 13,
        "duman-mukhamedkarim": 10,
        "aigerim-tleuzhan": 6,
        "kalas-nurpeisov": 6,
        "timur-danebaev": 7,
        "zhanbolat-mamai": 11,
        "nazim-tabyldieva": 4,
        "kapar-akhat": 1,
        "nazgul-zhusupova": 1,
        "sandugash-duisenova": 5,
        "gulnara-zhuaspaeva": 1,
        "aikorkem-meldekhan": 5,
        "raigul-sadyrbayeva": 2,
        "mukhtar-ablyazov": 3,
        "askar-sembay": 3,
        "akylzhan-kiysymbaev": 1,
        "nurlan-kanatov": 6,
        "daniyar-adilbekov": 2,
        "akylbek-muratbai": 5,
        "rasul-zhumaniyazov": 4,
        "rinat-utambetov": 3,
        "kibhr": 12,
        "iphr": 7,
        "civicus": 1,
        "rfe-rl": 6,
        "azattyq": 3,
        "world-organisation-against-torture": 3,
        "fidh": 2,
        "observatory-for-defenders": 1,
        "human-rights-watch": 2,
        "amnesty-international": 2,
        "odihr": 4,
        "human-rights-alliance": 1,
        "coalition-against-torture": 1,
        "adil-soz": 2,
        "ar-rukh-khak": 1,
        "kadyr-kassiet": 1,
        "international-justice-initiative": 1,
        "femagora": 1,
        "norwegian-helsinki-committee": 1,
        "echo-election-monitoring": 1,
        "elimai": 1,
        "atajurt": 3,
        "alga-kazakhstan": 10,
        "alga-karakalpakstan": 1,
        "democratic-party": 4,
        "democratic-choice": 12,
        "street-party": 5,
        "qyan-qazaqstan": 1,
        "amanat-party": 4,
        "baytak-party": 1,
        "respublica-party": 1,
        "dikaya-orda": 1,
        "selftanu": 1,
        "kz-media-law": 9,
        "kz-assemblies-law": 3,
        "kz-amnesty-law": 1,
        "kz-online-platforms-law": 1,
        "kz-criminal-code-119": 1,
        "kz-criminal-code-146": 1,
        "kz-criminal-code-147": 1,
        "kz-criminal-code-174": 1,
        "kz-criminal-code-179": 1,
        "kz-criminal-code-258": 2,
        "kz-criminal-code-269": 1,
        "kz-criminal-code-272": 3,
        "kz-criminal-code-274": 5,
        "kz-criminal-code-362": 1,
        "kz-criminal-code-378": 1,
        "kz-criminal-code-405": 4,
        "kz-criminal-code-419": 2,
        "kz-criminal-code-451": 1,
        "kz-administrative-code-456-2": 3,
        "kz-administrative-code-489": 1,
    },
}


def count_mentions(seeds: Path) -> dict[str, Counter[str]]:
    """What the matcher finds with the starter set, by document and subject."""
    from config.loading import load_configuration
    from config.starting import EXAMPLES
    from diffing.mentions import Matcher

    matcher = Matcher(load_configuration(EXAMPLES).watch_lists)
    found = {}
    for document in MARKED:
        text = next(seeds.glob(f"{document}_*.txt")).read_text(encoding="utf-8")
        found[document] = Counter(mention.subject for mention in matcher.find(text))
    return found


def print_table(found: dict[str, Counter[str]]) -> bool:
    """One row a document and one for all; whether recall and precision over all reach what is asked."""
    print(f"{'document':10}{'marked':>8}{'found':>8}{'right':>8}{'recall':>9}{'precision':>11}")
    rows = [(document, Counter(MARKED[document]), found[document]) for document in MARKED]
    sums = [0, 0, 0]
    for document, marked, hits in rows:
        row = [marked.total(), hits.total(), (marked & hits).total()]
        sums = [total + number for total, number in zip(sums, row, strict=True)]
        print_row(document, *row)
    print_row("all", *sums)
    return min(sums[2] / sums[0], sums[2] / max(sums[1], 1)) >= ASKED


def print_row(name: str, marked: int, found: int, right: int) -> None:
    print(f"{name:10}{marked:8}{found:8}{right:8}{right / marked:9.3f}{right / max(found, 1):11.3f}")


def print_differences(found: dict[str, Counter[str]]) -> None:
    """Each subject whose number of mentions differs from the reader's."""
    for document, marked in MARKED.items():
        for subject in sorted({*marked, *found[document]}):
            if marked.get(subject, 0) != found[document][subject]:
                print(f"{document}  {subject}: marked {marked.get(subject, 0)}, found {found[document][subject]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("seeds", type=Path, help="the folder of the five documents, 000_….txt to 004_….txt")
    parser.add_argument("--misses", action="store_true", help="name the subjects whose numbers differ")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    found = count_mentions(arguments.seeds)
    if arguments.misses:
        print_differences(found)
    return 0 if print_table(found) else 1


if __name__ == "__main__":
    sys.exit(main())
