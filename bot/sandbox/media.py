"""What a person can send beside text: photos, places, stickers and voices, and where they lie."""

import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import RefusedError
from bot.sandbox.wire import Json

PHOTO_LIMIT = 10 * 2**20  # bytes: what a bot can send
MOST_SIDES, THINNEST = (
    10_000,
    20,
)  # of a bot's photo: width and height together, and one by the other
FILE_LIMIT = 20 * 2**20  # bytes: what a bot can download
KEPT = 200 * 2**20  # bytes of files in all; the oldest go first
CAPTIONED = ("photo", "voice")
SIDE = 10_000  # pixels
VOICE_LIMIT = 60 * 60  # seconds
LIVE_SECONDS = 15 * 60  # a live location is shared for
TITLE_LIMIT = 64  # characters of a venue's
# By kind: the media types, the folder and the ending under which a bot finds the file. The ending
# is Telegram's for its kind whatever is in the file: a browser's voice may be WebM or MP4, and a
# bot that cares looks at `mime_type`.
FORMS = {
    "photo": (("image/jpeg", "image/png", "image/webp", "image/gif"), "photos", "jpg"),
    "sticker": (("image/webp", "image/png"), "stickers", "webp"),
    "voice": (("audio/ogg", "audio/webm", "audio/mp4"), "voice", "oga"),
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file under its id, at the path that getFile tells."""

    id: str
    path: str
    media_type: str
    content: bytes

    @property
    def as_bot_api(self) -> Json:
        """The fields that every kind of file has in the Bot API."""
        return {
            "file_id": self.id,
            "file_unique_id": f"u{self.id.partition('-')[0]}",
            "file_size": len(self.content),
        }


@dataclass
class Files:
    """The files that people and the bot sent, by id. The ids of another life are none here."""

    _files: dict[str, StoredFile] = field(default_factory=dict)
    _numbered: int = 0
    _life: str = field(default_factory=lambda: secrets.token_hex(4))

    def __len__(self) -> int:
        return len(self._files)

    def new(self, kind: str, media_type: str, content: bytes) -> StoredFile:
        """A file to keep. Raises RefusedError where it is too large, empty or of another kind."""
        types, folder, ending = FORMS[kind]
        if media_type not in types:
            raise RefusedError(f"refused-{kind}")
        if not 0 < len(content) <= FILE_LIMIT:
            raise RefusedError("refused-size", limit=FILE_LIMIT // 2**20)
        number = self._numbered = self._numbered + 1
        return StoredFile(
            f"{kind}{number}-{self._life}", f"{folder}/{number}.{ending}", media_type, content
        )

    def keep(self, file: StoredFile) -> None:
        """Keep it from now on."""
        self._files[file.id] = file
        while sum(len(kept.content) for kept in self._files.values()) > KEPT:
            del self._files[next(iter(self._files))]

    def get(self, file_id: object) -> StoredFile | None:
        """The file with this id, while it is kept."""
        return self._files.get(str(file_id))

    def at(self, path: str) -> StoredFile | None:
        """The file at a path that getFile told."""
        return next((file for file in self._files.values() if file.path == path), None)


@dataclass(frozen=True, slots=True)
class Media:
    """The part of a message that is no text: `kind` is its field in the Bot API's Message.

    `beside` are other fields there that say the same: a location's venue.
    """

    kind: str
    as_bot_api: Json | list[Json]
    as_page: Json
    beside: Json = field(default_factory=dict)


def location(told: Mapping[str, Any]) -> Media:
    """A place on the map; degrees. With a `title` it is a venue. Raises RefusedError."""
    place = {
        "latitude": _number(told, "latitude", -90, 90),
        "longitude": _number(told, "longitude", -180, 180),
    }
    if title := str(told.get("title") or "").strip()[:TITLE_LIMIT]:
        venue = {"location": place, "title": title, "address": title}
        return Media("location", place, place | {"title": title}, {"venue": venue})
    live = {"live_period": LIVE_SECONDS} if told.get("live") else {}
    return Media("location", place | live, place | live)


def sent_file(file: StoredFile, kind: str, told: Mapping[str, Any]) -> Media:
    """A photo, a sticker or a voice, with what the page tells of it. Raises RefusedError."""
    page: Json = {"url": f"/chat/file/{file.id}"}
    if kind == "voice":
        length = {"duration": round(_number(told, "duration", 0, VOICE_LIMIT))}
        whole = file.as_bot_api | length | {"mime_type": file.media_type}
        return Media(kind, whole, page | length)
    size = {name: round(_number(told, name, 1, SIDE)) for name in ("width", "height")}
    if kind == "photo":
        return Media(kind, [file.as_bot_api | size], page | size)
    emoji = {"emoji": str(told.get("emoji") or "")[:16]}
    still: Json = {"type": "regular", "is_animated": False, "is_video": False}
    return Media(kind, file.as_bot_api | size | still | emoji, page | emoji)


def _number(told: Mapping[str, Any], name: str, least: float, most: float) -> float:
    try:
        number = float(told[name])
    except (KeyError, TypeError, ValueError):
        number = math.nan
    if not least <= number <= most:  # NaN is nowhere between
        raise RefusedError("refused-number", name=name, least=least, most=most)
    return number
