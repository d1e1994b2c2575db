"""Updates that were accepted and are not finished: what a killed process leaves to the next one."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import col, delete, insert, select, update

from storage.database.engine import transaction, upsert
from storage.database.tables import DEAD_LETTER, NEW, RUNNING, InboxRow, PollRow

MAX_ISOLATED_DEATHS = 2  # of runs in isolation, after which an update is taken for the cause


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted update: its JSON, whose turn it is in, and when it came (Unix seconds)."""

    update_id: int
    ordering_key: int | None
    payload: str
    received_at: float


@dataclass(frozen=True, slots=True)
class Depth:
    """How much lies in the inbox."""

    waiting: int
    dead_letters: int
    oldest_at: float | None  # of those waiting, Unix seconds


class Inbox:
    """One bot's inbox. Every method is one transaction, and raises StoreError."""

    def __init__(self, engine: AsyncEngine, bot_id: int) -> None:
        self._engine = engine
        self._bot_id = bot_id
        self._own = col(InboxRow.bot_id) == bot_id

    async def accept(self, batch: Sequence[Entry], *, anew: bool = False) -> Sequence[Entry]:
        """Keep a batch; gives what of it is new. After this it may be confirmed to Telegram.

        `anew`: the ids begin anew, and may be lower than the last one.
        """
        async with transaction(self._engine, durable=True) as connection:
            last = None if anew else await self._last(connection)
            fresh = [each for each in batch if last is None or each.update_id > last]
            ids = col(InboxRow.update_id).in_([each.update_id for each in fresh])
            query = select(InboxRow.update_id).where(self._own, ids)
            held = set((await connection.execute(query)).scalars())
            fresh = [each for each in fresh if each.update_id not in held]
            if fresh:
                await connection.execute(insert(InboxRow), [self._row(each) for each in fresh])
                latest = max(each.update_id for each in fresh)
                await connection.execute(
                    upsert(connection, PollRow, ["bot_id"], bot_id=self._bot_id,
                           last_update_id=latest, accepted_at=time.time())
                )  # fmt: skip
            return fresh

    async def last(self) -> int | None:
        """The update accepted last, behind which polling goes on; None before the first."""
        async with transaction(self._engine) as connection:
            return await self._last(connection)

    async def unfinished(self) -> tuple[list[Entry], list[Entry]]:
        """After a start: what was in flight when the last process died, and the rest.

        What died in isolation too often, a poison message, becomes a dead letter first. Both are in
        order; what died in isolation before comes first.
        """
        async with transaction(self._engine) as connection:
            died = [
                self._own,
                col(InboxRow.state) == RUNNING,
                col(InboxRow.tries) >= MAX_ISOLATED_DEATHS,
            ]
            dead = update(InboxRow).where(*died)
            await connection.execute(
                dead.values(
                    state=DEAD_LETTER,
                    why=f"the process died {MAX_ISOLATED_DEATHS} times running it alone",
                )
            )
            rows = await connection.execute(
                select(InboxRow)
                .where(self._own, col(InboxRow.state) != DEAD_LETTER)
                .order_by(col(InboxRow.tries).desc(), col(InboxRow.update_id))
            )
            found = [(row.state, _entry(row)) for row in rows]
        in_flight = [entry for state, entry in found if state == RUNNING]
        return in_flight, [entry for state, entry in found if state == NEW]

    async def start(self, update_id: int, *, isolated: bool = False) -> None:
        """It is about to be run. In isolation that counts: should the process die, it was this one.

        Side by side with others it is as innocent as they are.
        """
        async with transaction(self._engine) as connection:
            this = update(InboxRow).where(self._own, col(InboxRow.update_id) == update_id)
            tries = InboxRow.tries + 1 if isolated else 0
            await connection.execute(this.values(state=RUNNING, tries=tries))

    async def release(self, update_ids: Iterable[int]) -> None:
        """They were interrupted by an orderly end: the next process runs them as if new."""
        async with transaction(self._engine) as connection:
            interrupted = col(InboxRow.update_id).in_(list(update_ids))
            running = update(InboxRow).where(self._own, interrupted)
            await connection.execute(running.values(state=NEW, tries=0))

    async def finish(self, update_ids: Iterable[int]) -> None:
        """They are handled: nothing of them is kept."""
        async with transaction(self._engine) as connection:
            finished = col(InboxRow.update_id).in_(list(update_ids))
            await connection.execute(delete(InboxRow).where(self._own, finished))

    async def add_dead_letter(self, entry: Entry, why: str) -> None:
        """Keep an update for a look, and run it no more; also one that never was in the inbox."""
        async with transaction(self._engine) as connection:
            row = self._row(entry) | {"state": DEAD_LETTER, "why": why}
            await connection.execute(upsert(connection, InboxRow, ["bot_id", "update_id"], **row))

    async def dead_letters(self) -> list[tuple[Entry, str]]:
        """The dead letters, and why each is one, in the order they came."""
        kept = select(InboxRow).where(self._own, col(InboxRow.state) == DEAD_LETTER)
        async with transaction(self._engine) as connection:
            rows = await connection.execute(kept.order_by(col(InboxRow.received_at)))
            return [(_entry(row), row.why) for row in rows]

    async def retry_dead_letters(self) -> int:
        """Let the dead letters run again at the next start; gives how many they are."""
        async with transaction(self._engine) as connection:
            kept = update(InboxRow).where(self._own, col(InboxRow.state) == DEAD_LETTER)
            done = await connection.execute(kept.values(state=NEW, tries=0, why=None))
            return done.rowcount

    async def drop_dead_letters(self) -> int:
        """Forget the dead letters; gives how many they were."""
        async with transaction(self._engine) as connection:
            kept = delete(InboxRow).where(self._own, col(InboxRow.state) == DEAD_LETTER)
            return (await connection.execute(kept)).rowcount

    async def depth(self) -> Depth:
        """How much waits, how many dead letters there are, and since when the oldest waits."""
        query = select(InboxRow.state, func.count(), func.min(InboxRow.received_at))
        grouped = query.where(self._own).group_by(col(InboxRow.state))
        async with transaction(self._engine) as connection:
            rows = {row[0]: (row[1], row[2]) for row in await connection.execute(grouped)}
        dead, _ = rows.pop(DEAD_LETTER, (0, None))
        oldest = min((at for _, at in rows.values()), default=None)
        return Depth(sum(count for count, _ in rows.values()), dead, oldest)

    async def clear(self) -> None:
        """Forget all: the other side is a sandbox that has begun anew."""
        async with transaction(self._engine) as connection:
            await connection.execute(delete(InboxRow).where(self._own))
            await connection.execute(delete(PollRow).where(col(PollRow.bot_id) == self._bot_id))

    async def _last(self, connection: AsyncConnection) -> int | None:
        query = select(PollRow.last_update_id).where(col(PollRow.bot_id) == self._bot_id)
        last: int | None = (await connection.execute(query)).scalar_one_or_none()
        return last

    def _row(self, entry: Entry) -> dict[str, Any]:
        return {"bot_id": self._bot_id, "update_id": entry.update_id, "lane": entry.ordering_key,
                "payload": entry.payload, "state": NEW, "tries": 0,
                "received_at": entry.received_at, "why": None}  # fmt: skip


def _entry(row: Any) -> Entry:
    return Entry(row.update_id, row.lane, row.payload, row.received_at)
