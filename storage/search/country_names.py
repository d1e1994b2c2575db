"""What countries are called in their own languages and in others: «中国», `Finnland`, «Україна».

They stand in `data/country_names.csv`, as CLDR has them, and are found only as they are written: so
many names of so few countries would be near every misspelt town.
"""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from storage.search.normalize import fold, squash


@lru_cache(maxsize=1)
def country_names() -> Mapping[str, str]:
    """Codes (ISO 3166 alpha-2) by the squashed names."""
    table = (files("storage") / "data/country_names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    return {squash(fold(name)): row["iso"] for row in rows for name in row["names"].split("|")}
