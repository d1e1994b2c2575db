"""`pobratim export`: the catalogue as data, a row for each line of the list in its order."""

import csv
import json
from typing import Any, TextIO

from storage.catalogue import Catalogue
from storage.model import Place, Twinning

COLUMNS = (
    "city_en", "city_ru", "city_lat", "city_lon", "partner_en", "partner_ru",
    "country", "lat", "lon", "geonames_id", "listed_as",
)  # fmt: skip


def export(catalogue: Catalogue, style: str, target: TextIO) -> None:
    """Write the list as data: a row, or an object, for each line in its order."""
    rows = (_row(twinning) for twinning in catalogue.twinnings)
    if style == "json":
        json.dump(list(rows), target, ensure_ascii=False, indent=1)
        target.write("\n")
    else:
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _row(twinning: Twinning) -> dict[str, Any]:
    city: Place = twinning.city
    partner: Place = twinning.partner
    values = (
        city.name_en, city.name_ru, city.lat, city.lon, partner.name_en, partner.name_ru,
        partner.country, partner.lat, partner.lon, partner.geonames_id, twinning.listed_as,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))
