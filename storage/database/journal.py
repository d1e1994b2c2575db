"""An inbox that is written behind: those who run updates wait for no store that is away or slow."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence

from storage.database.entries import Changes, Entry
from storage.database.errors import StoreError, StoreRefusedError
from storage.database.inbox import Inbox
from storage.database.note import FINISHED, Note
from storage.database.tables import State

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0  # between two tries of a store that is away
LAST_RETRY_SECONDS = 0.1  # … when the end is near
PATIENT_SECONDS = 5.0  # so long a run waits that may kill the process once more
SLOW = "the database does not answer in time"


class InboxJournal:
    """Notes what becomes of updates, and writes it into the inbox in the background.

    The newest note of an update counts, and many are written in one go, by one task. The methods
    return when their note is written. They raise StoreError when it takes too long, or the store is
    known to be away; then it is written later all the same. Nothing is written before `recover()`:
    an inbox that cannot be read is none to put anything into.
    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._open: dict[int, Entry] = {}  # not finished, nor a dead letter in the store
        self._stored: set[int] = set()  # of the open ones, which the store has …
        self._tried: set[int] = set()  # … or may have
        self._window: Collection[int] = ()
        self._notes: dict[int, Note] = {}
        self._writer: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()
        self._told = False  # that it is away
        self._trouble: str | None = "it is not known yet what the last process left"
        self.recovered = asyncio.Event()
        inbox.database.reopened.append(self._keep_again)

    async def recover(self) -> tuple[list[Entry], list[Entry]]:
        """What the last process left: `Inbox.unfinished`, but for what has come and ended again."""
        left = await self._inbox.unfinished()
        for entry in (*left[0], *left[1]):
            if not self._is_noted(entry.update_id, FINISHED):
                self._open[entry.update_id] = entry
            self._stored.add(entry.update_id)
        self._trouble = None
        self.recovered.set()
        self._write_soon()
        in_flight, rest = ([e for e in part if e.update_id in self._open] for part in left)
        return in_flight, rest

    def keep(self, entries: Iterable[Entry], window: Collection[int] = ()) -> None:
        """Let the store have them; `window`: all ids that Telegram has not seen confirmed."""
        self._window = window or self._window
        for entry in entries:
            if entry.update_id not in self._open:
                self._open[entry.update_id] = entry
                self._note(entry.update_id, Note(State.NEW))

    async def kept(self, update_ids: Iterable[int]) -> None:
        """Wait until the store has them, or they are finished."""
        await self._written([self._notes[id] for id in update_ids if id in self._notes])

    def unsafe(self, update_ids: Iterable[int]) -> list[int]:
        """Those that would be lost if Telegram forgot them and we died."""
        return [id for id in update_ids if id in self._open and id not in self._stored]

    async def start(self, update_id: int, *, isolated: bool = False, patient: bool = False) -> None:
        """It is about to be run. `patient`: it may have killed the process, and must be marked."""
        note = self._note(update_id, Note(State.RUNNING, isolated))
        if not (patient or isolated):
            await self._written([note])
            return
        try:
            async with asyncio.timeout(PATIENT_SECONDS):
                while not note.written:
                    note.tried.clear()
                    await note.tried.wait()
        except TimeoutError:
            self._forget({update_id: note})  # it is not run, and must not be counted
            raise StoreError(self._trouble or SLOW) from None

    async def release(self, update_ids: Iterable[int]) -> None:
        """They do not run any more, and are not finished."""
        await self._written([self._note(update_id, Note(State.NEW)) for update_id in update_ids])

    async def finish(self, update_ids: Iterable[int]) -> None:
        """They are handled. Of those that the store never had nothing is remembered."""
        notes = []
        for update_id in update_ids:
            self._open.pop(update_id, None)
            if not self.recovered.is_set() or update_id in self._stored or update_id in self._tried:
                notes.append(self._note(update_id, Note(FINISHED)))
            elif note := self._notes.get(update_id):
                self._forget({update_id: note}, written=True)
        await self._written(notes)

    async def add_dead_letter(self, entry: Entry, why: str) -> None:
        """Keep it for a look, and run it no more."""
        self._open[entry.update_id] = entry
        await self._written([self._note(entry.update_id, Note(State.DEAD_LETTER, why=why))])

    async def settle(self, within: float) -> None:
        """Write what there is to write, in so many seconds; nothing is written after that."""
        self._ending.set()
        if self._writer and not self._writer.done():
            await asyncio.wait([self._writer], timeout=within)
        if self._notes:
            log.warning("the store does not know what became of %d updates", len(self._notes))
        self._notes.clear()

    def _note(self, update_id: int, note: Note) -> Note:
        before = self._notes.get(update_id)
        note.superseded = before if before and not before.tried.is_set() else None
        self._notes[update_id] = note
        self._write_soon()
        return note

    def _is_noted(self, update_id: int, state: State | None) -> bool:
        note = self._notes.get(update_id)
        return note is not None and note.state == state

    async def _written(self, notes: Sequence[Note]) -> None:
        if self._trouble is None:
            for note in notes:
                await note.tried.wait()
        if not all(note.written for note in notes):
            raise StoreError(self._trouble or "the database does not take it")

    def _write_soon(self) -> None:
        if self.recovered.is_set() and (self._writer is None or self._writer.done()):
            self._writer = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        while self._notes:
            watch = asyncio.create_task(self._watch())
            try:
                await self._write(dict(self._notes))
            except StoreError as error:
                self._tell_trouble(str(error))
                self._let_go()
                await self._pause()
            else:
                self._tell_trouble(None)
                self._trouble = SLOW if watch.done() else None
            finally:
                watch.cancel()

    async def _watch(self) -> None:
        """Nobody waits any more when it takes long."""
        await self._inbox.database.out_of_patience()
        self._trouble = SLOW
        self._let_go()

    def _let_go(self) -> None:
        for note in self._notes.values():
            note.tell()

    def _tell_trouble(self, trouble: str | None) -> None:
        self._trouble = trouble
        if bool(trouble) is self._told:
            return
        self._told = bool(trouble)
        if trouble:
            log.warning("updates are handled before they are confirmed: %s", trouble)
        else:
            log.info("the store is back")

    async def _pause(self) -> None:
        if self._ending.is_set():
            await asyncio.sleep(LAST_RETRY_SECONDS)
        else:
            try:
                async with asyncio.timeout(RETRY_SECONDS):
                    await self._ending.wait()
            except TimeoutError:
                pass

    async def _write(self, notes: Mapping[int, Note]) -> None:
        """Write them in one transaction; where it is refused, one by one, for the others' sake."""
        changes = self._changes(notes)
        self._tried.update(each.update_id for each in changes.fresh)
        try:
            await self._inbox.write(changes)
        except StoreRefusedError as error:
            if len(notes) > 1:
                for update_id, note in notes.items():
                    await self._write({update_id: note})
                return
            # Without a traceback, which would quote what people wrote.
            log.error(  # noqa: TRY400
                "please tell us: the inbox does not take what it is told: %s", error
            )
            self._forget(notes)
        else:
            self._stored.update(each.update_id for each in changes.fresh)
            self._forget(notes, written=True)
        gone = [id for id, note in notes.items() if note.state in (FINISHED, State.DEAD_LETTER)]
        self._stored.difference_update(gone)
        self._tried.difference_update(gone)
        for update_id, note in notes.items():
            if note.state == State.DEAD_LETTER:
                self._open.pop(update_id, None)

    def _changes(self, notes: Mapping[int, Note]) -> Changes:
        def of(state: State | None, *, isolated: bool = False) -> list[int]:
            return [id for id, n in notes.items() if (n.state, n.isolated) == (state, isolated)]

        alive = [
            id for id, note in notes.items() if note.state not in (FINISHED, State.DEAD_LETTER)
        ]
        fresh = [id for id in alive if id in self._open and id not in self._stored]
        return Changes(
            finished=of(FINISHED),
            fresh=[self._open[update_id] for update_id in fresh],
            waiting=[update_id for update_id in of(State.NEW) if update_id in self._stored],
            running=of(State.RUNNING),
            isolated=of(State.RUNNING, isolated=True),
            dead=[(self._open[id], notes[id].why) for id in of(State.DEAD_LETTER)],
            window=self._window,
        )

    def _forget(self, notes: Mapping[int, Note], *, written: bool = False) -> None:
        for update_id, note in notes.items():
            if self._notes.get(update_id) is note:
                del self._notes[update_id]
            note.tell(written=written)

    def _keep_again(self) -> None:
        """The inbox is another one than before, and may have nothing of what it had."""
        self._stored.clear()
        for update_id in self._open:
            if update_id not in self._notes:
                self._note(update_id, Note(State.NEW))
