"""Logging: text or JSON lines on standard error, and never the token."""

import json
import logging
import sys
from datetime import UTC, datetime


def configure_logging(level: str, style: str, secret: str | None = None) -> None:
    """Set up the root logger. `style` is "text" or "json"; `secret` is cut out of every line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((JsonLines if style == "json" else TextLines)(secret))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # They log each request with its address, and the address holds the token.
    for chatty in ("httpx", "httpcore", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class TextLines(logging.Formatter):
    """`2026-01-31 12:00:00,000 INFO bot.app: …`, with the trace of an error below."""

    def __init__(self, secret: str | None = None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry: even a trace cannot carry the secret out."""
        return self._redact(super().format(record))

    def _redact(self, text: str) -> str:
        return text.replace(self._secret, "[token]") if self._secret else text


class JsonLines(TextLines):
    """One JSON object an entry: time (UTC), level, logger, message, and the trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry on one line."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return self._redact(json.dumps(entry, ensure_ascii=False))
