"""The whole book as one PDF: `python -m autograde.book.pdf` prints the built pages with Chromium.

The pages of the table of contents become one document: links between pages become links inside it, figures stand as
they do before a slider is moved, and what is folded on a page stands at its chapter's end.
"""

from __future__ import annotations

import argparse
import copy
import posixpath
import re
import sys
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import yaml
from bs4 import BeautifulSoup, Tag

from autograde.chromium import FLAGS, NO_BROWSER, chromium
from autograde.course import Course, UserError, find_course
from autograde.leaks import LeakCheck
from autograde.source import load_all

NAME = "neural-networks-by-hand.pdf"
SHEET = Path(__file__).parent / "pdf.css"
PATIENCE = 600_000  # milliseconds for all chapters on a busy machine
# A4 within the margins of the sheet; wide formulas are made to fit into it.
WIDTH = 643

EMPTY = '<!DOCTYPE html><html lang="en" data-theme="light"><head></head><body></body></html>'
NOTE = """
<p>Printed from the pages of the book, in which every figure has sliders and every exercise a notebook with tests.
Here figures stand as they do before a slider is moved. Hints, answers and whatever else is folded on a page stand at
the end of its chapter; tests and the code that draws figures are in the notebooks.</p>
"""
# What a reader of paper can do nothing with.
LEFT_OUT = "script, noscript, a.headerlink, button, details.hide, template, .byhand-boxed:has(> input)"
REFERENCES = ("href", "xlink:href", "for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
FORMULA = "\N{WHITE SQUARE}"  # in the text of a heading; what a bookmark says for it is Chromium's affair
URL = re.compile(r"url\((['\"]?)#")


@dataclass(frozen=True)
class Heading:
    """A line of the outline: 1 for a chapter, 2 for a section, 3 for an exercise."""

    level: int
    text: str  # formulas are `FORMULA`
    place: str  # the id in the document


@dataclass(frozen=True)
class Entry:
    """A bookmark of a PDF."""

    level: int
    text: str
    page: int  # from 0


def make_pdf(course: Course, target: Path | None = None) -> Path:
    """Print the built book.

    Raises
    ------
    UserError
        If the book is not built, Chromium is missing, or the PDF lacks a page or tells a secret.
    """
    target = target or course.build / "pdf" / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (course.build / "html" / "index.html").is_file():
        raise UserError("The book is not built; run: make book")
    document, outline = compose(course, target.parent)
    draft = target.with_suffix(".draft.pdf")
    problems = print_document(document, draft, target.parent)
    problems += unlike_outline(outline, bookmarks(draft))
    problems += [str(leak) for leak in LeakCheck(course, load_all(course)).check(draft)]
    if problems:
        raise UserError("The PDF is not right, and was not kept:\n" + "\n".join(problems))
    return draft.replace(target)


def compose(
    course: Course, folder: Path, pages: Sequence[str] | None = None
) -> tuple[BeautifulSoup, list[Heading]]:
    """One document of all pages, or of some, to be opened from `folder`, and the headings in it."""
    html = course.build / "html"
    pages = pages or pages_in_order(course)
    first = _read(html / f"{pages[0]}.html")
    title = yaml.safe_load((course.root / "_config.yml").read_text(encoding="utf-8"))["title"]
    document = BeautifulSoup(EMPTY, "html.parser")
    document.head.append(_new(document, "meta", charset="utf-8"))
    document.head.append(_new(document, "title", title))
    to_site = posixpath.relpath(html.as_posix(), folder.as_posix())
    for tag in first.head.find_all("link", rel="stylesheet"):
        tag["href"] = _moved(tag["href"], pages[0], to_site)
        document.head.append(tag)
    document.head.append(_new(document, "style", SHEET.read_text(encoding="utf-8")))
    articles = {page: _article(html, page, set(pages), to_site) for page in pages}
    outline = [heading for article in articles.values() for heading in _headings(article)]
    document.body.append(_front(document, title, outline))
    names = []  # a named kind of page for each chapter, whose head says the chapter's title
    for page, article in articles.items():
        names.append(f"@page {_place(page)} {{ @top-center {{ content: {_css(article.h1.get_text())} }} }}")
        article["style"] = f"page: {_place(page)}"
        document.body.append(article)
    document.head.append(_new(document, "style", "\n".join(names)))
    return document, outline


def pages_in_order(course: Course) -> list[str]:
    """The pages of _toc.yml, such as `chapters/01_neurons`."""
    from sphinx_external_toc.parsing import parse_toc_yaml

    return [str(page).removesuffix(".md") for page in parse_toc_yaml(course.root / "_toc.yml")]


def _article(html: Path, page: str, pages: set[str], to_site: str) -> Tag:
    """What a page says, ready to stand beside others: ids of its own, and links that lead inside the document."""
    path = html / f"{page}.html"
    if not path.is_file():
        raise UserError(f"{page}.html is not there; run: make book")
    article = _read(path).select_one("article.bd-article")
    for tag in article.select(LEFT_OUT):
        tag.decompose()
    for number in article.select("output[aria-hidden]"):
        del number["aria-hidden"]  # which stands for its slider here
    for tag in article.find_all(True):
        if tag.get("id"):
            tag["id"] = f"{_place(page)}--{tag['id']}"
        for name in REFERENCES:
            if tag.get(name):
                _redirect(tag, name, page, pages)
        for name, value in tag.attrs.items():
            if isinstance(value, str) and "url(" in value:
                tag[name] = URL.sub(rf"url(\1#{_place(page)}--", value)
        if tag.get("src"):
            tag["src"] = _moved(tag["src"], page, to_site)
    article["id"] = _place(page)
    unfold(article)
    return article


def _redirect(tag: Tag, name: str, page: str, pages: set[str]) -> None:
    """Have a reference lead to the same thing inside the document, or nowhere if it is not part of it."""
    if name not in ("href", "xlink:href"):
        names = tag[name] if isinstance(tag[name], list) else tag[name].split()
        tag[name] = " ".join(f"{_place(page)}--{one}" for one in names)
        return
    address, _, anchor = tag[name].partition("#")
    if re.match(r"[a-z]+:", address):
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), address)) if address else f"{page}.html"
    if target.removesuffix(".html") not in pages:
        del tag[name]  # a download, which belongs to the site
        return
    place = _place(target.removesuffix(".html"))
    tag[name] = f"#{place}--{urllib.parse.unquote(anchor)}" if anchor else f"#{place}"


def unfold(article: Tag) -> None:
    """Move what is folded to the chapter's end, and link the two places with each other."""
    folded = article.find_all("details")
    if not folded:
        return
    document = BeautifulSoup("", "html.parser")
    end = document.new_tag("section")
    end["class"], end["id"] = "folded", f"{article['id']}--folded"
    end.append(_new(document, "h2", "Hints and answers"))
    (article.find("section") or article).append(end)
    heading = None
    for number, details in enumerate(folded, 1):
        if details.find_parent("details"):
            details.unwrap()
            continue
        above = details.find_previous(["h1", "h2", "h3"])
        if above is not heading:
            heading = above
            end.append(_new(document, "p", above.get_text(), **{"class": "folded-of"}))
        here, there = f"{end['id']}-{number}-here", f"{end['id']}-{number}"
        summary = details.summary.extract()
        link = document.new_tag("a", id=here, href=f"#{there}")
        back = document.new_tag("a", href=f"#{here}")
        for child in list(summary.contents):
            back.append(copy.copy(child))
            link.append(child)
        place = _new(document, "p", **{"class": "folded-here"})
        place.append(link)
        details.insert_before(place)
        name = _new(document, "p", id=there, **{"class": "folded-name"})
        name.append(back)
        end.append(name)
        details.name, details["class"] = "div", "folded-text"
        end.append(details)


def _headings(article: Tag) -> list[Heading]:
    found = []
    for number, tag in enumerate(article.find_all(["h1", "h2", "h3"])):
        tag["id"] = tag.get("id") or f"{article['id']}--heading-{number}"
        plain = copy.copy(tag)
        for formula in plain.select(".math, math"):
            formula.replace_with(FORMULA)
        found.append(Heading(int(tag.name[1]), " ".join(plain.get_text().split()), tag["id"]))
    return found


def _front(document: BeautifulSoup, title: str, outline: Sequence[Heading]) -> Tag:
    """The title page and the contents, whose page numbers are not known yet."""
    front = document.new_tag("div")
    front["class"] = "front"
    cover = _new(document, "div", **{"class": "cover"})
    cover.append(_new(document, "p", title, **{"class": "cover-title"}))
    cover.append(BeautifulSoup(NOTE, "html.parser"))
    front.append(cover)
    contents = _new(document, "div", **{"class": "contents"})
    contents.append(_new(document, "p", "Contents", **{"class": "contents-title"}))
    for number, heading in enumerate(outline):
        in_index = heading.place.startswith(f"{_place('genindex')}--")
        if heading.level == 1 or (heading.level == 2 and not in_index):
            line = _new(document, "p", **{"class": f"contents-{heading.level}"})
            link = document.new_tag("a", href=f"#{heading.place}")
            link.append(_new(document, "span", heading.text))
            link.append(_new(document, "span", "000", **{"class": "number", "data-heading": str(number)}))
            line.append(link)
            contents.append(line)
    front.append(contents)
    return front


def print_document(document: BeautifulSoup, target: Path, folder: Path) -> list[str]:
    """Print a document twice: the second time with the page numbers that the first one showed.

    Returns what is wider than the page, which paper would cut off.
    """
    path = chromium()
    if path is None:
        raise UserError(f"{NO_BROWSER}; the PDF is printed with it.")
    written = folder / "book.html"
    written.write_text(str(document), encoding="utf-8")
    try:
        return _print(written, target, path)
    finally:
        written.unlink()


def _print(written: Path, target: Path, chromium_path: str) -> list[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Fonts of a file are refused to another file without the flag.
        flags = [*FLAGS, "--allow-file-access-from-files"]
        browser = playwright.chromium.launch(executable_path=chromium_path, args=flags)
        page = browser.new_page(viewport={"width": WIDTH, "height": 1000})
        page.set_default_timeout(PATIENCE)
        page.emulate_media(media="print", color_scheme="light")
        print("Opening all chapters as one page", flush=True)
        page.goto(written.as_uri())
        page.evaluate(SHRINK)
        cut_off = page.evaluate(CUT_OFF)
        for attempt in ("Printing", "Printing with page numbers"):
            print(attempt, flush=True)
            page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
            page.evaluate(NUMBERS, [entry.page + 1 for entry in bookmarks(target)])
        browser.close()
    return [f"cut off on paper: {text}" for text in cut_off]


# Formulas wider than the page become smaller, as a reader of paper cannot scroll.
SHRINK = """() => document.querySelectorAll('math[display=block]').forEach((formula) => {
  const wide = formula.getBoundingClientRect().width, room = formula.parentElement.getBoundingClientRect().width;
  if (wide > room) formula.style.fontSize = `${Math.floor(100 * room / wide) - 1}%`;
})"""
CUT_OFF = """() => [...document.querySelectorAll('article :is(pre, table, p, li, svg, img, math)')]
  .filter((part) => part.getBoundingClientRect().right > part.closest('article').getBoundingClientRect().right + 1
    || (part.matches('pre, p, li') && part.scrollWidth > part.clientWidth + 1 && part.clientWidth))
  .map((part) => `${part.closest('article').id}: ${part.localName} ${part.textContent.trim().slice(0, 60)}`)"""
NUMBERS = """(starts) => document.querySelectorAll('.number').forEach((number) => {
  number.textContent = starts[number.dataset.heading] ?? '';
})"""


def bookmarks(path: Path) -> list[Entry]:
    """The outline of a PDF, in order."""
    with pypdfium2.PdfDocument(path) as document:
        return [
            Entry(entry.level + 1, entry.get_title(), entry.get_dest().get_index()) for entry in document.get_toc()
        ]


def unlike_outline(wanted: Sequence[Heading], found: Sequence[Entry]) -> list[str]:
    """Where the bookmarks are not the headings, each once and in order, on pages that do not go back."""
    marks = [f"{entry.level} {' '.join(entry.text.split())}" for entry in found]
    lines = [f"{heading.level} {heading.text}" for heading in wanted]
    wrong = [f"no bookmark: {line}" for line in lines if not any(_is_for(mark, line) for mark in marks)]
    wrong += [f"no heading: {mark}" for mark in marks if not any(_is_for(mark, line) for line in lines)]
    if not wrong and not (len(lines) == len(marks) and all(map(_is_for, marks, lines))):
        wrong.append("the bookmarks are in another order than the headings")
    pages = [entry.page for entry in found]
    return wrong + ([] if pages == sorted(pages) else ["the bookmarks lead back and forth"])


def _is_for(mark: str, line: str) -> bool:
    if FORMULA not in line:
        return mark == line
    return re.fullmatch(".*".join(re.escape(part.strip()) for part in line.split(FORMULA)), mark) is not None


def _read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def _new(document: BeautifulSoup, name: str, text: str = "", **attributes: str) -> Tag:
    tag = document.new_tag(name, attrs=attributes)
    if text:
        tag.string = text
    return tag


def _moved(address: str, page: str, to_site: str) -> str:
    """The address of a file of the site, seen from the document instead of a page."""
    if re.match(r"[a-z]+:|#|/", address):
        return address
    return posixpath.normpath(posixpath.join(to_site, posixpath.dirname(page), address))


def _place(page: str) -> str:
    """A page's name as an id and as the name of a kind of printed page."""
    return "p-" + re.sub(r"\W+", "-", page)


def _css(text: str) -> str:
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m autograde.book.pdf", description=__doc__.splitlines()[0])
    parser.parse_args()
    try:
        path = make_pdf(find_course())
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    with pypdfium2.PdfDocument(path) as document:
        print(f"{path.relative_to(find_course().root)}: {len(document)} pages, {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
