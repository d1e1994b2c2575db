"""The wheel: everything the program needs is inside."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps",
         "--no-index", "-w", str(folder), str(ROOT)],
        check=True,
    )  # fmt: skip
    [built] = folder.glob("pobratim-*.whl")
    return built


def test_the_wheel_holds_texts_data_and_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "bot/cli/main.py",
        "bot/maps/data/GolosText-Medium.ttf",
        "bot/maps/data/GolosText-OFL.txt",
        "bot/maps/data/land.txt",
        "bot/py.typed",
        "locales/ru/LC_MESSAGES/pobratim.po",
        "locales/en/LC_MESSAGES/pobratim.po",
        "storage/data/twin-towns.txt",
        "storage/data/places.csv",
        "storage/database/migrations/env.py",
        "storage/database/migrations/versions/0001_the_catalogue_and_the_chats.py",
    } <= names
    assert not any(name.startswith("tests/") for name in names)


def test_an_installed_wheel_answers_from_another_directory(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index",
         "--target", str(installed), str(wheel)],
        check=True,
    )  # fmt: skip
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    script = "import bot, sys; from bot.cli.main import main; print(bot.__file__); sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", "Тула"],
        cwd=elsewhere,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    where, answer = done.stdout.split("\n", 1)
    assert where.startswith(str(installed))
    assert answer.startswith("Тула\n")
    assert (installed / "bin/pobratim").exists()
