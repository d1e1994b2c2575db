"""The process that draws: begun by the first map, replaced when it dies, ended with the bot."""

import asyncio
import os
import signal
import struct
import sys
from collections.abc import AsyncIterator

import pytest

from bot.maps import drawing
from bot.maps.drawing import Drawer, MapError
from bot.maps.subject import MapSubject, Spot
from bot.maps.view import WIDTH

TULA = MapSubject.around(
    Spot("Тула", (54.2, 37.6), main=True), [Spot("Киль", (54.3, 10.1))], "{} км", " "
)
# Answers each map with its own bytes, without drawing; what else it does stands in `{}`.
ECHO = """
import sys, os, time
n = 0
while head := sys.stdin.buffer.read(4):
    body = sys.stdin.buffer.read(int.from_bytes(head, "big"))
    n += 1
    {}
    out = b"+" + str(os.getpid()).encode()
    sys.stdout.buffer.write(len(out).to_bytes(4, "big") + out); sys.stdout.buffer.flush()
"""


def echo(does: str = "pass") -> tuple[str, ...]:
    return sys.executable, "-S", "-c", ECHO.format(does)


@pytest.fixture
async def drawer() -> AsyncIterator[Drawer]:
    drawer = Drawer(echo())
    yield drawer
    await drawer.close()


def subject(number: int) -> MapSubject:
    return MapSubject((float(number), 0.0), (Spot("A", (1.0, 1.0)),), ())


async def test_a_map_is_a_png_as_wide_as_a_phone() -> None:
    drawer = Drawer()
    png = await drawer.draw(TULA)
    await drawer.close()
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack_from(">II", png, 16)
    assert (width, height) == (WIDTH, 720)
    assert 20_000 < len(png) < 500_000


async def test_one_process_draws_one_map_after_another(drawer: Drawer) -> None:
    drawn = await asyncio.gather(*(drawer.draw(subject(n)) for n in range(5)))
    assert len(set(drawn)) == 1


async def test_a_map_that_several_wait_for_is_drawn_once() -> None:
    drawer = Drawer(echo("assert n == 1"))
    drawn = await asyncio.gather(*(drawer.draw(TULA) for _ in range(5)))
    await drawer.close()
    assert len(drawn) == 5


async def test_a_process_that_was_killed_is_replaced(drawer: Drawer) -> None:
    first = await drawer.draw(TULA)
    os.kill(int(first), signal.SIGKILL)
    second = await drawer.draw(TULA)
    assert second != first


async def test_one_that_dies_of_a_map_twice_fails_that_map_alone() -> None:
    drawer = Drawer(
        echo("b'\"deadly\"' in body or 7; 'deadly' in body.decode('latin1') and os._exit(1)")
    )
    deadly = MapSubject((0.0, 0.0), (Spot("deadly", (1.0, 1.0)),), ())
    with pytest.raises(MapError, match="dies"):
        await drawer.draw(deadly)
    assert await drawer.draw(TULA)
    await drawer.close()


async def test_one_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "DRAWING_SECONDS", 0.3)
    drawer = Drawer(echo("time.sleep(60)"))
    with pytest.raises(MapError, match="in time"):
        await drawer.draw(TULA)
    await drawer.close()


async def test_a_map_that_cannot_be_drawn_is_an_error_and_the_next_one_none() -> None:
    drawer = Drawer()
    broken = MapSubject((float("nan"), 0.0), (), ())
    with pytest.raises(MapError, match="cannot be drawn"):
        await drawer.draw(broken)
    assert (await drawer.draw(TULA)).startswith(b"\x89PNG")
    await drawer.close()


async def test_a_program_that_is_not_there_is_an_error() -> None:
    drawer = Drawer(("/nowhere/at/all",))
    with pytest.raises(MapError):
        await drawer.draw(TULA)


async def test_who_stops_waiting_takes_no_answer_from_others(drawer: Drawer) -> None:
    impatient = asyncio.create_task(drawer.draw(TULA))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await drawer.draw(TULA)
    assert await drawer.draw(subject(1))


async def test_too_many_maps_at_once_are_not_waited_for(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MAX_WAITING", 2)
    some = [asyncio.create_task(drawer.draw(subject(n))) for n in range(3)]
    done = await asyncio.gather(*some, return_exceptions=True)
    assert [type(one) for one in done] == [bytes, bytes, MapError]


async def test_after_the_end_no_process_is_left(drawer: Drawer) -> None:
    process = int(await drawer.draw(TULA))
    await drawer.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    await drawer.close()


async def test_it_is_told_nothing_of_the_bots_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "42:secret")
    drawer = Drawer(echo("assert not any('TOKEN' in name for name in os.environ)"))
    assert await drawer.draw(TULA)
    await drawer.close()


async def test_it_ends_when_the_bot_is_gone_however_that_died() -> None:
    process = await asyncio.create_subprocess_exec(
        *drawing.COMMAND, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 20) == 0
    await process.communicate()
