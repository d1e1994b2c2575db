"""`pobratim ask`: the same search and views on the terminal, as text or as JSON."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.i18n import translator
from bot.views.answer import answer
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.languages import LANGUAGES, language_typed
from storage.search.answer import Answer, Found, WholeCountry, WholeGroup
from storage.search.search import Search


def answers(
    questions: Iterable[str], catalogue: Catalogue, lang: str | None, *, as_json: bool
) -> Iterator[str]:
    """An answer for each question, in order: a message as text, or a line of JSON."""
    search = Search(catalogue)
    for question in questions:
        found = search.ask(question)
        language = LANGUAGES[lang] if lang else language_typed(search.in_its_layout(question))
        screen = answer(found, question, catalogue, translator(language))
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
    about = {"query": question, "outcome": found.outcome, **_beside(found)}
    return about | {"places": places, "text": screen.text}


def _beside(found: Answer) -> dict[str, str]:
    """The country or the group that was meant, or that the answer is narrowed to."""
    match found:
        case WholeCountry(code) | Found(country=str() as code):
            return {"country": code}
        case WholeGroup(group) | Found(group=str() as group):
            return {"group": group}
        case _:
            return {}


def _as_text(screen: Screen) -> str:
    buttons = ["  ".join(f"[{button.label}]" for button in row) for row in screen.rows]
    return "\n".join([screen.plain_text, "", *buttons, ""])
