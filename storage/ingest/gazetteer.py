"""Reading the gazetteer: the places, their other names, and the cases of their Russian names.

`places.csv` has a row for each place; `listed` holds the list's spellings of it with their country,
joined by " + ". Where one spelling means two places, `partner_of` says in whose section this one is
meant. `names.csv` and `forms.csv` refer to places by `id`.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from storage.ingest.problems import DatasetError
from storage.model import CASES, Name, NameKind, Place, PlaceKind

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LENGTH = 28  # two ids and a country fit a button's 64 bytes
RUSSIAN = re.compile(r"[А-ЯЁа-яё][А-ЯЁа-яё .'’-]*")
OTHER_NAMES = frozenset(set(NameKind) - set(CASES))


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A place with the list's spellings of it, and the cities in whose sections they mean it."""

    place: Place
    spellings: tuple[str, ...]
    partner_of: tuple[str, ...]  # ids of cities; empty: everywhere


def read_gazetteer(
    places: Iterable[str], names: Iterable[str], forms: Iterable[str]
) -> list[GazetteerEntry]:
    """The three files, joined; raises DatasetError with every row that cannot be read."""
    problems: list[str] = []
    others = _other_names(names, forms, problems)
    entries = []
    for where, row in _rows("places.csv", places, problems):
        try:
            entries.append(_entry(row, others.pop(row["id"], [])))
        except ValueError as error:
            problems.append(f"{where}: {error}")
    problems += [f"names.csv or forms.csv: there is no place {id!r}" for id in others]
    counted = Counter(entry.place.id for entry in entries)
    problems += [f"places.csv: {id!r} stands there twice" for id in counted if counted[id] > 1]
    if problems:
        raise DatasetError(problems)
    return entries


def _other_names(
    names: Iterable[str], forms: Iterable[str], problems: list[str]
) -> dict[str, list[Name]]:
    """The names of both files by the id of their place."""
    others: dict[str, list[Name]] = defaultdict(list)
    for where, row in _rows("forms.csv", forms, problems):
        for case in CASES:
            if not RUSSIAN.fullmatch(row[case]):
                problems.append(f"{where}: the {case} {row[case]!r} is not Russian")
            others[row["id"]].append(Name(row[case], "ru", case))
    for where, row in _rows("names.csv", names, problems):
        try:
            others[row["id"]].append(_name(row))
        except ValueError as error:
            problems.append(f"{where}: {error}")
    return others


def _rows(
    file: str, lines: Iterable[str], problems: list[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    for number, row in enumerate(csv.DictReader(lines, strict=True), 2):
        if None in row or None in row.values():
            problems.append(f"{file}, row {number}: it has too many or too few columns")
        else:
            yield f"{file}, row {number}", row


def _name(row: Mapping[str, str]) -> Name:
    text, lang, kind = row["name"].strip(), row["lang"], row["kind"]
    if kind not in OTHER_NAMES:
        raise ValueError(f"the kind {kind!r} is none of {', '.join(sorted(OTHER_NAMES))}")
    if not text or not re.fullmatch(r"[a-z]{2,3}", lang):
        raise ValueError(f"a name and a language code are needed, not {text!r} and {lang!r}")
    if lang == "ru" and re.search(r"[A-Za-z]", text):
        raise ValueError(f"the Russian name {text!r} has Latin letters")
    return Name(text, lang, NameKind(kind))


def _entry(row: Mapping[str, str], others: list[Name]) -> GazetteerEntry:
    id, spellings = row["id"], tuple(row["listed"].split(" + "))
    if not ID.fullmatch(id) or len(id) > ID_LENGTH:
        raise ValueError(f"the id {id!r} is not at most {ID_LENGTH} of a-z, 0-9 and single hyphens")
    if row["kind"] not in set(PlaceKind):
        raise ValueError(f"the kind {row['kind']!r} is none of {', '.join(sorted(PlaceKind))}")
    if not re.fullmatch(r"[A-Z]{2}", row["country"]):
        raise ValueError(f"{row['country']!r} is not an ISO 3166 alpha-2 code")
    if not RUSSIAN.fullmatch(row["name_ru"]):
        raise ValueError(f"the Russian name {row['name_ru']!r} is not written in Russian letters")
    lat, lon = float(row["lat"]), float(row["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat}, {lon} are not degrees of latitude and longitude")
    place = Place(
        id=id,
        kind=PlaceKind(row["kind"]),
        country=row["country"],
        name_en=spellings[0].partition(", ")[0],
        name_ru=row["name_ru"],
        lat=lat,
        lon=lon,
        geonames_id=int(row["geonames_id"]) if row["geonames_id"] else None,
        names=tuple(others),
    )
    return GazetteerEntry(place, spellings, tuple(row["partner_of"].split()))
