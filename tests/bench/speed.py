"""How long a question takes, beside plain thefuzz in the same run, and as the catalogue grows."""

import gc
import random
import time
from collections.abc import Callable, Iterator
from itertools import chain

from thefuzz import process

from storage.catalogue import Catalogue
from storage.ingest.dataset import Dataset
from storage.search.search import Search
from tests.bench.made_names import grown

QUESTIONS = 2_000
WIDTHS = (9, 10, 18, 18, 12, 6)
COMPARED = 20  # questions to thefuzz, which takes long
LETTERS = {"ru": "абвгдежзийклмнопрстуфхцчшщыьэюя", "en": "abcdefghijklmnopqrstuvwxyz"}


def misspelt(catalogue: Catalogue, number: int, seed: int = 3) -> Iterator[str]:
    """Names of the catalogue with one slip, or two where they are long."""
    chance = random.Random(seed)  # noqa: S311
    places = list(catalogue.places.values())
    for _ in range(number):
        lang = chance.choice(("ru", "en"))
        letters = list(chance.choice(places).name(lang))
        for _ in range(2 if len(letters) >= 9 else 1):
            at = chance.randrange(len(letters))
            match chance.randrange(4):
                case 0:
                    letters[at] = chance.choice(LETTERS[lang])
                case 1:
                    letters.insert(at, letters[at])
                case 2:
                    del letters[at]
                case _:
                    letters[at : at + 2] = reversed(letters[at : at + 2])
        yield "".join(letters)


def percentiles(ask: Callable[[str], object], questions: list[str]) -> tuple[float, float]:
    """p50 and p99 of an answer, in microseconds."""
    taken = []
    for question in questions:
        began = time.process_time_ns()
        ask(question)
        taken.append((time.process_time_ns() - began) / 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[min(len(taken) - 1, len(taken) * 99 // 100)]


def speed_table(dataset: Dataset, sizes: tuple[int, ...]) -> Iterator[str]:
    """A row for each size: exact names and slips, thefuzz as it comes, and the ratio."""
    heads = ("catalogue", "names", "exact p50/p99, µs", "slips p50/p99, µs", "thefuzz p50", "ratio")
    yield " ".join(f"{head:>{width}}" for head, width in zip(heads, WIDTHS, strict=True))
    for times in sizes:
        catalogue = grown(dataset, times)
        search = Search(catalogue)
        exact = [p.name(lang) for p in catalogue.cities[:140] for lang in ("ru", "en")] * 5
        slips = list(misspelt(catalogue, QUESTIONS))
        gc.freeze()  # as the bot does once it has loaded its search
        percentiles(search.ask, slips[:100])  # warm
        right, near = percentiles(search.ask, exact), percentiles(search.ask, slips)
        names = list(
            chain.from_iterable(
                (p.name_en, p.name_ru, *(n.text for n in p.names))
                for p in catalogue.places.values()
            )
        )
        compared = slips[: max(3, COMPARED // times)]
        plain = percentiles(lambda question: process.extract(question, names, limit=5), compared)  # noqa: B023
        cells = (
            f"{times}x",
            f"{len(names):,}",
            f"{right[0]:,.0f}/{right[1]:,.0f}",
            f"{near[0]:,.0f}/{near[1]:,.0f}",
            f"{plain[0]:,.0f}",
            f"{plain[0] / near[0]:,.0f}",
        )
        yield " ".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
