"""The bot's screens as a phone shows them: as high as the model of the views' tests says, uncut."""

import pytest
from playwright.async_api import Page

from bot.i18n import translator
from bot.views.answer import answer
from storage.catalogue import Catalogue
from storage.languages import LANGUAGES
from storage.search.search import Search
from tests.bot.views.phone import VISIBLE, height
from tests.e2e.browser import PHONE, ask

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-1")]

QUESTIONS = {
    "ru": ("Тула", "Санкт-Петербург", "Германия", "помощь", "Беларусь", "Вологда", "Тулла", "Орск"),
    "en": ("Tula", "Saint Petersburg", "China", "help", "Irkutsk", "Portland"),
}
NEARLY = 40  # dp between the model, which is careful, and the page: two lines


@pytest.mark.parametrize("page", ["ru", "en"], indirect=True)
async def test_a_screen_is_as_high_as_the_model_says_and_no_label_is_cut(
    page: Page, catalogue: Catalogue, search: Search
) -> None:
    language = await page.evaluate("document.documentElement.lang")
    t = translator(LANGUAGES[language])
    for question in QUESTIONS[language]:
        await page.set_viewport_size(PHONE)
        await ask(page, question)  # once for both widths: the pace to a chat is limited
        last = page.locator(".message.in").last
        for width in (390, 360):
            await page.set_viewport_size({"width": width, "height": 844})
            high = await last.evaluate("message => message.getBoundingClientRect().height")
            screen = answer(search.ask(question), question, catalogue, t)
            if width == 390:
                assert high == pytest.approx(height(screen), abs=NEARLY), question
                assert high <= VISIBLE
            cut = await last.evaluate(
                "message => [...message.querySelectorAll('.keyboard span')]"
                ".filter(it => it.scrollWidth > it.clientWidth).map(it => it.textContent)"
            )
            assert cut == []
