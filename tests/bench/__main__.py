"""Measures the search: how well it understands, how fast, and in how much memory."""

import subprocess
import sys

from storage.catalogue import Catalogue
from storage.ingest.dataset import bundled_dataset
from storage.search.search import Search
from tests.bench.quality import quality_table
from tests.bench.speed import speed_table

SIZES = (1, 10, 100)  # times today's catalogue


def main() -> None:
    """Print the tables."""
    dataset = bundled_dataset()
    search = Search(Catalogue(dataset.digest, dataset.places, dataset.twinnings, dataset.source))
    print("\n".join(quality_table(search)), "\n", flush=True)
    memory = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory"], check=True, capture_output=True, text=True
    )
    print(memory.stdout, flush=True)
    for row in speed_table(dataset, SIZES):
        print(row, flush=True)


if __name__ == "__main__":
    main()
