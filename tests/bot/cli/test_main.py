"""The command line: what each command prints, and its exit code."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from bot import __version__
from bot.cli.parser import make_parser
from tests.command import pobratim, pobratim_process


def test_ask_reads_questions_from_standard_input_in_order(tmp_path: Path) -> None:
    asked = "Tula\nТула\n\nKiel".encode()
    done = pobratim_process("ask", "--json", cwd=tmp_path, stdin=asked)
    assert done.returncode == 0
    assert done.stderr == b""
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [(each["query"], each["outcome"]) for each in found] == [
        ("Tula", "found"), ("Тула", "found"), ("", "nothing"), ("Kiel", "found"),
    ]  # fmt: skip
    assert (tmp_path / "var/pobratim.db").exists()


def test_ask_survives_bytes_that_are_no_text(tmp_path: Path) -> None:
    done = pobratim("ask", "--json", cwd=tmp_path, stdin=b"\xff\xfe\nTula\n")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2


def test_ask_takes_its_question_from_the_arguments(tmp_path: Path) -> None:
    done = pobratim("ask", "--lang", "en", "Нижний", "Новгород", cwd=tmp_path)
    assert done.stdout.decode().startswith("Nizhny Novgorod\n")


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = pobratim_process("run", cwd=tmp_path, PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "cannot listen on 127.0.0.1:" in done.stderr.decode()
    assert "set HOST or PORT" in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_export_writes_the_whole_list(tmp_path: Path) -> None:
    done = pobratim("export", "--format", "csv", cwd=tmp_path)
    assert done.stdout.count(b"\n") == 896
    assert b"\r" not in done.stdout


def test_import_refuses_a_wrong_folder_in_one_line(tmp_path: Path) -> None:
    done = pobratim("import", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("pobratim: twin-towns.txt cannot be read from")
    assert done.stderr.count(b"\n") == 1


def test_import_takes_a_folder_like_the_bundled_one(tmp_path: Path) -> None:
    data = Path(__file__).parents[3] / "storage/data"
    done = pobratim("import", str(data), cwd=tmp_path)
    assert done.stdout.decode() == "unchanged: 895 twinnings of 845 places were there already\n"


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "words"),
    [
        ((), {}, 2, "COMMAND"),
        (("fly",), {}, 2, "invalid choice: 'fly'"),
        (("ask", "--lang", "fr"), {}, 2, "--lang"),
        (("export",), {}, 2, "--format"),
        (("ask", "Tula"), {"LOG_LEVEL": "loud"}, 2, "LOG_LEVEL should be"),
        (("ask", "Tula"), {"DATABASE_URL": "mysql://x"}, 1, "DATABASE_URL is not understood"),
        (("ask", "Tula"), {"DATABASE_URL": "sqlite+aiosqlite:////proc/x/y.db"}, 1, "cannot make"),
        (("run",), {"PORT": "99999"}, 2, "PORT should be less than"),
        (("run",), {"TELEGRAM_BOT_TOKEN": "oops"}, 2, "TELEGRAM_BOT_TOKEN should look like"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, Any], code: int, words: str
) -> None:
    done = pobratim(*arguments, cwd=tmp_path, **environment)
    assert done.returncode == code
    assert done.stdout == b""
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_version_and_help_are_told(tmp_path: Path) -> None:
    assert pobratim("--version", cwd=tmp_path).stdout.decode() == f"pobratim {__version__}\n"
    assert b"ask" in pobratim("--help", cwd=tmp_path).stdout


def test_every_command_has_a_help_line() -> None:
    text = make_parser().format_help()
    assert all(
        f"    {command} " in text for command in ("run", "sandbox", "ask", "export", "import")
    )
