"""How a command ends: its exit codes, and the errors that are told in one line."""

DONE, FAILED, WRONG_USE = 0, 1, 2


class Failure(Exception):  # noqa: N818 - it is what the user reads, not a class of bugs
    """The command cannot do its work; the message says why and what to do."""

    code = FAILED


class WrongUse(Failure):
    """It could with other arguments or settings."""

    code = WRONG_USE
