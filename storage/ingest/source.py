"""Whose list it is and of when: `source.csv`, one row."""

import csv
import re
from collections.abc import Iterable

from storage.ingest.problems import DatasetError
from storage.model import Source

COLUMNS = ("said_en", "said_ru", "title", "url", "licence", "date")
MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


def read_source(lines: Iterable[str]) -> Source:
    """The source; raises DatasetError with all that is wrong."""
    rows = list(csv.DictReader(lines, strict=True))
    if len(rows) != 1 or set(rows[0]) != set(COLUMNS) or not all(rows[0].values()):
        raise DatasetError([f"source.csv: one row with {', '.join(COLUMNS)} is needed"])
    row = rows[0]
    problems = []
    if not MONTH.fullmatch(row["date"]):
        problems.append(f"source.csv: the date {row['date']!r} is not a month such as 2026-11")
    if not row["url"].startswith("https://"):
        problems.append(f"source.csv: the address {row['url']!r} does not begin with https://")
    if problems:
        raise DatasetError(problems)
    said = {"en": row["said_en"], "ru": row["said_ru"]}
    year, month = map(int, row["date"].split("-"))
    return Source(said, row["title"], row["url"], row["licence"], year, month)
