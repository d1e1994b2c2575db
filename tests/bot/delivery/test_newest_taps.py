"""Fast taps: what a newer tap on the same message overtakes is not shown, and holds nobody up."""

import asyncio
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.delivery.attempt import Attempt, running
from bot.delivery.job import Job
from bot.delivery.newest_taps import NewestTaps
from bot.delivery.rate_limits import EDITS_AT_ONCE
from bot.delivery.raw_updates import TAP_ANSWERABLE_SECONDS, RawUpdate
from bot.delivery.sequencer import Sequencer
from bot.sandbox.content import Content
from bot.sandbox.markup import Formatted
from bot.sandbox.world import GROUP
from tests.bot.delivery.line import ANNA, BEN, BotSide, Telegram, message, soon, until_gone
from tests.bot.delivery.sender import Clock, Sender

CHAT = GROUP["id"]


def tap(update_id: int, message_id: int = 1, data: str = "p:tula") -> RawUpdate:
    """A tap by Anna in the group."""
    query: dict[str, Any] = {
        "id": f"q{update_id}",
        "from": {"id": ANNA, "is_bot": False, "first_name": "А", "language_code": "ru"},
        "chat_instance": "1",
        "message": {"message_id": message_id, "date": 1, "chat": GROUP},
        "data": data,
    }
    return {"update_id": update_id, "callback_query": query}


def overtaken(taps: NewestTaps, *raws: RawUpdate) -> list[bool]:
    """Which of the updates are overtaken when all have come."""
    found = [taps.came(raw) for raw in raws]
    return [event is not None and event.is_set() for event in found]


def test_a_newer_tap_on_the_same_message_overtakes_the_older() -> None:
    assert overtaken(NewestTaps(), tap(1), tap(2), tap(3)) == [True, True, False]
    assert overtaken(NewestTaps(), tap(3), tap(1)) == [False, True]


def test_taps_on_different_messages_and_in_different_chats_do_not() -> None:
    elsewhere = tap(3)
    elsewhere["callback_query"]["message"]["chat"] = {"id": ANNA}
    assert overtaken(NewestTaps(), tap(1), tap(2, message_id=2), elsewhere) == [False] * 3


def test_a_tap_does_not_overtake_itself_however_often_it_comes() -> None:
    taps = NewestTaps()
    assert overtaken(taps, tap(1), tap(1)) == [False, False]
    assert taps.came(tap(1)) is taps.came(tap(1))


def test_taps_on_a_message_that_was_sent_inline_overtake_one_another() -> None:
    inline = {"callback_query": {"inline_message_id": "x"}}
    assert overtaken(NewestTaps(), {"update_id": 1} | inline, {"update_id": 2} | inline) == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "message": {"message_id": 1, "chat": {"id": CHAT}}},
        {"update_id": 1, "callback_query": {"inline_message_id": 5}},
        {"update_id": 1, "callback_query": {"message": {"chat": "x", "message_id": 1}}},
        {"update_id": 1, "callback_query": []},
        {"callback_query": tap(1)["callback_query"]},
    ],
)
def test_what_is_no_tap_on_a_message_is_never_overtaken(raw: RawUpdate) -> None:
    assert NewestTaps().came(raw) is None


def test_a_tap_that_nobody_can_answer_any_more_overtakes_none() -> None:
    clock = Clock()
    taps = NewestTaps(clock.monotonic)
    taps.came(tap(900))
    clock.now += TAP_ANSWERABLE_SECONDS  # and Telegram may have begun to count anew
    assert overtaken(taps, tap(1)) == [False]


@pytest.fixture
async def sender() -> Sender:
    sender = Sender(Clock())
    await sender.telegram.world.post(GROUP, Content(Formatted("…"), None, None))
    return sender


async def edit(sender: Sender, text: str, attempt: Attempt | None = None) -> object:
    with running(attempt or Attempt(1)):
        return await sender.bot.edit_message_text(text, chat_id=CHAT, message_id=1)


def edits(sender: Sender) -> list[str]:
    return [parameters["text"] for parameters in sender.telegram.sent("editMessageText")]


async def test_an_overtaken_edit_is_not_made(sender: Sender) -> None:
    attempt = Attempt(1, overtaken=asyncio.Event())
    await edit(sender, "а", attempt)
    attempt.overtaken.set()  # type: ignore[union-attr]
    assert await edit(sender, "б", attempt) is True
    assert edits(sender) == ["а"]
    with running(attempt):
        await sender.bot.send_message(CHAT, "new messages are not overtaken")
    assert sender.telegram.sent("sendMessage")


@pytest.mark.parametrize("fails", [False, True])
async def test_an_edit_that_is_overtaken_while_it_waits_ends_at_once_and_takes_no_turn(
    sender: Sender, fails: bool
) -> None:
    if fails:  # it waits for its next try
        sender.fail(NetworkError("gone"), method="editMessageText")
    else:  # it waits for its turn
        for n in range(EDITS_AT_ONCE):
            await edit(sender, f"{n}")
    forever, waiting = asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        waiting.set()
        await forever.wait()

    sender.bot.rate_limiter._sleep = sleep  # type: ignore[union-attr]
    attempt = Attempt(1, overtaken=asyncio.Event())
    older = asyncio.create_task(edit(sender, "older", attempt))
    await waiting.wait()
    made = edits(sender)
    attempt.overtaken.set()  # type: ignore[union-attr]
    assert await asyncio.wait_for(older, 5) is True
    assert edits(sender) == made
    sender.bot.rate_limiter._sleep = sender.clock.sleep  # type: ignore[union-attr]
    began = sender.clock.now
    await edit(sender, "newer")
    assert sender.clock.now - began <= 60 / 17


async def test_taps_wait_for_those_on_their_message_and_hold_up_nobody_else() -> None:
    begun: list[int] = []
    gate = asyncio.Event()

    async def run(job: Job) -> None:
        begun.append(job.update_id)
        if job.update_id == 1:
            await gate.wait()

    def put(raw: RawUpdate) -> Job:
        job = Job(raw["update_id"], CHAT, raw, 0.0, urgent="callback_query" in raw)
        sequencer.put(job)
        return job

    sequencer = Sequencer(run)
    question = {"update_id": 4} | message("/twins Тула", BEN)
    jobs = [put(raw) for raw in (tap(1), tap(2), tap(3, message_id=2), question)]
    async with asyncio.timeout(5):
        await asyncio.gather(jobs[2].done.wait(), jobs[3].done.wait())
        assert begun == [1, 3, 4]
        gate.set()
        await jobs[1].done.wait()


async def test_ten_taps_at_once_leave_the_last_page_and_all_are_answered(
    bot: BotSide, telegram: Telegram
) -> None:
    world = telegram.sandbox.world
    shown = await world.post(GROUP, Content(Formatted("…"), None, None))
    pages = ["p:tula", "p:kiel"] * 5
    raws = [tap(n, shown.id, data) for n, data in enumerate(pages)]
    await telegram.has(*({"callback_query": raw["callback_query"]} for raw in raws))
    async with bot.polling():
        await soon(lambda: not world.queries)
        await until_gone(bot)
    assert "Kiel" in shown.formatted.text
    assert bot.counted("api_calls_total", method="answerCallbackQuery", outcome="ok") == 10
    assert bot.counted("api_calls_total", method="editMessageText", outcome="ok") == 1
