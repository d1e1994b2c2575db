"""How the Bot API says no, and the numbers it expects."""

from typing import Any

from bot.sandbox.message import Json


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str) -> ApiError:
    """A 400."""
    return ApiError(400, f"Bad Request: {description}")


def integer(parameters: Json, name: str, default: int) -> int:
    """A whole number among the parameters. Raises ApiError."""
    try:
        return int(parameters.get(name) or default)
    except (TypeError, ValueError):
        raise bad(f"{name} must be an integer") from None
