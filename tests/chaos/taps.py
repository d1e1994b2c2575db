"""Somebody pages fast in a group, faster than Telegram lets a bot edit there."""

import asyncio
import time

from bot.sandbox.message import Message
from bot.sandbox.world import GROUP
from bot.views.callbacks import ListCountries
from tests.chaos.deaths import STRANGER
from tests.chaos.judge import Verdict
from tests.chaos.stage import Stage

TAPS, EVERY = 10, 0.3  # seconds
SOON = 5.0
AT_ONCE = 2.0


async def fast_taps(stage: Stage, verdict: Verdict) -> None:
    """Ten taps in three seconds: the last page stands soon, and nobody else waits for it."""
    await stage.begin(RATE_LIMIT="30")
    world = stage.world
    fast, other, group = world.user(STRANGER), world.user(STRANGER + 1), dict(GROUP)
    await world.say(fast, group, "/countries")
    await stage.until(lambda: bool(world.sent))
    message = world.sent[-1]
    await _page(stage, message, 1)
    last = await _page(stage, message, TAPS % 2)
    await _page(stage, message, 2)
    for tap in range(1, TAPS + 1):
        await world.tap(fast, message, ListCountries(tap % 2).pack())
        await asyncio.sleep(EVERY)
    began, sent = time.monotonic(), len(world.sent)
    await world.say(other, group, "/twins Тула")
    await stage.until(lambda: len(world.sent) > sent, 30)
    waited = time.monotonic() - began
    stands = await stage.until(lambda: _shown(message) == last, SOON - waited)
    verdict.notes.append(f"somebody else waited {waited:.1f} s")
    verdict.gate(waited < AT_ONCE, f"somebody else waited {waited:.1f} s")
    verdict.gate(stands, f"after {SOON:.0f} s another page stands than the last")


async def _page(stage: Stage, message: Message, page: int) -> str:
    """Turn to a page at leisure; gives what it shows."""
    before = _shown(message)
    await stage.world.tap(stage.world.user(STRANGER), message, ListCountries(page).pack())
    if not await stage.until(lambda: _shown(message) != before, 10):
        raise RuntimeError(f"page {page} shows nothing new")
    return _shown(message)


def _shown(message: Message) -> str:
    return f"{message.formatted.text}{message.markup}"
