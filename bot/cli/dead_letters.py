"""`pobratim dead-letters`: the updates that could not be handled, for somebody to look at."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.cli.escaping import json_line
from storage.database.entries import Entry
from storage.database.store import Store


async def handle_dead_letters(
    database_url: str, bot_id: int, what: str, encoding: str = "utf-8"
) -> Sequence[str]:
    """Lines to print: with "list" an update each, as JSON; else what was done ("retry", "drop").

    What the terminal's encoding lacks, or a terminal would obey, is escaped as JSON does it.
    """
    async with await Store.open(database_url) as store:
        inbox = store.inbox(bot_id)
        match what:
            case "retry":
                return [f"{await inbox.retry_dead_letters()} updates run again at the next start"]
            case "drop":
                return [f"{await inbox.drop_dead_letters()} updates were forgotten"]
            case _:
                letters = await inbox.dead_letters()
                return [json_line(_told(entry, why), encoding) for entry, why in letters]


def _told(entry: Entry, why: str) -> dict[str, Any]:
    try:
        received = datetime.fromtimestamp(entry.received_at, UTC).isoformat(timespec="seconds")
    except (OSError, OverflowError, ValueError):
        received = str(entry.received_at)
    try:
        update = json.loads(entry.payload)
    except (RecursionError, ValueError):
        update = entry.payload
    known = {"update_id": entry.update_id, "received_at": received, "why": why}
    return known | {"update": update}
