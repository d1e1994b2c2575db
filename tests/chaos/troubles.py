"""Everybody lives, but something is bad: an update, a handler, Telegram, or the database."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.faults import Fault
from tests.chaos.deaths import STRANGER, TROUBLED
from tests.chaos.judge import Verdict
from tests.chaos.stage import Stage
from tests.chaos.troubled_bot import SECONDS, SLOW

FAULTS = 5
AWAY = 4.0  # seconds
BROKEN: tuple[dict[str, Any], ...] = (
    {"message": {"text": 7}},
    {"message": "x"},
    {"callback_query": {"id": []}},
)


async def unparsable(stage: Stage, verdict: Verdict) -> None:
    """Updates of a shape that nobody knows come between the questions."""
    await stage.begin()
    await stage.ask(stage.number // 2)
    stage.tally.strike()
    for content in BROKEN:
        await stage.world.update(content)
    await stage.ask(stage.number // 2)
    await stage.all_answered(verdict)
    aside = stage.database.dead_letters()
    verdict.notes.append(f"{aside} set aside")
    verdict.gate(aside == len(BROKEN), f"{aside} set aside")
    verdict.gate(all(bot.runs for bot in stage.bots), "a bot is dead")


async def slow(stage: Stage, verdict: Verdict) -> None:
    """One handler takes eight seconds; meanwhile others ask, one after another."""
    await stage.begin(TROUBLED)
    await stage.ask(8, chats=8)
    await stage.until(lambda: stage.tally.answered == stage.tally.asked)
    before = len(stage.world.sent)
    await stage.say(STRANGER, SLOW)
    began, worst = time.monotonic(), 0.0
    while time.monotonic() - began < SECONDS - 1:
        asked_at = time.monotonic()
        await stage.ask(1)
        await stage.until(lambda: stage.tally.answered == stage.tally.asked)
        worst = max(worst, time.monotonic() - asked_at)
        await asyncio.sleep(0.05)
    others = stage.tally.asked - 8
    verdict.gate(len(stage.world.sent) == before + others, "the slow one was not slow")
    verdict.notes.append(f"others waited {worst:.2f} s at most")
    verdict.gate(worst < 0.5, f"others waited {worst:.2f} s")
    answered = await stage.until(lambda: len(stage.world.sent) == before + others + 1, 5)
    verdict.gate(answered, "the slow one has no answer")
    await stage.all_answered(verdict)


def faulty(kind: str) -> Callable[[Stage, Verdict], Awaitable[None]]:
    """Five replies in the middle of a burst meet a fault, and two polls."""

    async def case(stage: Stage, verdict: Verdict) -> None:
        await stage.begin(LOG_LEVEL="DEBUG")
        faults = [Fault("sendmessage", kind, FAULTS), Fault("getupdates", kind, 2)]
        stage.sandbox.faults.plan(faults[1])
        await stage.ask(stage.number // 2)
        await stage.part(0.2)
        stage.tally.strike()
        stage.sandbox.faults.plan(faults[0])
        await stage.ask(stage.number // 2)
        await stage.all_answered(verdict)
        verdict.gate(not any(fault.times for fault in faults), "a fault did not happen")
        # A reply that arrived though nobody heard of it is sent again: that cannot be helped.
        verdict.may_be_twice = FAULTS if kind == "drop" else 0

    return case


async def without_database(stage: Stage, verdict: Verdict) -> None:
    """PostgreSQL stops like in a power cut, more is asked meanwhile, and it comes back."""
    server = stage.database.server
    if server is None:
        raise RuntimeError("this needs PostgreSQL")
    await stage.begin()
    await stage.ask(stage.number // 2)
    await stage.part(0.1)
    await asyncio.to_thread(server.stop, "immediate")
    stage.tally.strike()
    before = stage.tally.answered
    try:
        await stage.ask(stage.number // 4)
        await asyncio.sleep(AWAY)
        meanwhile = stage.tally.answered - before
    finally:
        await asyncio.to_thread(server.start)
    await stage.ask(stage.number // 4)
    await stage.all_answered(verdict)
    verdict.notes.append(f"{meanwhile} answered meanwhile")
    verdict.gate(meanwhile > 0, "nothing was answered while it was away")
    verdict.gate(all(bot.runs for bot in stage.bots), "a bot died")


async def telegram_away(stage: Stage, verdict: Verdict) -> None:
    """The bot starts, and nobody is there; then Telegram comes, and is not well."""
    await stage.start_bots()
    await asyncio.sleep(AWAY)
    verdict.gate(all(bot.runs for bot in stage.bots), "the bot gave up")
    await stage.ask(stage.number)
    for kind in ("answer", "flood"):
        stage.sandbox.faults.plan(Fault("getme", kind, body="null"))
    await stage.telegram()
    stage.tally.strike()
    await stage.all_answered(verdict)
    verdict.gate(all(bot.runs for bot in stage.bots), "a bot is dead")
