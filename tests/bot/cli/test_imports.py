"""What a command imports: nothing that it does not need."""

import subprocess
import sys
from pathlib import Path

UNNEEDED = (
    "alembic",
    "telegram",
    "aiohttp",
    "prometheus_client",
    "asyncpg",
    "numpy",
    "bot.sandbox",
)
ASK = """
import sys
from bot.cli.main import main
main(["ask", "Tula"])
print(*sys.modules, file=sys.stderr)
"""


def test_a_question_on_the_terminal_imports_only_what_answers_it(tmp_path: Path) -> None:
    for _ in range(2):  # the first fills the store
        asked = subprocess.run(
            [sys.executable, "-c", ASK], cwd=tmp_path, check=True, capture_output=True, text=True
        )
    assert "Tula" in asked.stdout
    imported = asked.stderr.split()
    assert [name for name in UNNEEDED if name in imported] == []
    assert "sqlalchemy.dialects.postgresql" not in imported
