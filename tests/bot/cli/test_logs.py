"""Logs: in two forms, and never a secret, anybody's words or a body."""

import io
import json
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.cli.logs import OWN, JsonLines, TextLines, configure_logging
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


@pytest.fixture
def logged() -> Iterator[Callable[..., io.StringIO]]:
    """Logging as the process configures it, into a text; put back afterwards."""
    root = logging.getLogger()
    own = [logging.getLogger(name) for name in OWN]
    before = (root.level, root.handlers[:], [log.level for log in own])

    def configure(level: str = "INFO", style: str = "text", *secrets: str) -> io.StringIO:
        configure_logging(level, style, secrets)
        [handler] = root.handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(target := io.StringIO())
        return target

    yield configure
    logging.captureWarnings(capture=False)
    root.handlers[:] = before[1]
    root.setLevel(before[0])
    for log, level in zip(own, before[2], strict=True):
        log.setLevel(level)


class Garbling(BaseRequest):
    """Telegram's side, which answers this to everything."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *args: object, **kwargs: object) -> tuple[int, bytes]:
        return self.status, self.body


TRUNCATED = json.dumps(
    {"ok": True, "result": [{"message": {"from": {"first_name": "Анна"}, "text": 'my "Tula"'}}]},
    ensure_ascii=False,
).encode()[:-3]
PAGE = f"<h1>502</h1>\n2026-01-01 INFO forged\x1b[2J /bot{quote(TOKEN, safe='')}/x 'Tula' Анна"


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, TRUNCATED),
        (502, PAGE.encode()),
        (404, PAGE.encode("utf-16")),
        (500, json.dumps({"ok": False, "description": f"no way for Анна: {PAGE}"}).encode()),
        (400, json.dumps({"description": "x", "parameters": {"Tula": PAGE}}).encode()),
    ],
)
async def test_no_body_of_telegrams_side_is_logged(
    logged: Callable[..., io.StringIO], style: str, level: str, status: int, body: bytes
) -> None:
    target = logged(level, style, TOKEN)
    ours = logging.getLogger("bot.delivery")
    try:
        await Garbling(status, body).post("https://x/getUpdates")
    except TelegramError as error:
        ours.warning("Telegram gives no updates: %s", error)
        ours.exception("and with its trace")
    told = target.getvalue()
    assert "Telegram gives no updates" in told
    assert not re.search("Tula|Анна|s3cret|502</h1>|\x1b", told)
    forged = [line for line in told.splitlines() if line.startswith("2026-01-01")]
    assert forged == []


def test_the_level_is_our_own_and_libraries_stay_at_warning(
    logged: Callable[..., io.StringIO],
) -> None:
    target = logged("DEBUG")
    for name in ("telegram.Bot", "httpx", "httpcore", "aiosqlite", "sqlalchemy.engine", "asyncio"):
        logging.getLogger(name).info("Тула")
        logging.getLogger(name).debug("Тула")
    logging.getLogger("bot.delivery").debug("ours")
    logging.getLogger("storage.database").debug("and ours")
    assert [line.partition(": ")[2] for line in target.getvalue().splitlines()] == [
        "ours", "and ours",
    ]  # fmt: skip


def test_libraries_say_no_more_than_we_where_we_say_only_errors(
    logged: Callable[..., io.StringIO],
) -> None:
    target = logged("ERROR")
    logging.getLogger("asyncio").warning("slow")
    logging.getLogger("bot").warning("slow")
    assert target.getvalue() == ""


@pytest.mark.parametrize("form", [TextLines, JsonLines])
@pytest.mark.parametrize(
    "name", ["a\nb", "\x1b[2J", "\x9b2J", "\r", "\u2028", "\u202e", "\x7f", "\ud800"]
)
def test_no_name_can_forge_a_line_or_move_a_terminal(form: type[TextLines], name: str) -> None:
    line = form().format(record("chat %s", name))
    assert line.isprintable()
    assert line.encode()


def test_a_trace_is_indented_so_that_nothing_in_it_looks_like_an_entry() -> None:
    def forge() -> None:
        raise OSError("first\n2026-01-01 00:00:00,000 INFO bot: forged") from KeyError("Тула")

    entry = record("failed")
    try:
        forge()
    except OSError as error:
        entry.exc_info = (type(error), error, error.__traceback__)
    first, *trace = TextLines().format(entry).split("\n")
    assert first.endswith(": failed")
    assert all(line.startswith("  ") for line in trace)
    assert trace[0] == "  Traceback (most recent call last):"
    assert "  KeyError: '…'" in trace
    assert any("raise OSError" in line for line in trace)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("invalid literal for int(): 'Тула'"), "invalid literal for int(): '…'"),
        (KeyError("Тула"), "'…'"),
        (UnicodeError("it can't be «Ту'ла» here"), "it can't be '…' here"),
        (ValueError('the rest is missing: "Ту\nла'), "the rest is missing: '…'"),
        (ValueError("refused\nDETAIL:  Failing row contains (1, Тула)"), "refused"),
        (ExceptionGroup("two", [ValueError("'Тула'")]), "two (1 sub-exception)"),
        (TelegramError("no chat of Анна Тула here"), "no chat of … here"),
        (TelegramError("Message is not modified"), "Message is not modified"),
        (FileNotFoundError(2, "No such file", "/a/b"), "[Errno 2] No such file: '/a/b'"),
        (TimeoutError(), "TimeoutError"),
        (ValueError("x" * 10_000), "x" * 500),
    ],
)
def test_an_error_is_told_without_what_it_quotes(error: Exception, told: str) -> None:
    assert TextLines().format(record("it: %s", error)).endswith(f"it: {told}")


def test_an_entry_that_cannot_be_put_together_is_told_still(
    logged: Callable[..., io.StringIO], capsys: pytest.CaptureFixture[str]
) -> None:
    target = logged()
    logging.getLogger("bot").info("%d words", "Тула")
    assert target.getvalue().endswith("(no text: TypeError)\n")
    assert "Тула" not in capsys.readouterr().err


def test_warnings_go_the_same_way(logged: Callable[..., io.StringIO]) -> None:
    target = logged("INFO", "text", TOKEN)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(f"about {TOKEN}", stacklevel=1)
    assert "WARNING py.warnings: " in target.getvalue()
    assert "s3cret" not in target.getvalue()


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
