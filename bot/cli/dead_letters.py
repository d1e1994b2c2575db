"""`pobratim dead-letters`: the updates that could not be handled, for somebody to look at."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from storage.database.inbox import Entry
from storage.database.store import Store


async def handle_dead_letters(database_url: str, bot_id: int, what: str) -> Sequence[str]:
    """Lines to print: with "list" an update each, as JSON; else what was done ("retry", "drop")."""
    async with await Store.open(database_url) as store:
        inbox = store.inbox(bot_id)
        match what:
            case "retry":
                return [f"{await inbox.retry_dead_letters()} updates run again at the next start"]
            case "drop":
                return [f"{await inbox.drop_dead_letters()} updates were forgotten"]
            case _:
                return [_line(entry, why) for entry, why in await inbox.dead_letters()]


def _line(entry: Entry, why: str) -> str:
    received = datetime.fromtimestamp(entry.received_at, UTC).isoformat(timespec="seconds")
    known = {"update_id": entry.update_id, "received_at": received, "why": why}
    return json.dumps(known | {"update": json.loads(entry.payload)}, ensure_ascii=False)
