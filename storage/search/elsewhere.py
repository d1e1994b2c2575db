"""Where the places lie that are not in the list, and what of the list is near them."""

import csv
from array import array
from collections.abc import Sequence
from importlib.resources import files

from storage.catalogue import Catalogue
from storage.geography import distance_km
from storage.model import Place
from storage.search.hashes import Hashes
from storage.search.normalize import keys

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
        rows = [row for row in csv.DictReader(table.splitlines()) if row["lat"]]
        for row in rows:
            self._lat.append(float(row["lat"]))
            self._lon.append(float(row["lon"]))
            self._inhabitants.append(int(row["population"] or 0))
        largest: dict[str, int] = {}  # rows by name
        for column in ("name_ru", "name_en"):
            for number, key in enumerate(keys([row[column] for row in rows])):
                known = largest.get(key, number)
                if self._inhabitants[known] <= self._inhabitants[number]:
                    largest[key] = number
        self._names = Hashes(largest)
        self._rows = array("i", (largest[key] for key in sorted(largest, key=hash)))

    def is_large(self, key: str) -> bool:
        """Whether the place of this name is a large city."""
        at = self._names.place(key)
        return at is not None and self._inhabitants[self._rows[at]] >= LARGE_INHABITANTS

    def nearest(self, key: str) -> Sequence[Place]:
        """The list's places nearest to the place of this name; none where nothing is near."""
        at = self._names.place(key)
        if at is None:
            return ()
        row = self._rows[at]
        here = self._lat[row], self._lon[row]
        away = ((distance_km(here, it.at), it.id, it) for it in self._places)
        near = sorted(each for each in away if each[0] <= MAX_NEAREST_KM)
        return tuple(place for _, _, place in near[:MAX_NEAREST])
