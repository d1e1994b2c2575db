"""Real places that are not in the list, and words that are no places: no typos of its names."""

import csv
from collections.abc import Iterator
from importlib.resources import files

DATA = files("storage") / "data"


def elsewhere_names() -> Iterator[str]:
    """The names in `data/elsewhere.csv`, in both languages."""
    for row in csv.DictReader((DATA / "elsewhere.csv").read_text(encoding="utf-8").splitlines()):
        yield row["name_ru"]
        yield row["name_en"]


def common_words() -> Iterator[tuple[str, str]]:
    """The phrases in `data/words.txt` with their group: "hello", "thanks" or "other"."""
    group = "other"
    for line in (DATA / "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif line and not line.startswith("#"):
            yield line, group
