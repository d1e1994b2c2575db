"""Logging: text or JSON lines on standard error, without secrets, words of people or bodies."""

import logging
import re
import sys
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import UTC, datetime
from itertools import chain
from traceback import format_tb
from typing import Any

from bot.cli.escaping import escaped, json_line
from bot.cli.redaction import REDACTED, redaction
from bot.delivery.attempt import current

OWN = ("bot", "storage")  # our loggers; whatever else logs is a library
MAX_TOLD_CHARACTERS = 500  # characters of what an error or a library says
# What they quote may be a request, an answer of a server, or what somebody wrote.
QUOTED = re.compile(r"(?<!\w)[bru]{0,2}[\"'«“‘`](?:.*[\"'»”’`]|.*)", re.DOTALL)
# Telegram's own reasons are plain English: no markup, no other letters.
NOT_TELEGRAMS = re.compile(r"<.*|[^\x00-\x7f]+(?:\s*[^\x00-\x7f]+)*")
CODE_ERRORS = (AttributeError, ImportError, NameError, OSError, TypeError)  # quote names and paths


def configure_logging(level: str, style: str, secrets: Sequence[str] = ()) -> None:
    """Set up all logging. `style` is "text" or "json"; `secrets` are cut out of every line.

    The level is that of our own loggers: below WARNING libraries tell addresses and bodies.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((JsonLines if style == "json" else TextLines)(secrets))
    least = max(logging.WARNING, logging.getLevelNamesMapping()[level])
    logging.basicConfig(level=least, handlers=[handler], force=True)
    for name in OWN:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)


class TextLines(logging.Formatter):
    """`2026-01-31 12:00:00,000 INFO bot.app [17]: …`, with the trace of an error below, indented.

    The number is the update that was being run. Only the first line of an entry begins at the
    margin, so nothing that is told can look like an entry of its own.
    """

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self._redact = redaction(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry."""
        attempt = current()
        update = f" [{attempt.update_id}]" if attempt else ""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}{update}"
        trace = (f"  {escaped(line)}" for line in self._trace(record))
        return "\n".join([f"{head}: {escaped(self._message(record))}", *trace])

    def _message(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] not in OWN:
            return _without_quotes(self._redact(_text(record)))
        told = copy(record)
        if isinstance(record.args, tuple):
            told.args = tuple(
                self._told(it) if isinstance(it, BaseException) else it for it in record.args
            )
        return self._redact(_text(told))

    def _trace(self, record: logging.LogRecord) -> Iterator[str]:
        """The error's trace with its causes, in lines."""
        error = record.exc_info[1] if record.exc_info else None
        for told in reversed(list(_causes(error))):
            yield "Traceback (most recent call last):"
            frames = chain.from_iterable(it.splitlines() for it in format_tb(told.__traceback__))
            yield from map(self._redact, frames)
            yield f"{type(told).__qualname__}: {self._told(told)}"

    def _told(self, error: BaseException) -> str:
        """What an error says, without what it quotes."""
        text = self._redact(_text(error))
        if not text:
            return type(error).__name__
        if isinstance(error, CODE_ERRORS):
            return text[:MAX_TOLD_CHARACTERS]
        first = _without_quotes(text.partition("\n")[0])
        is_telegrams = type(error).__module__.startswith("telegram")
        return NOT_TELEGRAMS.sub("…", first) if is_telegrams else first


class JsonLines(TextLines):
    """One JSON object an entry: time (UTC), level, logger, message, update, an error's trace."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry on one line."""
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._message(record),
        }
        if attempt := current():
            entry["update"] = attempt.update_id
        if record.exc_info:
            entry["error"] = "\n".join(self._trace(record))
        return json_line(entry)


def _without_quotes(text: str) -> str:
    def quote(found: re.Match[str]) -> str:
        return found[0] if found[0][1:-1] == REDACTED else "'…'"

    return QUOTED.sub(quote, text)[:MAX_TOLD_CHARACTERS]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it came from, and what that came from; of a group, its first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        inner = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else None
        before = None if error.__suppress_context__ else error.__context__
        error = inner or error.__cause__ or before


def _text(told: Any) -> str:
    """Its text, even where that cannot be had."""
    try:
        return told.getMessage() if isinstance(told, logging.LogRecord) else str(told)
    except Exception as failure:  # noqa: BLE001 - __str__ and % may raise anything
        return f"(no text: {type(failure).__name__})"
