"""Every page of the built book, in Chromium, with every other machine blocked."""

from __future__ import annotations

import re

import pytest
from page_checks import (
    READY,
    dead_by_keyboard,
    dead_by_mouse,
    name_of,
    never_compared,
    pages_of_the_book,
    serious,
    sideways,
    unanswered,
    unlike_stored,
)

from tests.conftest import visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=pages_of_the_book())
def name(request) -> str:
    """Each page of the book; pytest takes all tests of one page together, so that it is opened only once a width."""
    return request.param


@pytest.fixture(scope="module")
def wide(name, site, serve, browser):
    """The page as a server gives it, on a desktop."""
    with visiting(browser) as visit:
        yield ready(visit(f"{serve(site)}/{name}.html"))


@pytest.fixture(scope="module")
def narrow(name, site, serve, browser):
    """The page on a telephone."""
    with visiting(browser) as visit:
        yield ready(visit(f"{serve(site)}/{name}.html", width=390))


@pytest.fixture(scope="module")
def from_disk(name, site, browser):
    """The page as a file."""
    with visiting(browser) as visit:
        yield ready(visit((site / f"{name}.html").as_uri()))


def ready(seen):
    seen.page.wait_for_function(READY)
    return seen


@pytest.fixture
def opened(site, serve, visit):
    def open_page(name, **how):
        return ready(visit(f"{serve(site)}/{name}.html", **how))

    return open_page


def test_every_slider_works_by_mouse(wide):
    assert dead_by_mouse(wide.page) == []


def test_figures_draw_the_numbers_that_the_build_stored(wide, site, name):
    assert unlike_stored(wide.page, site / f"{name}.html") == []


def test_every_prediction_is_compared_where_the_figure_answers_it_and_every_quiz_knows_its_answers(wide):
    assert never_compared(wide.page) == []
    assert unanswered(wide.page) == []


def test_page_asks_no_other_machine_and_reports_no_error(wide):
    assert wide.problems == []
    assert wide.blocked == []


def test_every_slider_and_choice_works_by_keyboard_in_a_page_opened_from_a_disk(from_disk):
    assert dead_by_keyboard(from_disk.page) == []


def test_page_opened_from_a_disk_asks_no_other_machine_and_reports_no_error(from_disk):
    assert from_disk.problems == []
    assert from_disk.blocked == []


@pytest.mark.slow
def test_page_is_accessible_and_fits_a_desktop(wide):
    assert serious(wide.page) == []
    assert sideways(wide.page) <= 0
    in_the_dark(wide.page)
    assert serious(wide.page, others=False) == []
    assert sideways(wide.page) <= 0


@pytest.mark.slow
def test_page_is_accessible_and_fits_a_telephone(narrow):
    assert serious(narrow.page, colours=False) == []
    assert sideways(narrow.page) <= 0
    in_the_dark(narrow.page)
    assert sideways(narrow.page) <= 0


def in_the_dark(page):
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")


def test_figures_are_shown_without_javascript(site, visit, name):
    page = visit((site / f"{name}.html").as_uri(), javascript=False).page
    for figure in page.locator(".byhand").all():
        assert figure.locator(".byhand-plot > svg").bounding_box()["height"] > 150


def test_chapters_have_at_least_three_figures_each(opened):
    for name in pages_of_the_book():
        if re.match("0[1-9]_", name.rpartition("/")[2]):
            assert opened(name).page.locator(".byhand[data-ready]").count() >= 3


# Planted defects: what the tests above would miss if their checks could not see.

PAGE = "chapters/01_neurons"


def test_a_slider_that_does_nothing_is_found(opened):
    page = opened(PAGE).page
    slider = page.locator(".byhand input[type=range]").first
    slider.evaluate("s => s.replaceWith(s.cloneNode(true))")
    dead = name_of(page.locator(".byhand input[type=range]").first)
    assert dead_by_keyboard(page) == [dead]
    assert dead_by_mouse(page) == [dead]


def test_wrong_numbers_in_a_figure_are_found(opened, site):
    page = opened(PAGE).page
    page.evaluate(
        """() => { const figure = document.querySelector('.byhand'), {values} = figure.byhand;
        figure.byhand.values = () => { const all = values(); all.values[0][0] += 0.01; return all; } }"""
    )
    assert all(found.startswith("figure 1 ") for found in unlike_stored(page, site / f"{PAGE}.html"))
    assert unlike_stored(page, site / f"{PAGE}.html")


def test_a_prediction_that_is_never_compared_and_a_quiz_that_does_nothing_are_found(opened):
    page = opened(PAGE).page
    page.evaluate("document.querySelectorAll('.byhand')[1].byhand.values = () => ({ settings: {} })")
    assert len(never_compared(page)) == 1
    page.evaluate("(b => b.replaceWith(b.cloneNode(true)))(document.querySelector('[data-quiz] button'))")
    assert all(found.startswith("1. A step unit") for found in unanswered(page))
    assert unanswered(page)


def test_a_wide_element_and_a_nameless_slider_are_found(opened):
    page = opened(PAGE, width=390).page
    page.evaluate("document.querySelector('article').style.minWidth = '700px'")
    page.evaluate("document.querySelectorAll('.byhand-control span').forEach((span) => span.remove())")
    assert sideways(page) > 0
    assert any(found.startswith("label") for found in serious(page))


def test_faint_letters_are_found_in_both_themes(opened):
    page = opened(PAGE).page
    page.add_style_tag(content="html[data-theme=dark] article p { color: #333 } article h3 { color: #eee !important }")
    assert [found.partition(":")[0] for found in serious(page)] == ["color-contrast"]
    page.add_style_tag(content="article h3 { color: inherit !important }")
    assert serious(page) == []
    in_the_dark(page)
    assert [found.partition(":")[0] for found in serious(page, others=False)] == ["color-contrast"]


def test_a_call_to_another_machine_is_found(opened):
    seen = opened(PAGE)
    seen.page.evaluate("new Image().src = 'https://example.org/picture.png'")
    seen.page.wait_for_timeout(200)
    assert seen.blocked == ["https://example.org/picture.png"]
