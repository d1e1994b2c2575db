"""Tables as people save them: CSV with commas and a header, every fault of it told with its row."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from storage.ingest.problems import quoted

MAX_CELL_CHARACTERS = 2000
JOINERS = "\u200c\u200d"  # invisible, and part of how some languages are written
REASONS = {
    "unexpected end of data": "a quotation mark is not closed",
    "',' expected after '\"'": "a quotation mark stands inside of a cell; write two of them",
    "field larger than field limit (131072)": "a cell has no end; a quotation mark is not closed",
}


def read_table(
    file: str, lines: Iterable[str], columns: Sequence[str], problems: list[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Where each row begins ("places.csv, row 17"), and its cells by column; other columns stay.

    What is wrong is added to the problems, and the row left out.
    """
    reader = csv.reader(lines, strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            where, line = f"{file}, row {line}", reader.line_num + 1
            if not cells:
                continue  # a blank line
            if header is None:
                header = cells
                if wrong := _wrong_header(header, columns):
                    problems.append(f"{where}: {wrong}")
                    return
            elif wrong := _wrong_cells(cells, header):
                problems.append(f"{where}: {wrong}")
            else:
                yield where, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        problems.append(f"{file}, row {line}: {REASONS.get(str(error), error)}")
    if header is None:
        problems.append(f"{file}, row 1: it is empty; it needs the columns {', '.join(columns)}")


def unseen(text: str) -> str | None:
    """A character that nobody sees and that does harm in a name, as U+202E; None without one."""
    for char in text:
        category = unicodedata.category(char)
        if (category[0] == "C" or category in ("Zl", "Zp")) and char not in JOINERS:
            return f"U+{ord(char):04X}"
    return None


def _wrong_header(header: Sequence[str], columns: Sequence[str]) -> str | None:
    if len(header) == 1 and (separator := next((it for it in ";\t" if it in header[0]), None)):
        return f"its columns are separated by {separator!r}; save it with commas"
    if missing := [column for column in columns if column not in header]:
        return f"the header lacks the column {quoted(missing[0])}"
    if twice := [column for column, times in Counter(header).items() if times > 1]:
        return f"the header has the column {quoted(twice[0])} twice"
    return None


def _wrong_cells(cells: Sequence[str], header: Sequence[str]) -> str | None:
    if len(cells) != len(header):
        return "it has too many or too few columns"
    for column, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_CELL_CHARACTERS:
            return f"the {column} is longer than {MAX_CELL_CHARACTERS} characters: {quoted(cell)}"
        if char := unseen(cell):
            return f"the {column} has a character that nobody sees ({char}): {quoted(cell)}"
    return None
