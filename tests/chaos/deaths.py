"""Deaths: SIGKILL, SIGTERM, and an update that kills whoever runs it."""

import asyncio

from tests.chaos.judge import Verdict
from tests.chaos.processes import Bot
from tests.chaos.questions import FIRST_GUEST
from tests.chaos.stage import AWAY, Stage
from tests.chaos.troubled_bot import POISON

TROUBLED = "tests.chaos.troubled_bot"
STRANGER = FIRST_GUEST - 1  # somebody outside the burst
DRAIN = 10.0  # seconds


async def killed(stage: Stage, verdict: Verdict) -> None:
    """SIGKILL at random points of the burst; of two replicas, one."""
    await stage.begin()
    await stage.ask(stage.number)
    verdict.notes.append("killed after")
    for _ in range(stage.kills):
        # The other replica answers on while a killed one starts, so its next turn comes sooner,
        # and should it answer nearly all, more is asked: no kill is to meet a bot at rest.
        if stage.tally.asked - stage.tally.answered < stage.number // 4:
            await stage.ask(stage.number // 4)
        await stage.part(stage.dice.uniform(0.02, 0.06 if stage.replicas else 0.18))
        verdict.gate(stage.tally.answered < stage.tally.asked, "a kill came too late")
        bot = stage.dice.choice(stage.bots)
        await stage.kill(bot, verdict)
        await bot.start()
        await bot.ready()
    await stage.all_answered(verdict)


async def ended(stage: Stage, verdict: Verdict) -> None:
    """SIGTERM in the middle of the burst: it ends well, in time, and nothing comes twice."""
    await stage.begin()
    await stage.ask(stage.number)
    await stage.part(stage.dice.uniform(0.2, 0.5))
    stage.tally.strike()
    code, seconds = await stage.bots[0].end()
    verdict.gate(stage.tally.answered < stage.number, "the end came too late")
    verdict.notes.append(f"drained in {seconds:.1f} s")
    verdict.gate(seconds < DRAIN, f"draining took {seconds:.1f} s")
    verdict.gate(code == 0, f"exit {code}")
    await stage.bots[0].start()
    await stage.bots[0].ready()
    await stage.all_answered(verdict)


async def poison(stage: Stage, verdict: Verdict) -> None:
    """An update kills whoever runs it, and whoever died is started again."""
    await stage.begin(TROUBLED)
    watch = asyncio.create_task(restart(stage, stage.bots[0], verdict))
    await stage.ask(stage.number // 2)
    stage.tally.strike()
    await stage.say(STRANGER, POISON)
    await stage.ask(stage.number // 2)
    await stage.all_answered(verdict)
    watch.cancel()
    deaths, aside = stage.bots[0].starts - 1, stage.database.dead_letters()
    verdict.notes.append(f"{deaths} deaths")
    # Once beside others, where nobody can tell whose fault it was, and then twice in isolation.
    verdict.gate(deaths in (2, 3), f"{deaths} deaths")
    verdict.gate(aside == 1, f"{aside} set aside")
    verdict.gate(stage.bots[0].runs, "the bot is dead")


async def restart(stage: Stage, bot: Bot, verdict: Verdict) -> None:
    """What a supervisor does."""
    while True:
        await bot.died()
        verdict.may_be_twice += stage.database.running() - 1  # the poison has no answer
        await asyncio.sleep(AWAY)
        await bot.start()
