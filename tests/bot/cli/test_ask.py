"""The terminal's answers: the contract's JSON, and text."""

import json

from bot.cli.ask import answers
from storage.catalogue import Catalogue


def ask_json(catalogue: Catalogue, *questions: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in answers(questions, catalogue, None, as_json=True)]


def test_an_answer_as_json_has_the_contracts_fields(catalogue: Catalogue) -> None:
    [found] = ask_json(catalogue, "Киль")
    assert list(found) == ["query", "outcome", "places", "text"]
    assert found["query"] == "Киль"
    assert found["outcome"] == "found"
    assert found["places"] == [
        {"id": "kiel", "name_en": "Kiel", "name_ru": "Киль", "country": "DE", "twins": 2}
    ]
    assert str(found["text"]).startswith("<b>Киль</b>")


def test_a_country_has_its_code_beside_the_outcome_and_its_cities(catalogue: Catalogue) -> None:
    [found] = ask_json(catalogue, "Cuba")
    assert list(found) == ["query", "outcome", "country", "places", "text"]
    assert (found["outcome"], found["country"]) == ("country", "CU")
    assert {place["id"] for place in found["places"]} == {  # type: ignore[attr-defined]
        "cheboksary", "nizhny-novgorod", "saint-petersburg",
    }  # fmt: skip


def test_outcomes_come_in_the_order_of_the_questions(catalogue: Catalogue) -> None:
    found = ask_json(catalogue, "Tula", "Тула", "туле", "Kiel", "Германия", "Armavir", "Орск", "")
    assert [answer["outcome"] for answer in found] == [
        "found", "found", "found", "found", "country", "choices", "suggestions", "nothing",
    ]  # fmt: skip


def test_the_language_is_the_questions_unless_it_is_given(catalogue: Catalogue) -> None:
    assert "побратимов" in next(answers(["Тула"], catalogue, None, as_json=False))
    assert "5 twins" in next(answers(["Tula"], catalogue, None, as_json=False))
    assert "5 twins" in next(answers(["Тула"], catalogue, "en", as_json=False))


def test_a_name_on_the_other_layout_is_answered_in_the_language_meant(
    catalogue: Catalogue,
) -> None:
    russian, english = ask_json(catalogue, "nekf", "егдф")
    assert str(russian["text"]).startswith("<b>Тула</b>")
    assert str(english["text"]).startswith("<b>Tula</b>")


def test_a_narrowed_answer_has_what_narrows_it_beside_the_outcome(catalogue: Catalogue) -> None:
    country, group, pair = ask_json(
        catalogue, "японские побратимы Хабаровска", "побратимы Москвы в СНГ", "Тула и Тверь"
    )
    assert (country["outcome"], country["country"]) == ("found", "JP")
    assert (group["outcome"], group["group"]) == ("found", "cis")
    assert pair["outcome"] == "pair"


def test_on_the_terminal_there_is_no_markup_and_buttons_are_in_brackets(
    catalogue: Catalogue,
) -> None:
    text = next(answers(["Тула"], catalogue, None, as_json=False))
    assert "<b>" not in text
    assert "[🇩🇪 Филлинген-Швеннинген]" in text
