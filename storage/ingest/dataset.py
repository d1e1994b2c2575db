"""A dataset: the list and the gazetteer, read, joined and checked against each other."""

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from itertools import product
from pathlib import Path

from storage.ingest.gazetteer import GazetteerEntry, read_gazetteer
from storage.ingest.plain_list import ListedTwinning, read_country_codes, read_list
from storage.ingest.problems import DatasetError, quoted
from storage.ingest.source import read_source
from storage.model import Place, Source, Twinning
from storage.regular_file import read_regular_file

MAX_FILE_BYTES = 10_000_000  # of each; the bundled ones have less than 300,000
LIST = "twin-towns.txt"
FILES = (LIST, "country_codes.csv", "places.csv", "names.csv", "forms.csv")
SOURCE = "source.csv"  # may be missing


@dataclass(frozen=True, slots=True)
class Dataset:
    """All places and twinnings, in the list's order. `digest` is the SHA-256 of the files.

    `rows` say where each place stands ("places.csv, row 17"), by its id.
    """

    digest: str
    bundled: bool
    places: tuple[Place, ...]
    twinnings: tuple[Twinning, ...]
    source: Source | None = None
    rows: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


def bundled_dataset() -> Dataset:
    """The dataset that comes with the program."""
    return _read(files("storage") / "data", bundled=True)


def bundled_digest() -> str:
    """The digest of `bundled_dataset`, which takes a hundredth of reading it."""
    return _digest(_texts(files("storage") / "data"))


def read_dataset(folder: Path) -> Dataset:
    """The dataset in a folder of the same files; raises DatasetError with all that is wrong."""
    return _read(folder, bundled=False)


def _read(folder: Traversable, *, bundled: bool) -> Dataset:
    texts = _texts(folder)
    tables = {name: StringIO(text, newline="") for name, text in texts.items()}
    codes = read_country_codes(tables["country_codes.csv"])
    listed = read_list(texts[LIST], codes, LIST)
    entries = read_gazetteer(tables["places.csv"], tables["names.csv"], tables["forms.csv"])
    source = read_source(tables[SOURCE]) if SOURCE in tables else None
    places = tuple(entry.place for entry in entries)
    rows = {entry.place.id: entry.where for entry in entries}
    return Dataset(_digest(texts), bundled, places, join(listed, entries), source, rows)


def _texts(folder: Traversable) -> dict[str, str]:
    names = (*FILES, SOURCE) if _has(folder, SOURCE) else FILES
    return {name: _text(folder, name) for name in names}


def _digest(texts: Mapping[str, str]) -> str:
    return hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()


def _has(folder: Traversable, name: str) -> bool:
    path = folder / name
    return os.path.lexists(path) if isinstance(path, Path) else path.is_file()


def _text(folder: Traversable, name: str) -> str:
    path = folder / name
    try:
        content = (
            read_regular_file(path, MAX_FILE_BYTES) if isinstance(path, Path) else path.read_bytes()
        )
    except OSError as error:
        raise DatasetError([f"{name} cannot be read from {folder}: {error.strerror}"]) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8 (in Excel: CSV UTF-8)"
        raise DatasetError([f"{name} is not UTF-8 in row {row}; {hint}"]) from error


def join(
    listed: Iterable[ListedTwinning], entries: Collection[GazetteerEntry]
) -> tuple[Twinning, ...]:
    """Find both places of each line; raises DatasetError for lines and entries left over."""
    gazetteer: dict[tuple[str, str], Place] = {}  # (spelling, id of the city or "") -> place
    for entry in entries:
        for spelling, section in product(entry.spellings, entry.partner_of or ("",)):
            gazetteer[spelling, section] = entry.place
    rows = {entry.place.id: entry.where for entry in entries}
    problems: list[str] = []
    twinnings: list[Twinning] = []
    for line in listed:
        city = gazetteer.get((f"{line.city}, Russia", ""))
        partner = _partner(gazetteer, line, city) if city else None
        if city is None or partner is None:
            wanted = f"{quoted(line.spelling)} of {line.city}"
            problems.append(f"{line.where}: places.csv has no place for {wanted}")
        elif partner.country != line.country:
            problems.append(f"{rows[partner.id]}: {partner.id!r} is not in {line.country}")
        else:
            twinnings.append(Twinning(city, partner, line.listed_as))
    used = {place.id for twinning in twinnings for place in (twinning.city, twinning.partner)}
    problems += [f"{rows[id]}: {id!r} is not in the list" for id in rows if id not in used]
    if problems:
        raise DatasetError(problems)
    return tuple(twinnings)


def _partner(
    gazetteer: Mapping[tuple[str, str], Place], line: ListedTwinning, city: Place
) -> Place | None:
    return gazetteer.get((line.spelling, city.id)) or gazetteer.get((line.spelling, ""))
