"""Reading the catalogue out of the store."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select

from storage.catalogue import Catalogue
from storage.database.tables import NameRow, PlaceRow, RevisionRow, TwinningRow
from storage.model import Name, NameKind, Place, PlaceKind, Source, Twinning


async def load_catalogue(connection: AsyncConnection) -> Catalogue:
    """Read the whole catalogue out of the store, in one transaction of the caller's."""
    revision = (await connection.execute(select(*RevisionRow.__table__.columns))).one()  # type: ignore[attr-defined]
    names: dict[str, list[Name]] = defaultdict(list)
    rows = await connection.execute(
        select(NameRow.place_id, NameRow.text, NameRow.lang, NameRow.kind).order_by("position")
    )
    for place_id, text, lang, kind in rows.all():
        names[place_id].append(Name(text, lang, NameKind(kind)))
    places = {
        row.id: Place(**{**row._mapping, "kind": PlaceKind(row.kind)}, names=tuple(names[row.id]))
        for row in await connection.execute(select(*PlaceRow.__table__.columns))  # type: ignore[attr-defined]
    }
    lines = await connection.execute(
        select(TwinningRow.city_id, TwinningRow.partner_id, TwinningRow.listed_as).order_by(
            "position"
        )
    )
    twinnings = [
        Twinning(places[city], places[partner], line) for city, partner, line in lines.all()
    ]
    return Catalogue(revision.digest, places.values(), twinnings, _source(revision))


def _source(row: Row[Any]) -> Source | None:
    if row.title is None:
        return None
    said = {"en": row.said_en, "ru": row.said_ru}
    return Source(said, row.title, row.url, row.licence, row.year, row.month)
