"""Measures the search: every city's name in both languages, as `ask` does it."""

import time

from storage.catalogue import Catalogue
from storage.ingest.dataset import bundled_dataset
from storage.search import Search

ROUNDS = 20


def main() -> None:
    """Print the percentiles of a lookup, in microseconds."""
    dataset = bundled_dataset()
    search = Search(Catalogue(dataset.digest, dataset.places, dataset.twinnings))
    names = [city.name(lang) for city in search.catalogue.cities for lang in ("ru", "en")]
    taken = []
    for _ in range(ROUNDS):
        for name in names:
            began = time.perf_counter()
            search.ask(name)
            taken.append((time.perf_counter() - began) * 1e6)
    taken.sort()
    for percent in (50, 99, 100):
        print(f"p{percent:<4}{taken[min(len(taken) - 1, len(taken) * percent // 100)]:9.1f} µs")


if __name__ == "__main__":
    main()
