"""What buttons say when tapped: one frozen type for each, packed into Telegram's 64 bytes.

A button's data is where it leads, then the way back, nearest first: `p:kaliningrad<p:kiel<c:DE:0`.
The oldest steps fall off when the bytes run out. Data comes back from old messages and from
strangers: whatever does not read as ours is None.
"""

import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import ClassVar, Self

from storage.languages import LANGUAGES

MAX_CALLBACK_BYTES = 64
STEP_SEPARATOR = "<"


@dataclass(frozen=True, slots=True)
class Tap:
    """The base of all buttons: a letter, and fields that PATTERN reads back."""

    LETTER: ClassVar[str]
    PATTERN: ClassVar[str] = ""

    def pack(self) -> str:
        """The button's own data, without a way back."""
        return ":".join((self.LETTER, *map(str, astuple(self))))

    @classmethod
    def read(cls, fields: re.Match[str]) -> Self:
        """The tap that a match of PATTERN stands for."""
        return cls(**fields.groupdict())


@dataclass(frozen=True, slots=True)
class ShowPlace(Tap):
    """Opens the card of a place."""

    LETTER = "p"
    PATTERN = r":(?P<id>[a-z0-9-]{1,28})"
    id: str


@dataclass(frozen=True, slots=True)
class ShowCountry(Tap):
    """Opens a page of a country; `code` is ISO 3166 alpha-2."""

    LETTER = "c"
    PATTERN = r":(?P<code>[A-Z]{2}):(?P<page>[0-9]{1,3})"
    code: str
    page: int = 0

    @classmethod
    def read(cls, fields: re.Match[str]) -> Self:
        return cls(fields["code"], int(fields["page"]))


@dataclass(frozen=True, slots=True)
class ListCountries(Tap):
    """Opens a page of the list of countries."""

    LETTER = "n"
    PATTERN = r":(?P<page>[0-9]{1,3})"
    page: int = 0

    @classmethod
    def read(cls, fields: re.Match[str]) -> Self:
        return cls(int(fields["page"]))


@dataclass(frozen=True, slots=True)
class ListCities(Tap):
    """Opens the cities of a letter, or with none the letters."""

    LETTER = "l"
    PATTERN = r":(?P<letter>\w?)"
    letter: str = ""


@dataclass(frozen=True, slots=True)
class ShowHelp(Tap):
    """Opens the help."""

    LETTER = "h"


@dataclass(frozen=True, slots=True)
class ShowSettings(Tap):
    """Opens the settings."""

    LETTER = "s"


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Tap):
    """Chooses the chat's language; "auto" follows Telegram's."""

    LETTER = "g"
    PATTERN = rf":(?P<language>auto|{'|'.join(LANGUAGES)})"
    language: str


@dataclass(frozen=True, slots=True)
class Forget(Tap):
    """Deletes what is remembered of the chat, or keeps it after all."""

    LETTER = "f"
    PATTERN = r":(?P<answer>yes|no)"
    answer: str


TAPS: tuple[type[Tap], ...] = (
    ShowPlace,
    ShowCountry,
    ListCountries,
    ListCities,
    ShowHelp,
    ShowSettings,
    ChooseLanguage,
    Forget,
)

READERS = [(tap, re.compile(tap.LETTER + tap.PATTERN)) for tap in TAPS]


def pack(tap: Tap, back: Iterable[Tap] = ()) -> str:
    """The data of a button. A way back stops at where the button itself leads."""
    data = tap.pack()
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise ValueError(f"a button's data is over {MAX_CALLBACK_BYTES} bytes: {data}")
    for step in back:
        longer = data + STEP_SEPARATOR + step.pack()
        if step == tap or len(longer.encode()) > MAX_CALLBACK_BYTES:
            break
        data = longer
    return data


def unpack(data: str) -> tuple[Tap, tuple[Tap, ...]] | None:
    """Where the button leads and the way back; None for anything that is not ours."""
    if len(data.encode(errors="replace")) > MAX_CALLBACK_BYTES:
        return None
    steps = [_read(step) for step in data.split(STEP_SEPARATOR)]
    if steps[0] is None:
        return None
    return steps[0], tuple(step for step in steps[1:] if step is not None)


def _read(step: str) -> Tap | None:
    for tap, reader in READERS:
        if fields := reader.fullmatch(step):
            return tap.read(fields)
    return None
