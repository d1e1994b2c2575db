"""What is said of trouble that lasts."""

import logging
import time

import pytest

from bot.delivery.log_throttle import ONCE_IN, Trouble

log = logging.getLogger("bot.test")


def test_trouble_is_told_at_once_and_then_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.test")
    trouble = Trouble(log)
    trouble.over("nothing was wrong")
    for _ in range(5):
        trouble.tell("away: %s", "no route")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + ONCE_IN)
    trouble.tell("away still")
    trouble.over("back")
    trouble.tell("away anew")
    assert caplog.messages == ["away: no route", "away still", "back", "away anew"]
