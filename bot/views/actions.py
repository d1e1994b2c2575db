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

MAX_ACTION_ROWS = 2


def action_rows(
    place: Place, catalogue: Catalogue, t: Translator, here: Trail, *, most: int
) -> Rows:
    """The rows between those of a card's twins and the ways on: two, or as many as there is room.

    One row leaves out what the screens of these lead to, or what can be done by hand.
    """
    to_map, share = map_button(ShowMap(place.id), t), share_button([place], catalogue, t)
    if most < MAX_ACTION_ROWS:
        return in_rows([to_map, share, report_button(place.id, t, short=True)], 3)[:most]
    compare = Button(t.text("button-compare"), pack(ChooseOther(place.id), here))
    below = [*copy_buttons(place, catalogue, t, here), report_button(place.id, t)]
    return in_rows([to_map, compare, share], 3) + in_rows(below, 2)
