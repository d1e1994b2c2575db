"""`pobratim corrections`: what people say is wrong on cards, for whoever keeps the list."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.cli.escaping import json_line
from storage.corrections import Correction
from storage.database.store import Store

MOST = 10_000  # lines


async def waiting_corrections(
    database_url: str, bot_id: int, encoding: str = "utf-8"
) -> Sequence[str]:
    """A line of JSON for each that nobody has answered or closed, the oldest first.

    Who wrote it is not told. What the terminal's encoding lacks, or a terminal would obey, is
    escaped as JSON does it. Raises StoreError.
    """
    async with await Store.open(database_url, bot_id, adopts=False) as store:
        waiting, _ = await store.chats.corrections.open(MOST)
    return [json_line(_told(correction), encoding) for correction in waiting]


def _told(it: Correction) -> dict[str, Any]:
    written = datetime.fromtimestamp(it.written_at, UTC).isoformat(timespec="seconds")
    return {
        "number": it.number,
        "place": it.place_id,
        "revision": it.revision,
        "written_at": written,
        "language": it.language,
        "text": it.text,
    }
