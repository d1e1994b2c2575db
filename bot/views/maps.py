"""Maps: what they show, and the caption below them."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from bot.i18n import Translator
from bot.maps.subject import MapSubject, Spot
from bot.views.callbacks import ShowMap, ShowPairMap, ShowPlace, Tap, pack
from bot.views.labels import in_pairs
from bot.views.parts import BACK, flagged
from bot.views.place import summary_of, twins_of
from bot.views.screen import Button, Rows, Screen, ScreenError
from storage.catalogue import Catalogue
from storage.geography import distance_km
from storage.model import Place

CAPTION_LIMIT = 1024  # characters after entities are parsed


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption; `shows` is what a button to it says, which names it for good.

    Raises ScreenError where the caption is more than Telegram takes.
    """

    shows: str
    subject: MapSubject
    caption: Screen

    def __post_init__(self) -> None:
        """Keep Telegram's limit."""
        if self.caption.characters > CAPTION_LIMIT:
            raise ScreenError(f"a caption of more than {CAPTION_LIMIT} characters")


def picture_of(tap: Tap, catalogue: Catalogue, t: Translator) -> Picture | None:
    """The map that a button sends; None where its places exist no more."""
    match tap:
        case ShowMap(id) if id in catalogue.places:
            return _map_of(tap, catalogue.places[id], catalogue, t)
        case ShowPairMap(id, other) if {id, other} <= catalogue.places.keys() and id != other:
            return _map_between(tap, catalogue.places[id], catalogue.places[other], catalogue, t)
        case _:
            return None


def _map_of(tap: Tap, place: Place, catalogue: Catalogue, t: Translator) -> Picture:
    twins = sorted(twins_of(place, catalogue), key=lambda twin: distance_km(place.at, twin.at))
    subject = MapSubject.around(
        _spot(place, t, main=True),
        [_spot(twin, t) for twin in twins],
        ring_label=t.text("km", number="{}"),
        thousands=t.thousands,
    )
    lines = [_bold(place, catalogue, t)]
    if len(twins) == 1:
        lines.append(t.html("map-only-twin", twin=_far(place, twins[0], catalogue, t)))
    elif twins:
        lines += [
            escape(summary_of(twins, catalogue, t)),
            t.html("map-nearest", twin=_far(place, twins[0], catalogue, t)),
            t.html("map-farthest", twin=_far(place, twins[-1], catalogue, t)),
        ]
    caption = Screen(Markup("\n").join(lines), _back(place, t=t))
    return Picture(tap.pack(), subject, caption)


def _map_between(
    tap: Tap, one: Place, other: Place, catalogue: Catalogue, t: Translator
) -> Picture:
    distance = t.km(distance_km(one.at, other.at))
    ends = [_spot(one, t, main=True), _spot(other, t, main=True)]
    text = t.html(
        "map-between",
        one=_bold(one, catalogue, t),
        other=_bold(other, catalogue, t),
        distance=distance,
    )
    caption = Screen(text, _back(one, other, t=t))
    return Picture(tap.pack(), MapSubject.along(ends, [distance]), caption)


def _spot(place: Place, t: Translator, *, main: bool = False) -> Spot:
    return Spot(place.name(t.lang), place.at, main)


def _named(place: Place, catalogue: Catalogue, t: Translator) -> str:
    return t.place(place) if place.country in catalogue.home else flagged(place, t)


def _bold(place: Place, catalogue: Catalogue, t: Translator) -> Markup:
    return Markup("<b>{}</b>").format(_named(place, catalogue, t))


def _far(place: Place, twin: Place, catalogue: Catalogue, t: Translator) -> Markup:
    return t.html(
        "map-distance",
        place=_named(twin, catalogue, t),
        distance=t.km(distance_km(place.at, twin.at)),
    )


def _back(*places: Place, t: Translator) -> Rows:
    """The ways back to the cards, which are messages of their own: a photo becomes no text."""
    return in_pairs(
        [Button(BACK + t.place(place), pack(ShowPlace(place.id), anew=True)) for place in places]
    )
