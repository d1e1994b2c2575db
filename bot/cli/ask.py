"""The bot on the terminal: the same search and views, as text or as JSON."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from bot.i18n import language_typed, translator
from bot.views.answer import answer
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.model import Answer, Outcome, Place, Twinning
from storage.search.search import Search

COLUMNS = (
    "city_en", "city_ru", "city_lat", "city_lon", "partner_en", "partner_ru",
    "country", "lat", "lon", "geonames_id", "listed_as",
)  # fmt: skip


def questions_typed(source: TextIO, prompt: str) -> Iterator[str]:
    """Questions from standard input, one a line; on a terminal each is asked for."""
    while True:
        if source.isatty():
            print(prompt, end="", file=sys.stderr, flush=True)
        line = source.readline()
        if not line:
            return
        yield line.rstrip("\r\n")


def answers(
    questions: Iterable[str], catalogue: Catalogue, lang: str | None, *, as_json: bool
) -> Iterator[str]:
    """An answer for each question, in order: a message as text, or a line of JSON."""
    search = Search(catalogue)
    for question in questions:
        found = search.ask(question)
        screen = answer(found, question, catalogue, translator(lang or language_typed(question)))
        if as_json:
            yield json.dumps(_as_json(question, found, screen, catalogue), ensure_ascii=False)
        else:
            yield _as_text(screen)


def _as_json(question: str, found: Answer, screen: Screen, catalogue: Catalogue) -> dict[str, Any]:
    places = [
        {
            "id": place.id,
            "name_en": place.name_en,
            "name_ru": place.name_ru,
            "country": place.country,
            "twins": catalogue.twins(place),
        }
        for place in found.places
    ]
    country = {"country": found.country} if found.outcome is Outcome.COUNTRY else {}
    about = {"query": question, "outcome": found.outcome, **country}
    return about | {"places": places, "text": screen.text}


def _as_text(screen: Screen) -> str:
    buttons = ["  ".join(f"[{button.label}]" for button in row) for row in screen.rows]
    return "\n".join([screen.plain_text, "", *buttons, ""])


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
