"""Telegram is there, but slow, or takes no messages for longer than somebody is patient."""

import asyncio
import time

from bot.sandbox.faults import Fault
from tests.chaos.deaths import STRANGER
from tests.chaos.hasty_bot import ANSWER, WEBHOOK_RUN
from tests.chaos.judge import Verdict
from tests.chaos.stage import Stage

HASTY = "tests.chaos.hasty_bot"
LATE, FLOODED = 20, 6  # messages
OUTAGE = 5.0  # seconds
SOON = 5.0


async def slow_answers(stage: Stage, verdict: Verdict) -> None:
    """Messages are sent, and the bot hears of it when it has long given up waiting."""
    await stage.begin(HASTY)
    late = Fault("sendmessage", "late", LATE, 3 * ANSWER)
    stage.sandbox.faults.plan(late)
    stage.tally.strike()
    await stage.ask(stage.number)
    await stage.all_answered(verdict)
    verdict.gate(not late.times, "a fault did not happen")
    verdict.may_be_twice = LATE


async def impatient_telegram(stage: Stage, verdict: Verdict) -> None:
    """A flood outlasts the time after which Telegram gives an update to another replica."""
    stage.sandbox.webhooks.time_out = WEBHOOK_RUN + 1.5
    await stage.begin(HASTY)
    await stage.ask(stage.number // 2)
    await stage.part(0.2)
    stage.tally.strike()
    flood = Fault("sendmessage", "flood", FLOODED, WEBHOOK_RUN + 3)
    stage.sandbox.faults.plan(flood)
    await stage.ask(stage.number // 2)
    await stage.all_answered(verdict)
    verdict.gate(not flood.times, "a fault did not happen")


async def killed_in_outage(stage: Stage, verdict: Verdict) -> None:
    """All wait for Telegram when the bot dies; then a stranger comes, and waits for nobody."""
    await stage.begin()
    outage = Fault("sendmessage", "error", 10**9)
    stage.sandbox.faults.plan(outage)
    await stage.ask(stage.number, chats=stage.number)
    await stage.until(lambda: stage.database.unfinished() == stage.number)
    await asyncio.sleep(OUTAGE)
    stage.tally.strike()
    running = stage.database.running()
    verdict.notes.append(f"{running} of {stage.number} were running")
    verdict.gate(running <= stage.number // 4, f"{running} are suspects")
    await stage.kill(stage.bots[0], verdict)
    outage.times = 0
    await stage.bots[0].start()
    await stage.bots[0].ready()
    began = time.monotonic()
    await stage.say(STRANGER, "Тула")
    await stage.until(lambda: any(sent.chat["id"] == STRANGER for sent in stage.world.sent), 30)
    waited = time.monotonic() - began
    verdict.notes.append(f"a stranger waited {waited:.1f} s")
    verdict.gate(waited < SOON, f"a stranger waited {waited:.1f} s")
    await stage.all_answered(verdict)
