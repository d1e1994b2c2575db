"""`pobratim import`: a list of one's own, tried on every screen and question before it is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from bot.context import Services
from bot.handlers.browse import render
from bot.i18n import Translator, translator
from bot.views.answer import answer
from bot.views.callbacks import (
    ChooseOther,
    ListCities,
    ListCountries,
    ShowChain,
    ShowCountry,
    ShowPair,
    ShowPlace,
    Tap,
    unpack,
)
from bot.views.labels import label_width
from bot.views.parts import Trail
from bot.views.screen import Screen, ScreenError
from storage.catalogue import Catalogue
from storage.database.chats import Chats
from storage.database.store import Store
from storage.ingest.dataset import Dataset, read_dataset
from storage.ingest.problems import DatasetError
from storage.languages import LANGUAGES
from storage.search.search import Search


async def import_list(database_url: str, folder: Path) -> str:
    """Put the folder's list in the place of the store's; gives a line on what was done.

    Raises DatasetError, and then nothing has changed, or StoreError.
    """
    dataset = read_dataset(folder)
    counts = f"{len(dataset.twinnings)} twinnings of {len(dataset.places)} places"
    async with await Store.open(database_url) as store:
        if await store.revision() == dataset.digest:
            return f"unchanged: {counts} were there already"
        if problems := list(faults(dataset)):
            raise DatasetError(problems)
        await store.replace_dataset(dataset)
        return f"imported {counts}"


def faults(dataset: Dataset) -> Iterator[str]:
    """What of it cannot be shown or asked for, in a line each; the bot would fail there."""
    catalogue = Catalogue(dataset.digest, dataset.places, dataset.twinnings)
    services = Services(Search(catalogue), cast("Chats", None))  # screens ask for no chat
    for t in map(translator, LANGUAGES.values()):
        yield from _unshowable(dataset, services, t)
        yield from _unanswerable(dataset, services, t)


def _unshowable(dataset: Dataset, services: Services, t: Translator) -> Iterator[str]:
    """Follows every button, from the lists and the cards on."""
    catalogue = services.catalogue
    taps: list[Tap] = [ListCities(), ListCountries()]
    taps += [ShowCountry(code) for code in catalogue.countries]
    taps += [ShowPlace(id) for id in reversed(catalogue.places)]
    widest = max(dataset.places, key=lambda place: label_width(t.place(place)))
    ahead: list[tuple[Tap, Trail]] = [(tap, ()) for tap in taps]
    seen = set(ahead)
    while ahead:
        tap, back = ahead.pop()
        try:
            screen = render(tap, back, services, t)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody could see that screen
            yield f"{_where(tap, dataset)}: {tap.pack()!r} in {t.lang!r} {_reason(error)}"
            continue
        # A country's page shows from whose card one has come.
        from_card = 1 if isinstance(tap, ShowPlace) else 0
        led = {(to[0], to[1][:from_card]) for data in _buttons(screen) if (to := unpack(data))}
        led = {(to, () if isinstance(to, ShowPlace) else way) for to, way in led} - seen
        ahead += ((to, way) for to, way in led if _is_tried(to, widest.id))
        seen |= led


def _is_tried(tap: Tap, widest_id: str) -> bool:
    """Of two places compared only those with the widest name: all pairs would be too many."""
    match tap:
        case ChooseOther(id):
            return id == widest_id
        case ShowPair(one, other) | ShowChain(one, other):
            return widest_id in (one, other)
    return True


def _unanswerable(dataset: Dataset, services: Services, t: Translator) -> Iterator[str]:
    """Asks for every name."""
    asked: set[str] = set()
    for place in dataset.places:
        for name in (place.name_en, place.name_ru, *(other.text for other in place.names)):
            if name in asked:
                continue
            asked.add(name)
            try:
                answer(services.search.ask(name), name, services.catalogue, t)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody could ask that
                where = _where(ShowPlace(place.id), dataset)
                yield f"{where}: the answer to {name!r} in {t.lang!r} {_reason(error)}"


def _buttons(screen: Screen | None) -> list[str]:
    return [it.data for row in screen.rows for it in row if it.data] if screen else []


def _where(tap: Tap, dataset: Dataset) -> str:
    return dataset.rows.get(getattr(tap, "id", ""), "places.csv")


def _reason(error: Exception) -> str:
    if isinstance(error, ScreenError):
        return f"would have {error}"
    return f"cannot be shown ({type(error).__name__})"
