"""Standard input, output and error: any may be closed, full, or read by nobody any more."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from bot.cli.escaping import escaped
from bot.cli.failure import Failure

MAX_LINE_CHARACTERS = 2**20  # characters of a line that are read; what follows is skipped


class StreamError(Failure):
    """A standard stream cannot be used; the message says which and why."""


def say(text: str) -> None:
    """Write to standard output, at once. Raises StreamError; BrokenPipeError: nobody reads on."""
    if sys.stdout is None:
        raise StreamError("standard output is closed")
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon(sys.stdout)
        raise
    except (OSError, UnicodeError) as error:
        _abandon(sys.stdout)
        reason = error.strerror if isinstance(error, OSError) else error
        raise StreamError(f"standard output cannot be written: {reason}") from None


def announce(text: str) -> None:
    """Say it if anybody listens; what goes on does not depend on it."""
    with suppress(StreamError, BrokenPipeError):
        say(text)


def use_utf8() -> None:
    """Read and write UTF-8, whatever the terminal says; bytes that are none are replaced."""
    if sys.stdin is not None:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    if sys.stdout is not None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]


def complain(message: str) -> None:
    """A line on standard error, with nothing in it that a terminal obeys."""
    if sys.stderr is None:
        return  # print would take standard output for it
    try:
        print(escaped(message), file=sys.stderr, flush=True)
    except OSError:
        _abandon(sys.stderr)


def lines_typed(source: TextIO | None, prompt: str) -> Iterator[str]:
    """Lines of standard input without their ends; on a terminal each is asked for.

    Raises StreamError.
    """
    if source is None:
        raise StreamError("standard input is closed")
    try:
        while True:
            if source.isatty():
                with suppress(AttributeError, OSError):  # standard error may be closed
                    print(prompt, end="", file=sys.stderr, flush=True)
            line = rest = source.readline(MAX_LINE_CHARACTERS)
            if not line:
                return
            while rest and not rest.endswith("\n"):
                rest = source.readline(MAX_LINE_CHARACTERS)
            yield line.rstrip("\r\n")
    except OSError as error:
        raise StreamError(f"standard input cannot be read: {error.strerror}") from None


def from_terminal(argument: str) -> str:
    """An argument as text: bytes that are no UTF-8 are replaced, as in standard input."""
    return argument.encode(errors="surrogateescape").decode(errors="replace")


def _abandon(stream: TextIO) -> None:
    """Let what could not be written go nowhere: Python would try again at exit, and complain."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
