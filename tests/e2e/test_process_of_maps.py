"""The process that draws maps beside the bot: nothing is lost, and nothing is left behind."""

from pathlib import Path

from bot.sandbox.faults import Fault
from bot.sandbox.server import TOKEN
from tests.e2e.person import Person
from tests.e2e.running_bot import Starter, Telegram
from tests.e2e.test_process import anna, starter, telegram
from tests.sandbox.bot_side import until

__all__ = ["anna", "starter", "telegram"]  # fixtures


def drawing(parent: int) -> list[int]:
    """The processes that draw for this one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            status = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if b"bot.maps.worker" in command and status[1] == str(parent):
            found.append(int(folder.name))
    return found


def is_there(process: int) -> bool:
    try:
        return b"bot.maps.worker" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


async def test_a_map_on_its_way_when_the_bot_is_killed_is_sent_by_the_next_one(
    starter: Starter, telegram: Telegram, anna: Person
) -> None:
    database = {"DATABASE_URL": f"sqlite+aiosqlite:///{starter.folder}/same.db"}
    first = await starter.start(**database)
    fault = Fault("sendphoto", "delay", seconds=600)
    telegram.sandbox.faults.plan(fault)
    await first.says("is here")
    await anna.do("send", text="/map Тула")
    await until(lambda: fault.times == 0)
    [worker] = drawing(first.process.pid)
    first.process.kill()
    await first.ends()
    await until(lambda: not is_there(worker))
    second = await starter.start(**database)
    await second.says("is here")
    await until(lambda: len(telegram.sandbox.world.sent) == 1)
    [sent] = telegram.sandbox.world.sent
    assert sent.media
    assert sent.formatted.text.startswith("Тула\n5 побратимов")
    [worker] = drawing(second.process.pid)
    assert await second.stop() == 0
    assert not is_there(worker)
    assert "Traceback" not in second.told
    assert TOKEN not in second.told
