"""What becomes of updates is written behind those who run them, in time and in the right order."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from storage.database import journal as journal_module
from storage.database.entries import Changes, Entry
from storage.database.errors import StoreError, StoreRefusedError
from storage.database.inbox import Inbox
from storage.database.journal import InboxJournal
from storage.database.store import Store
from tests.postgres_line import postgres_line

BOT = 42


def entry(update_id: int) -> Entry:
    return Entry(update_id, 5, f'{{"update_id": {update_id}}}', time.time())


class Told(Inbox):
    """An inbox that remembers what it was told, and can be away or refuse."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.database, BOT)
        self.told: list[str] = []
        self.error: StoreError | None = None

    async def write(self, changes: Changes) -> None:
        told = {
            "finish": sorted(changes.finished),
            "accept": [each.update_id for each in changes.fresh],
            "release": sorted(changes.waiting),
            "start": sorted([*changes.running, *changes.isolated]),
            "add": [entry.update_id for entry, _ in changes.dead],
        }
        self._see(", ".join(f"{what} {ids}" for what, ids in told.items() if ids))
        await super().write(changes)

    def _see(self, what: str) -> None:
        if self.error:
            raise self.error
        self.told.append(what)


@pytest.fixture
def inbox(store: Store) -> Told:
    return Told(store)


@pytest.fixture
async def journal(inbox: Told, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[InboxJournal]:
    monkeypatch.setattr(journal_module, "RETRY_SECONDS", 0.02)
    journal = InboxJournal(inbox)
    await journal.recover()
    yield journal
    inbox.error = None
    await journal.settle(5)


async def test_many_notes_are_written_in_one_go(inbox: Told, journal: InboxJournal) -> None:
    journal.keep([entry(n) for n in range(1, 6)])
    await journal.kept(range(1, 6))
    await asyncio.gather(*(journal.start(n) for n in range(1, 6)))
    await asyncio.gather(*(journal.finish([n]) for n in range(1, 6)))
    assert inbox.told == [
        "accept [1, 2, 3, 4, 5]",
        "start [1, 2, 3, 4, 5]",
        "finish [1, 2, 3, 4, 5]",
    ]
    assert (await inbox.depth()).waiting == 0


async def test_what_is_started_while_it_is_kept_is_marked_before_it_runs(
    inbox: Told, journal: InboxJournal
) -> None:
    journal.keep([entry(1)])
    await asyncio.sleep(0)  # in which the writer has begun
    await journal.start(1)
    assert [e.update_id for e in (await inbox.unfinished())[0]] == [1]


async def test_who_waits_for_a_note_waits_for_the_one_that_comes_after_it(
    inbox: Told, journal: InboxJournal
) -> None:
    """An update is kept and started at once."""
    inbox.error = StoreError("away")
    journal.keep([entry(1)])
    keeping = asyncio.create_task(journal.kept([1]))
    await asyncio.sleep(0)
    with pytest.raises(StoreError):
        await journal.start(1)
    with pytest.raises(StoreError):
        await keeping


async def test_only_what_is_neither_stored_nor_finished_is_unsafe(
    inbox: Told, journal: InboxJournal
) -> None:
    inbox.error = StoreError("away")
    journal.keep([entry(1), entry(2), entry(3)])
    with pytest.raises(StoreError, match="away"):
        await journal.kept([1, 2, 3])
    with pytest.raises(StoreError, match="away"):
        await journal.start(1)
    assert journal.unsafe([1, 2, 3]) == [1, 2, 3]
    with pytest.raises(StoreError):
        await journal.finish([2])
    assert journal.unsafe([1, 2, 3]) == [1, 3]
    with pytest.raises(StoreError):
        await journal.add_dead_letter(entry(3), "broken")
    assert journal.unsafe([1, 2, 3]) == [1, 3], "it is for somebody to look at, and nowhere yet"
    inbox.error = None
    await journal.settle(5)
    assert journal.unsafe([1, 2, 3]) == []
    assert [e.update_id for e in (await inbox.unfinished())[0]] == [1]
    assert [e.update_id for e, _ in await inbox.dead_letters()] == [3]


async def test_of_what_the_store_never_had_nothing_is_remembered(
    inbox: Told, journal: InboxJournal
) -> None:
    inbox.error = StoreError("away")
    journal.keep([entry(0)])
    with pytest.raises(StoreError):
        await journal.kept([0])
    await asyncio.sleep(0)
    for number in range(1, 2_000):
        journal.keep([entry(number)])
        await journal.finish([number])
    assert len(journal._notes) <= 2
    assert len(journal._open) == 1
    inbox.error = None
    await journal.settle(5)
    assert inbox.told[0] == "accept [0]"


async def test_what_the_store_may_have_is_finished_there_too(
    inbox: Told, journal: InboxJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was committed, and the answer got lost."""
    write, answers = inbox.write, iter([StoreError("the answer got lost")])

    async def lost(changes: Changes) -> None:
        await write(changes)
        for error in answers:
            raise error

    monkeypatch.setattr(inbox, "write", lost)
    journal.keep([entry(1)])
    with pytest.raises(StoreError, match="lost"):
        await journal.kept([1])
    with pytest.raises(StoreError):
        await journal.finish([1])
    await journal.settle(5)
    assert (await inbox.depth()).waiting == 0


async def test_what_is_refused_is_told_as_a_bug_and_holds_nothing_up(
    inbox: Told, journal: InboxJournal, caplog: pytest.LogCaptureFixture
) -> None:
    journal.keep([entry(1)])
    await journal.kept([1])
    inbox.error = StoreRefusedError("the database refused (too many parameters)")
    with pytest.raises(StoreError):
        await journal.start(1)
    inbox.error = None
    await journal.finish([1])
    assert (await inbox.depth()).waiting == 0
    assert "please tell us: the inbox does not take what it is told" in caplog.text
    assert "before they are confirmed" not in caplog.text


async def test_a_store_that_is_away_is_told_once_and_so_is_its_return(
    inbox: Told, journal: InboxJournal, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "storage")
    inbox.error = StoreError("away")
    for number in range(5):
        journal.keep([entry(number)])
        with pytest.raises(StoreError):
            await journal.kept([number])
        await asyncio.sleep(0.03)
    inbox.error = None
    await journal.settle(5)
    assert caplog.messages == [
        "updates are handled before they are confirmed: away",
        "the store is back",
    ]


async def test_nothing_is_put_into_an_inbox_that_cannot_be_read(inbox: Told) -> None:
    journal = InboxJournal(inbox)
    journal.keep([entry(1), entry(2)])
    with pytest.raises(StoreError, match="not known yet"):
        await journal.kept([1])
    with pytest.raises(StoreError):
        await journal.finish([2])
    assert inbox.told == []
    await inbox.accept([entry(2), entry(3)])  # as the process before did
    in_flight, rest = await journal.recover()
    assert (in_flight, [e.update_id for e in rest]) == ([], [3]), "the other has ended meanwhile"
    await journal.settle(5)
    assert [e.update_id for e in (await inbox.unfinished())[1]] == [1, 3]


async def test_nobody_waits_long_for_a_server_that_hangs(postgres_url: str) -> None:
    async with postgres_line(postgres_url) as line, await Store.open(line.url) as store:
        store.database.hurry()
        journal = InboxJournal(store.inbox(BOT))
        await journal.recover()
        line.dead = True
        began = time.monotonic()
        journal.keep([entry(n) for n in range(20)])
        for number in range(20):  # one after another, as in one chat
            with pytest.raises(StoreError, match="does not answer in time"):
                await journal.start(number)
        assert time.monotonic() - began < 5
        await journal.settle(0.1)
        assert journal.unsafe(range(20)) == list(range(20))


async def test_what_may_be_poison_waits_for_a_server_that_is_far_away(postgres_url: str) -> None:
    async with postgres_line(postgres_url) as line, await Store.open(line.url) as store:
        store.database.hurry()
        inbox = store.inbox(BOT)
        journal = InboxJournal(inbox)
        await inbox.accept([entry(1), entry(2)])
        await journal.recover()
        line.delay = 0.15
        await journal.start(1, patient=True)
        await journal.start(2, isolated=True)
        line.delay = 0
        assert [e.update_id for e in (await inbox.unfinished())[0]] == [2, 1]


async def test_a_run_that_was_not_to_be_marked_is_not_counted(
    inbox: Told, journal: InboxJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "PATIENT_SECONDS", 0.05)
    await inbox.accept([entry(1)])
    await inbox.start(1)
    await journal.recover()
    inbox.error = StoreError("away")
    for _ in range(3):
        with pytest.raises(StoreError, match="away"):
            await journal.start(1, isolated=True)
    inbox.error = None
    await journal.settle(5)
    assert [e.update_id for e in (await inbox.unfinished())[0]] == [1]
