"""Logs: in two forms, and never the token."""

import json
import logging

import pytest

from bot.logs import JsonLines, TextLines, configure_logging

TOKEN = "123:" + "s3cret"


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
