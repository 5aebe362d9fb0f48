"""The printed book has every page, bookmark and figure; nothing is cut off, and links lead somewhere."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from autograde.book import pdf
from autograde.book.pdf import Entry, Heading, bookmarks, compose, make_pdf, print_document, unfold, unlike_outline
from autograde.course import UserError, find_course
from tests.site.page_checks import pages_of_the_book

COURSE = find_course()
MARGIN = 60  # points above and below the text, with a page's head and number


def outline_of_the_site(site: Path, pages: list[str]) -> Iterator[tuple[int, str]]:
    """What the bookmarks must be: the pages in the order of the table of contents, with their sections."""
    for name in pages:
        article = BeautifulSoup((site / f"{name}.html").read_text(), "html.parser").select_one("article")
        for formula in article.select(".math, math"):
            formula.decompose()
        for tag in article.find_all(["h1", "h2", "h3"]):
            yield int(tag.name[1]), squashed(tag.get_text().removesuffix("#"))
        if article.select("details:not(.hide)"):
            yield 2, squashed("Hints and answers")


def squashed(text: str) -> str:
    return re.sub(r"\s|[.,;:!?]", "", text)


def figures(document: BeautifulSoup) -> list[str]:
    return [title.get_text() for title in document.select(".byhand-title")]


def faults(path: Path, titles: list[str]) -> list[str]:
    """What a reader would find wrong with a PDF: empty pages, and figures that are not drawn."""
    wrong, drawn = [], dict.fromkeys(titles, 0)
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, 1):
            ink = page.render(scale=1).to_numpy().astype(int).sum(axis=2) < 3 * 255 - 60
            if not ink[MARGIN:-MARGIN].any():
                wrong.append(f"page {number} is empty")
            text = page.get_textpage()
            for title in titles:
                for place in places(text, title[:30]):
                    drawn[title] = max(drawn[title], long_lines(page, below=text.get_charbox(place)[1]))
    return wrong + [f"not drawn: {title}" for title, lines in drawn.items() if lines < 3]


def places(text: pypdfium2.PdfTextPage, wanted: str) -> Iterator[int]:
    """Where a text begins a line; the code above a figure has its title in the middle of one."""
    searcher = text.search(wanted)
    while found := searcher.get_next():
        if found[0] == 0 or text.get_text_range(found[0] - 1, 1) in "\r\n":
            yield found[0]


def long_lines(page: pypdfium2.PdfPage, below: float) -> int:
    """How many lines and shapes of a drawing, larger than any letter, are in the 320 points below a height."""
    found = 0
    for shape in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
        left, low, right, high = shape.get_bounds()
        found += below - 320 < (low + high) / 2 and high < below and max(right - left, high - low) > 40
    return found


def dead_links(path: Path) -> list[str]:
    """The links of a PDF that lead to a file beside it, which a reader does not have."""
    raw = pypdfium2.raw
    wrong = []
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, 1):
            position, link = ctypes.c_int(0), raw.FPDF_LINK()
            while raw.FPDFLink_Enumerate(page, position, link):
                action = raw.FPDFLink_GetAction(link)
                if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
                    continue
                length = raw.FPDFAction_GetURIPath(document, action, None, 0)
                buffer = ctypes.create_string_buffer(length)
                raw.FPDFAction_GetURIPath(document, action, buffer, length)
                address = buffer.value.decode()
                if not re.match("https?:|mailto:", address):
                    wrong.append(f"page {number}: {address}")
    return wrong


def internal_links(path: Path) -> int:
    """How many links lead inside the document."""
    raw, count = pypdfium2.raw, 0
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            position, link = ctypes.c_int(0), raw.FPDF_LINK()
            while raw.FPDFLink_Enumerate(page, position, link):
                count += bool(raw.FPDFLink_GetDest(document, link))
    return count


def printed(folder: Path, pages: list[str], spoil=lambda document: None):
    document, outline = compose(COURSE, folder, pages)
    spoil(document)
    cut_off = elsewhere(print_document, document, folder / "book.pdf", folder)
    return folder / "book.pdf", document, outline, cut_off


def elsewhere(work, *arguments):
    """Do something in a thread of its own: printing starts Playwright, and this one has the tests' own running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *arguments).result()


SOME = ["chapters/00_introduction", "chapters/notation"]


@pytest.fixture(scope="module")
def some(site, browser, tmp_path_factory):
    """A chapter and a page, printed; `browser` skips or fails where there is none."""
    return printed(tmp_path_factory.mktemp("pdf"), SOME)


@pytest.mark.browser
@pytest.mark.slow
def test_a_chapter_is_printed_with_its_outline_figures_and_links(some, site):
    path, document, outline, cut_off = some
    assert cut_off == []
    marks = bookmarks(path)
    assert unlike_outline(outline, marks) == []
    wanted = list(outline_of_the_site(site, SOME))
    assert [level for level, _ in wanted] == [mark.level for mark in marks]
    assert [text for _, text in wanted if text not in {squashed(mark.text) for mark in marks}] == []
    assert figures(document)
    assert faults(path, figures(document)) == []
    assert dead_links(path) == []
    assert internal_links(path) > 20


@pytest.mark.browser
@pytest.mark.slow
def test_what_is_wrong_with_a_print_is_found(site, browser, tmp_path):
    def spoil(document):
        document.select_one(".byhand-plot svg").decompose()
        article = document.find("article", id="p-chapters-notation")
        wide = document.new_tag("pre", attrs={"style": "white-space: pre !important; color: #000"})
        wide.string = "wide " * 60
        article.append(wide)
        empty = document.new_tag("div", attrs={"style": "break-before: page; break-after: page; height: 10px"})
        article.append(empty)
        article.append(document.new_tag("a", href="more.html"))
        article.find_all("a")[-1].string = "more"
        document.find("h3").name = "p"

    path, document, outline, cut_off = printed(tmp_path, SOME, spoil)
    said = faults(path, figures(document))
    assert said[-1] == f"not drawn: {figures(document)[0]}"
    assert [line for line in said[:-1] if not line.endswith("is empty")] == []
    assert len(said) == 2
    assert [line.split(": ")[1] for line in cut_off] == ["p-chapters-notation"]
    assert any("more.html" in line for line in dead_links(path))
    assert [line for line in unlike_outline(outline, bookmarks(path)) if line.startswith("no bookmark: 3")]


@pytest.mark.browser
@pytest.mark.thorough
def test_the_whole_book_is_printed(site, browser, tmp_path):
    path = elsewhere(make_pdf, COURSE, tmp_path / "book.pdf")
    pages = pages_of_the_book()
    marks = bookmarks(path)
    wanted = list(outline_of_the_site(site, pages))
    assert [level for level, _ in wanted] == [mark.level for mark in marks]
    assert len([mark for mark in marks if mark.level == 1]) == len(pages)
    with pypdfium2.PdfDocument(path) as document:
        assert 200 < len(document) < 600
        assert document.get_metadata_value("Title") == "Neural Networks by Hand"
    composed, _ = compose(COURSE, tmp_path)
    assert faults(path, figures(composed)) == []
    assert dead_links(path) == []


# Without a browser.

OUTLINE = [Heading(1, "Losses", "a"), Heading(2, f"Why {pdf.FORMULA}?", "b"), Heading(1, "Digits", "c")]
MARKS = [Entry(1, "Losses", 0), Entry(2, "Why  x?", 1), Entry(1, "Digits", 4)]


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        (MARKS, []),
        (MARKS[:2], ["no bookmark: 1 Digits"]),
        ([*MARKS, Entry(1, "More", 5)], ["no heading: 1 More"]),
        (
            [MARKS[2], *MARKS[:2]],
            ["the bookmarks are in another order than the headings", "the bookmarks lead back and forth"],
        ),
        ([*MARKS[:2], Entry(1, "Digits", 0)], ["the bookmarks lead back and forth"]),
        ([*MARKS, MARKS[2]], ["the bookmarks are in another order than the headings"]),
        ([MARKS[0], Entry(2, "How x?", 1), MARKS[2]], ["no bookmark: 2 Why \N{WHITE SQUARE}?", "no heading: 2 How x?"]),
    ],
)
def test_bookmarks_are_compared_with_headings(marks, found):
    assert unlike_outline(OUTLINE, marks) == found


def test_what_is_folded_stands_at_the_end_and_both_places_are_linked():
    article = BeautifulSoup(
        '<article id="p"><section><h1>A</h1><section><h2>B</h2>'
        "<details><summary>Hint 1</summary><p>Think.</p></details><p>after</p></section></section></article>",
        "html.parser",
    ).article
    unfold(article)
    assert article.find("details") is None
    here, there = article.find("a", string="Hint 1"), article.find_all("a", string="Hint 1")[1]
    assert here["href"] == f"#{there.parent['id']}"
    assert there["href"] == f"#{here['id']}"
    said = ["A", "B", "Hint 1", "after", "Hints and answers", "B", "Hint 1", "Think."]
    assert article.get_text("|").split("|") == said


def test_pages_beside_each_other_keep_their_own_places(tmp_path):
    html = tmp_path / "_build" / "html"
    (html / "chapters").mkdir(parents=True)
    for name, other in (("01_a", "02_b"), ("02_b", "01_a")):
        (html / "chapters" / f"{name}.html").write_text(
            f'<head><link rel="stylesheet" href="../_static/x.css"></head><article class="bd-article">'
            f'<section id="s"><h1>{name}</h1><a href="{other}.html#s">there</a><a href="#s">here</a>'
            f'<a href="../downloads/x.zip">zip</a>'
            f'<a href="https://example.org/">out</a><svg><path marker-end="url(#s)"/></svg></section></article>'
        )
    (tmp_path / "_config.yml").write_text("title: Two pages\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/01_a\nchapters:\n- file: chapters/02_b\n")
    document, outline = compose(find_course(tmp_path), tmp_path / "_build" / "pdf")
    assert [heading.text for heading in outline] == ["01_a", "02_b"]
    first = document.find("article", id="p-chapters-01_a")
    places = {tag["id"] for tag in document.find_all(id=True)}
    assert len(places) == len(document.find_all(id=True))
    there, here, zipped, out = first.find_all("a")
    assert there["href"] == "#p-chapters-02_b--s"
    assert here["href"] == "#p-chapters-01_a--s"
    assert {there["href"][1:], here["href"][1:]} <= places
    assert "href" not in zipped.attrs
    assert out["href"] == "https://example.org/"
    assert first.find("path")["marker-end"] == "url(#p-chapters-01_a--s)"
    assert document.find("link")["href"] == "../html/_static/x.css"


def test_without_chromium_a_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UserError, match="`make browser` installs it"):
        print_document(BeautifulSoup("", "html.parser"), tmp_path / "book.pdf", tmp_path)


def test_without_a_book_a_sentence_says_what_to_do(tmp_path):
    with pytest.raises(UserError, match="run: make book"):
        make_pdf(find_course(tmp_path))


def test_numbers_that_stand_for_their_sliders_are_heard(tmp_path):
    boxed = '<span class="byhand-boxed">'
    slider, number = f'{boxed}<input type="range"></span>', f'{boxed}<output aria-hidden="true">0.5</output></span>'
    control = f"<label><span>w</span>{slider}{number}</label>"
    page = f'<article class="bd-article"><h1>Page</h1><div class="byhand-controls">{control}</div></article>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    article = pdf._article(tmp_path, "page", {"page"}, ".")
    assert str(article.label) == f"<label><span>w</span>{boxed}<output>0.5</output></span></label>"
