"""`pobratim`, also `python -m bot`: the command line, which Ctrl-C ends in one line at any time."""

import gc
import os
import signal

# Objects more than there were, at which garbage is looked for. At Python's own 700 a sixth of a
# start goes by looking through what is imported and loaded, and stays.
GARBAGE_THRESHOLD = 10_000


def main() -> int:
    """Run the command line; returns the exit code."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    _open_standard_streams()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # in the background: ignored
        signal.signal(signal.SIGINT, _interrupted)
    # Only now: it takes a while, in which somebody may change their mind.
    from bot.cli.main import main as run  # noqa: PLC0415

    return run()


def _open_standard_streams() -> None:
    """What is opened next must not be taken for a standard stream that was closed."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest that is free


def _interrupted(*_: object) -> None:
    # No exception: in the middle of an import it would come out as anything. Nothing is lost, for
    # the store writes all or nothing.
    os.write(2, b"pobratim: interrupted\n")
    os._exit(1)


if __name__ == "__main__":
    raise SystemExit(main())
