"""A dataset: the list and the gazetteer, read, joined and checked against each other."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import product
from pathlib import Path

from storage.ingest.gazetteer import GazetteerEntry, read_gazetteer
from storage.ingest.plain_list import ListedTwinning, read_country_codes, read_list
from storage.ingest.problems import DatasetError
from storage.ingest.source import read_source
from storage.model import Place, Source, Twinning

FILES = ("twin-towns.txt", "country_codes.csv", "places.csv", "names.csv", "forms.csv")
SOURCE = "source.csv"  # may be missing


@dataclass(frozen=True, slots=True)
class Dataset:
    """All places and twinnings, in the list's order. `digest` is the SHA-256 of the files."""

    digest: str
    bundled: bool
    places: tuple[Place, ...]
    twinnings: tuple[Twinning, ...]
    source: Source | None = None


def bundled_dataset() -> Dataset:
    """The dataset that comes with the program."""
    return _read(files("storage") / "data", bundled=True)


def read_dataset(folder: Path) -> Dataset:
    """The dataset in a folder of the same files; raises DatasetError with all that is wrong."""
    return _read(folder, bundled=False)


def _read(folder: Traversable, *, bundled: bool) -> Dataset:
    with_source = (SOURCE,) if (folder / SOURCE).is_file() else ()
    texts = {name: _text(folder, name) for name in (*FILES, *with_source)}
    digest = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()
    lines = {name: text.splitlines() for name, text in texts.items()}
    listed = read_list(texts["twin-towns.txt"], read_country_codes(lines["country_codes.csv"]))
    entries = read_gazetteer(lines["places.csv"], lines["names.csv"], lines["forms.csv"])
    source = read_source(lines[SOURCE]) if with_source else None
    places = tuple(entry.place for entry in entries)
    return Dataset(digest, bundled, places, join(listed, entries), source)


def _text(folder: Traversable, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except OSError as error:
        raise DatasetError([f"{name} cannot be read from {folder}: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise DatasetError([f"{name} is not UTF-8 at byte {error.start}"]) from error


def join(
    listed: Iterable[ListedTwinning], entries: Iterable[GazetteerEntry]
) -> tuple[Twinning, ...]:
    """Find both places of each line; raises DatasetError for lines and entries left over."""
    gazetteer: dict[tuple[str, str], Place] = {}  # (spelling, id of the city or "") -> place
    for entry in entries:
        for spelling, section in product(entry.spellings, entry.partner_of or ("",)):
            gazetteer[spelling, section] = entry.place
    problems: list[str] = []
    twinnings: list[Twinning] = []
    for line in listed:
        city = gazetteer.get((f"{line.city}, Russia", ""))
        partner = _partner(gazetteer, line, city) if city else None
        if city is None or partner is None:
            problems.append(f"places.csv: no place for {line.spelling!r} of {line.city}")
        elif partner.country != line.country:
            problems.append(f"places.csv: {partner.id!r} is not in {line.country}")
        else:
            twinnings.append(Twinning(city, partner, line.listed_as))
    used = {place.id for twinning in twinnings for place in (twinning.city, twinning.partner)}
    unused = {place.id for place in gazetteer.values()} - used
    problems += [f"places.csv: {id!r} is not in the list" for id in sorted(unused)]
    if problems:
        raise DatasetError(problems)
    return tuple(twinnings)


def _partner(
    gazetteer: Mapping[tuple[str, str], Place], line: ListedTwinning, city: Place
) -> Place | None:
    return gazetteer.get((line.spelling, city.id)) or gazetteer.get((line.spelling, ""))
