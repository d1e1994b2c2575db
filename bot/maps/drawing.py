"""Maps drawn beside the bot: resvg holds Python's lock for half a second, so in another process."""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from bot.maps.subject import MapSubject
from bot.maps.wire import DRAWN, LENGTH, framed

STYLE = 1  # raise it when maps are to look otherwise: those sent before are drawn anew
MAX_WAITING = 40  # maps; who asks for one more waited too long for it
DRAWING_SECONDS = 20.0  # for one map; a process that takes longer hangs
ENVIRONMENT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH")  # all it needs to know; no secrets
COMMAND = (sys.executable, "-m", "bot.maps.worker")


class MapError(Exception):
    """A map could not be drawn."""


class Drawer:
    """Draws one map after another in a process that the first of them starts.

    A process that dies is replaced, and its map drawn once more. A map that several wait for is
    drawn once.
    """

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._command = command
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._wanted: dict[MapSubject, asyncio.Task[bytes]] = {}

    async def draw(self, subject: MapSubject) -> bytes:
        """The map as a PNG file. Raises MapError."""
        task = self._wanted.get(subject)
        if task is None:
            if len(self._wanted) >= MAX_WAITING:
                raise MapError("too many maps wait to be drawn")
            task = self._wanted[subject] = asyncio.create_task(self._draw(subject))
            task.add_done_callback(lambda done: self._done(subject, done))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """End the process; who still waits for a map is cancelled."""
        for task in [*self._wanted.values()]:
            task.cancel()
        await asyncio.gather(*self._wanted.values(), return_exceptions=True)
        await self._end()

    def _done(self, subject: MapSubject, task: asyncio.Task[bytes]) -> None:
        del self._wanted[subject]
        if not task.cancelled():
            task.exception()  # whoever waited may be gone, and then nobody looks at it

    async def _draw(self, subject: MapSubject) -> bytes:
        async with self._turn:
            try:
                async with asyncio.timeout(DRAWING_SECONDS):
                    answer = await self._asked_twice(framed(pickle.dumps(subject)))
            except TimeoutError:
                await self._end()
                raise MapError("the map was not drawn in time") from None
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for the next one's
                raise
        if not answer.startswith(DRAWN):
            raise MapError("the map cannot be drawn")
        return answer.removeprefix(DRAWN)

    async def _asked_twice(self, question: bytes) -> bytes:
        try:
            return await self._ask(question)
        except (EOFError, OSError):  # it died, or ended just now because nobody asked
            await self._end()
        try:
            return await self._ask(question)
        except (EOFError, OSError) as error:
            await self._end()
            raise MapError("the process that draws dies") from error

    async def _ask(self, question: bytes) -> bytes:
        process = self._process = self._process or await self._start()
        assert process.stdin  # noqa: S101 - it is a pipe
        assert process.stdout  # noqa: S101
        process.stdin.write(question)
        await process.stdin.drain()
        (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        return await process.stdout.readexactly(length)

    async def _start(self) -> Process:
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        # A session of its own: Ctrl-C is for the bot, which ends it when it is done.
        return await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, env=environment, start_new_session=True
        )

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()  # closes the pipes as well
