"""Tables, and every way in which they come wrong."""

import io

import pytest

from storage.ingest.table import read_table

Read = tuple[list[tuple[str, dict[str, str]]], list[str]]


def read(text: str) -> Read:
    problems: list[str] = []
    rows = list(read_table("t.csv", io.StringIO(text, newline=""), ("id", "name"), problems))
    return rows, problems


def test_rows_are_told_where_they_begin_and_other_columns_stay() -> None:
    assert read('id,note,name\r\n1,,Kiel\r\n\r\n2,"a ""b"", c",Tula') == (
        [
            ("t.csv, row 2", {"id": "1", "note": "", "name": "Kiel"}),
            ("t.csv, row 4", {"id": "2", "note": 'a "b", c', "name": "Tula"}),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "row 1: it is empty; it needs the columns id, name"),
        ("\n\n", "row 1: it is empty; it needs the columns id, name"),
        ("id\n1\n", "row 1: the header lacks the column 'name'"),
        ("1,Kiel\n2,Tula\n", "row 1: the header lacks the column 'id'"),
        ("id,name,id\n", "row 1: the header has the column 'id' twice"),
        ("id;name\n1;Kiel\n", "row 1: its columns are separated by ';'; save it with commas"),
        ("id\tname\n", "row 1: its columns are separated by '\\t'; save it with commas"),
        ("id,name\n1\n", "row 2: it has too many or too few columns"),
        ("id,name\n1,Kiel,x\n", "row 2: it has too many or too few columns"),
        ('id,name\n1,Kiel\n2,"Tu', "row 3: a quotation mark is not closed"),
        ('id,name\n1,"Tu\n2,"Kiel"\n', "row 2: a quotation mark stands inside of a cell"),
        ('id,name\n1,"' + "x" * 200_000, "row 2: a cell has no end"),
        ("id,name\n1," + "x" * 100_000, "row 2: the name is longer than 2000 characters: 'xxx"),
        ('id,name\n1,"a\nb"\n', "row 2: the name has a character that nobody sees (U+000A)"),
        ("id,name\n1,a\0b\n", "row 2: the name has a character that nobody sees (U+0000)"),
        ("id,name\n1,\u2066b\n", "row 2: the name has a character that nobody sees (U+2066)"),
    ],
)
def test_what_is_wrong_is_one_short_line_with_file_and_row(text: str, problem: str) -> None:
    rows, [told] = read(text)
    assert told.startswith(f"t.csv, {problem}")
    assert len(told) < 200
    assert told.isprintable()
    assert [row["name"] for _, row in rows] in ([], ["Kiel"])


def test_a_wrong_row_hides_no_other() -> None:
    rows, problems = read("id,name\n1\n2,Tula\n3\n")
    assert [where for where, _ in rows] == ["t.csv, row 3"]
    assert len(problems) == 2


def test_joiners_are_part_of_how_some_languages_are_written() -> None:
    rows, problems = read("id,name\n1,نیژنی\u200cنووگورود\n")
    assert rows
    assert problems == []
