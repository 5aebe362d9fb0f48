"""site.zip is the built book, and works from the folder into which it is unpacked."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from autograde.book.site_zip import FOLDER, LAUNCH, NEEDS_SERVER, launch_script, write_site_zip
from autograde.course import Course, UserError, find_course
from tests.conftest import come_alive
from tests.site.page_checks import dead_by_keyboard


@pytest.fixture(scope="module")
def archive(site, tmp_path_factory):
    return write_site_zip(find_course(), tmp_path_factory.mktemp("zip") / "site.zip")


def unlike_site(archive, site) -> list[str]:
    """The files of the site that the archive lacks or has with other bytes, and those that it has beside them.

    Apart from the script of the link to the notebooks in the browser, which are not in the archive.
    """
    with zipfile.ZipFile(archive) as packed:
        held = {name.removeprefix(f"{FOLDER}/"): packed.read(name) for name in packed.namelist()}
    held.pop("READ ME.txt")
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    wanted = {
        name: path.read_bytes()
        for name, path in files.items()
        if name.split("/")[0] not in NEEDS_SERVER
        and path.suffix not in (".gz", ".br")  # which only a server can use
        and not any(part.startswith(".") for part in name.split("/"))
    }
    assert (LAUNCH in held) == (LAUNCH in wanted)
    return sorted(name for name in {*held, *wanted} - {LAUNCH} if held.get(name) != wanted.get(name))


@pytest.mark.slow
def test_the_archive_is_the_site_with_the_same_bytes_each_time(archive, site, tmp_path):
    assert unlike_site(archive, site) == []
    assert write_site_zip(find_course(), tmp_path / "again.zip").read_bytes() == archive.read_bytes()


@pytest.mark.slow
def test_a_file_that_is_missing_or_different_is_found(archive, site, tmp_path):
    with zipfile.ZipFile(archive) as packed, zipfile.ZipFile(tmp_path / "spoilt.zip", "w") as spoilt:
        for name in packed.namelist():
            if not name.endswith("/searchindex.js"):
                spoilt.writestr(name, b"" if name.endswith("/01_neurons.html") else packed.read(name))
    assert unlike_site(tmp_path / "spoilt.zip", site) == ["chapters/01_neurons.html", "searchindex.js"]


@pytest.mark.browser
@pytest.mark.slow
def test_an_unpacked_archive_works_without_a_server(archive, visit, tmp_path):
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "USB stick")
    folder = tmp_path / "USB stick" / FOLDER
    assert "Open index.html" in (folder / "READ ME.txt").read_text()
    seen = visit((folder / "index.html").as_uri())
    seen.page.wait_for_url("**/00_introduction.html")
    seen.page.locator(".right-next").click()
    seen.page.wait_for_load_state()
    come_alive(seen.page)
    assert dead_by_keyboard(seen.page) == []
    formulas = seen.page.locator(".math, math")
    assert formulas.count() > 20
    assert seen.page.evaluate("!document.querySelector('article').innerText.includes('\\\\(')")
    seen.page.goto((folder / "search.html").as_uri() + "?q=softmax")
    seen.page.locator("#search-results li a").first.click()
    seen.page.wait_for_function("document.querySelector('article')?.innerText.toLowerCase().includes('softmax')")
    assert seen.problems == []
    assert seen.blocked == []


LINKED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A chapter</title>
<p class="lite-open"><a href="../lite/notebooks/index.html?path=01_neurons.ipynb">Do the exercises</a></p>
<script src="../_static/launch.js"></script></html>"""


@pytest.fixture
def copy(tmp_path):
    """A tiny site, its archive unpacked."""
    html = tmp_path / "_build" / "html"
    (html / "chapters").mkdir(parents=True)
    (html / "_static").mkdir()
    (html / "lite").mkdir()
    (html / "index.html").write_text("A book", encoding="utf-8")
    (html / "lite" / "index.html").write_text("Notebooks", encoding="utf-8")
    (html / "chapters" / "01_neurons.html").write_text(LINKED, encoding="utf-8")
    shutil.copy(find_course().root / "autograde" / "lite" / "launch.js", html / "_static")
    with zipfile.ZipFile(write_site_zip(Course(tmp_path), tmp_path / "site.zip")) as packed:
        packed.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / FOLDER


@pytest.mark.browser
@pytest.mark.parametrize("served", [False, True])
def test_the_link_to_the_notebooks_says_that_they_are_not_in_the_archive(copy, visit, serve, served):
    assert not (copy / "lite").exists()
    seen = visit(f"{serve(copy) if served else copy.as_uri()}/chapters/01_neurons.html")
    seen.page.get_by_role("link", name="Do the exercises").click()
    said = seen.page.get_by_role("status").inner_text()
    assert said.startswith("This copy of the book has no notebooks for the browser.")
    assert ".zip" in said
    assert "server" not in said
    assert seen.page.url.endswith("/chapters/01_neurons.html")
    assert seen.problems == []


def test_only_one_word_of_the_script_differs():
    script = (find_course().root / "autograde" / "lite" / "launch.js").read_bytes()
    assert launch_script() != script
    assert launch_script().replace(b"HERE = false", b"HERE = true") == script


def test_without_a_book_a_sentence_says_what_to_do(tmp_path):
    with pytest.raises(UserError, match="run: make book"):
        write_site_zip(find_course(tmp_path))
