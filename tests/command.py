"""`pobratim` on the command line: as a process, and in the test's own."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from unittest.mock import patch

from bot.cli.main import main

QUIET = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error"}
Done = subprocess.CompletedProcess[bytes]


def pobratim_process(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> Done:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        input=stdin,
        env=QUIET | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def pobratim(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> Done:
    """The same here: a process would import for longer than most commands take."""
    files = [io.BytesIO(given) for given in (stdin, b"", b"")]
    streams = [io.TextIOWrapper(file, "utf-8") for file in files]
    with ExitStack() as here:
        here.enter_context(chdir(cwd))
        here.enter_context(patch.dict(os.environ, QUIET | environment, clear=True))
        here.enter_context(logging_restored())
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            here.enter_context(patch.object(sys, name, stream))
        try:
            code = main(arguments)
        except SystemExit as ended:  # argparse
            code = int(ended.code or 0)
    for stream in streams[1:]:
        stream.flush()
    return Done(arguments, code, files[1].getvalue(), files[2].getvalue())


@contextmanager
def logging_restored() -> Iterator[None]:
    """What is set up inside is gone afterwards."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    levels = {
        logger: logger.level for logger in (root, *map(logging.getLogger, ("bot", "storage")))
    }
    try:
        yield
    finally:
        root.handlers[:] = handlers
        for logger, level in levels.items():
            logger.setLevel(level)
