"""A catalogue as large as one likes, of names made after the pattern of the real ones."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from storage.catalogue import Catalogue
from storage.ingest.dataset import Dataset
from storage.model import Name, Place, Twinning

ORDER = 3  # letters that decide on the next
END = "\n"


class NameMaker:
    """Makes names by the letters that follow each other in real ones."""

    def __init__(self, names: Iterable[str], seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._next: dict[str, list[str]] = defaultdict(list)
        for name in names:
            padded = END * ORDER + name + END
            for at in range(ORDER, len(padded)):
                self._next[padded[at - ORDER : at]].append(padded[at])

    def make(self) -> str:
        """One name of 4 to 20 letters."""
        while True:
            name = END * ORDER
            while not name.endswith(END) or len(name) == ORDER:
                name += self._random.choice(self._next[name[-ORDER:]])
            made = name.strip(END)
            if 4 <= len(made) <= 20:
                return made


def grown(dataset: Dataset, times: int) -> Catalogue:
    """The dataset with (times - 1) made places beside each real one, of as many names."""
    latin = NameMaker((p.name_en for p in dataset.places), seed=1)
    russian = NameMaker((p.name_ru for p in dataset.places), seed=2)

    def twin_of(place: Place, number: int) -> Place:
        names = tuple(
            Name(russian.make() if n.text[:1] >= "А" else latin.make(), n.lang, n.kind)
            for n in place.names
        )
        return replace(
            place,
            id=f"{place.id}-{number}",
            name_en=latin.make(),
            name_ru=russian.make(),
            names=names,
        )

    places = list(dataset.places)
    twinnings = list(dataset.twinnings)
    for number in range(1, times):
        made = {place.id: twin_of(place, number) for place in dataset.places}
        places += made.values()
        twinnings += [
            Twinning(made[t.city.id], made[t.partner.id], t.listed_as) for t in dataset.twinnings
        ]
    return Catalogue(f"{times} times", places, twinnings)
