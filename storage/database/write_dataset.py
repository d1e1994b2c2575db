"""Writing a dataset into the store: all of it or nothing, in the caller's transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import delete, insert

from storage.database.tables import NameRow, PlaceRow, RevisionRow, TwinningRow
from storage.ingest.dataset import Dataset
from storage.model import Source


async def write_dataset(connection: AsyncConnection, dataset: Dataset) -> None:
    """Put the dataset in the place of whatever the store held."""
    for table in (TwinningRow, NameRow, PlaceRow, RevisionRow):
        await connection.execute(delete(table))
    revision = {
        "digest": dataset.digest,
        "bundled": dataset.bundled,
        "written_at": datetime.now(UTC),
        **_source(dataset.source),
    }
    await connection.execute(insert(RevisionRow), [revision])
    await connection.execute(insert(PlaceRow), list(_places(dataset)))
    if names := list(_names(dataset)):  # a list may have none
        await connection.execute(insert(NameRow), names)
    await connection.execute(insert(TwinningRow), list(_twinnings(dataset)))


def _source(source: Source | None) -> dict[str, Any]:
    if source is None:
        return {}
    columns = ("title", "url", "licence", "year", "month")
    said = {f"said_{lang}": text for lang, text in source.said.items()}
    return said | {column: getattr(source, column) for column in columns}


def _places(dataset: Dataset) -> Iterator[dict[str, Any]]:
    columns = PlaceRow.model_fields
    for place in dataset.places:
        yield {column: getattr(place, column) for column in columns}


def _names(dataset: Dataset) -> Iterator[dict[str, Any]]:
    names = ((place.id, name) for place in dataset.places for name in place.names)
    for position, (place_id, name) in enumerate(names):
        yield {
            "position": position,
            "place_id": place_id,
            "lang": name.lang,
            "kind": name.kind.value,
            "text": name.text,
        }


def _twinnings(dataset: Dataset) -> Iterator[dict[str, Any]]:
    for position, twinning in enumerate(dataset.twinnings):
        yield {
            "position": position,
            "city_id": twinning.city.id,
            "partner_id": twinning.partner.id,
            "listed_as": twinning.listed_as,
        }
