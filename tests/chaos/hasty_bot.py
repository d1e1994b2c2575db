"""The bot with short waits, so that a case about them takes seconds and not minutes.

`python -m tests.chaos.hasty_bot run` is `pobratim run` but for them.
"""

import sys

from bot.cli.main import main
from bot.delivery.retry import WAITS

ANSWER, WEBHOOK_RUN = 2.0, 8.0  # seconds

if __name__ == "__main__":
    # All delivery is given this one value, which nobody else may change.
    object.__setattr__(WAITS, "answer", ANSWER)
    object.__setattr__(WAITS, "webhook_run", WEBHOOK_RUN)
    sys.exit(main())
