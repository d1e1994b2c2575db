"""The process that draws: reads subjects from standard input, writes PNG files to standard output.

It ends when its input ends, as that of the bot does however it dies, or when nobody has asked for
so long that its memory (70 MB) is worth more than the start of another one.
"""

import pickle
import signal
import sys
import traceback
from typing import BinaryIO

import resvg_py

from bot.maps import font
from bot.maps.layout import layout
from bot.maps.subject import MapSubject
from bot.maps.svg import svg
from bot.maps.wire import DRAWN, FAILED, LENGTH, framed

IDLE_SECONDS = 600


def picture(subject: MapSubject) -> bytes:
    """The map as a PNG file. Raises ValueError where it cannot be drawn."""
    files = [str(font.folder() / name) for name in (font.MEDIUM, font.BOLD)]
    return resvg_py.svg_to_bytes(
        svg_string=svg(layout(subject)), skip_system_fonts=True, font_files=files
    )


def main() -> None:
    """Answer until the input ends."""
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    while subject := _next(given):
        try:
            answer = DRAWN + picture(pickle.loads(subject))  # noqa: S301 - by the bot, nobody else
        except Exception:  # noqa: BLE001 - one map that fails must not end the others
            traceback.print_exc()
            answer = FAILED
        answers.write(framed(answer))
        answers.flush()


def _next(given: BinaryIO) -> bytes:
    signal.alarm(IDLE_SECONDS)
    head = given.read(LENGTH.size)
    signal.alarm(0)
    return given.read(*LENGTH.unpack(head)) if len(head) == LENGTH.size else b""


if __name__ == "__main__":
    main()
