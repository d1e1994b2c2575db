"""What buttons say when tapped: one frozen type for each, packed into Telegram's 64 bytes.

A button's data is where it leads, then the way back, nearest first: `p:kaliningrad<p:kiel<c:DE:0`.
The oldest steps fall off when the bytes run out. A plus before it (`+p:tula`) means that the
answer is a new message, and this one stays. A language before all (`ru!p:tula`) is that of a
message which Telegram does not show the bot. Data comes back from old messages and from strangers:
whatever does not read as ours is None.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from storage.countries import Part
from storage.languages import LANGUAGES

MAX_CALLBACK_BYTES = 64
STEP_SEPARATOR = "<"
ANEW = "+"
LANGUAGE_END = "!"
AUTOMATIC = "auto"  # the choice of no language: Telegram's own
PLACE_ID = r"[a-z0-9-]{1,28}"
LATER_PAGE = r"(?::(?P<page>[0-9]{1,3}))?"  # of screens that few lists fill more than once


@dataclass(frozen=True, slots=True)
class Tap:
    """The base of all buttons: a letter, and fields that PATTERN reads back."""

    LETTER: ClassVar[str]
    PATTERN: ClassVar[str] = ""

    def pack(self) -> str:
        """The button's own data, without a way back."""
        names: tuple[str, ...] = self.__slots__
        return ":".join((self.LETTER, *(str(getattr(self, name)) for name in names)))

    def fits(self, *, anew: bool = False) -> bool:
        """Whether a button can carry it."""
        return len((ANEW * anew + self.pack()).encode()) <= MAX_CALLBACK_BYTES

    @classmethod
    def read(cls, fields: re.Match[str]) -> Self:
        """The tap that a match of PATTERN stands for; no page is the first."""
        given: dict[str, Any] = fields.groupdict()
        if "page" in given:
            given["page"] = int(given["page"] or 0)
        return cls(**given)


@dataclass(frozen=True, slots=True)
class ShowPlace(Tap):
    """Opens the card of a place."""

    LETTER = "p"
    PATTERN = rf":(?P<id>{PLACE_ID})"
    id: str


@dataclass(frozen=True, slots=True)
class ShowPart(Tap):
    """Opens a page of a place's twins in one part of the world."""

    LETTER = "w"
    PATTERN = rf":(?P<id>{PLACE_ID}):(?P<part>{'|'.join(Part)}):(?P<page>[0-9]{{1,3}})"
    id: str
    part: Part
    page: int = 0

    @classmethod
    def read(cls, fields: re.Match[str]) -> Self:
        return cls(fields["id"], Part(fields["part"]), int(fields["page"]))


@dataclass(frozen=True, slots=True)
class ShowNarrowed(Tap):
    """Opens a city's card narrowed to its partners in one country (ISO 3166 alpha-2)."""

    LETTER = "k"
    PATTERN = rf":(?P<id>{PLACE_ID}):(?P<code>[A-Z]{{2}}){LATER_PAGE}"
    id: str
    code: str
    page: int = 0

    def pack(self) -> str:
        return f"{self.LETTER}:{self.id}:{self.code}{_later(self.page)}"


@dataclass(frozen=True, slots=True)
class ShowOthers(Tap):
    """Offers the places that a misspelt name may have meant as well; ids with commas."""

    LETTER = "v"
    PATTERN = rf":(?P<ids>{PLACE_ID}(?:,{PLACE_ID})*)"
    ids: str


@dataclass(frozen=True, slots=True)
class ShowMap(Tap):
    """Sends the map of a place and its twins."""

    LETTER = "m"
    PATTERN = rf":(?P<id>{PLACE_ID})"
    id: str


@dataclass(frozen=True, slots=True)
class ShowPairMap(Tap):
    """Sends the map of the way between two places."""

    LETTER = "j"
    PATTERN = rf":(?P<id>{PLACE_ID}),(?P<other>{PLACE_ID})"
    id: str
    other: str

    def pack(self) -> str:
        return f"{self.LETTER}:{self.id},{self.other}"


@dataclass(frozen=True, slots=True)
class ShowCountry(Tap):
    """Opens a page of a country; `code` is ISO 3166 alpha-2. By its own towns, or by Russia's.

    The page `OWN` is that which names the city from whose card one comes.
    """

    OWN: ClassVar[int] = 999
    LETTER = "c"
    PATTERN = r":(?P<code>[A-Z]{2}):(?P<page>[0-9]{1,3})(?P<by_city>r?)"
    code: str
    page: int = 0
    by_city: bool = False

    def pack(self) -> str:
        return f"{self.LETTER}:{self.code}:{self.page}{'r' * self.by_city}"

    @classmethod
    def read(cls, fields: re.Match[str]) -> Self:
        return cls(fields["code"], int(fields["page"]), bool(fields["by_city"]))


@dataclass(frozen=True, slots=True)
class ShowGroup(Tap):
    """Opens a page of a group's countries: a continent, the CIS."""

    LETTER = "u"
    PATTERN = r":(?P<id>[a-z-]{1,20}):(?P<page>[0-9]{1,3})"
    id: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class ListCountries(Tap):
    """Opens a page of the list of countries."""

    LETTER = "n"
    PATTERN = r":(?P<page>[0-9]{1,3})"
    page: int = 0


@dataclass(frozen=True, slots=True)
class ListCities(Tap):
    """Opens a page of the cities of a letter, or with none the letters."""

    LETTER = "l"
    PATTERN = rf":(?P<letter>\w?){LATER_PAGE}"
    letter: str = ""
    page: int = 0

    def pack(self) -> str:
        return f"{self.LETTER}:{self.letter}{_later(self.page)}"


@dataclass(frozen=True, slots=True)
class CopyList(Tap):
    """Sends a page of a place's list to copy from."""

    LETTER = "x"
    PATTERN = rf":(?P<id>{PLACE_ID}){LATER_PAGE}"
    id: str
    page: int = 0

    def pack(self) -> str:
        return f"{self.LETTER}:{self.id}{_later(self.page)}"


@dataclass(frozen=True, slots=True)
class ChooseOther(Tap):
    """Offers the places of a letter to compare a place with, or with no letter the letters."""

    LETTER = "y"
    PATTERN = rf":(?P<id>{PLACE_ID}):(?P<letter>\w?){LATER_PAGE}"
    id: str
    letter: str = ""
    page: int = 0

    def pack(self) -> str:
        return f"{self.LETTER}:{self.id}:{self.letter}{_later(self.page)}"


@dataclass(frozen=True, slots=True)
class ShowPair(Tap):
    """Compares two places."""

    LETTER = "b"
    PATTERN = rf":(?P<one>{PLACE_ID}):(?P<other>{PLACE_ID})"
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class ShowChain(Tap):
    """Opens the shortest chain of twin towns between two places."""

    LETTER = "t"
    PATTERN = ShowPair.PATTERN
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class ShowFact(Tap):
    """Opens a card with a reason to look at it; after the last fact comes the first again."""

    LETTER = "r"
    PATTERN = r":(?P<number>[0-9]{1,10})"
    number: int

    @classmethod
    def read(cls, fields: re.Match[str]) -> Self:
        return cls(int(fields["number"]))


@dataclass(frozen=True, slots=True)
class ShowStats(Tap):
    """Opens the list in figures."""

    LETTER = "e"


@dataclass(frozen=True, slots=True)
class ShowHelp(Tap):
    """Opens the help."""

    LETTER = "h"


@dataclass(frozen=True, slots=True)
class ShowAbout(Tap):
    """Opens the page on whose list it is."""

    LETTER = "a"


@dataclass(frozen=True, slots=True)
class ShowSettings(Tap):
    """Opens the settings."""

    LETTER = "s"


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Tap):
    """Chooses the chat's language; "auto" follows Telegram's."""

    LETTER = "g"
    PATTERN = rf":(?P<language>{AUTOMATIC}|{'|'.join(LANGUAGES)})"
    language: str


@dataclass(frozen=True, slots=True)
class Forget(Tap):
    """Deletes what is remembered of the chat, or keeps it after all."""

    LETTER = "f"
    PATTERN = r":(?P<answer>yes|no)"
    answer: str


@dataclass(frozen=True, slots=True)
class ReportMistake(Tap):
    """Asks what is wrong on the card of a place."""

    LETTER = "q"
    PATTERN = rf":(?P<id>{PLACE_ID})"
    id: str


@dataclass(frozen=True, slots=True)
class ManageCorrection(Tap):
    """For administrators: lists the corrections that wait, shows one by its number, closes it."""

    LETTER = "d"
    PATTERN = r":(?P<what>list|show|close):(?P<number>[0-9]{1,9})"
    what: str
    number: int = 0

    @classmethod
    def read(cls, fields: re.Match[str]) -> Self:
        return cls(fields["what"], int(fields["number"]))


TAPS: tuple[type[Tap], ...] = (
    ShowPlace,
    ShowPart,
    ShowNarrowed,
    ShowOthers,
    ShowMap,
    ShowPairMap,
    ShowCountry,
    ShowGroup,
    ListCountries,
    ListCities,
    CopyList,
    ChooseOther,
    ShowPair,
    ShowChain,
    ShowFact,
    ShowStats,
    ShowHelp,
    ShowAbout,
    ShowSettings,
    ChooseLanguage,
    Forget,
    ReportMistake,
    ManageCorrection,
)

READERS = {tap.LETTER: (tap, re.compile(tap.LETTER + tap.PATTERN)) for tap in TAPS}


class Route(NamedTuple):
    """Where a button leads, the way back (nearest first), and whether as a new message."""

    tap: Tap
    back: tuple[Tap, ...] = ()
    anew: bool = False


def pack(tap: Tap, back: Iterable[Tap] = (), *, anew: bool = False) -> str:
    """The data of a button. A way back stops at where the button itself leads."""
    data = ANEW * anew + tap.pack()
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise ValueError(f"a button's data is over {MAX_CALLBACK_BYTES} bytes: {data}")
    for step in back:
        longer = data + STEP_SEPARATOR + step.pack()
        if step == tap or len(longer.encode()) > MAX_CALLBACK_BYTES:
            break
        data = longer
    return data


def unpack(data: str) -> Route | None:
    """The route that a button's data stands for; None for anything that is not ours."""
    if len(data.encode(errors="replace")) > MAX_CALLBACK_BYTES:
        return None
    if language := language_told(data):
        data = data.removeprefix(language + LANGUAGE_END)
    tap, *back = map(_read, data.removeprefix(ANEW).split(STEP_SEPARATOR))
    if tap is None:
        return None
    return Route(tap, tuple(step for step in back if step is not None), data.startswith(ANEW))


def language_told(data: str) -> str | None:
    """The code of the language that a button tells of its message; most tell none."""
    code, mark, _ = data.partition(LANGUAGE_END)
    return code if mark and code in LANGUAGES else None


def _later(page: int) -> str:
    return f":{page}" if page else ""


def _read(step: str) -> Tap | None:
    tap, pattern = READERS.get(step[:1], (None, None))
    fields = pattern.fullmatch(step) if pattern else None
    return tap.read(fields) if tap and fields else None
