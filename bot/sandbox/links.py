"""Links as Telegram takes them, and where those in a text lead."""

import re

from bot.sandbox.entities import Entity

OWN = re.compile(r"(tg|ton|tonsite):(?://)?(.*)", re.IGNORECASE | re.DOTALL)
OWN_HOST = {
    "tg": re.compile(r"[a-z0-9_-]+"),
    "ton": re.compile(r"[a-z0-9_-]+"),
    "tonsite": re.compile(r"[a-z0-9._-]+"),
}
SCHEME = re.compile(r"([^:/?#@\[\]]*)://(.*)", re.DOTALL)
BEFORE_PATH = re.compile(r"(?=[/?#])")
AUTHORITY = re.compile(
    r"(?:(?P<user>.*)@)?(?P<host>\[[0-9a-f:.]+\]|[^:\[\]]*)(?::0*(?P<port>[0-9]{1,5}))?",
    re.IGNORECASE | re.DOTALL,
)
NAME = re.compile(r"[\w.!$,~*'();&+=%-]*")
PORTS = range(1, 2**16)
NOT_IN_PATHS = re.compile(r"[\0-\x20]")


class LinkError(ValueError):
    """Telegram takes no such link; the message is what it says."""


def checked(link: str) -> str:
    """The link of a button or of an `<a>` as Telegram keeps it. Raises LinkError.

    It has a scheme (`http` where none is written), a host in lower case and a path.
    """
    own = OWN.fullmatch(link)
    scheme, rest = (own[1].lower(), own[2]) if own else _split(link)
    if scheme not in ("http", "https", *OWN_HOST):
        raise LinkError("Unsupported URL protocol")
    authority, *tail = BEFORE_PATH.split(rest, 1)
    parts = AUTHORITY.fullmatch(authority)
    if parts is None or (parts["port"] and int(parts["port"]) not in PORTS):
        raise LinkError("Wrong port number specified in the URL")
    user, host = parts["user"] or "", parts["host"].lower()
    if own:
        _check_own(scheme, host, bare=host == authority.lower())
    else:
        _check(user.replace(":", ""), host)
    path = NOT_IN_PATHS.sub(lambda odd: f"%{ord(odd[0]):02X}", "".join(tail).rstrip())
    if not path.startswith("?" if own else "/"):
        path = "/" + path.removeprefix("/")
    before, after = f"{user}@" if user else "", f":{parts['port']}" if parts["port"] else ""
    return f"{scheme}://{before}{host}{after}{path}"


def opens_bot(link: str, username: str) -> bool:
    """Whether the link begins a chat with the bot: the only one that an answered tap may open."""
    ours = rf"(?:https?://)?t\.me/{username}\?start=[A-Za-z0-9_-]{{1,64}}"
    return re.fullmatch(ours, link, re.IGNORECASE) is not None


def address(entity: Entity, text: str) -> str:
    """Where an entity leads that covers this text; the empty string where nowhere."""
    match entity["type"]:
        case "text_link":
            return str(entity["url"])  # checked when it was read
        case "mention":
            return f"https://t.me/{text[1:]}"
        case "email":
            return f"mailto:{text}"
        case "url":
            return "://".join(_split(text))
        case _:
            return ""


def _split(link: str) -> tuple[str, str]:
    """The scheme in lower case, and what follows it."""
    found = SCHEME.fullmatch(link)
    return (found[1].lower(), found[2]) if found else ("http", link)


def _check_own(scheme: str, host: str, *, bare: bool) -> None:
    if not (bare and OWN_HOST[scheme].fullmatch(host)):
        raise LinkError(f"Wrong {scheme} URL")


def _check(user: str, host: str) -> None:
    if not host.strip("."):
        raise LinkError("Host is invalid" if host else "URL host is empty")
    is_number = host.startswith("[")  # an IPv6 address
    if not (NAME.fullmatch(user) and (is_number or NAME.fullmatch(host))):
        raise LinkError("Disallowed character in URL host")
    if "." not in host and not is_number:
        raise LinkError("Wrong HTTP URL")
