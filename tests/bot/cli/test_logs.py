"""Logs: in two forms, and never the token."""

import json
import logging

import pytest

from bot.cli.logs import JsonLines, TextLines, configure_logging
from bot.delivery.attempt import Attempt, running

TOKEN, SECRET = "123:" + "s3cret", "only-we-know"


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("bot.app", logging.INFO, "", 0, message, args, None)


@pytest.mark.parametrize("form", [TextLines, JsonLines])
def test_the_token_is_cut_out_of_messages_and_their_arguments(form: type[TextLines]) -> None:
    line = form((TOKEN,)).format(record("GET https://x/bot%s/getMe", TOKEN))
    assert "s3cret" not in line
    assert "[token]" in line


@pytest.mark.parametrize("form", [TextLines, JsonLines])
def test_the_token_is_cut_out_of_traces(form: type[TextLines]) -> None:
    entry = record("failed")
    try:
        int(TOKEN)
    except ValueError as error:
        entry.exc_info = (type(error), error, error.__traceback__)
    line = form((TOKEN,)).format(entry)
    assert "s3cret" not in line
    assert "ValueError" in line


def test_a_json_entry_is_one_line_with_its_parts() -> None:
    entry = json.loads(JsonLines().format(record("Тула\n%s", 1)))
    assert entry["message"] == "Тула\n1"
    assert entry["level"] == "INFO"
    assert entry["logger"] == "bot.app"
    assert entry["time"].endswith("+00:00")


def test_the_http_library_does_not_log_its_requests() -> None:
    root = logging.getLogger()
    before = (root.level, root.handlers[:])
    try:
        configure_logging("DEBUG", "text", (TOKEN,))
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("httpcore").isEnabledFor(logging.DEBUG)
    finally:
        root.handlers[:] = before[1]
        root.setLevel(before[0])


def test_an_entry_tells_the_update_that_was_being_run() -> None:
    with running(Attempt(17)):
        text = TextLines().format(record("handled"))
        entry = json.loads(JsonLines().format(record("handled")))
    assert text.endswith("INFO bot.app [17]: handled")
    assert entry["update"] == 17
    assert TextLines().format(record("stopped")).endswith("INFO bot.app: stopped")
    assert "update" not in json.loads(JsonLines().format(record("stopped")))


@pytest.mark.parametrize("form", [TextLines, JsonLines])
def test_both_secrets_are_cut_out_of_messages_and_traces(form: type[TextLines]) -> None:
    entry = record("%s and %s, both", TOKEN, SECRET)
    try:
        int(SECRET)
    except ValueError as error:
        entry.exc_info = (type(error), error, error.__traceback__)
    line = form((TOKEN, SECRET)).format(entry)
    assert "s3cret" not in line
    assert SECRET not in line
    assert line.count("[token]") == 3
    assert "both" in line


def test_a_json_entry_with_a_trace_is_one_line() -> None:
    entry = record("failed")
    try:
        int("x")
    except ValueError as error:
        entry.exc_info = (type(error), error, error.__traceback__)
    line = JsonLines().format(entry)
    assert "\n" not in line
    assert json.loads(line)["error"].startswith("Traceback")
