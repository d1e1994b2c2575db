"""Measures the search and the whole bot, and writes what it found to docs/performance.md."""

import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.catalogue import Catalogue
from storage.ingest.dataset import bundled_dataset
from storage.search.search import Search
from tests.bench.quality import quality_table
from tests.bench.speed import speed_table
from tests.bench.start import start_table
from tests.bench.updates.table import updates_table

SIZES = (1, 10, 100)  # times today's catalogue
PAGE = Path(__file__).parents[2] / "docs/performance.md"
HEAD = """# Performance

Written by `make bench`. Absolute figures are those of one machine on one day; the ratios are what
lasts, as what is compared ran by turns.
"""


def main() -> None:
    """Print the tables as they come, then write the page."""
    dataset = bundled_dataset()
    catalogue = Catalogue(dataset.digest, dataset.places, dataset.twinnings, dataset.source)
    tables: dict[str, Iterable[str]] = {
        "Whole bots: CPU and latency": updates_table(catalogue),
        "Start and memory": start_table(catalogue),
        "What the search understands": quality_table(Search(catalogue)),
        "Memory of the search": memory_table(),
        "The search beside thefuzz": speed_table(dataset, SIZES),
    }
    page = [HEAD, f"Python {platform.python_version()}, {platform.machine()}.\n"]
    for title, rows in tables.items():
        print(f"\n{title}", flush=True)
        page += [f"## {title}\n", "```text", *_shown(rows), "```\n"]
    PAGE.write_text("\n".join(page), encoding="utf-8")


def memory_table() -> Iterator[str]:
    """What the search takes, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.memory"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    yield from told.stdout.splitlines()


def _shown(rows: Iterable[str]) -> Iterator[str]:
    for row in rows:
        print(row, flush=True)
        yield row.rstrip()


if __name__ == "__main__":
    main()
