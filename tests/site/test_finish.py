"""What is written on every page when all of them are there."""

from __future__ import annotations

import re

import pytest
from sphinx.builders.html._assets import _file_checksum

from autograde.book.finish import checksum, finish_pages, light_without_scripts
from autograde.book.lighter import with_theme_at_once

# The beginning of a page as the theme and Sphinx write it.
WRITTEN = """<!DOCTYPE html>
<html lang="en" data-content_root="../" data-theme="auto">
<head><meta charset="utf-8"><title>A page</title>{head}</head>
<body data-default-mode="auto"><p data-theme="auto">Words.</p>{body}</body></html>"""
HEAD = """<script data-cfasync="false">
document.documentElement.dataset.mode = localStorage.getItem("mode") || "auto";
document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";
</script>
<link href="../_static/styles/pydata-sphinx-theme.css?digest=0123456789abcdef0123" rel="stylesheet">
<link href="../_static/course.css?v=00000000" rel="stylesheet">
<script src="../_static/hints.js?v=00000000"></script>"""
FILES = re.compile(r'<link [^>]*>|<script src=[^>]*></script>')
COLOUR = "getComputedStyle(document.documentElement).getPropertyValue('--pst-color-text-base')"
STORES = """<script>localStorage.setItem("a", 1);
window.kept = [localStorage.getItem("a"), sessionStorage.getItem("a")];</script>"""


@pytest.fixture
def small(tmp_path):
    """A site of one page, which the build has finished."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "_static" / "styles").mkdir(parents=True)
    (tmp_path / "_static" / "course.css").write_text("p { color: red }\n", encoding="utf-8")
    (tmp_path / "_static" / "hints.js").write_text("void 0;\n", encoding="utf-8")
    page = WRITTEN.format(head=with_theme_at_once(HEAD), body=STORES)
    (tmp_path / "chapters" / "page.html").write_text(page, encoding="utf-8")
    finish_pages(tmp_path)
    return tmp_path


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_a_page_has_the_themes_colours_without_javascript(visit, small, dark):
    """And the script in its head chooses between dark and light as ever."""
    address = (small / "chapters" / "page.html").as_uri()
    page = visit(address, dark=dark, javascript=False).page
    assert page.locator("html").get_attribute("data-theme") == "light"
    light = visit(address).page.evaluate(COLOUR)
    assert page.evaluate(COLOUR) == light != ""
    assert (visit(address, dark=dark).page.evaluate(COLOUR) == light) is not dark


def test_only_the_page_itself_is_made_light_and_only_where_nothing_is_decided():
    page = WRITTEN.format(head="", body="")
    assert light_without_scripts(page) == page.replace('"auto"', '"light"', 1)
    decided = page.replace('data-theme="auto"', 'data-theme="dark"', 1)
    assert light_without_scripts(decided) == decided


@pytest.mark.browser
def test_where_nothing_may_be_stored_scripts_store_for_as_long_as_the_page_lasts(visit, serve, small):
    """A page in a sandbox may not store anything, as where the owner of a browser forbids it."""
    where = f"{serve(small)}/chapters/page.html"
    seen = visit("about:blank", dark=True)
    boxed = {"Content-Security-Policy": "sandbox allow-scripts"}
    html = FILES.sub("", (small / "chapters" / "page.html").read_text(encoding="utf-8"))
    seen.page.route(where, lambda route: route.fulfill(body=html, content_type="text/html", headers=boxed))
    seen.page.goto(where)
    assert seen.problems == []
    assert seen.page.evaluate("[window.origin, ...window.kept]") == ["null", "1", None]
    assert seen.page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.browser
def test_where_storing_is_allowed_the_browser_stores(visit, serve, small):
    seen = visit(f"{serve(small)}/chapters/page.html")
    assert seen.page.evaluate("localStorage instanceof Storage && sessionStorage instanceof Storage")


def test_links_name_what_their_files_hold_now(small):
    """Sphinx writes no page again because a style sheet changed."""
    page, sheet = small / "chapters" / "page.html", small / "_static" / "course.css"
    one = small / "_static" / "book.css"
    assert f'book.css?v={checksum(one)}"' in page.read_text()
    assert f'hints.js?v={checksum(small / "_static" / "hints.js")}"' in page.read_text()
    before = checksum(one)
    sheet.write_text("p { color: blue }\n", encoding="utf-8")
    finish_pages(small)
    assert before != checksum(one)
    assert f'book.css?v={checksum(one)}"' in page.read_text()
    written = page.stat().st_mtime_ns
    finish_pages(small)
    assert page.stat().st_mtime_ns == written
    page.write_text(page.read_text().replace("hints.js?v=", "gone.js?v="), encoding="utf-8")
    finish_pages(small)
    assert "gone.js?v=" in page.read_text()


def test_the_sum_in_an_address_is_that_of_sphinx(small):
    sheet = small / "_static" / "course.css"
    sheet.write_bytes(b"p { color: red }\r\n")
    assert checksum(sheet) == _file_checksum(small / "_static", "course.css")
