"""Logging: text or JSON lines on standard error, and never the token."""

import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.delivery.attempt import current


def configure_logging(level: str, style: str, secrets: Sequence[str] = ()) -> None:
    """Set up the root logger. `style` is "text" or "json"; `secrets` are cut out of every line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((JsonLines if style == "json" else TextLines)(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # They log each request with its address, and the address holds the token.
    for chatty in ("httpx", "httpcore", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class TextLines(logging.Formatter):
    """`2026-01-31 12:00:00,000 INFO bot.app [17]: …`, with the trace of an error below.

    The number is the update that was being run.
    """

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(update)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry: even a trace cannot carry a secret out."""
        attempt = current()
        record.update = f" [{attempt.update_id}]" if attempt else ""
        return self._redact(super().format(record))

    def _redact(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return text


class JsonLines(TextLines):
    """One JSON object an entry: time (UTC), level, logger, message, update, an error's trace."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry on one line."""
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if attempt := current():
            entry["update"] = attempt.update_id
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return self._redact(json.dumps(entry, ensure_ascii=False))
