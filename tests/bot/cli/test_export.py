"""The catalogue as data: the contract's CSV and JSON."""

import csv
import io
import json

import pytest

from bot.cli.export import COLUMNS, export
from storage.catalogue import Catalogue


def test_the_export_has_a_row_for_each_line_of_the_list(catalogue: Catalogue) -> None:
    target = io.StringIO()
    export(catalogue, "csv", target)
    rows = list(csv.DictReader(io.StringIO(target.getvalue())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["listed_as"] for row in rows] == [t.listed_as for t in catalogue.twinnings]
    assert rows[0]["city_en"] == "Aleksin"
    assert rows[0]["country"] == "UA"


@pytest.mark.parametrize("row", [0, 500, 894])
def test_both_forms_of_the_export_say_the_same(catalogue: Catalogue, row: int) -> None:
    as_csv, as_json = io.StringIO(), io.StringIO()
    export(catalogue, "csv", as_csv)
    export(catalogue, "json", as_json)
    from_csv = list(csv.DictReader(io.StringIO(as_csv.getvalue())))
    from_json = json.loads(as_json.getvalue())
    assert len(from_json) == 895
    assert from_csv[row] == {
        key: "" if value is None else str(value) for key, value in from_json[row].items()
    }
