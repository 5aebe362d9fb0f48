"""Figures on a page of their own, in Chromium, with nothing but this machine to be reached."""

from __future__ import annotations

import random

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from byhand import assets, explore, explore_field
from byhand.static import read_back
from figure_examples import CHOICE, CURVES, DESCENT, GRID, REGION, X, activations, bowl, descent, neuron, region

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("chromium")]

PAGE = """<!doctype html><html lang="en"{theme}><head><meta charset="utf-8"><title>Figures</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="byhand.css">
<script>window.define = () => {{ throw Error("met require.js") }}; window.define.amd = true; window.d3 = "mine"</script>
<script src="byhand.js" defer></script></head><body><main><h1>Figures</h1>{figures}</main></body></html>"""
READY = "document.querySelectorAll('.byhand[data-ready]').length === 4"
FUNCTIONS = [
    (neuron, lambda s: {"values": [neuron(X, **s)]}),
    (activations, lambda s: {"values": list(activations(X, **s).values())}),
    (region, lambda s: {"values": region(*np.meshgrid(GRID, GRID), **s)}),
    (bowl, lambda s: {"values": np.clip(bowl(*np.meshgrid(GRID, GRID), **s), -9.8, 19.9), "path": descent(**s)}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the page in both themes; the figures are made as a book build makes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BYHAND_STATIC", "1")
        figures = [
            explore(neuron, X, **CURVES),
            explore(activations, X, **CHOICE),
            explore_field(region, GRID, GRID, **REGION),
            explore_field(bowl, GRID, GRID, **DESCENT),
        ]
        html = "\n".join(figure._repr_html_() for figure in figures)
    made = tmp_path_factory.mktemp("page")
    for name, theme in (("light", ""), ("dark", ' data-theme="dark"')):
        (made / f"{name}.html").write_text(PAGE.format(theme=theme, figures=html), encoding="utf-8")
    (made / "byhand.js").write_text(assets.classic_script(), encoding="utf-8")
    (made / "byhand.css").write_text(assets.stylesheet(), encoding="utf-8")
    return made


@pytest.fixture
def opened(folder, visit):
    def open_page(name="light", **how):
        seen = visit((folder / f"{name}.html").as_uri(), **how)
        if how.get("javascript", True):
            seen.page.wait_for_function(READY)
        return seen

    return open_page


def violations(page):
    """What axe finds; it would hand itself to a `define` if it met one."""
    page.evaluate("window.define = undefined")
    return Axe().run(page).response["violations"]


def drawing_of(figure):
    """Everything in the drawing that values can change."""
    return figure.evaluate("f => [...f.querySelectorAll('.byhand-plot svg *')].map(e => e.outerHTML).join()")


def test_page_on_a_disk_draws_all_figures_without_an_error(opened):
    seen = opened()
    assert seen.problems == []
    assert seen.blocked == []


def test_page_on_a_server_draws_all_figures_without_an_error(folder, serve, visit):
    seen = visit(f"{serve(folder)}/light.html")
    seen.page.wait_for_function(READY)
    assert seen.problems == []
    assert seen.blocked == []


def test_nothing_global_is_touched(opened):
    page = opened().page
    assert page.evaluate("window.d3") == "mine"
    fresh = page.evaluate(
        """() => { const frame = document.body.appendChild(document.createElement('iframe'));
        const known = new Set(Object.getOwnPropertyNames(frame.contentWindow)); frame.remove();
        return Object.getOwnPropertyNames(window).filter((name) => !known.has(name)); }"""
    )
    assert set(fresh) <= {"define", "d3", "0"}


def test_every_slider_moves_the_drawing_by_keyboard(opened):
    page = opened().page
    for i in range(4):
        figure = page.locator(".byhand").nth(i)
        for slider in figure.locator("input[type=range]").all():
            before, shown = drawing_of(figure), slider.evaluate("s => s.nextElementSibling.textContent")
            slider.focus()
            page.keyboard.press("ArrowRight")
            assert drawing_of(figure) != before
            assert slider.evaluate("s => s.nextElementSibling.textContent") != shown


def test_choice_changes_the_drawing_by_keyboard(opened):
    page = opened().page
    figure = page.locator(".byhand").nth(1)
    before = drawing_of(figure)
    figure.locator("select").focus()
    page.keyboard.press("ArrowDown")
    assert drawing_of(figure) != before
    assert figure.evaluate("f => f.byhand.values().settings.name") == "ReLU"


def test_every_slider_moves_the_drawing_by_mouse(opened):
    page = opened(height=4000).page
    for i in range(4):
        figure = page.locator(".byhand").nth(i)
        for slider in figure.locator("input[type=range]").all():
            before = drawing_of(figure)
            box = slider.bounding_box()
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            page.mouse.down()
            page.mouse.move(box["x"] + 0.02 * box["width"], box["y"] + box["height"] / 2, steps=4)
            page.mouse.up()
            assert drawing_of(figure) != before


def test_drawn_values_are_those_of_the_function_at_random_positions(opened, folder):
    page = opened().page
    stored = (folder / "light.html").read_text(encoding="utf-8").split('<div class="byhand byhand-')[1:]
    draw = random.Random(7)
    for i, (_, want) in enumerate(FUNCTIONS):
        figure = page.locator(".byhand").nth(i)
        allowed = read_back(stored[i])["rounding"]
        for _ in range(15):
            for control in figure.locator("input, select").all():
                count = control.evaluate("c => c.options ? c.options.length : Math.round((c.max - c.min) / c.step) + 1")
                control.evaluate(
                    """(c, k) => { if (c.options) c.selectedIndex = k; else c.value = +c.min + k * c.step;
                    c.dispatchEvent(new Event('input', {bubbles: true})); }""",
                    draw.randrange(count),
                )
            got = figure.evaluate("f => f.byhand.values()")
            wanted = want(got["settings"])
            assert np.allclose(got["values"], wanted["values"], rtol=0, atol=allowed["values"])
            if "path" in wanted:
                assert np.allclose(got["path"], wanted["path"], rtol=0, atol=allowed["path"])


def test_curve_on_the_screen_is_where_its_values_are(opened):
    figure = opened().page.locator(".byhand").first
    figure.locator("input").first.evaluate("s => { s.value = 1.5; s.dispatchEvent(new Event('input')); }")
    path, height = figure.evaluate(
        """f => [f.querySelector('.byhand-curve').getAttribute('d'),
        f.querySelector('.byhand-plot svg').viewBox.baseVal.height]"""
    )
    drawn = np.array([[float(n) for n in point.split(",")] for point in path[1:].split("L")])
    top, bottom = 34, height - 48
    assert np.allclose(drawn[:, 1], bottom - (neuron(X, 1.5, 0) + 0.05) / 1.1 * (bottom - top), atol=0.05)


def test_label_of_the_drawing_follows_the_sliders(opened):
    page = opened().page
    page.locator("input").first.focus()
    page.keyboard.press("End")
    label = page.locator(".byhand-plot svg").first.get_attribute("aria-label")
    assert label == "An S-shaped curve (w = 5.0, b = 0)"
    assert page.get_by_role("img", name=label).count() == 1


def test_still_picture_is_shown_without_javascript(opened):
    page = opened(javascript=False).page
    assert page.locator(".byhand").nth(1).locator(".byhand-plot .byhand-curve").first.is_visible()
    assert page.locator("input").first.is_disabled()
    assert "w = 0.0, b = 0" in page.locator(".byhand").first.inner_text()


def test_nothing_moves_when_the_drawing_replaces_the_picture(opened):
    def places(seen):
        return seen.page.evaluate(
            "[...document.querySelectorAll('.byhand-plot')].map(e => e.getBoundingClientRect().height)"
        )

    assert places(opened()) == places(opened(javascript=False))


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(opened, name, width):
    page = opened(name, width=width).page
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_run_would_find_a_missing_label(opened):
    page = opened().page
    page.evaluate("document.querySelector('.byhand-control span').remove()")
    assert "label" in {found["id"] for found in violations(page)}


@pytest.mark.parametrize("width", [390, 1280])
def test_text_in_the_drawing_is_never_smaller_than_12_pixels(opened, width):
    heights = opened(width=width).page.evaluate(
        """[...document.querySelectorAll('.byhand-plot text')].map(
            (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    )
    assert heights
    assert min(heights) >= 12


def test_theme_is_followed(opened):
    def colours(seen):
        return seen.page.evaluate(
            "(f => [getComputedStyle(f).backgroundColor, getComputedStyle(f.querySelector('.byhand-curve')).stroke])"
            "(document.querySelector('.byhand'))"
        )

    light, dark = colours(opened("light")), colours(opened("dark"))
    assert light != dark
    assert colours(opened("light", dark=True)) == dark


def test_drawing_follows_the_width_of_the_window(opened):
    page = opened().page
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("document.querySelector('.byhand-plot svg').viewBox.baseVal.width < 390")


def test_focus_can_be_seen(opened):
    page = opened().page
    page.keyboard.press("Tab")
    style = page.evaluate(
        "(e => [e.type, getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth])(document.activeElement)"
    )
    assert style == ["range", "solid", "3px"]
