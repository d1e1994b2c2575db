"""Reading a file that may be anything: a pipe would keep us waiting, a device would never end."""

import os
import stat
from pathlib import Path


def read_regular_file(path: Path, most: int) -> bytes:
    """Its bytes. Raises OSError, also where it is no regular file or has more than `most` bytes."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is open already
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        content = file.read(most + 1)  # files of /proc do not tell their size
    if len(content) > most:
        raise OSError(0, f"larger than {most:,} bytes")
    return content
