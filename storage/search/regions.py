"""Regions by what people call them, and the list's places that lie in them.

They are those that names of the kinds `region` and `qualifier` tell («Тульская область», "Maine"),
and those of `data/regions.csv`: other names of them, and regions abroad. The states of the US and
Canada's provinces have codes that people write behind a town, "Portland, OR".
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from storage.catalogue import Catalogue
from storage.model import NameKind, Place
from storage.search.declension import nominatives
from storage.search.normalize import fold, squash

WITH_WRITTEN_CODES = ("US-", "CA-")
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
            forms = {form for name in _names(row) for form in _forms(name)}
            members = {catalogue.places.get(id) for id in row["members"].split("|")}
            places = {place for place in members if place}
            places.update(*(self._members.get(form, ()) for form in forms))
            for form in filter(None, (*forms, row["code"])):
                self._members[form] |= places

    def members(self, key: str) -> frozenset[Place] | None:
        """The places in the region of this squashed name, or of this code (ISO 3166-2).

        None where it is no region's; empty where it is one in which the list has no place.
        """
        forms = (key, *nominatives(key))
        found = next((self._members[it] for it in forms if it in self._members), None)
        return None if found is None else frozenset(found)


@lru_cache(maxsize=1)
def region_codes() -> dict[str, str]:
    """Codes that people write behind a town, "OR", with what they stand for (ISO 3166-2)."""
    written = [row["code"] for row in _rows() if row["code"].startswith(WITH_WRITTEN_CODES)]
    return {code.partition("-")[2]: code for code in written}


def _forms(name: str) -> Iterator[str]:
    folded = fold(name)
    yield squash(folded)
    for pattern, forms in DECLINED:
        if found := pattern.match(folded):
            yield from (squash(form.format(found[1])) for form in forms.split("|"))


def _names(row: dict[str, str]) -> Iterator[str]:
    for column in ("name_en", "name_ru", "also_en", "also_ru"):
        yield from filter(None, row[column].split("|"))


def _rows() -> Iterator[dict[str, str]]:
    table = (files("storage") / "data/regions.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(table.splitlines())
