"""Every city's map in every language, with contact sheets to look at: `make maps`."""

import time
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import resvg_py

from bot.i18n import translator
from bot.maps.worker import picture
from bot.views.callbacks import ShowMap
from bot.views.maps import picture_of
from storage.catalogue import Catalogue
from storage.ingest.dataset import bundled_dataset
from storage.languages import LANGUAGES

FOLDER = Path("var/maps")
A_SHEET, A_ROW, THUMB = 20, 5, 390  # maps, maps, px


def contact_sheet(pictures: Sequence[bytes]) -> bytes:
    """Maps side by side, each as wide as a phone."""
    images = "".join(
        f'<image x="{THUMB * (n % A_ROW)}" y="{THUMB * 1.2 * (n // A_ROW)}" width="{THUMB - 8}"'
        f' height="{THUMB * 1.2 - 8}" preserveAspectRatio="xMidYMin"'
        f' href="data:image/png;base64,{b64encode(png).decode()}"/>'
        for n, png in enumerate(pictures)
    )
    rows = -(-len(pictures) // A_ROW)
    size = f'width="{THUMB * A_ROW}" height="{THUMB * 1.2 * rows:.0f}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{images}</svg>'
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, background="#888")


def main() -> None:
    """Draw them one after another, as the bot's process does."""
    data = bundled_dataset()
    catalogue = Catalogue(data.digest, data.places, data.twinnings, data.source)
    for language in LANGUAGES.values():
        folder = FOLDER / language.code
        folder.mkdir(parents=True, exist_ok=True)
        taken: dict[str, float] = {}
        drawn: dict[str, bytes] = {}
        for city in catalogue.cities:
            shown = picture_of(ShowMap(city.id), catalogue, translator(language))
            if shown is None:
                continue
            begun = time.process_time()
            drawn[city.id] = picture(shown.subject)
            taken[city.id] = time.process_time() - begun
            (folder / f"{city.id}.png").write_bytes(drawn[city.id])
        for number, pngs in enumerate(_batched([*drawn.values()], A_SHEET), 1):
            (folder / f"sheet-{number}.png").write_bytes(contact_sheet(pngs))
        slowest, mean = max(taken, key=lambda id: taken[id]), sum(taken.values()) / len(taken)
        print(
            f"{language.code}: {len(taken)} maps in {folder}, {mean:.2f} s each on one core; "
            f"the slowest is {slowest} with {taken[slowest]:.2f} s"
        )


def _batched(pngs: Sequence[bytes], size: int) -> list[Sequence[bytes]]:
    return [pngs[at : at + size] for at in range(0, len(pngs), size)]


if __name__ == "__main__":
    main()
