"""Figures on a page of their own, in Chromium, with nothing but this machine to be reached."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from byhand import assets, explore, explore_bars, explore_field, explore_network
from byhand.digits import rounded, shown
from byhand.static import read_back
from figure_examples import (
    CHOICE,
    CURVES,
    DESCENT,
    FORWARD,
    GRADIENTS,
    GRID,
    PASSES,
    REGION,
    SOFTMAX,
    X,
    activations,
    bowl,
    descent,
    flat,
    forward,
    gradients,
    neuron,
    passes,
    region,
    softmax,
)

from tests.conftest import come_alive
from tests.site.page_checks import SET

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"{theme}><head><meta charset="utf-8"><title>Figures</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="byhand.css">
<script>window.define = () => {{ throw Error("met require.js") }}; window.define.amd = true; window.d3 = "mine"</script>
<script src="byhand.js" defer></script></head><body><main><h1>Figures</h1>{figures}</main></body></html>"""
FUNCTIONS = [
    (neuron, lambda s: {"values": [neuron(X, **s)]}),
    (activations, lambda s: {"values": list(activations(X, **s).values())}),
    (region, lambda s: {"values": region(*np.meshgrid(GRID, GRID), **s)}),
    (bowl, lambda s: {"values": np.clip(bowl(*np.meshgrid(GRID, GRID), **s), -9.8, 19.9), "path": descent(**s)}),
    (softmax, lambda s: {"values": [rounded(softmax(**s), "it")]}),
    (gradients, lambda s: {"values": rounded(list(gradients(**s).values()), "it")}),
    (forward, lambda s: {"values": [rounded(flat(forward(**s)), "it")]}),
    (passes, lambda s: {"values": [rounded(flat(passes(**s)), "it")]}),
]
WRITTEN = (4, 5, 6, 7)  # the figures with numbers written in them


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
            explore_bars(softmax, **SOFTMAX),
            explore_bars(gradients, **GRADIENTS),
            explore_network(forward, **FORWARD),
            explore_network(passes, **PASSES),
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
            come_alive(seen.page)
        return seen

    return open_page


def violations(page):
    """What axe finds; it would hand itself to a `define` if it met one."""
    page.evaluate("window.define = undefined")
    return Axe().run(page).response["violations"]


def drawing_of(figure):
    """Everything in the drawing that values can change."""
    return figure.evaluate("f => [...f.querySelectorAll('.byhand-plot svg *')].map(e => e.outerHTML).join()")


def shown_beside(slider):
    """The number that the page shows next to a slider."""
    return slider.locator("xpath=ancestor::label").locator("output").text_content()


def test_page_on_a_disk_draws_all_figures_without_an_error(opened):
    seen = opened()
    assert seen.problems == []
    assert seen.blocked == []


def test_page_on_a_server_draws_all_figures_without_an_error(folder, serve, visit):
    seen = visit(f"{serve(folder)}/light.html")
    come_alive(seen.page)
    assert seen.problems == []
    assert seen.blocked == []


def test_a_figure_far_below_lives_only_when_the_reader_comes_near(folder, visit):
    page = visit((folder / "light.html").as_uri()).page
    first, last = page.locator(".byhand").first, page.locator(".byhand").last
    page.wait_for_function("'ready' in document.querySelector('.byhand').dataset")
    assert first.locator("input").first.is_enabled()
    assert page.evaluate("document.querySelectorAll('.byhand:not([data-ready])').length") >= len(FUNCTIONS) // 2
    last.scroll_into_view_if_needed()
    page.wait_for_function("[...document.querySelectorAll('.byhand')].at(-1).dataset.ready")
    assert last.locator("input").first.is_enabled()


@pytest.fixture
def apart(folder, visit):
    """The page with its last figure so far below that only the keyboard or a screen reader gets there at once."""
    page = visit((folder / "light.html").as_uri()).page
    page.wait_for_function("'ready' in document.querySelector('.byhand').dataset")
    page.evaluate("""() => { const all = [...document.querySelectorAll('.byhand')];
      all.slice(1, -1).forEach((figure) => figure.remove());
      all.at(-1).style.marginTop = '9000px'; }""")
    assert page.evaluate("!('ready' in [...document.querySelectorAll('.byhand')].at(-1).dataset)")
    return page


LIVES = "[...document.querySelectorAll('.byhand')].at(-1).dataset.ready"


def test_a_list_of_controls_holds_those_of_figures_far_below(apart):
    figure = apart.locator(".byhand").last
    assert figure.get_by_role("combobox", name="direction").count() == 1
    assert not apart.evaluate(LIVES), "asked without waking it"
    assert all(slider.is_enabled() for slider in figure.get_by_role("slider").all())
    assert figure.get_by_role("combobox", disabled=True).count() == 0


def test_tab_gets_to_a_choice_far_below_and_stays_on_it(apart):
    apart.locator(".byhand").first.locator("input").last.focus()
    apart.keyboard.press("Tab")
    apart.wait_for_function(LIVES)
    assert apart.evaluate("document.activeElement.localName") == "select"
    apart.keyboard.press("ArrowDown")
    assert apart.evaluate("document.activeElement.closest('.byhand').byhand.values().settings.direction") == "forward"


@pytest.mark.parametrize("focused", [True, False], ids=["focused", "not focused"])
def test_a_slider_far_below_that_moves_before_its_figure_lives_counts_as_moved(apart, focused):
    apart.evaluate("document.addEventListener('byhand-moved', (e) => { window.moved = e.target.dataset.key; })")
    # In one go, so that the figure cannot have read its values in between.
    key = apart.evaluate("""(focused) => { const figure = [...document.querySelectorAll('.byhand')].at(-1);
      const slider = figure.querySelector('input');
      if (focused) slider.focus();
      slider.value = slider.max;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      return figure.dataset.key; }""", focused)
    apart.wait_for_function(LIVES)
    assert apart.evaluate("window.moved") == key
    drawn = apart.locator(".byhand-plot svg").last.get_attribute("aria-label")
    slider = apart.locator(".byhand").last.locator("input").first
    assert f"= {slider.get_attribute('aria-valuetext')}" in drawn


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
    for i in range(len(FUNCTIONS)):
        figure = page.locator(".byhand").nth(i)
        for slider in figure.locator("input[type=range]").all():
            before, shown = drawing_of(figure), shown_beside(slider)
            slider.focus()
            page.keyboard.press("ArrowRight")
            assert drawing_of(figure) != before
            assert shown_beside(slider) != shown


def test_a_slider_is_heard_by_its_name_and_its_number_and_says_nothing_else(opened):
    page = opened().page
    slider = page.locator(".byhand").first.locator("input").first
    tree = page.locator(".byhand").first.locator(".byhand-controls").aria_snapshot()
    assert '- slider "w"' in tree
    assert "status" not in tree
    assert slider.get_attribute("aria-valuetext") == "0.0"
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "5.0" == shown_beside(slider)


def test_what_a_slider_says_before_its_figure_lives_is_what_it_says_then(opened):
    def said(seen):
        return seen.page.locator("input[type=range]").evaluate_all("all => all.map((s) => s.ariaValueText)")

    assert said(opened()) == said(opened(javascript=False))


def test_choice_changes_the_drawing_by_keyboard(opened):
    page = opened().page
    figure = page.locator(".byhand").nth(1)
    before = drawing_of(figure)
    figure.locator("select").focus()
    page.keyboard.press("ArrowDown")
    assert drawing_of(figure) != before
    assert figure.evaluate("f => f.byhand.values().settings.name") == "ReLU"


def test_choice_comes_to_be_with_its_figure_where_its_first_word_stood(folder, visit):
    page = visit((folder / "light.html").as_uri()).page
    page.wait_for_function("'ready' in document.querySelector('.byhand').dataset")
    row = page.locator(".byhand").last.locator(".byhand-control").first
    # A browser looks at every list of choices of a page that opens, and lays out all around it.
    assert row.locator("select").count() == 0
    assert row.get_by_role("combobox").inner_text() == "backward"
    assert not row.locator("output").is_visible()
    before = row.bounding_box()
    come_alive(page)
    assert row.locator("select").input_value() == "backward"
    assert row.get_by_role("combobox").count() == 1
    assert not row.locator("output").is_visible()
    after = row.bounding_box()
    assert (after["width"], after["height"]) == (before["width"], before["height"])


def test_paper_shows_what_was_chosen(opened):
    page = opened().page
    row = page.locator(".byhand").nth(1).locator(".byhand-control").first
    row.locator("select").select_option("ReLU")
    page.emulate_media(media="print")
    assert row.inner_text().split() == ["name", "ReLU"]
    assert not row.locator("select").is_visible()


def test_every_slider_moves_the_drawing_by_mouse(opened):
    page = opened(height=8000).page
    for i in range(len(FUNCTIONS)):
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
        figure, held = page.locator(".byhand").nth(i), read_back(stored[i])
        allowed, sliders = held["rounding"], held["spec"]["sliders"]
        for _ in range(15):
            indices = [draw.randrange(len(s["values"]) if "values" in s else s["count"]) for s in sliders]
            got = figure.evaluate(SET, indices)
            wanted = want(got["settings"])
            assert np.allclose(got["values"], wanted["values"], rtol=0, atol=allowed["values"], equal_nan=True)
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


def test_bars_on_the_screen_are_where_their_values_are_and_say_them(opened):
    figure = opened().page.locator(".byhand").nth(4)
    figure.locator("input").first.evaluate("s => { s.value = 2.5; s.dispatchEvent(new Event('input')); }")
    bars, height = figure.evaluate(
        """f => [[...f.querySelectorAll('.byhand-block')].map((e) => e.getAttribute('d')),
        f.querySelector('.byhand-plot svg').viewBox.baseVal.height]"""
    )
    top, bottom, want = 34, height - 34, rounded(softmax(2.5, 0, 0), "it")
    ends = [float(d[d.index("V") + 1 : d.index("h")]) for d in bars]
    assert np.allclose(ends, bottom - want * (bottom - top), atol=0.06)
    assert figure.locator(".byhand-number text").all_text_contents() == [shown(value) for value in want]
    label = figure.locator(".byhand-plot svg").get_attribute("aria-label")
    assert label.endswith("(z1 = 2.5, z2 = 0.0, z3 = 0.0) cat 0.859, dog 0.0705, bird 0.0705")


def test_network_on_the_screen_says_its_numbers_and_turns_its_arrows(opened):
    figure = opened().page.locator(".byhand").nth(7)
    heads = "f => [...f.querySelectorAll('.byhand-head')].map((e) => +e.getAttribute('d').match(/M([\\d.]+)/)[1])"
    backward = figure.evaluate(heads)
    figure.locator("select").select_option("forward")
    figure.locator("input").last.evaluate("s => { s.value = -1; s.dispatchEvent(new Event('input')); }")
    assert all(there > back for there, back in zip(figure.evaluate(heads), backward, strict=True))
    want = passes("forward", 0, -1)
    numbers = [shown(v) for v in rounded(np.concatenate([np.ravel(layer) for layer in want["nodes"]]), "it")]
    assert figure.locator(".byhand-inner text").all_text_contents() == numbers
    signs = figure.evaluate("f => [...f.querySelectorAll('.byhand-plot .byhand-wire')].map((e) => e.classList[1])")
    weights = np.concatenate([np.ravel(gap) for gap in want["edges"]])
    assert signs == ["byhand-plus" if weight > 0 else "byhand-minus" for weight in weights]
    label = figure.locator(".byhand-plot svg").get_attribute("aria-label")
    assert label.endswith("Weights from layer 1 to 2: 0.15, −0.25, 0.8; 0.2, 0.3, −0.55. "
                          "Weights from layer 2 to 3: −0.4; 0.45; −1.25.")
    assert "backward" not in label


def test_picture_and_drawing_write_the_same_numbers_and_have_the_same_name(opened):
    def words(seen, i):
        svg = seen.page.locator(".byhand").nth(i).locator(".byhand-plot > svg")
        return sorted(svg.locator("text").all_text_contents()), svg.get_attribute("aria-label")

    script, still = opened(), opened(javascript=False)
    for i in WRITTEN:
        assert words(script, i) == words(still, i)


LIVE = """<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="byhand.css"><main></main>
<script type="module">import figure from "./live.mjs";
const traits = TRAITS, el = document.querySelector("main");
for (const name of ["values", "path"]) traits[name] = new DataView(Uint8Array.from(traits[name]).buffer);
figure.render({ model: { get: (name) => traits[name], on() {}, off() {} }, el });</script></html>"""


@pytest.mark.parametrize(("i", "make"), [(5, lambda: explore_bars(gradients, **GRADIENTS)),
                                         (7, lambda: explore_network(passes, **PASSES))])
def test_notebook_s_drawing_is_that_of_the_page(opened, serve, visit, tmp_path, monkeypatch, i, make):
    monkeypatch.delenv("BYHAND_STATIC", raising=False)
    drawing = make().children[0]
    traits = {name: getattr(drawing, name) for name in ("shell", "spec", "state")}
    traits |= {name: list(getattr(drawing, name)) for name in ("values", "path")}
    html = LIVE.replace("TRAITS", json.dumps(traits).replace("</", "<\\/"))
    (tmp_path / "live.html").write_text(html, encoding="utf-8")
    (tmp_path / "live.mjs").write_text(assets.module_script(), encoding="utf-8")
    (tmp_path / "byhand.css").write_text(assets.stylesheet(), encoding="utf-8")
    live = visit(f"{serve(tmp_path)}/live.html")
    live.page.wait_for_selector(".byhand-plot > svg")
    page = opened().page.locator(".byhand").nth(i)
    svg = "f => (s => [s.getAttribute('aria-label'), s.innerHTML])(f.querySelector('.byhand-plot > svg'))"
    assert live.page.locator(".byhand").evaluate(svg) == page.evaluate(svg)
    assert (live.problems, live.blocked) == ([], [])


OVERLAPS = """f => { const boxes = [...f.querySelectorAll('.byhand-number text')].filter((e) => e.textContent)
    .map((e) => e.getBoundingClientRect());
    const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    return boxes.filter((a, i) => boxes.some((b, j) => i !== j && touch(a, b))).length; }"""


@pytest.mark.parametrize("width", [390, 1280])
def test_numbers_in_a_drawing_do_not_cover_each_other(opened, width):
    page = opened(width=width).page
    for i in WRITTEN:
        figure = page.locator(".byhand").nth(i)
        for key in ("Home", "End"):
            for slider in figure.locator("input").all():
                slider.press(key)
            assert figure.evaluate(OVERLAPS) == 0
    figure.evaluate("f => f.querySelectorAll('.byhand-number text').forEach((e) => e.setAttribute('y', 50))")
    assert figure.evaluate(OVERLAPS) > 0, "the check finds an overlap"


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
    assert page.get_by_role("combobox", disabled=True).count() == page.locator(".byhand-far").count() >= 2
    assert "w = 0.0, b = 0" in page.locator(".byhand").first.inner_text()


def test_a_browser_that_is_too_old_says_so_in_place_of_its_sliders(folder, browser):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto((folder / "light.html").as_uri())
    figure = page.locator(".byhand").first
    figure.locator(".byhand-note").wait_for()
    assert figure.locator(".byhand-note").inner_text() == (
        "This browser is too old for the sliders. The picture shows w = 0.0, b = 0."
    )
    assert figure.locator("input").count() == 0
    assert figure.locator(".byhand-plot > svg").is_visible()
    context.close()


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
        """[...document.querySelectorAll('.byhand-plot text')].map((text) => {
            const { a, b } = text.getScreenCTM();
            return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b); })"""
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


@pytest.mark.parametrize("name", ["light", "dark"])
def test_forced_colours_leave_the_drawing_its_own_on_its_own_ground(opened, name):
    page = opened(name).page
    colours = """() => ['.byhand-plot', '.byhand-legend', '.byhand-curve', '.byhand-tick text'].map((where) => {
        const { backgroundColor, color, stroke, fill } = getComputedStyle(document.querySelector('.byhand ' + where));
        return [where, stroke, fill, where.match(/plot|legend/) && [backgroundColor, color]]; })"""
    paper = page.locator(".byhand").first.evaluate("f => getComputedStyle(f).backgroundColor")
    ink = page.locator(".byhand").first.evaluate("f => getComputedStyle(f).color")
    before = page.evaluate(colours)
    page.emulate_media(forced_colors="active")
    assert page.locator(".byhand").first.evaluate("f => getComputedStyle(f).backgroundColor") != "rgba(0, 0, 0, 0)"
    after = page.evaluate(colours)
    assert [one[3] for one in after[:2]] == [[paper, ink]] * 2
    assert [one[1:3] for one in after] == [one[1:3] for one in before]


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


# What Chromium does again in each frame in which a slider moves. On a long page this decides how soon a move is seen.
AGAIN = """async (input) => { for (let k = 0; k < 12; k++) {
  input.value = +input.min + input.step * ((k * 3) % Math.round((input.max - input.min) / input.step));
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); } }"""


def done_again(browser, page, slider):
    """How often, over some moves, the whole page was laid out, and the layers of the whole page were put together."""
    slider.scroll_into_view_if_needed()
    slider.evaluate(AGAIN)
    browser.start_tracing(page=page, categories=["devtools.timeline", "blink"])
    slider.evaluate(AGAIN)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    laid_out = [event["args"] for event in events if event["name"] == "Layout"]
    starts = [arguments["beginData"] for arguments in laid_out if "beginData" in arguments]
    assert len(starts) >= 12
    layers = sum(event["name"] == "PaintArtifactCompositor::Update" for event in events)
    return sum(not start["partialLayout"] for start in starts), layers


# Layers may change where a region fills the whole plot or leaves it, or a bar comes to be: what is opaque changes.
@pytest.mark.parametrize(("kind", "most"), [("curves", 0), ("network", 0), ("bars", 4), ("field", 8)])
def test_a_move_does_not_lay_out_the_page_nor_put_its_layers_together_anew(opened, browser, kind, most):
    page = opened().page
    laid_out, put_together = done_again(browser, page, page.locator(f".byhand-{kind} input[type=range]").first)
    assert laid_out == 0
    assert put_together <= most


@pytest.mark.parametrize(
    ("css", "layouts", "layers"),
    [
        (".byhand-boxed > output { contain: none !important }", True, False),
        (".byhand-boxed > input { contain: none !important }", True, False),
        (".byhand-control input { --byhand-knob: blue !important }", False, True),
        (".byhand-room { display: none }", False, True),
    ],
)
def test_such_work_would_be_noticed(opened, browser, css, layouts, layers):
    page = opened().page
    page.add_style_tag(content=css)
    laid_out, put_together = done_again(browser, page, page.locator(".byhand-curves input[type=range]").first)
    assert (laid_out > 0, put_together > 0) == (layouts, layers)
