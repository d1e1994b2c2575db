"""A throw-away PostgreSQL on a Unix socket of its own; nothing of it is left behind."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

OWNER = "postgres"
SETTINGS = "-c fsync=off -c full_page_writes=off -c max_connections=60 -c listen_addresses=''"


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL that Debian installed, or None."""
    folders = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


class Postgres:
    """A server in a folder of its own. It refuses to run as root, so root runs it as postgres."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.programs = programs
        self._numbers = count(1)
        self._released: list[str] = []

    def start(self) -> None:
        """Start it, and wait until it can be asked."""
        options = f"{SETTINGS} -k {self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: "fast" in good order, "immediate" like a power cut."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop")

    def initialise(self) -> None:
        """Make the files of an empty server."""
        self._run("initdb", "-D", self._data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "-N")

    def create(self, template: str = "") -> str:
        """A fresh database, empty or a copy of another, to which nobody is connected; its URL."""
        name = f"test{next(self._numbers)}"
        copied = f" TEMPLATE {name_of(template)}" if template else ""
        dropped = [f"DROP DATABASE {it} WITH (FORCE)" for it in self._released]
        self.ask("postgres", *dropped, f"CREATE DATABASE {name}{copied}")
        self._released.clear()
        return f"postgresql+asyncpg://{OWNER}@/{name}?host={self.folder}"

    def release(self, url: str) -> None:
        """Have a database dropped with the next creation: each program started takes its time."""
        self._released.append(name_of(url))

    def ask(self, database: str, *queries: str) -> str:
        """What psql prints for queries: rows as lines, without a heading."""
        to = ("-h", str(self.folder), "-U", OWNER, "-d", database)
        commands = (argument for query in queries for argument in ("-c", query))
        return self._run("psql", *to, "-XqtA", "-v", "ON_ERROR_STOP=1", *commands).strip()

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> str:
        root = os.geteuid() == 0
        # Not a pipe, which would stay open in the server; a file of its own for each command.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [str(self.programs / program), *arguments],
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                check=False,
                user=OWNER if root else None,
                group=OWNER if root else None,
                extra_groups=() if root else None,
            )
            output.seek(0)
            printed = output.read()
        if done.returncode:
            raise RuntimeError(f"{program} failed: {printed}")
        return printed


def name_of(url: str) -> str:
    """The database's name in a URL of `Postgres.create`."""
    return urlsplit(url).path.removeprefix("/")


@contextmanager
def running(programs: Path) -> Iterator[Postgres]:
    """A server while the context lasts."""
    folder = Path(tempfile.mkdtemp(prefix="pobratim-pg-"))  # short: a socket's path has 107 letters
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER, OWNER)
        server = Postgres(folder, programs)
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
