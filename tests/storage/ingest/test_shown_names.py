"""What the bundled data tell beside a place's name: its region, what tells it from namesakes."""

from collections import Counter, defaultdict

import pytest

from storage.catalogue import Catalogue
from storage.ingest.dataset import Dataset
from storage.model import Name, NameKind, Place, PlaceKind

LANGS = ("ru", "en")


def only(place: Place, kind: NameKind, lang: str) -> str:
    """The place's one name of this kind; an error where there are none or several."""
    [text] = place.names_of(kind, lang)
    return text


def shown(place: Place, lang: str) -> str:
    """The name with what stands in brackets behind it; the list's spelling has its own."""
    kinds = (NameKind.QUALIFIER, NameKind.PARENT)[: 2 if lang == "ru" else 1]
    behind = [next(place.names_of(kind, lang), "") for kind in kinds]
    return f"{place.name(lang)} ({''.join(behind)})"


@pytest.mark.parametrize("lang", LANGS)
def test_every_place_in_russia_has_a_region(dataset: Dataset, lang: str) -> None:
    domestic = [place for place in dataset.places if place.country == "RU"]
    assert len(domestic) == 150
    for place in domestic:
        assert only(place, NameKind.REGION, lang), place.id


def test_a_region_has_one_spelling_in_each_language(catalogue: Catalogue) -> None:
    """Neither of two regions for one pair: a slip in one row shows."""
    pairs = {
        tuple(only(city, NameKind.REGION, lang) for lang in LANGS) for city in catalogue.cities
    }
    for spellings in zip(*pairs, strict=True):
        assert [text for text, times in Counter(spellings).items() if times > 1] == []


@pytest.mark.parametrize(
    ("city", "region"),
    [
        ("zheleznogorsk", "Kursk Oblast"),
        ("sovetsk", "Kaliningrad Oblast"),
        ("guryevsk", "Kaliningrad Oblast"),
        ("mikhaylovsk", "Stavropol Krai"),
        ("dzerzhinsk", "Nizhny Novgorod Oblast"),
        ("gagarin", "Smolensk Oblast"),
        ("pushkin", "Saint Petersburg"),
        ("blagoveshchensk", "Amur Oblast"),
        ("moscow", "federal city"),
    ],
)
def test_of_several_towns_of_a_name_the_region_is_that_of_the_one_meant(
    catalogue: Catalogue, city: str, region: str
) -> None:
    assert only(catalogue.places[city], NameKind.REGION, "en") == region


def test_towns_of_one_region_lie_near_each_other(dataset: Dataset) -> None:
    """A region taken for another is thousands of kilometres off, or some hundreds."""
    regions: dict[str, list[Place]] = defaultdict(list)
    for place in dataset.places:
        for region in place.names_of(NameKind.REGION, "en"):
            regions[region].append(place)
    for region in regions.keys() - {"federal city"}:
        lats = [place.lat for place in regions[region]]
        lons = [place.lon for place in regions[region]]
        assert max(lats) - min(lats) < 5, region
        assert max(lons) - min(lons) < 10, region


def test_every_place_in_the_united_states_has_its_state(dataset: Dataset) -> None:
    states = {
        place.id: tuple(only(place, NameKind.QUALIFIER, lang) for lang in LANGS)
        for place in dataset.places
        if place.country == "US"
    }
    county = states.pop("nassau-county-new-york")
    assert county == ("округ, Нью-Йорк", "New York")  # the list's spelling says County
    by_english = dict.fromkeys(english for _, english in states.values())
    assert len(set(states.values())) == len(by_english) == len({ru for ru, _ in states.values()})
    slugs = {english.lower().replace(" ", "-"): english for english in by_english}
    for id, (_, english) in states.items():
        named = [slug for slug in slugs if id.endswith(f"-{slug}")]
        assert not named or slugs[max(named, key=len)] == english, id


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_places_of_a_country_are_shown_alike(dataset: Dataset, lang: str) -> None:
    told = Counter((place.country, shown(place, lang)) for place in dataset.places)
    assert [text for text, times in told.items() if times > 1] == []


@pytest.mark.parametrize("lang", LANGS)
def test_one_thing_stands_in_brackets_behind_a_name(dataset: Dataset, lang: str) -> None:
    for place in dataset.places:
        qualifiers = list(place.names_of(NameKind.QUALIFIER, lang))
        assert len(qualifiers) <= 1, place.id
        assert not qualifiers or not list(place.names_of(NameKind.PARENT, lang)), place.id
        assert place.name(lang) not in qualifiers, place.id
        assert not qualifiers or "(" not in place.name(lang), place.id


def test_russian_says_what_a_place_is_where_the_list_does(dataset: Dataset) -> None:
    """The list writes County, (district); a Russian name of one word would look like a town."""
    kinds = {PlaceKind.DISTRICT, PlaceKind.COUNTY, PlaceKind.PROVINCE, PlaceKind.PREFECTURE}
    bare = [
        place
        for place in dataset.places
        if place.kind in kinds and " " not in place.name_ru and not place.name_ru.endswith("шир")
    ]
    assert len(bare) >= 10
    for place in bare:
        assert only(place, NameKind.QUALIFIER, "ru").islower() or place.country == "US", place.id
    for district in (place for place in bare if place.kind is PlaceKind.DISTRICT):
        assert only(district, NameKind.QUALIFIER, "ru") == "район"


def test_renamed_towns_show_the_name_of_the_other_year_in_brackets(catalogue: Catalogue) -> None:
    for id, russian, english in (
        ("jalal-abad", "Манас (Джалал-Абад)", "Jalal-Abad (Manas)"),
        ("kapchagay", "Конаев (Капчагай)", "Kapchagay (Qonaev)"),
    ):
        place = catalogue.places[id]
        assert [shown(place, lang) for lang in LANGS] == [russian, english]
        for lang in LANGS:
            known = {name.text for name in place.names if name.kind is not NameKind.QUALIFIER}
            assert only(place, NameKind.QUALIFIER, lang) in known


def test_every_city_has_its_cases_but_those_that_do_not_decline(catalogue: Catalogue) -> None:
    undeclined = {
        city.id for city in catalogue.cities if not list(city.names_of(NameKind.GENITIVE, "ru"))
    }
    assert undeclined == {"sochi", "tolyatti", "ulan-ude"}


@pytest.mark.parametrize(
    ("id", "genitive"),
    [
        ("spassky-district", "Спасского района"),
        ("gatchinsky-district", "Гатчинского района"),
        ("zhukovsky", "Жуковского"),
        ("ivanovo", "Иванова"),
        ("protvino", "Протвина"),
        ("rostov-on-don", "Ростова-на-Дону"),
        ("sergiyev-posad", "Сергиева Посада"),
        ("yelets", "Ельца"),
        ("khimki", "Химок"),
        ("grozny", "Грозного"),
        ("sochi", "Сочи"),
    ],
)
def test_a_genitive_is_what_a_russian_says(catalogue: Catalogue, id: str, genitive: str) -> None:
    assert catalogue.places[id].case(NameKind.GENITIVE, "ru") == genitive


def test_what_is_told_beside_a_name_is_written_in_its_language(dataset: Dataset) -> None:
    def letters(name: Name) -> str:
        return "".join(filter(str.isalpha, name.text))

    for place in dataset.places:
        for name in place.names:
            if name.kind in (NameKind.REGION, NameKind.QUALIFIER):
                assert name.lang in LANGS, place.id
                assert letters(name).isascii() == (name.lang == "en"), name
