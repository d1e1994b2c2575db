"""The bundled dataset, whole and exact."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from storage.catalogue import Catalogue
from storage.countries import countries
from storage.ingest.dataset import Dataset
from storage.model import NameKind

DATA = Path(str(files("storage") / "data"))


def test_the_list_has_140_cities_and_895_twinnings(catalogue: Catalogue) -> None:
    assert len(catalogue.cities) == 140
    assert len(catalogue.twinnings) == 895
    assert len(catalogue.countries) == 85


def test_the_list_has_717_spellings_of_partners(catalogue: Catalogue) -> None:
    assert len({twinning.listed_as for twinning in catalogue.twinnings}) == 717


def test_each_line_of_the_list_is_kept_as_it_stands_and_in_order(catalogue: Catalogue) -> None:
    text = (DATA / "twin-towns.txt").read_text(encoding="utf-8")
    lines = [line[2:] for line in text.splitlines() if line.startswith("- ")]
    assert [twinning.listed_as for twinning in catalogue.twinnings] == lines


@pytest.mark.parametrize(
    ("city", "listed_as", "partner"),
    [
        ("moscow", "ENG London, England, United Kingdom", "london"),
        ("lomonosov", "ALA Mariehamn, Åland Islands, Finland", "mariehamn"),
        ("pushkin", "GER Neukölln (Berlin), Germany", "neukolln-berlin"),
        ("arkhangelsk", "USA Portland, United States", "portland-maine"),
        ("khabarovsk", "USA Portland, United States", "portland-oregon"),
        ("kaliningrad", "BLR Baranavichy, Belarus", "baranavichy"),
        ("mytishchi", "BLR Baranovichi, Belarus", "baranavichy"),
        ("kostroma", "MDA Soroca, Moldavia", "soroca"),
        ("aleksin", "RUS Serpukhov, Russia", "serpukhov"),
        ("protvino", "USA Milan, United States", "milan-tennessee"),
        ("saint-petersburg", "ITA Milan, Italy", "milan"),
        ("michurinsk", "GER Munster, Germany", "munster"),
        ("ryazan", "GER Münster, Germany", "muenster"),
        ("gatchinsky-district", "BLR Nyasvizh, Belarus", "nyasvizh"),
        ("azov", "CYP Aglandjia, Cyprus", "aglandjia"),
    ],
)
def test_known_traps_of_the_list_lead_to_the_right_place(
    catalogue: Catalogue, city: str, listed_as: str, partner: str
) -> None:
    [twinning] = [t for t in catalogue.twinnings if t.city.id == city and t.listed_as == listed_as]
    assert twinning.partner.id == partner


def test_domestic_partners_without_a_section_are_ten(catalogue: Catalogue) -> None:
    domestic = {t.partner for t in catalogue.twinnings_in("RU")}
    assert {place.id for place in domestic if not catalogue.is_city(place)} == {
        "angarsk", "baltiysk", "blagoveshchensk", "budyonnovsk", "danilov",
        "dyurtyuli", "grozny", "khanty-mansiysk", "kyzyl", "novokuznetsk",
    }  # fmt: skip


def test_every_country_of_the_list_is_known_among_those_of_the_world(catalogue: Catalogue) -> None:
    assert set(catalogue.countries) <= set(countries())
    assert len(countries()) > 240


def test_coordinates_name_one_place_each(dataset: Dataset) -> None:
    points = Counter((place.lat, place.lon) for place in dataset.places)
    shared = [
        {place.id for place in dataset.places if (place.lat, place.lon) == point}
        for point, times in points.items()
        if times > 1
    ]
    # A district that is known by its seat may share the seat's point.
    assert all(any("district" in id for id in ids) for ids in shared), shared


def test_a_geonames_id_names_one_place(dataset: Dataset) -> None:
    ids = Counter(place.geonames_id for place in dataset.places if place.geonames_id)
    assert [id for id, times in ids.items() if times > 1] == []


def test_places_of_a_country_lie_near_each_other(catalogue: Catalogue) -> None:
    """A sign or a digit gone wrong puts a place in the sea or in another country."""
    bounds = {  # degrees: south, north, west, east
        "BY": (51.2, 56.2, 23.1, 32.8), "DE": (47.2, 55.1, 5.8, 15.1),
        "BG": (41.2, 44.3, 22.3, 28.7),
        "CN": (18.1, 53.6, 73.4, 135.1), "FR": (41.3, 51.2, -5.2, 9.6),
        "IT": (36.6, 47.1, 6.6, 18.6),
        "JP": (30.9, 45.6, 129.4, 145.9), "UA": (44.3, 52.4, 22.1, 40.3),
        "FI": (59.7, 70.1, 20.5, 31.6),
        "KZ": (40.5, 55.5, 46.4, 87.4), "RS": (42.2, 46.2, 18.8, 23.1),
        "TR": (35.8, 42.2, 25.6, 44.9),
        "AM": (38.8, 41.4, 43.4, 46.7), "KR": (33.1, 38.7, 125.8, 129.7),
        "GR": (34.8, 41.8, 19.3, 28.3),
        "RU": (41.1, 82.0, 19.6, 180.0), "US": (24.5, 71.5, -171.0, -66.9),
        "MD": (45.4, 48.5, 26.6, 30.2),
    }  # fmt: skip
    for place in catalogue.places.values():
        south, north, west, east = bounds.get(place.country, (-90, 90, -180, 180))
        assert south <= place.lat <= north, place
        assert west <= place.lon <= east, place


def test_a_russian_name_is_never_repeated_among_the_other_names(dataset: Dataset) -> None:
    for place in dataset.places:
        assert place.name_ru not in place.names_of(NameKind.VARIANT), place.id


def test_the_data_files_are_sorted_for_people() -> None:
    for name in ("places.csv", "names.csv", "forms.csv", "countries.csv", "country_codes.csv"):
        keys = [row.split(",")[0] for row in (DATA / name).read_text("utf-8").splitlines()[1:]]
        assert keys == sorted(keys), name


def test_ids_are_readable_words(dataset: Dataset) -> None:
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", place.id) for place in dataset.places)
