"""Corrections that people sent in: kept until whom they came from has them deleted."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, delete, or_, select, update

from storage.corrections import MAX_CORRECTIONS_A_DAY, Correction, CorrectionState
from storage.database.database import Database
from storage.database.engine import upsert
from storage.database.tables import CorrectionRow

DAY_SECONDS = 86_400.0
KEYS = ["bot_id", "chat_id", "message_id"]


class Corrections:
    """The corrections that one bot was sent. Every public coroutine raises StoreError.

    Nobody is thanked before a correction is on the disk, so the database is waited for.
    """

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._own = col(CorrectionRow.bot_id) == bot_id

    async def keep(self, correction: Correction) -> Correction | None:
        """Keep it, once for each message; None where its author has sent enough for a day.

        A message that says something else by now is open again.
        """
        async with self._database.transaction(durable=True) as connection:
            kept = await self._find(connection, *self._is_of_message(correction))
            if kept and kept.text == correction.text:
                return kept
            if kept:
                changed = {"text": correction.text, "state": CorrectionState.OPEN}
                await self._change(connection, kept.number, **changed)
            elif await self._has_enough(connection, correction.user_id, correction.written_at):
                return None
            else:
                values = asdict(correction) | {"bot_id": self._bot_id}
                del values["number"]
                row = upsert(connection, CorrectionRow, KEYS, keep=True, **values)
                await connection.execute(row)
            return await self._find(connection, *self._is_of_message(correction))

    async def has_enough(self, user_id: int, now: float) -> bool:
        """Whether no more is taken from somebody in the day that ends `now` (Unix seconds)."""
        async with self._database.transaction(read_only=True) as connection:
            return await self._has_enough(connection, user_id, now)

    async def find(self, number: int) -> Correction | None:
        """The correction of this number; None where it was deleted."""
        async with self._database.transaction(read_only=True) as connection:
            return await self._find(connection, col(CorrectionRow.id) == number)

    async def open(self, most: int) -> tuple[list[Correction], int]:
        """The oldest that wait, so many at most, and how many there are in all."""
        is_open = (self._own, col(CorrectionRow.state) == CorrectionState.OPEN)
        oldest = select(CorrectionRow).where(*is_open).order_by(col(CorrectionRow.id)).limit(most)
        number = select(func.count()).select_from(CorrectionRow).where(*is_open)
        async with self._database.transaction(read_only=True) as connection:
            found = [_correction(row) for row in await connection.execute(oldest)]
            return found, (await connection.execute(number)).scalar_one()

    async def set_state(self, number: int, state: CorrectionState) -> Correction | None:
        """Say what has become of it; gives it as it is now, None where it was deleted."""
        async with self._database.transaction() as connection:
            await self._change(connection, number, state=state)
            return await self._find(connection, col(CorrectionRow.id) == number)

    async def clear(self) -> None:
        """Forget all: the other side is a sandbox that has begun anew."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(CorrectionRow).where(self._own))

    async def forget(self, connection: AsyncConnection, chat_id: int) -> None:
        """In a transaction, delete what came from a chat, or from a person wherever they wrote."""
        theirs = or_(col(CorrectionRow.chat_id) == chat_id, col(CorrectionRow.user_id) == chat_id)
        await connection.execute(delete(CorrectionRow).where(self._own, theirs))

    async def move(self, connection: AsyncConnection, old_id: int, new_id: int) -> None:
        """In a transaction, let a group that has become a supergroup take them along."""
        its = update(CorrectionRow).where(self._own, col(CorrectionRow.chat_id) == old_id)
        # The supergroup counts its messages anew: under an id of ours no other one is answered.
        moved = {"chat_id": new_id, "message_id": -col(CorrectionRow.id)}
        await connection.execute(its.values(moved))

    def _is_of_message(self, correction: Correction) -> tuple[ColumnElement[bool], ...]:
        return (
            col(CorrectionRow.chat_id) == correction.chat_id,
            col(CorrectionRow.message_id) == correction.message_id,
        )

    async def _find(
        self, connection: AsyncConnection, *which: ColumnElement[bool]
    ) -> Correction | None:
        rows = await connection.execute(select(CorrectionRow).where(self._own, *which))
        row = rows.one_or_none()
        return _correction(row) if row else None

    async def _has_enough(self, connection: AsyncConnection, user_id: int, now: float) -> bool:
        number = select(func.count()).select_from(CorrectionRow)
        theirs = (self._own, col(CorrectionRow.user_id) == user_id)
        today = number.where(*theirs, col(CorrectionRow.written_at) > now - DAY_SECONDS)
        return (await connection.execute(today)).scalar_one() >= MAX_CORRECTIONS_A_DAY

    async def _change(self, connection: AsyncConnection, number: int, **values: str) -> None:
        one = update(CorrectionRow).where(self._own, col(CorrectionRow.id) == number)
        await connection.execute(one.values(**values))


def _correction(row: Any) -> Correction:
    fields = {name: getattr(row, name) for name in Correction.__slots__ if name != "number"}
    fields["state"] = CorrectionState(fields["state"])
    return Correction(**fields, number=row.id)
