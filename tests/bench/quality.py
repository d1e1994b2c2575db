"""How well the search understands the questions of the known-answer table."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.search.answer import Answer, Choices, Found, WholeCountry
from storage.search.search import Search

TABLE = Path(__file__).parent.parent / "storage/search/known_answers.csv"
VERDICTS = ("right", "first", "offered", "missed", "wrong", "silent", "false")


@dataclass(frozen=True)
class Question:
    """A row of the table: what is asked, and whom it means (see its head)."""

    kind: str
    question: str
    answer: str


def questions() -> list[Question]:
    """All rows."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Question(**row) for row in csv.DictReader(file)]


def verdict(asked: Question, answer: Answer) -> str:
    """right (at once), first or offered (among the offers), missed, wrong.

    Where no place was meant: silent (offers count as that), or false.
    """
    got = [place.id for place in answer.places]
    found = isinstance(answer, Found)
    if not asked.answer:
        return "false" if isinstance(answer, Found | Choices) else "silent"
    if asked.answer.startswith("country:"):
        right = isinstance(answer, WholeCountry) and answer.code == asked.answer[8:]
        return "right" if right else "wrong" if found else "missed"
    meant, _, country = asked.answer.partition("+")
    ids = meant.split("|")
    if isinstance(answer, Found) and got[0] == ids[0] and len(ids) == 1:
        return "right" if not country or answer.country == country else "offered"
    if isinstance(answer, Choices) and got[: len(ids)] == ids and len(ids) > 1:
        return "right"
    if found:
        return "wrong"
    if ids[0] in got[:5]:
        return "first" if got[0] == ids[0] else "offered"
    return "missed"


def quality_table(search: Search) -> Iterator[str]:
    """A row for each kind of question, in per cent."""
    counts: dict[str, Counter[str]] = {}
    for asked in questions():
        found = verdict(asked, search.ask(asked.question))
        counts.setdefault(asked.kind, Counter())[found] += 1
    yield f"{'kind':<15} {'asked':>6} " + " ".join(f"{name:>8}" for name in VERDICTS)
    for kind, counted in (*counts.items(), ("all", sum(counts.values(), Counter()))):
        total = counted.total()
        shares = " ".join(f"{100 * counted[name] / total:>7.1f}%" for name in VERDICTS)
        yield f"{kind:<15} {total:>6} {shares}"
