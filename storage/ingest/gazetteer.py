"""Reading the gazetteer: the places, their other names, and the cases of their Russian names.

`places.csv` has a row for each place; `listed` holds the list's spellings of it with their country,
joined by " + ". Where one spelling means two places, `partner_of` says in whose section this one is
meant. `names.csv` and `forms.csv` refer to places by `id`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from storage.countries import countries
from storage.ingest.problems import MAX_NAME_CHARACTERS, DatasetError, quoted
from storage.ingest.table import read_table
from storage.model import CASES, Name, NameKind, Place, PlaceKind

PLACES = ("id", "listed", "partner_of", "country", "kind", "name_ru", "lat", "lon", "geonames_id")
NAMES = ("id", "lang", "kind", "name")
FORMS = ("id", *CASES)
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LENGTH = 28  # two ids and a country fit a button's 64 bytes
NUMBER = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,20})?")
GEONAMES_IDS = range(1, 2**31)  # what the store's column holds
RUSSIAN = re.compile(r"[А-ЯЁа-яё][А-ЯЁа-яё .'’-]*")
OTHER_NAMES = frozenset(set(NameKind) - set(CASES))


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A place with the list's spellings of it, and the cities in whose sections they mean it."""

    place: Place
    spellings: tuple[str, ...]
    partner_of: tuple[str, ...]  # ids of cities; empty: everywhere
    where: str = field(compare=False)  # "places.csv, row 17"


def read_gazetteer(
    places: Iterable[str], names: Iterable[str], forms: Iterable[str]
) -> list[GazetteerEntry]:
    """The three files, joined; raises DatasetError with every row that cannot be read."""
    problems: list[str] = []
    others = _other_names(names, forms, problems)
    entries: dict[str, GazetteerEntry] = {}
    for where, row in read_table("places.csv", places, PLACES, problems):
        try:
            entry = _entry(row, [name for name, _ in others.pop(row["id"], [])], where)
        except ValueError as error:
            problems.append(f"{where}: {error}")
            continue
        if entry.place.id in entries:
            problems.append(f"{where}: {entry.place.id!r} stands there twice")
        entries[entry.place.id] = entry
    for id, named in others.items():
        problems += [f"{where}: there is no place {quoted(id)}" for _, where in named]
    if problems:
        raise DatasetError(problems)
    return list(entries.values())


def _other_names(
    names: Iterable[str], forms: Iterable[str], problems: list[str]
) -> dict[str, list[tuple[Name, str]]]:
    """The names of both files, and where they stand, by the id of their place."""
    others: dict[str, list[tuple[Name, str]]] = defaultdict(list)
    for where, row in read_table("forms.csv", forms, FORMS, problems):
        for case in CASES:
            if not RUSSIAN.fullmatch(row[case]) or len(row[case]) > MAX_NAME_CHARACTERS:
                problems.append(f"{where}: the {case} {quoted(row[case])} is not Russian")
            others[row["id"]].append((Name(row[case], "ru", case), where))
    for where, row in read_table("names.csv", names, NAMES, problems):
        try:
            others[row["id"]].append((_name(row), where))
        except ValueError as error:
            problems.append(f"{where}: {error}")
    return others


def _name(row: Mapping[str, str]) -> Name:
    text, lang, kind = row["name"].strip(), row["lang"], row["kind"]
    if kind not in OTHER_NAMES:
        raise ValueError(f"the kind {quoted(kind)} is none of {', '.join(sorted(OTHER_NAMES))}")
    if not text or not re.fullmatch(r"[a-z]{2,3}", lang):
        raise ValueError(
            f"a name and a language code are needed, not {quoted(text)} and {quoted(lang)}"
        )
    if lang == "ru" and re.search(r"[A-Za-z]", text):
        raise ValueError(f"the Russian name {quoted(text)} has Latin letters")
    return Name(_named(text), lang, NameKind(kind))


def _entry(row: Mapping[str, str], others: list[Name], where: str) -> GazetteerEntry:
    id, spellings = row["id"], tuple(row["listed"].split(" + "))
    if not ID.fullmatch(id) or len(id) > ID_LENGTH:
        raise ValueError(
            f"the id {quoted(id)} is not at most {ID_LENGTH} of a-z, 0-9 and single hyphens"
        )
    if row["kind"] not in set(PlaceKind):
        kinds = ", ".join(sorted(PlaceKind))
        raise ValueError(f"the kind {quoted(row['kind'])} is none of {kinds}")
    if not RUSSIAN.fullmatch(row["name_ru"]):
        name = quoted(row["name_ru"])
        raise ValueError(f"the Russian name {name} is not written in Russian letters")
    place = Place(
        id=id,
        kind=PlaceKind(row["kind"]),
        country=_country(row["country"]),
        name_en=_named(spellings[0].partition(", ")[0]),
        name_ru=_named(row["name_ru"]),
        lat=_degrees(row["lat"], 90),
        lon=_degrees(row["lon"], 180),
        geonames_id=_geonames_id(row["geonames_id"]),
        names=tuple(others),
    )
    return GazetteerEntry(place, spellings, tuple(row["partner_of"].split()), where)


def _named(name: str) -> str:
    if not any(char.isalnum() for char in name):
        raise ValueError(f"the name {quoted(name)} has no letter")
    if len(name) > MAX_NAME_CHARACTERS:
        raise ValueError(f"the name {quoted(name)} is over {MAX_NAME_CHARACTERS} characters long")
    return name


def _country(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError(f"{quoted(code)} is not an ISO 3166 alpha-2 code")
    if code not in countries():
        raise ValueError(f"the country {code!r} is unknown; countries.csv has no row for it")
    return code


def _degrees(text: str, most: int) -> float:
    if not NUMBER.fullmatch(text.strip()):
        hint = "; write a point, no comma" if "," in text else ""
        raise ValueError(f"could not convert string to float: {quoted(text)}{hint}")
    if abs(degrees := float(text)) > most:
        raise ValueError(f"{degrees} are not degrees from {-most} to {most}")
    return degrees


def _geonames_id(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) not in GEONAMES_IDS:
        raise ValueError(f"{quoted(text)} is not a GeoNames id")
    return int(text)
