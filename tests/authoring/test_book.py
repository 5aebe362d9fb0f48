"""The book shows outputs of exposition only, is complete, needs no other site, and fails loudly."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograde.book.extension import missing_figures
from autograde.course import Course, find_course
from autograde.generate import generate
from autograde.release import release
from autograde.source import load
from tests.authoring.tiny_course import BYHAND, CHAPTER, HEADER, make_course, write_chapter

REAL = find_course()

# A stand-in for the figures, so that these tests are about the book alone.
FIGURES = """

class Figure:
    def _repr_html_(self):
        return '<figure class="figure">drawn</figure>'


def explore(*args, **sliders):
    return Figure()
"""
ASSETS = "def classic_script():\n    return 'void 0;'\n\n\ndef stylesheet():\n    return 'figure {}'\n"

FIGURE_CELL = "```{code-cell} ipython3\nfrom byhand import explore\nexplore(1)\n```\n\nA formula: $x^2$.\n"


def make_book(folder: Path) -> Course:
    """A tiny course with the book's real settings."""
    course = make_course(folder)
    (course.byhand / "__init__.py").write_text(BYHAND + FIGURES)
    (course.byhand / "assets.py").write_text(ASSETS)
    write_chapter(course, CHAPTER + "\n" + FIGURE_CELL)
    shutil.copytree(REAL.chapters / "_static", course.chapters / "_static")
    shutil.copy(REAL.root / "_config.yml", course.root)
    shutil.copy(REAL.chapters / "references.bib", course.chapters)
    (course.root / "_toc.yml").write_text("format: jb-book\nroot: chapters/01_doubling\n")
    generate(course)
    return course


def build(course: Course, *command: str) -> subprocess.CompletedProcess:
    """Build in a process of its own, as `make` does."""
    script = "import pathlib, sys; from autograde.book.build import main; sys.exit(main(pathlib.Path('.')))"
    programs = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    return subprocess.run(
        command or (sys.executable, "-c", script),
        cwd=course.root,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(REAL.root), "PATH": programs, "HOME": str(course.root)},
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Course:
    course = make_book(tmp_path_factory.mktemp("book") / "course")
    done = build(course)
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture
def book(built, tmp_path) -> Course:
    """A copy of the built book, to be spoilt."""
    shutil.copytree(built.root, tmp_path / "course", symlinks=True)
    return find_course(tmp_path / "course")


def page(course: Course) -> str:
    return (course.build / "html" / "chapters" / "01_doubling.html").read_text()


@pytest.mark.slow
def test_exposition_has_its_outputs_and_answers_and_tests_have_none(built):
    assert "hello, exposition" in page(built)
    assert '<figure class="figure">drawn</figure>' in page(built)
    assert "output of a test cell" not in page(built)
    assert "doubled_secretly" not in re.sub(r"<[^>]+>", "", page(built))


@pytest.mark.slow
def test_the_download_is_the_committed_notebook(built):
    link = re.search(r'href="\.\./(_sources/chapters/01_doubling\.ipynb)"', page(built))[1]
    download = built.build / "html" / link
    assert download.read_bytes() == (built.chapters / "01_doubling.ipynb").read_bytes()


@pytest.mark.slow
def test_the_zip_that_a_page_offers_is_the_one_for_students(built):
    link = re.search(r'href="\.\./(downloads/01_doubling\.zip)"', page(built))[1]
    (released,) = release(built)
    assert (built.build / "html" / link).read_bytes() == released.read_bytes()


@pytest.mark.slow
def test_a_second_build_writes_no_page_again(built):
    path = built.build / "html" / "chapters" / "01_doubling.html"
    before = path.stat().st_mtime_ns
    assert build(built).returncode == 0
    assert path.stat().st_mtime_ns == before


@pytest.mark.slow
def test_an_edit_of_prose_keeps_the_outputs_and_an_edit_of_the_package_renews_them(book):
    kept = book.build / "executed" / "01_doubling.json"
    before = kept.stat().st_mtime_ns
    write_chapter(book, CHAPTER.replace("You can double.", "You can double all.") + "\n" + FIGURE_CELL)
    generate(book)
    assert build(book).returncode == 0
    assert "You can double all." in page(book)
    assert kept.stat().st_mtime_ns == before
    (book.byhand / "__init__.py").write_text((BYHAND + FIGURES).replace("hello", "good day"))
    generate(book)
    assert build(book).returncode == 0
    assert "good day, exposition" in page(book)


@pytest.mark.slow
def test_jupyter_book_alone_builds_the_same_page(book):
    before = page(book)
    shutil.rmtree(book.build / "html")
    shutil.rmtree(book.build / ".doctrees")
    done = build(book, str(Path(sys.executable).parent / "jupyter-book"), "build", ".")
    assert done.returncode == 0, done.stderr
    assert page(book) == before


# How a book is spoilt, and what the build must say.
def stale_notebook(book):
    write_chapter(book, CHAPTER)


def false_fact(book):
    write_chapter(book, CHAPTER.replace("2 * 3 == 6", "2 * 3 == 7"))
    generate(book)


def figure_that_is_not_shown(book):
    write_chapter(book, CHAPTER + "\n" + FIGURE_CELL.replace("explore(1)", "explore(1)\nexplore(2)"))
    generate(book)


LINE_OF_FORMULA = (HEADER + CHAPTER + FIGURE_CELL).partition("$x^2$")[0].count("\n") + 1


def page_that_is_missing_and_formula_that_is_not_known(book):
    with (book.root / "_toc.yml").open("a") as toc:
        toc.write("chapters:\n- file: chapters/09_no\n")
    write_chapter(book, CHAPTER + FIGURE_CELL.replace("$x^2$", r"$x + \nonsense y$"))
    generate(book)


def figures_without_a_script(book):
    (book.byhand / "assets.py").unlink()


SPOILT = {
    stale_notebook: ["python -m autograde generate"],
    page_that_is_missing_and_formula_that_is_not_known: [
        "09_no", f"01_doubling.md:{LINE_OF_FORMULA}: WARNING: The formula",
    ],
    false_fact: ["the fact is not true: 2 * 3 == 7"],
    figure_that_is_not_shown: ["2 calls of explore, predict or quiz, 1 figures"],
    figures_without_a_script: ["The figures' script cannot be made"],
}


@pytest.mark.slow
@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_book_fails(book, spoil):
    spoil(book)
    done = build(book)
    assert done.returncode == 1
    assert [words for words in SPOILT[spoil] if words not in done.stderr] == []


@pytest.mark.slow
def test_a_warning_fails_the_second_build_too(book):
    """Sphinx alone says nothing about a page that it does not read again."""
    write_chapter(book, CHAPTER.replace("You can double.", "See [that](09_no.ipynb).") + FIGURE_CELL)
    generate(book)
    first, second = build(book), build(book)
    assert (first.returncode, second.returncode) == (1, 1)
    assert "cross-reference target not found" in first.stderr


def test_a_figure_that_the_page_lost_is_told(course):
    write_chapter(course, CHAPTER + "\n" + FIGURE_CELL)
    chapter = load(course, "01_doubling")
    made = {cell.id: [] for cell in chapter.notebook.cells}
    cell = next(cell.id for cell in chapter.notebook.cells if "explore(1)" in cell.source)
    made[cell] = [{"output_type": "execute_result", "data": {"text/html": "<figure>drawn</figure>"}}]
    assert missing_figures(chapter, made, "<body><figure>drawn</figure></body>") == []
    assert "the figure is not on the page" in missing_figures(chapter, made, "<body></body>")[0]
    made[cell] = []
    assert "1 calls of explore, predict or quiz, 0 figures" in missing_figures(chapter, made, "")[0]


class Loads(HTMLParser):
    """The addresses from which a page loads anything; links that a reader may follow are not among them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed", "object"):
            self.found += [given.get(name) or "" for name in ("src", "data", "srcset", "poster")]
        if tag == "link" and given.get("rel") not in ("canonical", "next", "prev", "search", "index", "author"):
            self.found.append(given.get("href") or "")


def external(addresses: list[str]) -> list[str]:
    return [address for address in addresses if re.match(r"\s*(https?:)?//", address)]


def loaded(html: str) -> list[str]:
    """What a page loads from other sites: by its tags, its style sheets and its inline scripts."""
    parser = Loads()
    parser.feed(html)
    styles = re.findall(r"url\(\s*[\"']?([^)\"']+)|@import\s+[\"']([^\"']+)", html)
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)
    in_scripts = [url for script in scripts for url in re.findall(r"[\"'](https?://[^\"']+)[\"']", script)]
    namespaces = ("http://www.w3.org/", "https://schema.org")
    return external(parser.found + ["".join(style) for style in styles]) + [
        url for url in in_scripts if not url.startswith(namespaces)
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img src="https://x.example/a.png">',
        "<style>@import 'https://fonts.example/css';</style>",
        "<style>@font-face {src: url(https://fonts.example/a.woff2)}</style>",
        '<script>const url = "https://unpkg.example/thebe.js";</script>',
    ],
)
def test_something_loaded_from_another_site_would_be_found(html):
    assert len(loaded(html)) == 1


def real_site() -> list[Path]:
    pages = sorted((REAL.build / "html").rglob("*.html"))
    assert pages, "the book is not built; run: make book"
    return pages


@pytest.mark.slow
def test_no_page_loads_anything_from_another_site():
    assert {path.name: found for path in real_site() if (found := loaded(path.read_text()))} == {}


@pytest.mark.slow
def test_no_style_sheet_loads_anything_from_another_site():
    real_site()
    sheets = sorted((REAL.build / "html").rglob("*.css"))
    assert sheets
    assert {path.name: found for path in sheets if (found := loaded(path.read_text()))} == {}


@pytest.mark.slow
def test_every_page_offers_its_own_notebook():
    real_site()
    for name in REAL.chapter_names:
        html = (REAL.build / "html" / "chapters" / f"{name}.html").read_text()
        assert f'href="../_sources/chapters/{name}.ipynb"' in html
        download = REAL.build / "html" / "_sources" / "chapters" / f"{name}.ipynb"
        assert download.read_bytes() == (REAL.chapters / f"{name}.ipynb").read_bytes()
