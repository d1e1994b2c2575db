"""Regions by what people call them, and the list's places that lie in them.

They are those that names of the kinds `region` and `qualifier` tell («Тульская область», "Maine"),
and those of `data/regions.csv`, which has other names of them, and some regions abroad.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files

from storage.catalogue import Catalogue
from storage.model import NameKind, Place
from storage.search.declension import nominatives
from storage.search.normalize import fold, squash

# The cases of «Тульская область», «Алтайский край», and how they are shortened.
DECLINED = (
    (
        re.compile(r"(.+)ая область$"),
        "{}ая область|{}ой области|{}ую область|{}ой областью|{}ая обл|{}ой обл",
    ),
    (re.compile(r"(.+)ий край$"), "{}ий край|{}ого края|{}ом крае|{}ому краю|{}им краем"),
    (
        re.compile(r"республика (.+)$"),
        "республика {}|республики {}|республике {}|республику {}|{}",
    ),
    (re.compile(r"(.+) oblast$"), "{} oblast|{} region|{} obl"),
    (re.compile(r"(.+) krai$"), "{} krai|{} kray|{} territory"),
)


class Regions:
    """Which places lie in a region; immutable once made."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._members: dict[str, set[Place]] = defaultdict(set)
        for place in catalogue.places.values():
            for kind in (NameKind.REGION, NameKind.QUALIFIER):
                for text in place.names_of(kind):
                    # In small letters it is what a place is: «город», «уезд».
                    for form in _forms(text) if not text[0].islower() else ():
                        self._members[form].add(place)
        for row in _rows():
            members = {catalogue.places.get(id) for id in row["members"].split("|")}
            known = self._members.get(squash(fold(row["name_en"])), set())
            places = known | {place for place in members if place}
            for name in "|".join(
                (row["name_en"], row["name_ru"], row["also_en"], row["also_ru"])
            ).split("|"):
                for form in _forms(name) if name and places else ():
                    self._members[form] |= places

    def members(self, key: str) -> frozenset[Place]:
        """The places in the region of this squashed name; none where it is no region's."""
        forms = (key, *nominatives(key))
        return frozenset(next((self._members[it] for it in forms if it in self._members), ()))


def _forms(name: str) -> Iterator[str]:
    folded = fold(name)
    yield squash(folded)
    for pattern, forms in DECLINED:
        if found := pattern.match(folded):
            yield from (squash(form.format(found[1])) for form in forms.split("|"))


def _also(row: dict[str, str]) -> list[str]:
    return [name for name in f"{row['also_en']}|{row['also_ru']}".split("|") if name]


def _rows() -> Iterator[dict[str, str]]:
    table = (files("storage") / "data/regions.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(table.splitlines())
