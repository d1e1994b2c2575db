"""The store's tables. Every constraint has a name, so that a migration can speak of it."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, MetaData
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """The base of the project's tables, with metadata of their own."""

    metadata = MetaData(naming_convention=NAMING)


class RevisionRow(Table, table=True):
    """The dataset the other tables hold: one row. `digest` tells two datasets apart."""

    __tablename__ = "revision"

    digest: str = Field(primary_key=True, max_length=64)
    bundled: bool  # it came with the program, and may be replaced by what a newer one brings
    written_at: datetime = Field(sa_type=DateTime(timezone=True))


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
    """What is remembered of a chat. Telegram's ids need 64 bits."""

    __tablename__ = "chat"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    language: str = Field(max_length=2)
