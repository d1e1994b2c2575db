"""The photos that a bot sends: which Telegram takes, and what it makes of them."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.media import Files, Media, StoredFile, sent_file
from bot.sandbox.refusals import bad

PHOTO_LIMIT = 10 * 2**20  # bytes
MOST_SIDES, THINNEST = 10_000, 20  # width and height together in px, and one by the other


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes in a form."""

    content: bytes
    media_type: str


def photo(given: object, parameters: Mapping[str, Any], files: Files) -> Media:
    """The photo that a bot sends: a file of the form, or one that is kept, by its id.

    Raises ApiError.
    """
    if isinstance(given, str) and given.startswith("attach://"):
        given = parameters.get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        file = _new_photo(given, files)
    elif not given:
        raise bad("there is no photo in the request")
    elif (kept := files.get(given)) is None:
        raise bad("wrong file identifier/HTTP URL specified")
    elif not kept.path.startswith("photos/"):
        raise bad("can't use file of type Sticker as Photo")
    else:
        file = kept
    width, height = _size(file.content)
    return sent_file(file, "photo", {"width": width, "height": height})


def _new_photo(given: Upload, files: Files) -> StoredFile:
    if len(given.content) > PHOTO_LIMIT:
        raise bad(f"file of size {len(given.content)} bytes is too big for a photo")
    width, height = _size(given.content)
    sides = sorted((width, height))
    if sum(sides) > MOST_SIDES or sides[1] > THINNEST * sides[0]:
        raise bad("PHOTO_INVALID_DIMENSIONS")
    file = files.new("photo", "image/png", given.content)
    files.keep(file)
    return file


def _size(content: bytes) -> tuple[int, int]:
    """The width and the height of a PNG file; no other is read here. Raises ApiError."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack_from(">II", content, 16)
    if not (width and height):
        raise bad("IMAGE_PROCESS_FAILED")
    return width, height
