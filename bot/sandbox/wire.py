"""What goes over the wire, to the bot and to the page: JSON objects."""

from typing import Any

Json = dict[str, Any]
