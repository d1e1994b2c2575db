"""Reading the list in its plain form: a title, letters, cities, and a line for each partner.

    = List of twin towns and sister cities in Russia =

    ==A==
    Aleksin

    - UKR Saky, Ukraine
    - SVK Veľký Krtíš, Slovakia

A partner's line has a country code, a name, and the country as the list spells it. Blank lines
stand anywhere. What does not fit this is an error with its line's number.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.ingest.problems import DatasetError

TITLE = re.compile(r"= [^=]+ =")
LETTER = re.compile(r"==([A-Z])==")
PARTNER = re.compile(r"- (?P<listed_as>(?P<code>[A-Z]{3}) (?P<spelling>\S.*))")
CITY = re.compile(r"[^\W\d_][\w' -]*")


@dataclass(frozen=True, slots=True)
class ListedTwinning:
    """One line: the city above it, the line without its dash, and what it says.

    `spelling` is the name with the country as listed ("Saky, Ukraine"); `country` is ISO alpha-2.
    """

    city: str
    listed_as: str
    spelling: str
    name: str
    country: str


def read_country_codes(lines: Iterable[str]) -> dict[tuple[str, str], str]:
    """The list's (code, country as spelled) to ISO 3166 alpha-2, from `country_codes.csv`."""
    return {(row["code"], row["country"]): row["iso"] for row in csv.DictReader(lines)}


def read_list(text: str, codes: Mapping[tuple[str, str], str]) -> list[ListedTwinning]:
    """All twinnings in their order; raises DatasetError with every line that cannot be read."""
    reader = _Reader(codes)
    for number, line in enumerate(text.splitlines(), 1):
        try:
            reader.read(line.strip())
        except ValueError as error:
            reader.problems.append(f"list, line {number}: {error}: {line.strip()!r}")
    reader.finish_city()
    if not reader.twinnings:
        reader.problems.append("list: it has no twinnings")
    if reader.problems:
        raise DatasetError(reader.problems)
    return reader.twinnings


class _Reader:
    """The list's state between lines."""

    def __init__(self, codes: Mapping[tuple[str, str], str]) -> None:
        self.codes = codes
        self.twinnings: list[ListedTwinning] = []
        self.problems: list[str] = []
        self.letter = ""
        self.city = ""
        self.cities: set[str] = set()
        self.partners: set[str] = set()

    def read(self, line: str) -> None:
        """Take one line; raises ValueError with what is wrong about it."""
        if not line or TITLE.fullmatch(line):
            return
        if letter := LETTER.fullmatch(line):
            self.finish_city()
            self.letter = letter[1]
        elif line.startswith("-"):
            self._read_partner(line)
        else:
            self._read_city(line)

    def finish_city(self) -> None:
        """Close the section of the last city."""
        if self.city and not self.partners:
            self.problems.append(f"list: {self.city} has no partners")
        self.city = ""
        self.partners = set()

    def _read_city(self, line: str) -> None:
        self.finish_city()
        if not CITY.fullmatch(line):
            raise ValueError("neither a city's name nor '- CODE Name, Country'")
        if line[0] != self.letter:
            raise ValueError(f"a city under the letter {self.letter or '(none)'}")
        if line in self.cities:
            raise ValueError("a city that has a section already")
        self.city = line
        self.cities.add(line)

    def _read_partner(self, line: str) -> None:
        if not self.city:
            raise ValueError("a partner without a city above it")
        partner = PARTNER.fullmatch(line)
        if not partner:
            raise ValueError("not of the form '- CODE Name, Country'")
        spelling = partner["spelling"]
        if spelling in self.partners:
            raise ValueError(f"a partner that {self.city} has already")
        name, iso = self._split_country(partner["code"], spelling)
        self.partners.add(spelling)
        self.twinnings.append(ListedTwinning(self.city, partner["listed_as"], spelling, name, iso))

    def _split_country(self, code: str, spelling: str) -> tuple[str, str]:
        # Names have no comma, countries may ("England, United Kingdom").
        name, _, country = spelling.partition(", ")
        iso = self.codes.get((code, country))
        if not iso:
            raise ValueError(f"{code} with {country!r} is not in country_codes.csv")
        return name, iso
