"""What a message of ours is about, kept in the message itself: nothing is kept for it here.

A reply brings the message that it answers. There the place's name is a link to its card, and the
link's fragment, which Telegram keeps and nobody follows, says what the reply is to be taken for:
`https://t.me/BOT?start=tula#report-5000000007`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.views.callbacks import PLACE_ID


class Topic(StrEnum):
    """What a reply to a marked message is."""

    REPORT = "report"  # what is wrong on a card; the number is the id of the one who was asked
    CORRECTION = "correction"  # an administrator's answer to the correction of that number


@dataclass(frozen=True, slots=True)
class Mark:
    """What a message is about: a place, and a number of its topic's."""

    topic: Topic
    number: int
    place_id: str

    def link(self, bot_name: str) -> str:
        """The link to be put on the place's name; `bot_name` is the bot's username."""
        return f"https://t.me/{bot_name}?start={self.place_id}#{self.topic}-{self.number}"


def report_link(place_id: str, bot_name: str) -> str:
    """The link to the question what is wrong on a card, in the private chat with the bot."""
    return f"https://t.me/{bot_name}?start=report-{place_id}"


def read_report(payload: str) -> str | None:
    """The id of the place that such a link's payload asks about; None for any other payload."""
    found = REPORT.fullmatch(payload)
    return found["place"] if found else None


REPORT = re.compile(rf"report-(?P<place>{PLACE_ID})")
MARK = re.compile(
    rf"https://t\.me/\w+\?start=(?P<place>{PLACE_ID})"
    rf"#(?P<topic>{'|'.join(Topic)})-(?P<number>[0-9]{{1,18}})"
)


def read_mark(link: str) -> Mark | None:
    """The mark that a link in a message of ours carries; None for any other link."""
    found = MARK.fullmatch(link)
    return Mark(Topic(found["topic"]), int(found["number"]), found["place"]) if found else None
