"""The store's tables. Every constraint has a name, so that a migration can speak of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _telegram_id() -> Any:
    # SQLModel's own int is 32 bits on PostgreSQL, and counts by itself.
    own = {"autoincrement": False}
    return Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=own)


class Table(SQLModel):
    """The base of the project's tables, with metadata of their own."""

    metadata = MetaData(naming_convention=NAMING)


class RevisionRow(Table, table=True):
    """The dataset the other tables hold: one row. `digest` tells two datasets apart."""

    __tablename__ = "revision"

    digest: str = Field(primary_key=True, max_length=64)
    bundled: bool  # it came with the program, and may be replaced by what a newer one brings
    written_at: datetime = Field(sa_type=DateTime(timezone=True))
    said_en: str | None = None  # whose list it is, see Source in storage/model.py
    said_ru: str | None = None
    title: str | None = None
    url: str | None = None
    licence: str | None = None
    year: int | None = None
    month: int | None = None


class PlaceRow(Table, table=True):
    """A place of the catalogue."""

    __tablename__ = "place"

    id: str = Field(primary_key=True, max_length=28)
    kind: str = Field(max_length=16)
    country: str = Field(max_length=2, index=True)
    name_en: str
    name_ru: str
    lat: float
    lon: float
    geonames_id: int | None = None


class NameRow(Table, table=True):
    """One more name of a place; `position` keeps the data file's order."""

    __tablename__ = "name"

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place_id: str = Field(foreign_key="place.id", index=True, max_length=28)
    lang: str = Field(max_length=3)
    kind: str = Field(max_length=16)
    text: str


class TwinningRow(Table, table=True):
    """A line of the list; `position` keeps its order."""

    __tablename__ = "twinning"

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    city_id: str = Field(foreign_key="place.id", index=True, max_length=28)
    partner_id: str = Field(foreign_key="place.id", index=True, max_length=28)
    listed_as: str


class ChatRow(Table, table=True):
    """What one bot remembers of a chat. Bot 0 is nobody: the first that starts adopts its chats."""

    __tablename__ = "chat"

    bot_id: int = _telegram_id()
    id: int = _telegram_id()
    language: str = Field(max_length=16)  # the code of a row in storage/languages.py


class ChangeRow(Table, table=True):
    """How often chats were changed: one row. Replicas see by it that theirs are out of date.

    `beat` is what a running process wrote last, to see that it can be read again; only grows.
    """

    __tablename__ = "change"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(sa_type=BigInteger)
    beat: int = Field(sa_type=BigInteger)  # Unix time in ns


class State(StrEnum):
    """What an update in the inbox is."""

    NEW = "new"
    RUNNING = "running"
    DEAD_LETTER = "aside"


class InboxRow(Table, table=True):
    """An update that was accepted and is not finished, or is a dead letter.

    `lane` is its ordering key: a chat or a user. Times are Unix seconds.
    """

    __tablename__ = "inbox"

    bot_id: int = _telegram_id()
    update_id: int = _telegram_id()
    lane: int | None = Field(sa_type=BigInteger)
    payload: str = Field(sa_type=Text)
    state: str = Field(max_length=8)
    tries: int  # runs in isolation after a crash
    received_at: float
    why: str | None = None
    digest: int = Field(sa_type=BigInteger)  # of the payload, see Entry


class FinishedRow(Table, table=True):
    """An update that is finished, and that Telegram may bring once more. No word of it is kept."""

    __tablename__ = "finished"

    bot_id: int = _telegram_id()
    update_id: int = _telegram_id()
    digest: int = Field(sa_type=BigInteger)


class CorrectionRow(Table, table=True):
    """What somebody says is wrong on a card, and where to answer; see Correction."""

    __tablename__ = "corrections"
    # A number is never given again: an old message of an administrator's would mean another one.
    __table_args__ = (
        UniqueConstraint("bot_id", "chat_id", "message_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(primary_key=True, default=None)
    bot_id: int = Field(sa_type=BigInteger)
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    thread_id: int | None = Field(sa_type=BigInteger, default=None)
    user_id: int = Field(sa_type=BigInteger, index=True)
    language: str = Field(max_length=16)
    place_id: str = Field(max_length=28)  # of the data of then: of no place perhaps by now
    revision: str = Field(max_length=64)
    text: str = Field(sa_type=Text)
    written_at: float  # Unix seconds
    state: str = Field(max_length=8)


class PictureRow(Table, table=True):
    """A picture that one bot has sent, and by which id Telegram sends it again to anybody."""

    __tablename__ = "picture"

    bot_id: int = _telegram_id()
    subject: str = Field(primary_key=True, max_length=64)
    language: str = Field(primary_key=True, max_length=16)
    version: str = Field(max_length=80)  # of the data and the style
    file_id: str
