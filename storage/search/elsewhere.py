"""Where the places lie that are not in the list, and what of the list is near them."""

import csv
from array import array
from collections.abc import Mapping, Sequence
from importlib.resources import files

from storage.catalogue import Catalogue
from storage.geography import Point
from storage.model import Place
from storage.nearby import nearest
from storage.search.hashes import Hashes
from storage.search.normalize import fold, squash

MAX_NEAREST_KM = 300.0  # farther away nothing is of help
MAX_NEAREST = 3
LARGE_INHABITANTS = 300_000  # a city so large is meant by its name, and is no slip in another


class Elsewheres:
    """The places of `data/elsewhere.csv` that have coordinates (GeoNames, CC BY 4.0).

    Of namesakes the largest stays. Immutable once made.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._places = tuple(catalogue.places.values())
        self._lat, self._lon, self._inhabitants = array("f"), array("f"), array("i")
        table = (files("storage") / "data/elsewhere.csv").read_text(encoding="utf-8")
        largest: dict[str, int] = {}  # rows by name
        for row in csv.DictReader(table.splitlines()):
            if row["lat"]:
                self._add(row, largest)
        self._names = Hashes(largest)
        self._rows = array("i", (largest[key] for key in sorted(largest, key=hash)))

    def _add(self, row: Mapping[str, str], largest: dict[str, int]) -> None:
        number, inhabitants = len(self._inhabitants), int(row["population"] or 0)
        self._lat.append(float(row["lat"]))
        self._lon.append(float(row["lon"]))
        self._inhabitants.append(inhabitants)
        for name in (row["name_ru"], row["name_en"]):
            key = squash(fold(name))
            if self._inhabitants[largest.get(key, number)] <= inhabitants:
                largest[key] = number

    def is_large(self, key: str) -> bool:
        """Whether the place of this name is a large city."""
        at = self._names.place(key)
        return at is not None and self._inhabitants[self._rows[at]] >= LARGE_INHABITANTS

    def nearest(self, key: str) -> Sequence[Place]:
        """The list's places nearest to the place of this name; none where nothing is near."""
        here = self.where(key)
        near = nearest(here, self._places, MAX_NEAREST) if here else ()
        return tuple(it.place for it in near if it.km <= MAX_NEAREST_KM)

    def where(self, key: str) -> Point | None:
        """Where the place of this name lies."""
        at = self._names.place(key)
        if at is None:
            return None
        row = self._rows[at]
        return self._lat[row], self._lon[row]
