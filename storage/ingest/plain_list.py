"""Reading the list in its plain form: a title, letters, cities, and a line for each partner.

    = List of twin towns and sister cities in Russia =

    ==A==
    Aleksin

    - UKR Saky, Ukraine
    - SVK Veľký Krtíš, Slovakia

A partner's line has a country code, a name, and the country as the list spells it. Blank lines
stand anywhere. What does not fit this is an error with its line's number.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from storage.countries import countries
from storage.ingest.problems import MAX_NAME_CHARACTERS, DatasetError, quoted
from storage.ingest.table import read_table, unseen

TITLE = re.compile(r"= [^=]+ =")
LETTER = re.compile(r"==([A-Z])==")
PARTNER = re.compile(r"- (?P<listed_as>(?P<code>[A-Z]{3}) (?P<spelling>\S.*))")
CODE_COLUMNS = ("code", "country", "iso")
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
    where: str = field(default="", compare=False)  # "list, line 17"


def read_country_codes(lines: Iterable[str]) -> dict[tuple[str, str], str]:
    """The list's (code, country as spelled) to ISO 3166 alpha-2, from `country_codes.csv`.

    Raises DatasetError with every row that cannot be read.
    """
    problems: list[str] = []
    codes: dict[tuple[str, str], str] = {}
    for where, row in read_table("country_codes.csv", lines, CODE_COLUMNS, problems):
        if row["iso"] not in countries():
            problems.append(f"{where}: the country {quoted(row['iso'])} is unknown")
        if (row["code"], row["country"]) in codes:
            problems.append(f"{where}: {quoted(row['code'])} stands there twice")
        codes[row["code"], row["country"]] = row["iso"]
    if problems:
        raise DatasetError(problems)
    return codes


def read_list(
    text: str, codes: Mapping[tuple[str, str], str], file: str = "list"
) -> list[ListedTwinning]:
    """All twinnings in their order; raises DatasetError with every line that cannot be read."""
    reader = _Reader(codes)
    # Not splitlines: it takes characters for line ends that an editor does not.
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        reader.where = f"{file}, line {number}"
        try:
            reader.read(line.strip())
        except ValueError as error:
            reader.problems.append(f"{reader.where}: {error}: {quoted(line.strip())}")
    reader.finish_city()
    if not reader.twinnings:
        reader.problems.append(f"{file}: it has no twinnings")
    if reader.problems:
        raise DatasetError(reader.problems)
    return reader.twinnings


class _Reader:
    """The list's state between lines."""

    def __init__(self, codes: Mapping[tuple[str, str], str]) -> None:
        self.codes = codes
        self.twinnings: list[ListedTwinning] = []
        self.problems: list[str] = []
        self.where = ""
        self.city_where = ""
        self.letter = ""
        self.city = ""
        self.cities: set[str] = set()
        self.partners: set[str] = set()

    def read(self, line: str) -> None:
        """Take one line; raises ValueError with what is wrong about it."""
        if not line or TITLE.fullmatch(line):
            return
        if char := unseen(line):
            raise ValueError(f"a character that nobody sees ({char})")
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
            self.problems.append(f"{self.city_where}: {quoted(self.city)} has no partners")
        self.city = ""
        self.partners = set()

    def _read_city(self, line: str) -> None:
        self.finish_city()
        if not CITY.fullmatch(line):
            raise ValueError("neither a city's name nor '- CODE Name, Country'")
        if len(line) > MAX_NAME_CHARACTERS:
            raise ValueError(f"a name over {MAX_NAME_CHARACTERS} characters long")
        if line[0] != self.letter:
            raise ValueError(f"a city under the letter {self.letter or '(none)'}")
        if line in self.cities:
            raise ValueError("a city that has a section already")
        self.city, self.city_where = line, self.where
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
        listed_as = partner["listed_as"]
        self.twinnings.append(ListedTwinning(self.city, listed_as, spelling, name, iso, self.where))

    def _split_country(self, code: str, spelling: str) -> tuple[str, str]:
        # Names have no comma, countries may ("England, United Kingdom").
        name, _, country = spelling.partition(", ")
        iso = self.codes.get((code, country))
        if not iso:
            raise ValueError(f"{code} with {quoted(country)} is not in country_codes.csv")
        return name, iso
