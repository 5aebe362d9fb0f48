"""Defects that a style plants, for the checks of a page to see, and what one page shows for all; it is opened once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from page_checks import faint_in_figures, icon_letters, in_the_dark, without_visible_focus

from tests.conftest import come_alive, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(site, serve, browser) -> Iterator[object]:
    """A chapter; each test leaves it as it was."""
    with visiting(browser) as visit:
        opened = visit(f"{serve(site)}/chapters/01_neurons.html").page
        come_alive(opened)
        yield opened


@contextmanager
def styled(page: object, css: str) -> Iterator[None]:
    """The page with more styles, for a while."""
    style = page.add_style_tag(content=css)
    try:
        yield
    finally:
        style.evaluate("style => style.remove()")


def test_a_letter_of_an_icon_font_is_found(page):
    assert icon_letters(page) == []
    with styled(page, ".bd-article h1::before { content: '\\f05a' }"):
        assert icon_letters(page) == ["::before"]


def test_a_control_without_visible_focus_is_found(page):
    with styled(page, ".byhand input:focus-visible { outline: 3px solid #eee !important; }"):
        assert without_visible_focus(page) == ["input."]


def test_faint_letters_and_lines_in_a_figure_are_found(page):
    with styled(page, ".byhand .byhand-s0 { stroke: #bbb } .byhand .byhand-tick text { fill: #999 }"):
        found = faint_in_figures(page)
    assert any("byhand-curve byhand-s0 1.9" in one for one in found)
    assert any("byhand-tick 2.8" in one for one in found)
    assert all("byhand-s0" in one or "byhand-tick" in one for one in found)


def test_screen_readers_find_formulas(page):
    """Chromium's accessibility tree holds the parts of a formula, not a picture of it."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree]
    shown = "math:not([aria-hidden])"  # a header cell that is only a formula has its words beside it
    folded = page.locator(f"details:not([open]) {shown}").count()
    assert roles.count("MathMLMath") == page.locator(shown).count() - folded
    assert "MathMLFraction" in roles


# Words on the printed page; what a browser lays out for print.
PRINTED = """() => [
  '.bd-sidebar-primary', '.bd-sidebar-secondary', 'button.copybtn', '.prev-next-footer', '.bd-header-article',
  '.byhand input',
].filter((what) => [...document.querySelectorAll(what)].some((e) => e.checkVisibility()))"""


def test_paper_shows_the_chapter_alone(page):
    in_the_dark(page)
    page.emulate_media(media="print", color_scheme="dark")
    try:
        assert page.evaluate(PRINTED) == []
        assert page.locator(".byhand-plot > svg").first.is_visible()
        ground = page.evaluate("getComputedStyle(document.querySelector('.byhand')).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
        with styled(page, "button.copybtn { display: block !important; opacity: 1 }"):
            assert page.evaluate(PRINTED) == ["button.copybtn"]
    finally:
        page.emulate_media(media="screen", color_scheme="light")
        page.wait_for_function("document.documentElement.dataset.theme === 'light'")
