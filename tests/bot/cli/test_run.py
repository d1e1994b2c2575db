"""Serving, and what is said when it cannot go on."""

import errno
import logging
import signal
from collections.abc import Iterator

import pytest
from telegram.error import InvalidToken

from bot.cli.failure import Failure
from bot.cli.main import main
from bot.cli.run import served
from bot.delivery import serve
from bot.delivery.http_server import ListenError


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Whoever has served ignores signals from then on: not so these tests."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def logging_stays() -> Iterator[None]:
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    root.level, root.handlers[:] = before
    logging.captureWarnings(capture=False)


IN_THE_WAY = OSError(errno.EADDRINUSE, "address already in use")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "No space left on device"),
        (ConnectionResetError(), "does not let it serve on"),
        (ListenError("::1", 80, IN_THE_WAY), "cannot listen on [::1]:80 (address already in use)"),
        (InvalidToken("the token 123:abc"), "check TELEGRAM_BOT_TOKEN"),
    ],
)
def test_what_ends_the_serving_is_told_as_what_it_is(error: Exception, told: str) -> None:
    async def serving() -> None:
        raise error

    with pytest.raises(Failure) as caught:
        served(serving())
    assert told in str(caught.value)
    assert ("listen" in str(caught.value)) == isinstance(error, ListenError)
    assert "123:abc" not in str(caught.value)


@pytest.mark.usefixtures("logging_stays")
def test_an_error_that_nobody_expected_is_told_by_the_log_without_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words, token = "Тула", "123:secret-of-the-bot"

    async def run(_settings: object) -> None:
        raise ValueError(f"what now, '{words}' {token}?")

    monkeypatch.setattr(serve, "run", run)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    monkeypatch.setenv("LOG_FORMAT", "json")
    assert main(["run"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ValueError: what now, '…' [token]?" in told
    assert words not in told
    assert token not in told
