"""`python -m tests.chaos [--short] [--seed N] [--only WORDS]`: play every case, print the table."""

import argparse
import asyncio
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.chaos.cases import CASES, Case
from tests.chaos.database import Database
from tests.chaos.judge import Verdict
from tests.chaos.proxy import NGINX
from tests.chaos.questions import Questions
from tests.chaos.stage import Stage

LONG, SHORT = 2000, 500  # questions
LONG_KILLS, SHORT_KILLS = 5, 2
DEADLINE = 120.0  # seconds for a case
AT_A_TIME = 2  # small cases
ROW = "{:38} {:>9} {:>5} {:>13} {:>6} {:>9}  {}"
HEADINGS = ("questions", "lost", "twice (may)", "order", "recovery", "verdict")


@dataclass(frozen=True)
class Performance:
    """What all cases share."""

    folder: Path
    questions: Questions
    short: bool
    seed: int
    server: postgres.Postgres | None

    def play_all(self, cases: Sequence[Case]) -> list[bool]:
        """Big ones alone, then the others, which mostly wait, two at a time; which have passed."""
        big = [case for case in cases if case.part == 1]
        passed = [self.play(case) for case in big]
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            return [*passed, *pool.map(self.play, [case for case in cases if case not in big])]

    def play(self, case: Case) -> bool:
        """Play one case on a stage of its own and print its row; whether it passed."""
        if missing := self._missing(case):
            print(ROW.format(case.name, *"-----", f"skipped: {missing} is not installed"))
            return not os.environ.get("CI")  # in CI nothing may be missing
        verdict = Verdict()
        began = time.monotonic()
        asyncio.run(perform(case, self._stage(case), verdict))
        remarks = "; ".join([*(verdict.failures or ["ok"]), " ".join(verdict.notes)]).rstrip("; ")
        print(
            ROW.format(
                case.name, verdict.questions, verdict.lost,
                f"{verdict.twice} ({verdict.may_be_twice})", verdict.disorder,
                f"{verdict.recovery:.1f} s", f"{remarks} [{time.monotonic() - began:.0f} s]",
            ),
            flush=True,
        )  # fmt: skip
        return not verdict.failures

    def _stage(self, case: Case) -> Stage:
        folder = self.folder / str(CASES.index(case))
        folder.mkdir()
        dice = random.Random(f"{self.seed} {case.name}")  # noqa: S311 - repeatable, not secret
        number = int((SHORT if self.short else LONG) * case.part)
        kills = SHORT_KILLS if self.short else LONG_KILLS
        database = Database(folder, self.server if case.postgres else None)
        return Stage(folder, self.questions, number, kills, dice, database, case.replicas)

    def _missing(self, case: Case) -> str:
        if case.postgres and self.server is None:
            return "PostgreSQL"
        return "nginx" if case.replicas and NGINX is None else ""


async def perform(case: Case, stage: Stage, verdict: Verdict) -> None:
    """Play it, close everything, and judge."""
    try:
        async with asyncio.timeout(DEADLINE):
            await case.play(stage, verdict)
    except TimeoutError:
        verdict.failures.append(f"no end within {DEADLINE:.0f} s")
    except RuntimeError as error:
        verdict.failures.append(str(error))
    finally:
        await stage.close(verdict)
    stage.tally.judge(verdict)


def main() -> int:
    """0 when every gate was passed."""
    options = read_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that all that runs is ended
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # broken off: that is the point
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    chosen = [case for case in CASES if options.only.lower() in case.name.lower()]
    print(f"bursts of {SHORT if options.short else LONG} different questions, seed {seed}")
    print(ROW.format("case", *HEADINGS), flush=True)
    folder = Path(tempfile.mkdtemp(prefix="pobratim-chaos-"))
    folder.chmod(0o755)  # nginx's workers are another user's
    with ExitStack() as stack:
        programs = postgres.binaries()
        server = stack.enter_context(postgres.running(programs)) if programs else None
        performance = Performance(folder, Questions(), options.short, seed, server)
        passed = performance.play_all(chosen)
    print(f"{passed.count(True)} passed, {passed.count(False)} failed")
    if all(passed):
        shutil.rmtree(folder)
        return 0
    print(f"the logs are in {folder}; once more: --seed {seed}")
    return 1


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--short", action="store_true", help=f"bursts of {SHORT}, not of {LONG}")
    parser.add_argument("--seed", type=int, help="play it again as it was")
    parser.add_argument("--only", default="", metavar="WORDS", help="cases with this in the name")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
