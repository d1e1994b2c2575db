"""Measures the search: how well it understands, how fast, and in how much memory."""

import sys
import tracemalloc

from storage.catalogue import Catalogue
from storage.ingest.dataset import bundled_dataset
from storage.search import Search
from tests.bench.quality import quality_table
from tests.bench.speed import speed_table


def main() -> None:
    """Print the tables; `--large` adds a catalogue of a hundred times the size."""
    tracemalloc.start()
    dataset = bundled_dataset()
    search = Search(Catalogue(dataset.digest, dataset.places, dataset.twinnings))
    megabytes = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    print("\n".join(quality_table(search)), "\n")
    print(f"memory of the catalogue and its search: {megabytes:.1f} MB\n")
    for row in speed_table(dataset, (1, 10, 100) if "--large" in sys.argv else (1, 10)):
        print(row, flush=True)


if __name__ == "__main__":
    main()
