"""What one update costs, counted and not timed: a change of kind shows on any machine."""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from telegram import TelegramObject, Update

from bot.delivery.aiohttp_request import AiohttpRequest
from bot.delivery.attempt import Attempt
from bot.delivery.processor import UpdateResult
from bot.delivery.raw_updates import RawUpdate
from bot.views.callbacks import ShowPlace
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.delivery.line import ANNA, BotSide, Telegram, ids, message, soon, until_gone
from tests.e2e.another_bot import PICTURE

BURST = 60
SLIP = "Нижний Новгорот"
LARGEST = ShowPlace("saint-petersburg").pack()  # 47 partners: what grows with them shows
# Of a run that shows a new screen and of one that shows it again, Python's and C's: about a fifth
# more than Python 3.11 made when this was written, in a process that had shown nothing before.
FUNCTION_CALLS = {"Тула": (7_700, 2_400), SLIP: (12_500, 4_400), "tap": (16_500, 2_500)}
ANSWER = {"message_id": 7, "date": 1, "chat": {"id": ANNA, "type": "private"}}


class Work:
    """Counts what is done; `begin()` forgets what was done before."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.statements: list[str] = []
        self.calls: Counter[str] = Counter()  # of the Bot API, but for getUpdates
        self.objects: Counter[str] = Counter()  # that PTB makes of JSON
        self.screens = self.questions = 0

    @property
    def writes(self) -> int:
        """Transactions that write."""
        return sum(statement == "BEGIN IMMEDIATE" for statement in self.statements)

    def of_update(self, bot: BotSide, raw: RawUpdate) -> Counter[str]:
        """The objects that an update is read into, whatever is done with it."""
        self.begin()
        Update.de_json({"update_id": 1} | raw, bot.application.bot)
        objects = self.objects
        self.begin()
        return objects

    def executed(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements.append(statement)

    def called(self, _request: object, url: str, *_rest: object, **_options: object) -> None:
        method = url.rpartition("/")[2].partition("?")[0]
        self.calls.update([method] if method != "getUpdates" else [])

    def rendered(self, _screen: Screen) -> None:
        self.screens += 1

    def asked(self, _search: Search, _text: str) -> None:
        self.questions += 1


@pytest.fixture
async def work(bot: BotSide, store: Store, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Counts, once the bot knows who chose a language, as it does soon after its start."""
    await bot.services.chats.refresh()
    work = Work()
    event.listen(store.database.engine.sync_engine, "before_cursor_execute", work.executed)

    def before(owner: type, name: str, tell: Callable[..., None]) -> None:
        original = getattr(owner, name)

        def told(*arguments: Any, **options: Any) -> Any:
            tell(*arguments, **options)
            return original(*arguments, **options)

        monkeypatch.setattr(owner, name, told)

    before(AiohttpRequest, "do_request", work.called)
    before(Screen, "__post_init__", work.rendered)
    before(Search, "ask", work.asked)
    make = TelegramObject._de_json.__func__  # type: ignore[attr-defined]

    def made(cls: type[TelegramObject], *arguments: Any, **options: Any) -> Any:
        work.objects[cls.__name__] += 1
        return make(cls, *arguments, **options)

    monkeypatch.setattr(TelegramObject, "_de_json", classmethod(made))
    return work


@pytest.fixture
def tula(catalogue: Catalogue) -> str:
    """The data of the button that opens Tula's card."""
    return ShowPlace(next(city.id for city in catalogue.cities if city.name_en == "Tula")).pack()


def tap(data: str, message_id: int = 1) -> RawUpdate:
    """A tap on one of eight buttons under a message."""
    shown = message("Киль")["message"]
    buttons = [[{"text": str(n), "callback_data": f"{data}{n}"}] for n in range(8)]
    keyboard = {"message_id": message_id, "reply_markup": {"inline_keyboard": buttons}}
    return {
        "callback_query": {
            "id": str(shown["message_id"]),
            "from": shown["from"],
            "chat_instance": "1",
            "data": data,
            "message": shown | keyboard,
        }
    }


@contextmanager
def function_calls() -> Iterator[Counter[str]]:
    """Counts the calls of functions in this thread, Python's and C's."""
    calls: Counter[str] = Counter()

    def profile(_frame: object, kind: str, _argument: object) -> None:
        calls[kind] += 1

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield calls
    finally:
        sys.setprofile(before)
    del calls["return"], calls["c_return"]


async def test_a_question_costs_one_search_one_screen_and_one_call(
    bot: BotSide, telegram: Telegram, work: Work
) -> None:
    raw = message("Тула")
    objects = work.of_update(bot, raw)
    async with bot.polling():
        await telegram.has(raw)
        await soon(lambda: telegram.answers() == ["Тула"])
        await until_gone(bot)
    assert (work.questions, work.screens) == (1, 1)
    assert work.calls == {"sendMessage": 1}
    assert work.objects - objects == {"Message": 1, "Chat": 1}, "of the reply its id is read"


async def test_a_misspelt_question_is_searched_for_once(
    bot: BotSide, telegram: Telegram, work: Work
) -> None:
    async with bot.polling():
        await telegram.has(message(SLIP))
        await soon(lambda: telegram.answers() != [])
        await until_gone(bot)
    assert work.questions == 1
    assert work.screens <= 2, "the card, and the card with what it was taken for"
    assert work.calls == {"sendMessage": 1}


async def test_a_tap_costs_one_screen_and_two_calls(
    bot: BotSide, telegram: Telegram, work: Work, tula: str
) -> None:
    shown = await bot.application.bot.send_message(ANNA, "Киль")
    raw = tap(tula, shown.message_id)
    objects = work.of_update(bot, raw)
    async with bot.polling():
        await telegram.has(raw)
        await soon(lambda: telegram.answers() == ["Тула"])
        await until_gone(bot)
    assert (work.questions, work.screens) == (0, 1)
    assert work.calls == {"answerCallbackQuery": 1, "editMessageText": 1}
    assert work.objects - objects == {}, "nobody reads what an edit gives"


async def test_a_map_that_telegram_has_costs_no_drawing_and_two_calls(
    bot: BotSide, telegram: Telegram, work: Work
) -> None:
    drawn: list[object] = []

    async def draw(subject: object) -> bytes:
        drawn.append(subject)
        return PICTURE.read_bytes()

    bot.services.draw = draw
    shown = await bot.application.bot.send_message(ANNA, "Киль")
    async with bot.polling():
        for _ in range(2):
            work.begin()
            await telegram.has(tap("m:tula", shown.message_id))
            await soon(lambda: work.calls["sendPhoto"] == 1)
            await until_gone(bot)
    assert len(drawn) == 1
    assert work.calls == {"answerCallbackQuery": 1, "sendPhoto": 1}
    assert (work.questions, work.screens) == (0, 1)
    assert not [s for s in work.statements if " picture" in s]


async def test_the_store_is_told_three_times_of_an_update_that_comes_alone(
    bot: BotSide, telegram: Telegram, work: Work
) -> None:
    async with bot.polling():
        await telegram.has(message("Киль"))
        await soon(lambda: telegram.answers() == ["Киль"])
        await until_gone(bot)
        work.begin()
        await telegram.has(message("Тула"))
        await soon(lambda: any(s.startswith("DELETE FROM inbox") for s in work.statements))
    assert work.writes <= 3, "that it came, that it runs, that it is finished"
    data = [s for s in work.statements if not s.startswith(("BEGIN", "PRAGMA"))]
    assert len(data) <= 8
    assert not [s for s in data if " chat" in s], "it is known who chose a language"


async def test_updates_that_come_together_share_their_transactions(
    bot: BotSide, telegram: Telegram, work: Work
) -> None:
    async with bot.polling():
        await telegram.has(*(message("Тула", ANNA + number) for number in range(BURST)))
        await soon(lambda: len(telegram.sandbox.world.sent) == BURST)
        await until_gone(bot)
    assert work.writes < BURST / 2


@pytest.mark.parametrize("kind", FUNCTION_CALLS, ids=["exact", "slip", "tap"])
async def test_a_run_asks_the_store_nothing_and_does_not_much_more_than_it_did(
    bot: BotSide, work: Work, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(*_: object, **__: object) -> tuple[int, bytes]:
        await asyncio.sleep(0)
        return 200, json.dumps({"ok": True, "result": ANSWER}).encode()

    async def run(content: RawUpdate) -> int:
        raw = {"update_id": next(ids)} | content
        with function_calls() as calls:
            result = await bot.processor.handle(raw, time.time(), Attempt(raw["update_id"]))
        assert result is UpdateResult.HANDLED
        return calls.total()

    monkeypatch.setattr(AiohttpRequest, "do_request", answer)
    for words in ("Омск", "Екатеринбрг"):  # for these all is read that is read but once
        await run(message(words))
    most_new, most_shown = FUNCTION_CALLS[kind]
    for most in (most_new, most_shown):
        made = await run(tap(LARGEST) if kind == "tap" else message(kind))
        assert made < most
    assert work.statements == []
