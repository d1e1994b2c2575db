"""The compose file, as docker-compose reads it."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import make_url

ROOT = Path(__file__).parent.parent
GIVEN = {
    "TELEGRAM_BOT_TOKEN": "1:x",
    "WEBHOOK_URL": "https://bot.example",
    "POSTGRES_PASSWORD": "p",
}

pytestmark = pytest.mark.skipif(
    shutil.which("docker-compose") is None, reason="Debian's docker-compose is not installed"
)


def config(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "docker-compose.yml", folder)  # away from a developer's .env
    return subprocess.run(
        ["docker-compose", *options, "config"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def services(folder: Path, *options: str, **environment: str) -> dict[str, dict[str, Any]]:
    done = config(folder, *options, **environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = yaml.safe_load(done.stdout)["services"]
    return found


def test_by_default_there_is_one_process_with_its_store_in_a_volume(tmp_path: Path) -> None:
    found = services(tmp_path, TELEGRAM_BOT_TOKEN="1:x")
    assert [name for name, service in found.items() if "profiles" not in service] == ["bot"]
    assert found["bot"]["environment"]["TELEGRAM_BOT_TOKEN"] == "1:x"
    assert found["bot"]["volumes"] == ["store:/data/var:rw"]


def test_the_replicas_share_postgresql_and_the_rate_behind_a_proxy(tmp_path: Path) -> None:
    found = services(tmp_path, "--profile", "replicas", **GIVEN)
    assert set(found) == {"bot", "postgres", "proxy", "replica-1", "replica-2"}
    assert found["replica-1"] == found["replica-2"]
    environment = found["replica-1"]["environment"]
    assert environment["DATABASE_URL"] == "postgresql+asyncpg://pobratim@postgres/pobratim"
    assert environment["WEBHOOK_URL"] == "https://bot.example"
    assert float(environment["RATE_LIMIT"]) * 2 == 30
    assert found["replica-1"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


@pytest.mark.parametrize("password", ["p@ss/word", "a:b?c#d%41&e", "«пароль» '\" x", "100%"])
def test_a_password_may_have_any_characters(tmp_path: Path, password: str) -> None:
    found = services(tmp_path, "--profile", "replicas", **GIVEN | {"POSTGRES_PASSWORD": password})
    assert found["postgres"]["environment"]["POSTGRES_PASSWORD"] == password
    environment = found["replica-1"]["environment"]
    # asyncpg takes it from there where the address has none.
    assert environment["PGPASSWORD"] == password
    assert make_url(environment["DATABASE_URL"]).password is None


def test_no_service_takes_the_whole_machine_or_fills_its_disk(tmp_path: Path) -> None:
    for name, service in services(tmp_path, "--profile", "replicas", **GIVEN).items():
        assert service["mem_limit"], name
        assert 50 <= service["pids_limit"] <= 1000, name
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}, name


def test_every_service_is_hardened_watched_and_restarted(tmp_path: Path) -> None:
    for name, service in services(tmp_path, "--profile", "replicas", **GIVEN).items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["restart"] == "unless-stopped", name
        assert service["healthcheck"]["test"], name


def test_the_bot_has_longer_to_stop_than_it_takes(tmp_path: Path) -> None:
    found = services(tmp_path, "--profile", "replicas", **GIVEN)
    for name in ("bot", "replica-1"):
        assert int(found[name]["stop_grace_period"].removesuffix("s")) >= 15


def test_without_a_token_compose_says_where_to_get_one(tmp_path: Path) -> None:
    done = config(tmp_path)
    assert done.returncode != 0
    assert "get a token from @BotFather" in done.stderr


def test_the_proxy_knows_both_replicas() -> None:
    proxied = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    for replica in ("replica-1:8080", "replica-2:8080"):
        assert f"server {replica}" in proxied
