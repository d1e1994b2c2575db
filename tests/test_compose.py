"""The compose file, as docker-compose reads it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(
    shutil.which("docker-compose") is None, reason="Debian's docker-compose is not installed"
)


def config(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "docker-compose.yml", folder)  # away from a developer's .env
    return subprocess.run(
        ["docker-compose", "config"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_compose_file_is_understood(tmp_path: Path) -> None:
    done = config(tmp_path, TELEGRAM_BOT_TOKEN="1:x")
    assert done.returncode == 0, done.stderr
    assert "TELEGRAM_BOT_TOKEN: 1:x" in done.stdout


def test_without_a_token_compose_says_where_to_get_one(tmp_path: Path) -> None:
    done = config(tmp_path)
    assert done.returncode != 0
    assert "get a token from @BotFather" in done.stderr
