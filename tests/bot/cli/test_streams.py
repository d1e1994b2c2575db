"""Standard streams that are closed, full, read by nobody, or hold bytes that are no text."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

import pytest

from bot.cli import streams
from bot.cli.main import main
from bot.cli.streams import StreamError, complain, from_terminal, lines_typed, say


@pytest.fixture
def full() -> TextIO:
    return Path("/dev/full").open("w", encoding="utf-8")


@pytest.fixture
def unread() -> TextIO:
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "w")


def test_what_is_said_is_written_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    say("Тула")
    assert capsys.readouterr().out == "Тула\n"


def test_a_closed_output_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(StreamError, match="standard output is closed"):
        say("Тула")


def test_a_full_output_is_told_once(monkeypatch: pytest.MonkeyPatch, full: TextIO) -> None:
    monkeypatch.setattr(sys, "stdout", full)
    with pytest.raises(StreamError, match="cannot be written: No space left on device"):
        say("Тула")
    full.close()  # what Python does at exit: nothing is left that it could fail to write


def test_an_output_that_nobody_reads_is_a_broken_pipe(
    monkeypatch: pytest.MonkeyPatch, unread: TextIO
) -> None:
    monkeypatch.setattr(sys, "stdout", unread)
    with pytest.raises(BrokenPipeError):
        say("Тула")
    unread.close()


@pytest.mark.parametrize("errors", ["closed", "full"])
def test_complaints_that_cannot_be_told_are_kept(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    full: TextIO,
    errors: str,
) -> None:
    monkeypatch.setattr(sys, "stderr", None if errors == "closed" else full)
    complain("wrong")
    full.close()
    assert capsys.readouterr().out == ""


def test_a_complaint_is_one_line_of_printable_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    complain("a\nb\x1b[2J\udcff")
    assert capsys.readouterr().err == "a\\nb\\x1b[2J\\udcff\n"


def test_a_closed_input_is_told() -> None:
    with pytest.raises(StreamError, match="standard input is closed"):
        next(lines_typed(None, "> "))


def test_an_input_that_cannot_be_read_is_told() -> None:
    class Broken(io.StringIO):
        def readline(self, *_: object) -> str:  # type: ignore[override]  # typeshed says bytes
            raise IsADirectoryError(21, "Is a directory")

    with pytest.raises(StreamError, match="cannot be read: Is a directory"):
        next(lines_typed(Broken(), "> "))


def test_a_line_without_end_is_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_LINE_CHARACTERS", 4)
    assert list(lines_typed(io.StringIO("Тула\nКалининград\n\nabcd"), "> ")) == [
        "Тула", "Кали", "", "abcd",
    ]  # fmt: skip


def test_bytes_that_are_no_text_are_replaced_in_arguments() -> None:
    assert from_terminal(os.fsdecode(b"Tula\xff\xd0")) == "Tula\ufffd\ufffd"
    assert from_terminal("Тула") == "Тула"


def shell(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of bash, in which `pobratim` is this one."""
    return subprocess.run(
        [
            "bash",
            "-o",
            "pipefail",
            "-c",
            f'pobratim() {{ "{sys.executable}" -m bot "$@"; }}; {command}',
        ],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error"} | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("pobratim ask Tula >&-", 1, "pobratim: standard output is closed\n"),
        ("pobratim ask <&-", 1, "pobratim: standard input is closed\n"),
        ("pobratim ask --json Tula <&- | wc -l", 0, ""),
        ("pobratim export --format csv >/dev/full", 1, "No space left on device\n"),
        ("pobratim --help >/dev/full", 1, "No space left on device\n"),
        ("pobratim --version >&-", 1, "pobratim: standard output is closed\n"),
        ("(pobratim export --format json; echo $? >&2) | head -1 >/dev/null", 0, "0\n"),
        ("pobratim ask --json $'\\xff' | grep -c ufffd", 1, ""),
        ("pobratim fly >&- 2>&-", 2, ""),
        ("pobratim ask Tula 2>&- >&-", 1, ""),
        ("pobratim $'fl\\xff\\x1b\\ny'", 2, r"fl\udcff\x1b\ny"),
    ],
)
def test_no_stream_makes_more_than_a_line(
    tmp_path: Path, command: str, code: int, told: str
) -> None:
    done = shell(command, tmp_path)
    assert told in done.stderr.decode()
    assert done.stderr.count(b"\n") == (1 if told else 0)
    assert done.returncode == code


def test_the_exit_code_is_mains_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--version"]) == 0
    assert main(["fly"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


STARTED = """
import sys
import bot.__main__
sys.argv = ["pobratim", "ask"]
print(flush=True)
sys.exit(bot.__main__.main())
"""


@pytest.mark.parametrize("after", [0.01, 0.2, 0.5])
def test_ctrl_c_while_it_starts_is_one_line(tmp_path: Path, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Of a shell's background job, which is told to ignore it, the tests may be one.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert told == b"pobratim: interrupted\n"
    assert process.returncode == 1
