"""A dataset in a folder: what changes nothing, and what is an error."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from storage.ingest.dataset import FILES, bundled_dataset, bundled_digest, read_dataset
from storage.ingest.problems import DatasetError

DATA = Path(str(files("storage") / "data"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_reading_the_same_files_gives_the_same_digest(folder: Path) -> None:
    assert read_dataset(folder).digest == bundled_dataset().digest


def test_a_line_without_a_place_in_the_gazetteer_is_an_error(folder: Path) -> None:
    edit(folder / "twin-towns.txt", "- UKR Saky, Ukraine", "- UKR Sakky, Ukraine")
    with pytest.raises(
        DatasetError, match=r"^twin-towns.txt, line \d+: .*no place for 'Sakky, Ukraine' of Aleksin"
    ):
        read_dataset(folder)


def test_a_place_that_the_list_does_not_name_is_an_error(folder: Path) -> None:
    edit(folder / "twin-towns.txt", "- COL Barranquilla, Colombia\n", "")
    with pytest.raises(
        DatasetError, match=r"^places.csv, row \d+: 'barranquilla' is not in the list"
    ):
        read_dataset(folder)


def test_a_place_in_another_country_than_listed_is_an_error(folder: Path) -> None:
    edit(folder / "places.csv", '"Kiel, Germany",,DE', '"Kiel, Germany",,AT')
    with pytest.raises(DatasetError, match=r"^places.csv, row \d+: 'kiel' is not in DE"):
        read_dataset(folder)


def test_a_missing_file_is_an_error_that_names_it(folder: Path) -> None:
    (folder / "forms.csv").unlink()
    with pytest.raises(DatasetError, match=r"forms.csv cannot be read"):
        read_dataset(folder)


def test_a_file_that_is_not_utf8_is_an_error(folder: Path) -> None:
    (folder / "names.csv").write_bytes("id,lang,kind,name\nkiel,ru,variant,Киль".encode("cp1251"))
    with pytest.raises(DatasetError, match=r"names.csv is not UTF-8"):
        read_dataset(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_changes_nothing(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_dataset(folder) == replace(bundled_dataset(), bundled=False)


def test_line_ends_of_windows_change_nothing_but_the_digest(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    read = read_dataset(folder)
    assert replace(read, digest="") == replace(bundled_dataset(), digest="", bundled=False)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link_to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def a_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_hundred_megabytes(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(100_000_000)


def in_cp1251(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    path.write_bytes(
        "\n".join([lines[0], lines[1], "Киль", *lines[2:]]).encode("cp1251", "replace")
    )


def in_utf16(path: Path) -> None:
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (a_folder, "Is a directory"),
        (a_link_to_nowhere, "Too many levels of symbolic links"),
        (a_device, "not a regular file"),
        (a_pipe, "not a regular file"),
        (a_hundred_megabytes, "larger than 10,000,000 bytes"),
        (in_cp1251, "is not UTF-8 in row [123]; save it as UTF-8"),
        (in_utf16, "is not UTF-8 in row 1; save it as UTF-8"),
        (empty, "(row 1: it is empty|it has no twinnings)"),
    ],
)
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_is_an_error_of_one_short_line_that_names_it(
    folder: Path, name: str, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(folder / name)
    with pytest.raises(DatasetError, match=rf"^{name}\b.*{told}") as caught:
        read_dataset(folder)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_folder_that_is_a_file_is_told(folder: Path) -> None:
    with pytest.raises(DatasetError, match="Not a directory"):
        read_dataset(folder / "places.csv")


def test_the_bundled_digest_is_known_without_reading_the_list() -> None:
    assert bundled_digest() == bundled_dataset().digest
