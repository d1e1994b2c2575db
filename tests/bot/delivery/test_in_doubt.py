"""A message that may have arrived is sent once more, in all runs together."""

from collections.abc import Hashable

import aiohttp
import pytest
from telegram.error import (
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.attempt import Attempt, running
from bot.delivery.retry import CountedAsSentError, UnsureError
from tests.bot.delivery.sender import Sender, caused_by

DOUBTFUL = [
    TimedOut(),
    UnsureError("no answer of Telegram's"),
    caused_by(aiohttp.ClientOSError("reset")),
]

NOT_SENT = [aiohttp.ConnectionTimeoutError(), aiohttp.ClientConnectionResetError("closing")]


@pytest.mark.parametrize("error", DOUBTFUL)
async def test_a_message_that_may_have_arrived_is_sent_once_more_and_then_counts_as_sent(
    sender: Sender, error: TelegramError
) -> None:
    sender.fail(error)
    await sender.send()
    assert len(sender.telegram.sent("sendMessage")) == 2
    sender.fail(error, error, error)
    with pytest.raises(CountedAsSentError):
        await sender.send()
    assert len(sender.telegram.sent("sendMessage")) == 4


async def test_in_all_runs_of_an_update_a_message_is_sent_twice_at_most(sender: Sender) -> None:
    doubts: set[Hashable] = set()
    sender.fail(TimedOut(), RetryAfter(3600), TimedOut(), TimedOut())
    for raised in (RetryAfter, CountedAsSentError, CountedAsSentError):
        with running(Attempt(1, doubts=doubts)), pytest.raises(raised):
            await sender.send()
    assert len(sender.telegram.sent("sendMessage")) == 4


async def test_another_message_of_the_update_has_a_second_try_of_its_own(sender: Sender) -> None:
    await sender.send()
    sender.telegram.calls.clear()
    with running(Attempt(1)):
        for text in "аб":
            sender.fail(TimedOut())
            await sender.bot.send_message(5, text)
    sent = [call["text"] for call in sender.telegram.sent("sendMessage")]
    assert sent == ["а", "а", "б", "б"]


async def test_the_second_try_waits_until_telegram_answers(sender: Sender) -> None:
    sender.fail(TimedOut())
    sender.fail(UnsureError("html"), TimedOut(), NetworkError("away"), method="getMe")
    await sender.send()
    names = [name for name, _ in sender.telegram.calls]
    assert names == ["sendMessage", *["getMe"] * 4, "sendMessage"]


async def test_while_telegram_does_not_answer_the_second_try_is_kept(sender: Sender) -> None:
    sender.fail(TimedOut())
    sender.fail(*[NetworkError("away")] * 100, method="getMe")
    with pytest.raises(NetworkError, match="away"):
        await sender.send()
    assert len(sender.telegram.sent("sendMessage")) == 1


@pytest.mark.parametrize("cause", NOT_SENT)
async def test_a_message_that_cannot_have_arrived_is_tried_on(
    sender: Sender, cause: Exception
) -> None:
    sender.fail(*[caused_by(cause)] * 8)
    await sender.send()
    assert len(sender.telegram.sent("sendMessage")) == 9
    assert sender.telegram.sent("getMe") == []


@pytest.mark.parametrize("error", DOUBTFUL)
async def test_what_may_be_done_twice_is_tried_on_whatever_became_of_it(
    sender: Sender, error: TelegramError
) -> None:
    await sender.send()
    sender.fail(*[error] * 8, method="editMessageText")
    await sender.bot.edit_message_text("б", chat_id=5, message_id=1)
    assert len(sender.telegram.sent("editMessageText")) == 9
