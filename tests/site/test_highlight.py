"""Code on a page is what it was in the notebook, in colours, with no element that changes nothing."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from pygments.formatters import HtmlFormatter
from pygments.token import STANDARD_TYPES, Operator
from sphinx.highlighting import PygmentsBridge

from autograde.book.highlight import PLAIN, Formatter

CODE = 'def area(width, *, height=2.5):\n    """In m²."""\n    return {"a": width * height, "b": f"{width!r}"}  # <&>\n'
PAGE = "chapters/01_neurons.html"


@pytest.fixture
def highlighted(monkeypatch):
    """What Sphinx makes of the code, with this formatter and with Pygments' own."""

    def with_formatter(formatter: type[HtmlFormatter]) -> BeautifulSoup:
        monkeypatch.setattr(PygmentsBridge, "html_formatter", formatter)
        return BeautifulSoup(PygmentsBridge("html", "default").highlight_block(CODE, "python"), "html.parser")

    return with_formatter


def test_the_code_is_the_same_with_fewer_elements(highlighted):
    ours, stock = highlighted(Formatter), highlighted(HtmlFormatter)
    assert ours.get_text() == stock.get_text() == f"{CODE}\n"
    plain = {STANDARD_TYPES[kind] for kind in PLAIN}
    coloured = [(span["class"], span.text) for span in stock.find_all(class_=True) if not plain & set(span["class"])]
    assert [(span["class"], span.text) for span in ours.find_all(class_=True)] == coloured
    assert len(ours.find_all("span")) < 0.7 * len(stock.find_all("span"))


def colours(sheet: str, theme: str) -> dict[str, str]:
    rules = re.findall(rf'\[data-theme="{theme}"\] \.highlight(?: \.(\w+))? \{{[^}}]*?\bcolor: (#\w+)', sheet)
    return {name: colour.lower() for name, colour in rules}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_has_no_element_looked_like_the_text_beside_it(site, theme):
    found = colours((site / "_static" / "pygments.css").read_text(encoding="utf-8"), theme)
    assert {found[STANDARD_TYPES[kind]] for kind in PLAIN} == {found[""]}
    assert found[STANDARD_TYPES[Operator]] != found[""]


@pytest.mark.parametrize("dark", [False, True])
def test_pages_show_plain_code_in_the_styles_own_colour(site, visit, dark):
    page = visit((site / PAGE).as_uri(), dark=dark).page
    assert page.locator(".highlight pre .n, .highlight pre .p, .highlight pre .w").count() == 0
    assert page.locator(".highlight pre .o").count() > 100
    shown = page.evaluate("""[...document.querySelectorAll('.highlight > pre')].map(
        (pre) => getComputedStyle(pre).color === getComputedStyle(pre.parentElement).color)""")
    assert shown == [True] * len(shown)
    assert len(shown) > 20
