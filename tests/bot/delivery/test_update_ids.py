"""What is new in a batch: by the ids of one Bot API server, and of another one."""

import json

import pytest

from bot.delivery.update_ids import UNCONFIRMED, UpdateIds
from storage.database.inbox import Entry

LAST = 760_546_622


def batch(*update_ids: int, text: str = "Тула") -> list[Entry]:
    return [Entry(n, 1, json.dumps({"update_id": n, "text": text}), 0.0) for n in update_ids]


def took(ids: UpdateIds, *entries: Entry) -> list[int]:
    """Take a batch; gives the ids of what was new."""
    new = ids.new_of(entries)
    ids.took(entries)
    return [entry.update_id for entry in new.entries]


def test_before_the_first_update_all_are_new() -> None:
    assert took(UpdateIds(None), *batch(5, 6)) == [5, 6]


def test_what_the_last_process_took_and_did_not_confirm_is_not_new() -> None:
    assert took(UpdateIds(LAST), *batch(LAST - 1, LAST, LAST + 1)) == [LAST + 1]
    assert took(UpdateIds(LAST), *batch(LAST - 99, LAST - 1)) == []


def test_the_same_update_is_new_once() -> None:
    ids = UpdateIds(LAST)
    assert took(ids, *batch(LAST + 1)) == [LAST + 1]
    assert took(ids, *batch(LAST + 1)) == []
    assert took(ids, *batch(LAST + 1, LAST + 2)) == [LAST + 2]


@pytest.mark.parametrize("first", [1, 592_426_180, LAST - UNCONFIRMED - 5])
def test_lower_ids_of_another_server_are_new_and_that_is_told(
    first: int, caplog: pytest.LogCaptureFixture
) -> None:
    ids = UpdateIds(LAST)
    new = ids.new_of(batch(first, first + 1))
    assert (len(new.entries), new.anew) == (2, True)
    ids.took(batch(first, first + 1))
    assert caplog.messages == ["updates have other ids than before: this is another Bot API server"]
    assert not ids.new_of(batch(first + 2)).anew, "from here on they rise again"
    assert took(ids, *batch(first + 1, first + 2)) == [first + 2]


def test_a_server_that_counts_from_the_same_number_again_has_other_updates() -> None:
    ids = UpdateIds(None)
    took(ids, *batch(1, 2, 3))
    assert took(ids, *batch(1, text="Киль")) == [1]
    assert took(ids, *batch(1, text="Киль")) == []
    assert took(ids, *batch(2, text="Киль")) == [2]


def test_only_so_many_are_remembered() -> None:
    ids = UpdateIds(None, remembered=3)
    took(ids, *batch(*range(10)))
    assert len(ids._seen) == 3
