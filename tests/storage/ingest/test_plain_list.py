"""Reading the list: every line or an error that names it."""

import pytest

from storage.ingest.plain_list import ListedTwinning, read_country_codes, read_list
from storage.ingest.problems import DatasetError

CODES = {
    ("UKR", "Ukraine"): "UA",
    ("ENG", "England, United Kingdom"): "GB",
    ("GER", "Germany"): "DE",
}
GOOD = "= List of twin towns =\n\n==A==\nAleksin\n\n- UKR Saky, Ukraine\n"


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(DatasetError) as caught:
        read_list(text, CODES)
    return caught.value.problems


def test_a_line_gives_the_city_above_it_the_name_and_the_country() -> None:
    assert read_list(GOOD, CODES) == [
        ListedTwinning("Aleksin", "UKR Saky, Ukraine", "Saky, Ukraine", "Saky", "UA")
    ]


def test_blank_lines_may_stand_anywhere() -> None:
    text = GOOD + "\n\n- GER Emden, Germany\n\n\n"
    assert [twinning.name for twinning in read_list(text, CODES)] == ["Saky", "Emden"]


def test_a_country_may_have_a_comma() -> None:
    [_, london] = read_list(GOOD + "- ENG London, England, United Kingdom\n", CODES)
    assert (london.name, london.country) == ("London", "GB")


def test_brackets_belong_to_the_name() -> None:
    [_, district] = read_list(GOOD + "- GER Neukölln (Berlin), Germany\n", CODES)
    assert (district.name, district.spelling) == ("Neukölln (Berlin)", "Neukölln (Berlin), Germany")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- Saky, Ukraine", "not of the form"),
        ("- XXX Nowhere, Atlantis", "XXX with 'Atlantis' is not in country_codes.csv"),
        ("- UKR Saky", "UKR with '' is not in country_codes.csv"),
        ("- UKR Saky, Germany", "UKR with 'Germany' is not in country_codes.csv"),
        ("- UKR Saky, Ukraine", "a partner that Aleksin has already"),
        ("* UKR Kerch, Ukraine", "neither a city's name nor"),
        ("Bryansk", "a city under the letter A"),
        ("Aleksin", "a city that has a section already"),
        ("===A===", "neither a city's name nor"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_number_and_text(line: str, reason: str) -> None:
    [problem, *_] = problems(GOOD + line + "\n")
    assert problem.startswith("list, line 7: ")
    assert reason in problem
    assert repr(line) in problem


def test_a_city_without_partners_is_an_error() -> None:
    assert problems(GOOD + "Armavir\n") == ("list, line 7: 'Armavir' has no partners",)


def test_an_empty_list_is_an_error() -> None:
    assert problems("") == ("list: it has no twinnings",)


@pytest.mark.parametrize("line", ["- " + "x" * 100_000, "A" * 101, "- UKR Sa\u202eky, Ukraine"])
def test_the_message_stays_short_and_harmless(line: str) -> None:
    [problem, *_] = problems(GOOD + line + "\n")
    assert problem.startswith("list, line 7: ")
    assert len(problem) < 300
    assert problem.isprintable()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them_and_nowhere_else(end: str) -> None:
    assert len(read_list(GOOD.replace("\n", end), CODES)) == 1
    [problem, *_] = problems(GOOD.replace("\n", end) + "Arma\u2028vir")
    assert problem.startswith("list, line 7: a character that nobody sees (U+2028)")


TABLE = ["code,country,iso", "UKR,Ukraine,UA"]


def test_the_lists_codes_are_read() -> None:
    assert read_country_codes(TABLE) == {("UKR", "Ukraine"): "UA"}


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([*TABLE, "XXX,Atlantis,XX"], "row 3: the country 'XX' is unknown"),
        ([*TABLE, "UKR,Ukraine,UA"], "row 3: 'UKR' stands there twice"),
        ([*TABLE, "UKR"], "row 3: it has too many or too few columns"),
        (["code,country", "UKR,Ukraine"], "row 1: the header lacks the column 'iso'"),
    ],
)
def test_a_wrong_code_is_an_error_that_names_its_row(lines: list[str], problem: str) -> None:
    with pytest.raises(DatasetError) as caught:
        read_country_codes(lines)
    assert caught.value.problems == (f"country_codes.csv, {problem}",)


def test_all_errors_are_told_at_once() -> None:
    assert len(problems(GOOD + "- nothing\n- nothing either\n")) == 2
