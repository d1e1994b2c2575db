"""How the Bot API and the page's server say no, and the numbers they expect."""

from typing import Any

from bot.sandbox.wire import Json


class ApiError(Exception):
    """An answer of the Bot API with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_bot_api(self) -> Json:
        """The answer's body."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class RefusedError(Exception):
    """What the page asked cannot be done; `key` is the reason among the page's texts."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def bad(description: str) -> ApiError:
    """A 400."""
    return ApiError(400, f"Bad Request: {description}")


def integer(parameters: Json, name: str, default: int) -> int:
    """A whole number among the parameters. Raises ApiError."""
    try:
        return int(parameters.get(name) or default)
    except (OverflowError, TypeError, ValueError):
        raise bad(f"{name} must be an integer") from None
