"""What is remembered of answered messages: enough for corrections, and no words."""

from datetime import UTC, datetime

from telegram import Chat, Message

from bot.answered import MAX_REMEMBERED, Answered


def message(number: int, text: str = "Тула") -> Message:
    return Message(number, datetime.now(UTC), Chat(5, "private"), text=text)


def test_only_the_last_answers_are_remembered() -> None:
    answered = Answered()
    for number in range(MAX_REMEMBERED + 10):
        answered.remember(message(number), number)
    assert answered.answer_to(message(9)) is None
    assert answered.answer_to(message(10)) == 10


def test_the_words_of_a_question_are_not_kept() -> None:
    answered = Answered()
    answered.remember(message(1, "секретный " + "вопрос"), 2)
    kept = [value for key in answered._answers for value in (key, answered._answers[key])]
    assert "секретный" not in repr(kept)


def test_chats_do_not_share_the_numbers_of_their_messages() -> None:
    answered = Answered()
    answered.remember(message(1), 2)
    assert answered.answer_to(Message(1, datetime.now(UTC), Chat(6, "private"))) is None
