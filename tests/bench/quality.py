"""How well the search understands the questions of the known-answer tables."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.search.answer import Answer, Choices, Found, Nothing, Pair, WholeCountry, WholeGroup
from storage.search.search import Search

TABLES = Path(__file__).parent.parent / "storage/search"
KNOWN, ASKED = TABLES / "known_answers.csv", TABLES / "asked.csv"
VERDICTS = ("right", "first", "offered", "missed", "wrong", "silent", "false")


@dataclass(frozen=True)
class Question:
    """A row of a table: what is asked, and whom it means (see the heads of their tests).

    `unseen`: a row that was not looked at while the search was made.
    """

    kind: str
    question: str
    answer: str
    unseen: str = ""


def questions(table: Path = KNOWN) -> list[Question]:
    """All rows."""
    with table.open(encoding="utf-8", newline="") as file:
        return [Question(**row) for row in csv.DictReader(file)]


def verdict(asked: Question, answer: Answer) -> str:
    """right (at once), first or offered (among the offers), missed, wrong.

    Where no place was meant: silent (offers count as that), or false.
    """
    got = [place.id for place in answer.places]
    found = isinstance(answer, Found | Pair)
    what, _, whom = asked.answer.rpartition(":")
    if not asked.answer:
        sure = Found | Choices | Pair | WholeCountry | WholeGroup
        return "false" if isinstance(answer, sure) else "silent"
    if what == "elsewhere":
        right = isinstance(answer, Nothing) and answer.country == whom
        return "right" if right else "missed" if isinstance(answer, Nothing) else "false"
    if what == "country":
        right = isinstance(answer, WholeCountry) and answer.code == whom
        return "right" if right else "wrong" if found else "missed"
    if what == "pair":
        right = isinstance(answer, Pair) and got == whom.split("+")
        return "right" if right else "wrong" if found else "missed"
    return _verdict_on_places(asked.answer, answer, got)


def _verdict_on_places(meant: str, answer: Answer, got: list[str]) -> str:
    meant, _, narrowed = meant.partition("+")
    ids = meant.split("|")
    if isinstance(answer, Found) and got[0] == ids[0] and len(ids) == 1:
        to = f"@{answer.group}" if answer.group else answer.country
        return "right" if not narrowed or to == narrowed else "offered"
    if isinstance(answer, Choices) and got[: len(ids)] == ids and len(ids) > 1:
        return "right"
    if isinstance(answer, Found):
        return "wrong"
    if ids[0] in got[:5]:
        return "first" if got[0] == ids[0] else "offered"
    return "missed"


def quality_table(search: Search) -> Iterator[str]:
    """A row for each kind of question, in per cent; of the newer kinds the unseen rows apart."""
    yield f"{'kind':<26} {'asked':>6} " + " ".join(f"{name:>8}" for name in VERDICTS)
    for table in (KNOWN, ASKED):
        counts: dict[str, Counter[str]] = {}
        for asked in questions(table):
            kind = f"{asked.kind}, unseen" if asked.unseen else asked.kind
            found = verdict(asked, search.ask(asked.question))
            counts.setdefault(kind, Counter())[found] += 1
        for kind, counted in (*counts.items(), ("all", sum(counts.values(), Counter()))):
            total = counted.total()
            shares = " ".join(f"{100 * counted[name] / total:>7.1f}%" for name in VERDICTS)
            yield f"{kind:<26} {total:>6} {shares}"
