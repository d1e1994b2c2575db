"""Updates that were accepted and are not finished: what a killed process leaves to the next one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, delete, insert, select, update

from storage.database.database import LONG_TRANSACTION_SECONDS, Database
from storage.database.engine import upsert
from storage.database.entries import Changes, Depth, Entry
from storage.database.tables import FinishedRow, InboxRow, State

MAX_ISOLATED_DEATHS = 2  # of runs in isolation, after which an update is taken for the cause
MAX_IDS = 1_000  # in one statement; PostgreSQL's protocol takes 32,767 parameters


class Inbox:
    """One bot's inbox. Every method is one transaction, and raises StoreError."""

    def __init__(self, database: Database, bot_id: int) -> None:
        self.database = database
        self._bot_id = bot_id
        self._own = col(InboxRow.bot_id) == bot_id
        self._finished = col(FinishedRow.bot_id) == bot_id

    async def write(self, changes: Changes) -> None:
        """Write all of it: the inbox has it, or nothing of it."""
        async with self._transaction(durable=bool(changes.fresh)) as connection:
            await self._finish(connection, changes.finished)  # first: it must not run again
            running = set(changes.running)
            fresh = await self._accept(connection, changes.fresh, changes.window, running)
            running.difference_update(each.update_id for each in fresh)
            await self._set(connection, changes.waiting, state=State.NEW, tries=0)
            await self._set(connection, running, state=State.RUNNING, tries=0)
            await self._start_isolated(connection, changes.isolated)
            for entry, why in changes.dead:
                await self._add_dead_letter(connection, entry, why)

    async def accept(self, batch: Sequence[Entry], window: Collection[int] = ()) -> Sequence[Entry]:
        """Keep a batch; gives what of it is new. After this it may be confirmed to Telegram.

        `window`: all ids that Telegram has not seen confirmed; of others it needs not be known any
        more that they are finished.
        """
        async with self._transaction(durable=True) as connection:
            return await self._accept(connection, batch, window)

    async def finished(self) -> dict[int, int]:
        """The digests of finished updates that Telegram may bring once more, by their ids."""
        async with self._transaction(read_only=True) as connection:
            return await self._all_finished(connection)

    async def unfinished(self) -> tuple[list[Entry], list[Entry]]:
        """After a start: what was in flight when the last process died, and the rest.

        What died in isolation too often, a poison message, becomes a dead letter first. Both are in
        order; what died in isolation before comes first.
        """
        seconds = LONG_TRANSACTION_SECONDS
        async with self.database.transaction(probe=True, seconds=seconds) as connection:
            died = [
                self._own,
                col(InboxRow.state) == State.RUNNING,
                col(InboxRow.tries) >= MAX_ISOLATED_DEATHS,
            ]
            dead = update(InboxRow).where(*died)
            await connection.execute(
                dead.values(
                    state=State.DEAD_LETTER,
                    why=f"the process died {MAX_ISOLATED_DEATHS} times running it alone",
                )
            )
            rows = await connection.execute(
                select(InboxRow)
                .where(self._own, col(InboxRow.state) != State.DEAD_LETTER)
                .order_by(col(InboxRow.tries).desc(), col(InboxRow.update_id))
            )
            found = [(row.state, _entry(row)) for row in rows]
        in_flight = [entry for state, entry in found if state == State.RUNNING]
        return in_flight, [entry for state, entry in found if state == State.NEW]

    async def start(self, *update_ids: int, isolated: bool = False) -> None:
        """They are about to be run. In isolation that counts: should we die, it was this one.

        Side by side with others they are as innocent as those.
        """
        async with self._transaction() as connection:
            if isolated:
                await self._start_isolated(connection, update_ids)
            else:
                await self._set(connection, update_ids, state=State.RUNNING, tries=0)

    async def release(self, update_ids: Iterable[int]) -> None:
        """They were interrupted by an orderly end: the next process runs them as if new."""
        async with self._transaction() as connection:
            await self._set(connection, update_ids, state=State.NEW, tries=0)

    async def finish(self, update_ids: Iterable[int]) -> None:
        """They are handled: nothing is kept but that they were, lest Telegram bring them again."""
        async with self._transaction() as connection:
            await self._finish(connection, update_ids)

    async def add_dead_letter(self, entry: Entry, why: str) -> None:
        """Keep an update for a look, and run it no more; also one that never was in the inbox."""
        async with self._transaction() as connection:
            await self._add_dead_letter(connection, entry, why)

    async def dead_letters(self) -> list[tuple[Entry, str]]:
        """The dead letters, and why each is one, in the order they came."""
        kept = select(InboxRow).where(self._own, col(InboxRow.state) == State.DEAD_LETTER)
        async with self._transaction(read_only=True) as connection:
            rows = await connection.execute(kept.order_by(col(InboxRow.received_at)))
            return [(_entry(row), row.why) for row in rows]

    async def retry_dead_letters(self) -> int:
        """Let the dead letters run again at the next start; gives how many they are."""
        async with self._transaction() as connection:
            kept = update(InboxRow).where(self._own, col(InboxRow.state) == State.DEAD_LETTER)
            done = await connection.execute(kept.values(state=State.NEW, tries=0, why=None))
            return done.rowcount

    async def drop_dead_letters(self) -> int:
        """Forget the dead letters; gives how many they were."""
        async with self._transaction() as connection:
            kept = delete(InboxRow).where(self._own, col(InboxRow.state) == State.DEAD_LETTER)
            return (await connection.execute(kept)).rowcount

    async def depth(self) -> Depth:
        """How much waits, how many dead letters there are, and since when the oldest waits."""
        query = select(InboxRow.state, func.count(), func.min(InboxRow.received_at))
        grouped = query.where(self._own).group_by(col(InboxRow.state))
        async with self.database.transaction(read_only=True) as connection:
            rows = {row[0]: (row[1], row[2]) for row in await connection.execute(grouped)}
        dead, _ = rows.pop(State.DEAD_LETTER, (0, None))
        oldest = min((at for _, at in rows.values()), default=None)
        return Depth(sum(count for count, _ in rows.values()), dead, oldest)

    async def clear(self) -> None:
        """Forget all: the other side is a sandbox that has begun anew."""
        async with self._transaction() as connection:
            await connection.execute(delete(InboxRow).where(self._own))
            await connection.execute(delete(FinishedRow).where(self._finished))

    def _transaction(
        self, *, durable: bool = False, read_only: bool = False
    ) -> AbstractAsyncContextManager[AsyncConnection]:
        return self.database.transaction(durable=durable, read_only=read_only, probe=True)

    async def _accept(
        self,
        connection: AsyncConnection,
        batch: Sequence[Entry],
        window: Collection[int],
        running: Collection[int] = (),
    ) -> Sequence[Entry]:
        if not batch:
            return ()
        finished = await self._all_finished(connection)
        stale = finished.keys() - {*window, *(each.update_id for each in batch)}
        held = await self._held(connection, [each.update_id for each in batch])
        fresh = [
            each
            for each in batch
            if each.update_id not in held and finished.get(each.update_id) != each.digest
        ]
        for ids in _chunks({*stale, *(each.update_id for each in fresh)} & finished.keys()):
            known = col(FinishedRow.update_id).in_(ids)
            await connection.execute(delete(FinishedRow).where(self._finished, known))
        if fresh:
            rows = [
                self._row(it, State.RUNNING if it.update_id in running else State.NEW)
                for it in fresh
            ]
            await connection.execute(insert(InboxRow), rows)
        return fresh

    async def _finish(self, connection: AsyncConnection, update_ids: Iterable[int]) -> None:
        for ids in _chunks(update_ids):
            known = col(FinishedRow.update_id).in_(ids)
            await connection.execute(delete(FinishedRow).where(self._finished, known))
            these = (self._own, col(InboxRow.update_id).in_(ids))
            done = select(InboxRow.bot_id, InboxRow.update_id, InboxRow.digest).where(*these)
            columns = ["bot_id", "update_id", "digest"]
            await connection.execute(insert(FinishedRow).from_select(columns, done))
            await connection.execute(delete(InboxRow).where(*these))

    async def _start_isolated(self, connection: AsyncConnection, ids: Iterable[int]) -> None:
        await self._set(connection, ids, state=State.RUNNING, tries=InboxRow.tries + 1)

    async def _add_dead_letter(self, connection: AsyncConnection, entry: Entry, why: str) -> None:
        row = self._row(entry, State.DEAD_LETTER) | {"why": why}
        await connection.execute(upsert(connection, InboxRow, ["bot_id", "update_id"], **row))

    async def _set(
        self, connection: AsyncConnection, update_ids: Iterable[int], **values: Any
    ) -> None:
        for ids in _chunks(update_ids):
            these = update(InboxRow).where(self._own, col(InboxRow.update_id).in_(ids))
            await connection.execute(these.values(**values))

    async def _held(self, connection: AsyncConnection, update_ids: Iterable[int]) -> set[int]:
        held: set[int] = set()
        for ids in _chunks(update_ids):
            query = select(InboxRow.update_id).where(self._own, col(InboxRow.update_id).in_(ids))
            held |= set((await connection.execute(query)).scalars())
        return held

    async def _all_finished(self, connection: AsyncConnection) -> dict[int, int]:
        query = select(FinishedRow.update_id, FinishedRow.digest).where(self._finished)
        return {row[0]: row[1] for row in await connection.execute(query)}

    def _row(self, entry: Entry, state: State) -> dict[str, Any]:
        return {"bot_id": self._bot_id, "update_id": entry.update_id, "lane": entry.ordering_key,
                "payload": entry.payload, "state": state, "tries": 0,
                "received_at": entry.received_at, "why": None, "digest": entry.digest}  # fmt: skip


def _chunks(update_ids: Iterable[int]) -> Iterator[list[int]]:
    ids = list(update_ids)
    return (ids[begin : begin + MAX_IDS] for begin in range(0, len(ids), MAX_IDS))


def _entry(row: Any) -> Entry:
    return Entry(row.update_id, row.lane, row.payload, row.received_at)
