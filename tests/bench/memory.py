"""What the catalogue and its search take: in a process of its own, which has done nothing else."""

import gc
import os
from pathlib import Path

from storage.catalogue import Catalogue
from storage.ingest.dataset import bundled_dataset
from storage.search.search import Search


def resident() -> float:
    """This process's resident memory in megabytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Print what was added to the bare process, everything imported."""
    bare = resident()
    dataset = bundled_dataset()
    catalogue = Catalogue(dataset.digest, dataset.places, dataset.twinnings, dataset.source)
    search = Search(catalogue)
    del dataset
    gc.collect()
    loaded = resident()
    print(f"memory: {loaded - bare:.1f} MB for the catalogue and its search", end=" ")
    print(f"over {bare:.0f} MB of the bare process ({len(search.catalogue.places)} places)")


if __name__ == "__main__":
    main()
