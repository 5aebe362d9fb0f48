"""Compressed copies hold what the file holds, and no copy outlives its file."""

from __future__ import annotations

import gzip

import brotli
import pytest

from autograde.book.compress import compress_site

TEXT = "Neurons and layers. " * 100


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "page.html").write_text(TEXT)
    (tmp_path / "short.css").write_text("a {}")
    (tmp_path / "picture.png").write_bytes(bytes(2000))
    return tmp_path


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_what_gains_by_it_has_two_copies_with_the_same_content(folder):
    assert compress_site(folder) == 1
    assert names(folder) == {"page.html", "page.html.gz", "page.html.br", "short.css", "picture.png"}
    assert gzip.decompress((folder / "page.html.gz").read_bytes()).decode() == TEXT
    assert brotli.decompress((folder / "page.html.br").read_bytes()).decode() == TEXT


def test_the_same_file_gives_the_same_bytes(folder):
    compress_site(folder)
    before = [(folder / name).read_bytes() for name in ("page.html.gz", "page.html.br")]
    for name in ("page.html.gz", "page.html.br"):
        (folder / name).unlink()
    compress_site(folder)
    assert [(folder / name).read_bytes() for name in ("page.html.gz", "page.html.br")] == before


def test_a_copy_follows_its_file(folder):
    compress_site(folder)
    (folder / "page.html").write_text(TEXT + "More.")
    compress_site(folder)
    assert gzip.decompress((folder / "page.html.gz").read_bytes()).decode() == TEXT + "More."
    (folder / "page.html").unlink()
    compress_site(folder)
    assert names(folder) == {"short.css", "picture.png"}


def test_every_page_of_the_book_has_copies_of_its_own_bytes(site):
    pages = [path for path in site.rglob("*.html") if path.stat().st_size >= 1000 and "lite" not in path.parts]
    assert pages
    for path in pages:
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
