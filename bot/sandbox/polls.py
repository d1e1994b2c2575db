"""getUpdates: the bot asks for what has happened."""

from dataclasses import dataclass

from bot.sandbox.refusals import ApiError, integer
from bot.sandbox.wire import Json
from bot.sandbox.world import World

BATCH = 100
LONGEST_POLL = 50.0  # seconds
NEWER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass
class _Poll:
    """One that runs; `ended` says why it has to stop."""

    ended: str = ""


class Polls:
    """Long polling on one world, by one poll at a time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._running = _Poll()

    async def end(self, why: str) -> None:
        """End the running poll, if there is one, with a conflict that says why."""
        self._running.ended = why
        await self.world.nudge()

    async def get_updates(self, parameters: Json) -> list[Json]:
        """Long polling: an offset confirms all before it; a newer poll ends an older one."""
        offset = integer(parameters, "offset", 0)
        limit = max(1, min(integer(parameters, "limit", BATCH), BATCH))
        seconds = max(0, min(integer(parameters, "timeout", 0), LONGEST_POLL))
        self._running.ended = NEWER
        self._running = poll = _Poll()
        await self.world.nudge()
        updates = self.world.updates
        updates.confirm(offset)
        updates.allow(parameters)
        await self.world.until(lambda: bool(updates or poll.ended), seconds)
        if poll.ended:
            raise ApiError(409, f"Conflict: {poll.ended}")
        return updates.first(limit)
