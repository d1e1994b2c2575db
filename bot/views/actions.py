"""What is done with a card as a whole: its map, a comparison, sharing, and a correction."""

from bot.i18n import Translator
from bot.views.callbacks import ChooseOther, ShowMap, pack
from bot.views.corrections import report_button
from bot.views.labels import in_rows
from bot.views.parts import Trail, map_button
from bot.views.screen import Button, Rows
from bot.views.sharing import copy_buttons, share_button
from storage.catalogue import Catalogue
from storage.model import Place


def action_rows(
    place: Place, catalogue: Catalogue, t: Translator, here: Trail, *, brief: bool = False
) -> Rows:
    """The rows between those of a card's twins and the ways on; `brief`: one row alone."""
    first = [
        map_button(ShowMap(place.id), t),
        Button(t.text("button-compare"), pack(ChooseOther(place.id), here)),
        share_button([place], catalogue, t),
    ]
    second = [*copy_buttons(place, catalogue, t, here), report_button(place.id, t)]
    return in_rows(first, 3) + (() if brief else in_rows(second, 2))
