"""`pobratim corrections`: what people say is wrong, on the terminal."""

import json
from dataclasses import replace

import pytest

from bot.cli.corrections import waiting_corrections
from storage.corrections import Correction, CorrectionState
from storage.database.chats import Chats
from storage.database.store import Store

BOT = 42
HOSTILE = "Тула é\x1b[2J\x9b\x7f\u202e\r\n"
SAID = Correction("tula", "r", HOSTILE, 1_700_000_000.0, 7, 7, 1, None, "ru")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "ascii"])
async def test_each_that_waits_is_a_line_of_its_bots_and_tells_not_whose_it_is(
    store: Store, database_url: str, encoding: str
) -> None:
    corrections = Chats(store.database, BOT).corrections
    waits = await corrections.keep(SAID)
    closed = await corrections.keep(replace(SAID, message_id=2))
    assert waits
    assert closed
    await corrections.set_state(closed.number, CorrectionState.CLOSED)
    await Chats(store.database, BOT + 1).corrections.keep(SAID)
    [line] = await waiting_corrections(database_url, BOT, encoding)
    assert line.isprintable()
    assert json.loads(line.encode(encoding).decode(encoding)) == {
        "number": waits.number,
        "place": "tula",
        "revision": "r",
        "written_at": "2023-11-14T22:13:20+00:00",
        "language": "ru",
        "text": HOSTILE,
    }
