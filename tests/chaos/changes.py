"""What one replica is told, the other one knows within seconds."""

import asyncio
import csv
import shutil
import time
from itertools import count

from aiohttp import ClientSession

from bot.sandbox.courier import SECRET as HEADER
from bot.views.callbacks import ChooseLanguage
from tests.chaos.judge import Verdict
from tests.chaos.processes import ROOT, Bot
from tests.chaos.questions import FIRST_GUEST
from tests.chaos.stage import SECRET, Stage

GUEST = FIRST_GUEST - 1  # who reads Russian
SOON = 10.0  # seconds
NEW_NAME = "Chaosville"

numbers = count(1)  # of updates and messages, far below the sandbox's own


async def changes(stage: Stage, verdict: Verdict) -> None:
    """A guest chooses English, and somebody imports new data: both replicas answer by them."""
    await stage.begin()
    for bot in stage.bots:
        verdict.gate(
            "Тульская область · Tula" in await ask(stage, bot, "Тула"),
            "Tula is not known in Russian",
        )
        verdict.gate("Tula" not in await ask(stage, bot, NEW_NAME), "the new name is known")
    await choose_english(stage)
    seconds = await known(stage, "Тула", "Tula Oblast · Тула")
    verdict.notes.append(f"a language reached both in {seconds:.1f} s")
    verdict.gate(seconds < SOON, f"a language took {seconds:.1f} s")
    await import_new_name(stage, verdict)
    seconds = await known(stage, NEW_NAME, "Tula Oblast · Тула")
    verdict.notes.append(f"data in {seconds:.1f} s")
    verdict.gate(seconds < SOON, f"new data took {seconds:.1f} s")


async def known(stage: Stage, question: str, answer: str) -> float:
    """The seconds until both replicas answer so."""
    began = time.monotonic()
    for bot in stage.bots:
        while answer not in await ask(stage, bot, question):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)
    return time.monotonic() - began


async def ask(stage: Stage, bot: Bot, text: str) -> str:
    """Ask this very replica, past nginx; it has answered when it says so."""
    hook = stage.sandbox.webhooks.hook
    if hook is None:
        raise RuntimeError("no webhook is set")
    url = hook.url.replace(str(stage.proxy_port), str(bot.port))
    user, chat = stage.world.user(GUEST, language="ru"), stage.world.chat(GUEST)
    number = next(numbers)
    message = {"message_id": number, "date": 1, "chat": chat, "from": user, "text": text}
    update = {"update_id": number, "message": message}
    async with (
        ClientSession(headers={HEADER: SECRET}) as session,
        session.post(url, json=update) as response,
    ):
        response.raise_for_status()
    return stage.world.sent[-1].formatted.text


async def choose_english(stage: Stage) -> None:
    """By the button of the settings, through nginx to either replica."""
    world = stage.world
    before = len(world.sent)
    await stage.say(GUEST, "/settings")
    await stage.until(lambda: len(world.sent) > before)
    await world.tap(world.user(GUEST), world.sent[-1], ChooseLanguage("en").pack())
    await stage.until(lambda: not len(world.updates))


async def import_new_name(stage: Stage, verdict: Verdict) -> None:
    """`pobratim import FOLDER`, with one name more than the bundled data."""
    folder = stage.folder / "data"
    shutil.copytree(ROOT / "storage/data", folder)
    with (folder / "names.csv").open("a", encoding="utf-8", newline="") as names:
        csv.writer(names, lineterminator="\n").writerow(("tula", "en", "variant", NEW_NAME))
    command = await stage.bots[0].command("bot", "import", str(folder))
    verdict.gate(await command.wait() == 0, "the import failed")
