"""`pobratim dead-letters`: what was set aside can be looked at, run again, or dropped."""

import json

import pytest

from bot.cli.dead_letters import handle_dead_letters
from storage.database.entries import Entry
from storage.database.inbox import Inbox
from storage.database.store import Store

BOT = 42


@pytest.fixture
async def inbox(store: Store) -> Inbox:
    inbox = store.inbox(BOT)
    for update_id in (1, 2):
        payload = json.dumps({"update_id": update_id, "message": {"text": "Тула"}})
        await inbox.add_dead_letter(Entry(update_id, 5, payload, 1_700_000_000.0), "unparsable")
    await store.inbox(BOT + 1).add_dead_letter(Entry(9, 5, "{}", 1_700_000_000.0), "another bot's")
    return inbox


async def test_each_update_is_a_line_with_its_reason(inbox: Inbox, database_url: str) -> None:
    first, second = map(json.loads, await handle_dead_letters(database_url, BOT, "list"))
    assert first == {
        "update_id": 1,
        "received_at": "2023-11-14T22:13:20+00:00",
        "why": "unparsable",
        "update": {"update_id": 1, "message": {"text": "Тула"}},
    }
    assert second["update_id"] == 2


async def test_letters_stay_readable(inbox: Inbox, database_url: str) -> None:
    [line, _] = await handle_dead_letters(database_url, BOT, "list")
    assert "Тула" in line


HOSTILE = "Тула é\x1b[2J\x9b\x7f\x85\u2028\u202e\ud800\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "ascii"])
async def test_nothing_in_a_letter_moves_a_terminal_of_any_encoding(
    inbox: Inbox, database_url: str, encoding: str
) -> None:
    await inbox.add_dead_letter(Entry(0, 5, json.dumps({"text": HOSTILE}), 1.0), "why\x1b")
    line, *_ = await handle_dead_letters(database_url, BOT, "list", encoding)
    assert line.isprintable()
    told = json.loads(line.encode(encoding).decode(encoding))
    assert (told["update"], told["why"]) == ({"text": HOSTILE}, "why\x1b")


@pytest.mark.parametrize(
    ("payload", "received_at"),
    [("no JSON", 1.0), ("[" * 100_000, 1.0), ("{}", 1e300), ("{}", float("-inf"))],
)
async def test_a_letter_that_makes_no_sense_hides_no_other(
    inbox: Inbox, database_url: str, payload: str, received_at: float
) -> None:
    await inbox.add_dead_letter(Entry(0, 5, payload, received_at), "broken")
    lines = await handle_dead_letters(database_url, BOT, "list")
    assert {json.loads(line)["update_id"] for line in lines} == {0, 1, 2}


async def test_they_can_be_run_again(inbox: Inbox, database_url: str) -> None:
    told = await handle_dead_letters(database_url, BOT, "retry")
    assert told == ["2 updates run again at the next start"]
    _, rest = await inbox.unfinished()
    assert [entry.update_id for entry in rest] == [1, 2]
    assert await handle_dead_letters(database_url, BOT, "list") == []


async def test_they_can_be_dropped(inbox: Inbox, database_url: str) -> None:
    assert await handle_dead_letters(database_url, BOT, "drop") == ["2 updates were forgotten"]
    assert await handle_dead_letters(database_url, BOT, "list") == []
    assert await inbox.unfinished() == ([], [])
    assert len(await handle_dead_letters(database_url, BOT + 1, "list")) == 1
