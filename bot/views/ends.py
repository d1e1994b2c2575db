"""Two places are asked for, and one or both of them are not plain yet."""

from collections.abc import Sequence
from dataclasses import replace

from bot.i18n import Translator
from bot.views.answer import answer, told_apart
from bot.views.callbacks import ChooseOther, ShowChain, pack
from bot.views.compare import other_page
from bot.views.labels import in_pairs, in_rows
from bot.views.pages import examples
from bot.views.pair import card_below
from bot.views.parts import home_row, place_label, quoted
from bot.views.place import paragraphs
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue
from storage.model import Place
from storage.search.answer import Choices, Suggestions
from storage.search.ends import End

MAX_OFFERED = 3  # places for each of two names that are both unknown


def ask_for_two(catalogue: Catalogue, t: Translator) -> Screen:
    """What `/path` alone asks."""
    return Screen(t.html("ask-for-two"), examples(catalogue, t))


def unclear_ends(ends: Sequence[End], catalogue: Catalogue, t: Translator) -> Screen:
    """Offers for the end that is not plain; where neither is, cards to begin from."""
    known = [end.place for end in ends if end.place]
    unclear = [end for end in ends if not end.place]
    if known:
        return _unclear_end(known[0], unclear[0], catalogue, t)
    one, other = (quoted(end.typed) for end in unclear)
    offered = dict.fromkeys(it for end in unclear for it in _offered(end)[:MAX_OFFERED])
    buttons = [card_below(place, catalogue, t) for place in offered]
    rows = in_pairs(buttons) + home_row(t) if buttons else examples(catalogue, t)
    return Screen(t.html("both-unclear", one=one, other=other), rows)


def _unclear_end(known: Place, unclear: End, catalogue: Catalogue, t: Translator) -> Screen:
    """What the other end may be, as chains; where nobody knows, a letter to choose it by."""
    others = [place for place in _offered(unclear) if place != known]
    if not others:
        page = other_page(ChooseOther(known.id), catalogue, t)
        told = t.html("end-unknown", question=quoted(unclear.typed))
        return replace(page, text=paragraphs(told, page.text))
    heading = t.html("chain-heading", one=place_label(known, catalogue, t), other="?")
    told = answer(unclear.answer, unclear.typed, catalogue, t).text
    buttons = [
        Button(told_apart(it, catalogue, t), pack(ShowChain(known.id, it.id), anew=True))
        for it in others
    ]
    return Screen(paragraphs(heading, told), in_rows(buttons, 1) + home_row(t))


def _offered(end: End) -> tuple[Place, ...]:
    return end.answer.places if isinstance(end.answer, Choices | Suggestions) else ()
