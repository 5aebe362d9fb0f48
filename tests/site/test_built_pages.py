"""Every page of the built book, in Chromium, with every other machine blocked."""

from __future__ import annotations

import re

import pytest
from page_checks import (
    HEAVIEST,
    MOST_SHIFT,
    SHIFT,
    dead_by_keyboard,
    dead_by_mouse,
    faint_in_figures,
    heading_problems,
    icon_letters,
    in_the_dark,
    moving,
    name_of,
    never_compared,
    pages_of_the_book,
    sideways,
    unanswered,
    unlike_stored,
    unreachable,
    violations,
    weight,
    without_visible_focus,
)

from tests.conftest import PATIENCE, come_alive, visiting

pytestmark = pytest.mark.browser


PAGES = pages_of_the_book()
WITH_FIGURES = [page for page in PAGES if re.match("0[0-9]_", page.rpartition("/")[2])]
FIGURE = '<div class="byhand byhand-'  # how the build writes one


def on(pages: list[str]) -> pytest.MarkDecorator:
    """The test is about these pages only."""
    return pytest.mark.parametrize("name", pages, indirect=True)


@pytest.fixture(scope="module", params=PAGES)
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
    come_alive(seen.page)
    return seen


@pytest.fixture
def opened(site, serve, visit):
    def open_page(name, **how):
        return ready(visit(f"{serve(site)}/{name}.html", **how))

    return open_page


def test_no_other_page_has_a_figure(site):
    figures = {page: (site / f"{page}.html").read_text(encoding="utf-8").count(FIGURE) for page in PAGES}
    assert [page for page in PAGES if figures[page]] == WITH_FIGURES


@on(WITH_FIGURES[:2])
def test_every_slider_works_by_mouse(wide):
    """All chapters' are moved by keyboard in every run; by mouse, two chapters' stand for the others."""
    assert dead_by_mouse(wide.page) == []


@pytest.mark.thorough
@on(WITH_FIGURES[2:])
def test_every_slider_of_every_page_works_by_mouse(wide):
    assert dead_by_mouse(wide.page) == []


@on(WITH_FIGURES)
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


def test_page_weighs_little_with_all_its_figures(wide, site):
    assert sum(weight(wide.page, site).values()) < HEAVIEST


def test_nothing_on_a_page_jumps_while_it_opens_and_the_keyboard_comes_to_all_that_scrolls(name, site, serve, visit):
    """Says nothing about clocks: a shift is counted however long it takes."""
    page = visit(f"{serve(site)}/{name}.html").page
    assert page.evaluate(SHIFT) < MOST_SHIFT
    assert unreachable(page) == []


def test_headings_are_in_order(wide):
    assert heading_problems(wide.page) == []


def test_no_icon_is_a_letter_of_a_missing_font(wide):
    assert icon_letters(wide.page) == []


def test_formulas_have_their_font_in_a_page_opened_from_a_disk(from_disk):
    formulas = from_disk.page.locator("math").count()
    loaded = "document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').length)"
    assert from_disk.page.evaluate(loaded) == (1 if formulas else 0)


@pytest.mark.slow
def test_page_is_accessible_and_fits_a_desktop(wide):
    page = wide.page
    assert violations(page) == []
    for _ in range(2):
        assert sideways(page) <= 0
        assert without_visible_focus(page) == []
        assert faint_in_figures(page) == []
        if page.evaluate("document.documentElement.dataset.theme") != "dark":
            in_the_dark(page)
    assert violations(page, others=False) == []


def test_page_fits_a_telephone(narrow):
    assert sideways(narrow.page) <= 0
    in_the_dark(narrow.page)
    assert sideways(narrow.page) <= 0


@pytest.mark.slow
@on([page for page in PAGES if page not in WITH_FIGURES[2:]])
def test_page_is_accessible_on_a_telephone(narrow):
    """The same elements as on a desktop, so two chapters stand for the others."""
    assert violations(narrow.page, colours=False) == []


@pytest.mark.thorough
@on(WITH_FIGURES[2:])
def test_every_page_is_accessible_on_a_telephone(narrow):
    assert violations(narrow.page, colours=False) == []


@on(WITH_FIGURES)
def test_figures_are_shown_without_javascript(site, visit, name):
    path = site / f"{name}.html"
    figures = visit(path.as_uri(), javascript=False).page.locator(".byhand").all()
    assert len(figures) == path.read_text(encoding="utf-8").count(FIGURE)
    for figure in figures:
        assert figure.locator(".byhand-plot > svg").bounding_box()["height"] > 150


@on(WITH_FIGURES[1:])
def test_a_chapter_has_at_least_three_figures(wide):
    assert wide.page.locator(".byhand[data-ready]").count() >= 3


def test_the_list_that_the_theme_unfolds_first_is_open_from_the_start(site, visit):
    """Else what stands below it moves when the script has said that its section is read."""
    page = visit((site / "chapters/questions.html").as_uri(), javascript=False).page
    lists = page.locator(".bd-toc .page-toc > .nav > li > .nav")
    assert [one.is_visible() for one in lists.all()[:2]] == [True, False]


# Planted defects: what the tests above would miss if their checks could not see.

PAGE = "chapters/01_neurons"
SMALL = "chapters/00_introduction"  # where a check takes long


def test_a_slider_that_does_nothing_is_found(opened):
    page = opened(SMALL).page
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
    page = opened(SMALL, width=390).page
    page.evaluate("document.querySelector('article').style.minWidth = '700px'")
    page.evaluate("document.querySelectorAll('.byhand-control > span:first-child').forEach((span) => span.remove())")
    assert sideways(page) > 0
    assert any(found.startswith("label") for found in violations(page, colours=False))


def test_faint_letters_are_found_in_both_themes(opened):
    page = opened(SMALL).page
    page.add_style_tag(content="html[data-theme=dark] article p { color: #333 } article h3 { color: #eee !important }")
    assert [found.partition(":")[0] for found in violations(page, others=False)] == ["color-contrast"]
    page.add_style_tag(content="article h3 { color: inherit !important }")
    assert violations(page, others=False) == []
    in_the_dark(page)
    assert [found.partition(":")[0] for found in violations(page, others=False)] == ["color-contrast"]


def test_a_call_to_another_machine_is_found(opened):
    seen = opened(PAGE)
    with seen.page.expect_event("requestfailed", timeout=PATIENCE):
        seen.page.evaluate("new Image().src = 'https://example.org/picture.png'")
    assert seen.blocked == ["https://example.org/picture.png"]


def test_a_heavy_page_is_found(opened, site):
    page = opened(PAGE).page
    light = sum(weight(page, site).values())
    for name in ("01_neurons", "02_activations", "03_losses", "04_forward_propagation"):
        page.evaluate("(name) => fetch(`../downloads/${name}.zip`).then((got) => got.arrayBuffer())", name)
    assert light < HEAVIEST < sum(weight(page, site).values())


def test_a_jump_is_found(site, serve, visit):
    page = visit(f"{serve(site)}/{PAGE}.html").page
    page.evaluate(
        """() => { const late = document.createElement('div'); late.style.height = '300px';
        document.querySelector('article').prepend(late); }"""
    )
    assert page.evaluate(SHIFT) > MOST_SHIFT


def test_a_box_that_the_keyboard_does_not_come_to_is_found(opened):
    page = opened(PAGE).page
    page.evaluate("document.querySelectorAll('pre').forEach((box) => box.replaceWith(box.cloneNode(true)))")
    page.evaluate("document.querySelectorAll('pre').forEach((box) => box.removeAttribute('tabindex'))")
    page.add_style_tag(content="article pre { width: 5rem }")
    assert unreachable(page)
    assert all(box.startswith("<pre") for box in unreachable(page))


def test_a_folded_test_is_reachable_once_it_is_open_and_on_a_narrower_screen(opened):
    page = opened(PAGE).page
    before = page.locator("article pre[tabindex='0']").count()
    page.set_viewport_size({"width": 390, "height": 900})
    page.evaluate("document.querySelectorAll('article details').forEach((folded) => { folded.open = true; })")
    page.wait_for_function("document.querySelectorAll('article details pre[tabindex=\"0\"]').length")
    assert unreachable(page) == []
    assert page.locator("article pre[tabindex='0']").count() > before


def test_headings_out_of_order_are_found(opened):
    page = opened(PAGE).page
    page.evaluate("document.querySelector('article h2').outerHTML = '<h1>Second</h1><h3>Deep</h3>'")
    found = heading_problems(page)
    assert found == ["2 headings of the first level", "level 3 after level 1: Deep"]


def test_readers_who_want_no_motion_get_none(browser, serve, site):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{serve(site)}/{PAGE}.html")
    assert moving(page) == []
    page.add_style_tag(content="article h1 { transition: color 1s !important }")
    assert moving(page) == ["H1 "]
    context.close()


def test_the_skip_link_leads_past_the_sidebar(opened):
    page = opened(PAGE).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")  # it slides into view
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")
