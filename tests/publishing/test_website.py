"""With an address the site tells search engines and other sites where its pages are; without one it does not guess."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import urllib.parse
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError
from sphinx.search import js_index

from autograde.book import extension, website
from autograde.book.fingerprint import env_version
from autograde.book.finish import checksum
from autograde.book.website import Site
from autograde.course import find_course
from autograde.history import dates
from tests.authoring.test_book import build, make_book
from tests.publishing.conftest import ADDRESS, git, make_published
from tests.site.page_checks import pages_of_the_book

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
CARD_SIZE = (1146, 600)


def pages_of(html: Path) -> dict[str, BeautifulSoup]:
    """The pages of a site that are chapters or the like, by file name."""
    paths = [*html.glob("chapters/*.html")]
    if (html / "_sources" / "genindex.md").exists():  # otherwise Sphinx made it, of no document
        paths.append(html / "genindex.html")
    return {path.relative_to(html).as_posix(): BeautifulSoup(path.read_text(), "html.parser") for path in paths}


def meta(page: BeautifulSoup, name: str) -> str | None:
    found = page.find("meta", {"property": name}) or page.find("meta", {"name": name})
    return found["content"] if found else None


def problems(html: Path, address: str, pages: dict[str, BeautifulSoup] | None = None) -> list[str]:
    """What is wrong with the addresses that a site tells others; `address` is its own, empty if it is not known."""
    wrong = []
    pages = pages or pages_of(html)
    for name, page in pages.items():
        links = page.find_all("link", rel="canonical")
        canonical = [link["href"] for link in links]
        told = [*canonical, meta(page, "og:url"), meta(page, "og:image")]
        if not address:
            wrong += [f"{name}: {guess}" for guess in told if guess]
            continue
        wrong += [] if canonical == [address + name] else [f"{name}: canonical is {canonical}"]
        wrong += [] if meta(page, "og:url") == address + name else [f"{name}: og:url is {meta(page, 'og:url')}"]
        card = meta(page, "og:image") or ""
        if not (card.startswith(address) and (html / card.removeprefix(address)).is_file()):
            wrong.append(f"{name}: the card {card} is not there")
        if meta(page, "twitter:card") != "summary_large_image":
            wrong.append(f"{name}: no large card")
    robots = (html / "robots.txt").read_text()
    if not address:
        wrong += [f"{name} is there" for name in ("sitemap.xml", "404.html") if (html / name).exists()]
        return wrong + [line for line in robots.splitlines() if line.startswith("Sitemap")]
    wrong += [] if f"\nSitemap: {address}sitemap.xml\n" in robots else ["robots.txt does not name the sitemap"]
    listed = {loc.text for loc in ElementTree.parse(html / "sitemap.xml").iter(LOC)}
    return wrong + [f"sitemap: {page}" for page in sorted(listed ^ {address + name for name in pages})]


def dead_from_anywhere(html: Path, folder: str) -> list[str]:
    """The links of 404.html that lead nowhere if a server at `folder` shows it in place of any page."""
    page = BeautifulSoup((html / "404.html").read_text(), "html.parser")
    links = [tag.get(name) for tag in page.find_all(True) for name in ("href", "src", "action") if tag.get(name)]
    links.append(page.html["data-content_root"] + "searchindex.js")
    inside = [link for link in links if not re.match("#|[a-z]+:", link)]
    return [link for link in inside if not (link.startswith(folder) and _file(html, link.removeprefix(folder)))]


def _file(html: Path, link: str) -> bool:
    return (html / urllib.parse.urlsplit(link).path).is_file()


@pytest.fixture(scope="module")
def pages(site) -> dict[str, BeautifulSoup]:
    """The built book's pages, only to be read."""
    return pages_of(site)


@pytest.fixture
def html(published, tmp_path) -> Path:
    """A copy of the tiny site, to be spoilt."""
    shutil.copytree(published.build / "html", tmp_path / "html")
    return tmp_path / "html"


@pytest.mark.slow
def test_with_an_address_every_part_tells_the_right_one(html):
    assert problems(html, ADDRESS) == []
    assert dead_from_anywhere(html, "/deep/book/") == []


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory) -> SimpleNamespace:
    """A tiny book, built again after one of its pages and a style sheet had changed; `indices` are the search's."""
    course, indices = make_book(tmp_path_factory.mktemp("rebuilt") / "course"), []
    (course.root / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/01_doubling\nchapters:\n- file: chapters/words\n- file: chapters/other\n"
    )
    (course.chapters / "words.md").write_text("# Words\n\n```{glossary}\nbias\n  What is added.\n```\n")
    sheet, html = course.chapters / "_static" / "course.css", course.build / "html"
    for text in ("Walls.", "Doors."):
        (course.chapters / "other.md").write_text(f"# Other\n\n{text}\n")
        sheet.write_text(sheet.read_text() + f"\n.{text[:4]} {{ color: red }}\n")
        done = build(course)
        assert done.returncode == 0, done.stderr
        indices.append(js_index.loads((html / "searchindex.js").read_text(encoding="utf-8")))
    return SimpleNamespace(html=html, sheet=sheet, indices=indices)


@pytest.mark.slow
def test_a_style_sheet_that_changed_has_another_address_on_every_page(rebuilt):
    """A browser keeps what it has for an address, and Sphinx writes no page again because a style sheet changed."""
    html = rebuilt.html
    assert (html / "_static" / "course.css").read_bytes() == rebuilt.sheet.read_bytes()
    assert rebuilt.sheet.read_text() in (html / "_static" / "book.css").read_text()
    links = {
        (page.name, name, version)
        for page in html.rglob("*.html")
        for name, version in re.findall(r'_static/([^"?]+)\?v=(\w+)', page.read_text())
    }
    assert {page for page, name, _ in links if name == "book.css"} >= {"01_doubling.html", "search.html"}
    assert [link for link in links if link[2] != checksum(html / "_static" / link[1])] == []


@pytest.mark.slow
def test_cards_are_pictures_of_the_size_that_they_claim(html):
    from PIL import Image

    cards = list((html / "_images" / "social_previews").glob("*.png"))
    assert len(cards) == 1
    with Image.open(cards[0]) as picture:
        assert picture.size == CARD_SIZE
        assert len(picture.getcolors(1 << 16)) > 50  # there is something on it


def other_address(html):
    _edit(html / "chapters/01_doubling.html", ADDRESS, "https://example.com/")


def lost_card(html):
    next((html / "_images" / "social_previews").glob("*.png")).unlink()


def page_that_the_sitemap_lacks(html):
    _edit(html / "sitemap.xml", "chapters/01_doubling", "chapters/02_doubling")


def robots_without_a_sitemap(html):
    _edit(html / "robots.txt", "Sitemap: ", "")


SPOILT = {
    other_address: "chapters/01_doubling.html: canonical is ['https://example.com/chapters/01_doubling.html']",
    lost_card: "is not there",
    page_that_the_sitemap_lacks: "sitemap: https://example.org/deep/book/chapters/01_doubling.html",
    robots_without_a_sitemap: "robots.txt does not name the sitemap",
}


def _edit(path: Path, before: str, after: str) -> None:
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))


@pytest.mark.slow
@pytest.mark.parametrize("spoil", SPOILT)
def test_a_planted_defect_is_found(html, spoil):
    spoil(html)
    assert SPOILT[spoil] in "\n".join(problems(html, ADDRESS))


@pytest.mark.slow
def test_guessed_addresses_would_be_found(html):
    """What a site says that has an address is wrong for one that has none."""
    found = problems(html, "")
    assert len(found) == 6, found  # canonical, the page's own, its card; two files; a line of robots.txt


@pytest.mark.slow
def test_a_dead_link_of_the_page_for_wrong_addresses_is_found(html):
    _edit(html / "404.html", 'href="/deep/book/genindex.html"', 'href="genindex.html"')
    assert dead_from_anywhere(html, "/deep/book/") == ["genindex.html"]


@pytest.mark.slow
def test_the_book_tells_the_address_of_its_settings_or_none(site, pages):
    settings = yaml.safe_load((find_course().root / "_config.yml").read_text())
    address = settings["html"]["baseurl"]
    assert problems(site, address and address.rstrip("/") + "/", pages) == []


@pytest.mark.parametrize("address", ["example.org/book", "ftp://example.org/", "https://example.org/?a=1", "/book/"])
def test_an_address_that_is_none_is_refused(address):
    config = SimpleNamespace(html_baseurl=address, html_title="")
    with pytest.raises(ExtensionError, match=r"it must be like https://example\.org/book/"):
        Site(find_course()).use_address(None, config)


@pytest.mark.slow
def test_the_same_commit_gives_the_same_bytes_in_another_folder(published, tmp_path):
    other = make_published(tmp_path / "elsewhere" / "the course")
    keep_no_notes(published.build / "html")
    keep_no_notes(other.build / "html")
    assert unlike(published.build / "html", other.build / "html") == []
    (other.build / "html" / "robots.txt").write_text("")
    (other.build / "html" / "more.txt").write_text("")
    assert unlike(published.build / "html", other.build / "html") == ["more.txt", "robots.txt"]


def keep_no_notes(html: Path) -> None:
    """Remove Sphinx's own notes for the next build, which hold a digest of the folder's name; no page loads them."""
    (html / ".buildinfo").unlink()


def unlike(one: Path, other: Path) -> list[str]:
    """The files that two folders do not have in common, byte for byte."""
    first, second = (
        {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        for top in (one, other)
    )
    return sorted(name for name in {*first, *second} if first.get(name) != second.get(name))


# What every page says about itself.


def lacking(name: str, page: BeautifulSoup) -> list[str]:
    """What a page of the book lacks that belongs on each."""
    wrong = []
    if len(meta(page, "description") or "") < 40:
        wrong.append(f"{name}: no description")
    if page.find("link", rel="icon") is None:
        wrong.append(f"{name}: no icon")
    if meta(page, "og:title") is None or meta(page, "og:site_name") != "Neural Networks by Hand":
        wrong.append(f"{name}: no name for others to show")
    if re.match(r"chapters/\d\d_", name):
        sections = page.select(".bd-sidebar-secondary nav a, .bd-toc-nav a")
        targets = {link["href"].removeprefix("#") for link in sections}
        wrong += [] if targets and all(page.find(id=target) for target in targets) else [f"{name}: On this page"]
        around = {kind: page.select(f".prev-next-area a.{kind}") for kind in ("left-prev", "right-next")}
        if not around["right-next"] or not (around["left-prev"] or name.startswith("chapters/00_")):
            wrong.append(f"{name}: previous and next")
    return wrong


@pytest.mark.slow
def test_every_page_says_what_it_is_about_and_chapters_lead_on(pages):
    assert set(pages) == {f"{name}.html" for name in pages_of_the_book()}
    described = {name: page for name, page in pages.items() if name != "genindex.html"}
    assert [problem for name, page in described.items() for problem in lacking(name, page)] == []


@pytest.mark.slow
def test_what_a_page_lacks_is_found(site):
    name = "chapters/01_neurons.html"
    text = (site / name).read_text()
    for before, after, found in [
        ('<meta name="description"', '<meta name="other"', "no description"),
        ('rel="icon"', 'rel="other"', "no icon"),
        ('content="Neural Networks by Hand"', 'content="Project"', "no name for others to show"),
        ('class="right-next', 'class="other', "previous and next"),
        ('id="layers"', 'id="other"', "On this page"),
    ]:
        assert before in text, before
        page = BeautifulSoup(text.replace(before, after), "html.parser")
        if found == "no description":
            page.find("meta", {"property": "og:description"}).decompose()
        assert lacking(name, page) == [f"{name}: {found}"]


# Dates.


@pytest.fixture
def history(tmp_path) -> Path:
    """A checkout whose chapter was written in March, its notebook made in April, a page in May."""
    folder = tmp_path / "checkout"
    days = {"solutions/01_a.md": "2026-03-05", "chapters/01_a.ipynb": "2026-04-06", "b.md": "2026-05-07"}
    for name, day in days.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
        if not (folder / ".git").exists():
            git(folder, "init", "--quiet")
        git(folder, "add", name)
        git(folder, "commit", "--quiet", "--message", name, day=day)
    return folder


def redated(site: Site, env: SimpleNamespace) -> list[str]:
    return sorted(site.redate(None, env, set(), set(), set()))


def environment(folder: Path, *pages: str) -> SimpleNamespace:
    suffix = {"chapters/01_a": ".ipynb"}
    return SimpleNamespace(found_docs=set(pages), doc2path=lambda page: folder / f"{page}{suffix.get(page, '.md')}")


def test_a_page_has_the_day_of_its_last_commit_and_a_chapter_that_of_its_source(history):
    site, env = Site(find_course(history)), environment(history, "chapters/01_a", "b", "never_committed")
    (history / "never_committed.md").write_text("new")
    assert redated(site, env) == ["b", "chapters/01_a"]
    assert site.dates == {"chapters/01_a": datetime.date(2026, 3, 5), "b": datetime.date(2026, 5, 7)}


def test_a_commit_that_changes_a_date_has_its_page_written_again(history):
    site, env = Site(find_course(history)), environment(history, "chapters/01_a", "b")
    redated(site, env)
    assert redated(site, env) == []
    (history / "solutions" / "01_a.md").write_text("better")
    assert redated(site, env) == []
    git(history, "commit", "--quiet", "--all", "--message", "Better", day="2026-06-08")
    assert redated(site, env) == ["chapters/01_a"]
    assert site.dates["chapters/01_a"] == datetime.date(2026, 6, 8)


def test_where_git_does_not_know_there_is_no_date(history, tmp_path, monkeypatch):
    """A shallow clone's oldest commit seems to touch every file; an unpacked zip has no history at all."""
    source = {"b": Path("b.md")}
    assert dates(find_course(history), source)
    git(tmp_path, "clone", "--quiet", "--depth", "1", history.as_uri(), "shallow")
    assert dates(find_course(tmp_path / "shallow"), source) == {}
    shutil.copytree(history, tmp_path / "zip", ignore=shutil.ignore_patterns(".git"))
    assert dates(find_course(tmp_path / "zip"), source) == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dates(find_course(history), source) == {}


@pytest.mark.slow
def test_the_page_shows_the_date(published):
    page = pages_of(published.build / "html")["chapters/01_doubling.html"]
    assert page.select_one(".last-updated").get_text(strip=True) == "Last updated on 5 March 2026."


def test_every_page_of_the_book_shows_its_date(pages):
    shown = subprocess.run(
        ["git", "rev-parse", "--is-shallow-repository"], cwd=find_course().root, capture_output=True, text=True
    )
    if shown.stdout.strip() != "false":
        pytest.skip("no complete history here")
    assert [name for name, page in pages.items() if not page.select_one(".last-updated")] in ([], ["genindex.html"])


@pytest.mark.slow
def test_the_search_keeps_terms_and_index_entries_when_another_page_changes(rebuilt):
    for word, index in zip(("wall", "door"), rebuilt.indices, strict=True):
        assert word in index["terms"]
        assert list(index["indexentries"]) == ["bias"]


def test_a_change_of_any_module_that_changes_pages_has_them_read_anew(monkeypatch):
    """Each module of the book that an extension takes in, and that hangs on Sphinx's way from a source to a page."""
    seen = []
    monkeypatch.setattr(extension, "env_version", lambda files: seen.extend(files) or 1)
    monkeypatch.setattr(website, "env_version", lambda files: seen.extend(files) or 1)
    app = SimpleNamespace(srcdir=str(find_course().root), connect=lambda *_, **__: None, setup_extension=lambda _: None)
    monkeypatch.setattr(extension.formulas, "connect", lambda *_: None)
    monkeypatch.setattr(extension.highlight, "install", lambda: None)
    for part in (extension, website):
        assert part.setup(app)["env_version"] == 1
    names = {path.stem for path in seen}
    assert names == {"extension", "website", "search", "formulas", "highlight", "icons", "lighter", "mending"}


def test_the_number_follows_every_file(tmp_path):
    files = [tmp_path / name for name in "ab"]
    for path in files:
        path.write_text("as it was")
    before = env_version(files)
    assert env_version(files) == before
    for path in files:
        path.write_text(f"{path.name} changed")
        assert env_version(files) not in (before, 0)
        path.write_text("as it was")
