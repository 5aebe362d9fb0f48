"""Every page of the built book, in Chromium, with every other machine blocked."""

from __future__ import annotations

import pytest
from page_checks import (
    READY,
    dead_by_keyboard,
    dead_by_mouse,
    name_of,
    pages_of_the_book,
    serious,
    sideways,
    unlike_stored,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("chromium")]
each_page = pytest.mark.parametrize("name", pages_of_the_book())


@pytest.fixture
def opened(site, serve, visit):
    def open_page(name, **how):
        seen = visit(f"{serve(site)}/{name}.html", **how)
        seen.page.wait_for_function(READY)
        return seen

    return open_page


@each_page
def test_page_asks_no_other_machine_and_reports_no_error(opened, name):
    seen = opened(name)
    assert seen.problems == []
    assert seen.blocked == []


@each_page
def test_page_opened_from_a_disk_works_alike(site, visit, name):
    seen = visit((site / f"{name}.html").as_uri())
    seen.page.wait_for_function(READY)
    assert seen.problems == []
    assert seen.blocked == []
    assert dead_by_keyboard(seen.page) == []


@each_page
def test_every_slider_and_choice_works_by_keyboard(opened, name):
    assert dead_by_keyboard(opened(name).page) == []


@each_page
def test_every_slider_works_by_mouse(opened, name):
    assert dead_by_mouse(opened(name).page) == []


@each_page
def test_figures_draw_the_numbers_that_the_build_stored(opened, site, name):
    assert unlike_stored(opened(name).page, site / f"{name}.html") == []


@pytest.mark.slow
@each_page
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_is_accessible_and_fits_the_screen(opened, name, width, dark):
    page = opened(name, width=width, dark=dark).page
    assert page.evaluate("document.documentElement.dataset.theme") == ("dark" if dark else "light")
    assert serious(page) == []
    assert sideways(page) <= 0


@each_page
def test_figures_are_shown_without_javascript(site, visit, name):
    page = visit((site / f"{name}.html").as_uri(), javascript=False).page
    for figure in page.locator(".byhand").all():
        assert figure.locator(".byhand-plot > svg").bounding_box()["height"] > 150


def test_chapters_have_at_least_three_figures_each(opened):
    for name in pages_of_the_book():
        if name.rpartition("/")[2] in ("01_neurons", "02_activations"):
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


def test_a_wide_element_and_a_nameless_slider_are_found(opened):
    page = opened(PAGE, width=390).page
    page.evaluate("document.querySelector('article').style.minWidth = '700px'")
    page.evaluate("document.querySelectorAll('.byhand-control span').forEach((span) => span.remove())")
    assert sideways(page) > 0
    assert any(found.startswith("label") for found in serious(page))


def test_a_call_to_another_machine_is_found(opened):
    seen = opened(PAGE)
    seen.page.evaluate("new Image().src = 'https://example.org/picture.png'")
    seen.page.wait_for_timeout(200)
    assert seen.blocked == ["https://example.org/picture.png"]
