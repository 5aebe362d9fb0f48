"""A page asks for one style sheet, which says what all of them said, in the same order."""

from __future__ import annotations

import re

import pytest

from autograde.book.one_sheet import COMMENT, NAME, one_sheet, sheets_of, sheets_of_all, with_one_sheet
from autograde.book.theme import ThemeError

PAGE = """<head><title>A page</title>
<link href="../_static/styles/theme.css?digest=0a" rel="stylesheet" />
    <link rel="stylesheet" type="text/css" href="../_static/course.css?v=0b" />
<link rel="icon" href="../_static/icon.svg"/></head>"""
NAMES = ("styles/theme.css", "course.css")


@pytest.fixture
def static(tmp_path):
    """Three sheets, one of which another imports, and the picture that it shows."""
    (tmp_path / "styles").mkdir()
    theme = '@charset "UTF-8";\n@import "../basic.css";\np { background: url("../a.png") }\n'
    (tmp_path / "styles" / "theme.css").write_text(theme, encoding="utf-8")
    (tmp_path / "basic.css").write_text("b { background: url(file.png), url('data:image/png;x') }\n", encoding="utf-8")
    (tmp_path / "course.css").write_text("p { color: red; mask: url(#here) }\n", encoding="utf-8")
    return tmp_path


def test_sheets_follow_each_other_with_what_they_import_and_addresses_hold_from_where_they_are_now(static):
    assert one_sheet(static, NAMES).split("\n") == [
        "/* Made of: styles/theme.css course.css */",
        "", "b { background: url(file.png), url('data:image/png;x') }", "", 'p { background: url("a.png") }', "",
        "p { color: red; mask: url(#here) }", "",
    ]  # fmt: skip


def test_a_page_loads_one():
    assert sheets_of(PAGE) == NAMES
    page = with_one_sheet(PAGE)
    assert re.findall(r'href="([^"]*)"', page) == [f"../_static/{NAME}?v=0", "../_static/icon.svg"]
    assert sheets_of(page) == (NAME,)
    assert with_one_sheet(page) == page
    assert with_one_sheet("<p>A page that loads none.") == "<p>A page that loads none."


def test_pages_that_sphinx_wrote_say_what_there_is_and_where_it_wrote_none_the_sheet_does(static):
    before, after = with_one_sheet(PAGE), PAGE.replace("course", "other")
    (static / NAME).write_text(one_sheet(static, NAMES), encoding="utf-8")
    assert sheets_of_all([before, "<p>None."], static) == NAMES
    assert sheets_of_all([before, after], static) == ("styles/theme.css", "other.css")
    for unclear in ([PAGE, after], [before]):
        (static / NAME).write_text("p { color: red }", encoding="utf-8")
        with pytest.raises(ThemeError, match="build again"):
            sheets_of_all(unclear, static)


def test_what_is_missing_or_elsewhere_or_imported_otherwise_is_an_error(static):
    with pytest.raises(ThemeError, match="elsewhere"):
        sheets_of(PAGE + '<link rel="stylesheet" href="https://example.com/x.css">')
    (static / "course.css").write_text('@import "basic.css" print;', encoding="utf-8")
    with pytest.raises(ThemeError, match="imports a style sheet"):
        one_sheet(static, NAMES)
    (static / "course.css").write_text("@import url(basic.css);", encoding="utf-8")
    with pytest.raises(ThemeError, match="imports a style sheet"):
        one_sheet(static, NAMES)
    (static / "basic.css").unlink()
    with pytest.raises(ThemeError, match="is missing: _static/basic"):
        one_sheet(static, NAMES)


def test_every_page_of_the_book_asks_for_one_sheet(site):
    pages = [path for path in site.rglob("*.html") if "lite" not in path.relative_to(site).parts]
    texts = {path: path.read_text(encoding="utf-8") for path in pages}
    assert {path.name for path, text in texts.items() if sheets_of(text) != (NAME,)} <= {"index.html"}
    assert "@import" not in COMMENT.sub("", (site / "_static" / NAME).read_text(encoding="utf-8"))
