"""Whose list it is and of when: `source.csv`, one row."""

import re
from collections.abc import Iterable, Iterator, Mapping

from storage.ingest.problems import DatasetError, quoted
from storage.ingest.table import read_table
from storage.model import Source

COLUMNS = ("said_en", "said_ru", "title", "url", "licence", "date")
MAX_TOLD_CHARACTERS = 200  # every card has a line on it
MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


def read_source(lines: Iterable[str]) -> Source:
    """The source; raises DatasetError with all that is wrong."""
    problems: list[str] = []
    rows = list(read_table("source.csv", lines, COLUMNS, problems))
    if not problems and len(rows) != 1:
        problems.append(f"source.csv, row {len(rows) + 1}: it needs one row, not {len(rows)}")
    for where, row in rows:
        problems += [f"{where}: {problem}" for problem in _wrong(row)]
    if problems:
        raise DatasetError(problems)
    [(_, row)] = rows
    said = {"en": row["said_en"], "ru": row["said_ru"]}
    year, month = map(int, row["date"].split("-"))
    return Source(said, row["title"], row["url"], row["licence"], year, month)


def _wrong(row: Mapping[str, str]) -> Iterator[str]:
    for column in COLUMNS:
        if not row[column].strip():
            yield f"the {column} is empty"
        elif len(row[column]) > MAX_TOLD_CHARACTERS:
            yield f"the {column} is over {MAX_TOLD_CHARACTERS} characters: {quoted(row[column])}"
    if not MONTH.fullmatch(row["date"]):
        yield f"the date {quoted(row['date'])} is not a month such as 2026-11"
    if not row["url"].startswith("https://"):
        yield f"the address {quoted(row['url'])} does not begin with https://"
