"""A page answers before what is far below is laid out; soon it is as if all had been there from the start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest

from autograde.course import find_course
from tests.conftest import ALL_LAID_OUT

PAGE = "chapters/06_gradient_descent.html"
FAR = """[...document.querySelectorAll('.bd-article *')].filter(
    (e) => getComputedStyle(e).contentVisibility !== 'visible')"""
SKIPPED = f"{FAR}.length"
HEIGHT = "document.querySelector('.bd-article').getBoundingClientRect().height"
SHIFT = "new PerformanceObserver((l) => l.getEntries().forEach((e) => { window.shift += e.value; }))"


@pytest.fixture
def opened(browser: object, site: Path) -> Iterator[Callable[..., object]]:
    """Open a page without waiting for what is far below."""
    contexts = []

    def open_page(address: str = PAGE, *, script: bool = True, javascript: bool = True) -> object:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=javascript))
        page = contexts[-1].new_page()
        page.add_init_script(f"window.shift = 0; {SHIFT}.observe({{type: 'layout-shift', buffered: true}});")
        if not script:
            page.route("**/opening.js*", lambda route: route.abort())
        page.goto(f"{site.as_uri()}/{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", find_course().chapter_names)
def test_what_waits_is_far_below(opened, name):
    """Where it is near, the page would jump when its true height is known."""
    page = opened(f"chapters/{name}.html", script=False)
    assert page.evaluate(SKIPPED) > 5
    assert page.evaluate(f"Math.min(...{FAR}.map((e) => e.getBoundingClientRect().top))") > 2 * 900


def test_what_waits_stands_among_few(opened):
    """Where one part is laid out, the browser looks again at all within its parent: not to be most of the article."""
    page = opened(script=False)
    assert page.evaluate(f"{FAR}.filter((e) => e.parentElement.matches('.bd-article section section')).length") > 100
    assert page.evaluate(f"{FAR}.filter((e) => e.localName === 'section' || e.querySelector('section')).length") == 0
    assert page.evaluate(f"{FAR}.filter((e) => e.matches('.cell > .cell_input, .cell > .cell_output')).length") > 40
    assert page.evaluate(f"{FAR}.filter((e) => e.matches('.cell')).length") == 0, "input and output are laid out apart"


def test_it_is_as_if_all_had_been_there_from_the_start(opened):
    page = opened()
    page.wait_for_function(ALL_LAID_OUT)
    assert page.evaluate(SKIPPED) == 0
    assert page.evaluate("window.shift") < 0.02
    static = opened(f"{PAGE}#exercises", script=False)  # laid out at once
    assert abs(page.evaluate(HEIGHT) - static.evaluate(HEIGHT)) < 1


def turns(page: object, milliseconds: int) -> list[int]:
    """How many parts wait before each turn and after the last, where drawing a frame takes so long."""
    page.evaluate("""(milliseconds) => {
        window.requestIdleCallback = (turn) => { window.turn = turn; };
        window.requestAnimationFrame = (next) => setTimeout(next);
        let now = 0;
        performance.now = () => (now += milliseconds);
    }""", milliseconds)
    left = [page.evaluate(SKIPPED)]
    page.add_script_tag(path=find_course().chapters / "_static" / "opening.js")
    while not page.evaluate(ALL_LAID_OUT):
        page.evaluate("() => { const now = turn; window.turn = null; now(); }")
        while not page.evaluate(f"Boolean(window.turn || {ALL_LAID_OUT})"):
            pass  # waiting in the page needs the clock that was replaced
        left.append(page.evaluate(SKIPPED))
    return left


def test_a_turn_is_as_large_as_the_computer_is_fast(opened):
    slow, fast = (turns(opened(script=False), milliseconds) for milliseconds in (200, 1))
    for left in (slow, fast):
        assert left == sorted(set(left), reverse=True), "each turn does something"
        assert left[-1] == 0
    assert slow[:2] == fast[:2], "the first turn does not know yet"
    assert slow[0] - slow[1] < 6
    assert 5 < len(fast) < len(slow) < 0.8 * slow[0], "small parts share a turn, and large ones do not"
    assert len(fast) < 12 < len(slow) / 2


def test_one_who_comes_back_or_comes_to_a_part_finds_it_where_it_is(opened):
    page = opened(script=False)
    identifier = page.evaluate("[...document.querySelectorAll('.bd-article section[id]')].at(-2).id")
    there = opened(f"{PAGE}#{identifier}", script=False)
    assert there.evaluate(SKIPPED) == 0
    assert abs(there.evaluate(f"document.getElementById('{identifier}').getBoundingClientRect().top")) < 200
    there.goto("about:blank")
    there.go_back()
    assert there.evaluate(SKIPPED) == 0
    page.reload()
    assert page.evaluate(SKIPPED) == 0


def test_one_who_jumps_meanwhile_lands_at_the_part(opened):
    page = opened(script=False)
    # The script without its idle moments: only what a jump does.
    page.evaluate("window.requestIdleCallback = () => {}")
    page.add_script_tag(path=find_course().chapters / "_static" / "opening.js")
    assert page.evaluate(SKIPPED) > 5
    link = page.locator(".page-toc a[href^='#']").last
    identifier = link.get_attribute("href").removeprefix("#")
    link.evaluate("(a) => a.click()")
    assert page.evaluate(SKIPPED) == 0
    page.wait_for_function(
        f"Math.abs(document.getElementById('{identifier}').getBoundingClientRect().top) < innerHeight / 2"
    )


ON_PAPER = """<!doctype html><html lang="en" data-theme="dark"><meta charset="utf-8"><title>Paper</title>
<style>html[data-theme=dark] body {{ background: #000; color: #fff; print-color-adjust: exact; }}</style>
<body>Words.<script>
window.seen = [];
for (const name of ["beforeprint", "afterprint"])
  addEventListener(name, () => seen.push(document.documentElement.dataset.theme));
</script><script>{script}</script><script>
addEventListener("beforeprint", () => seen.push(document.documentElement.dataset.theme));
</script></html>"""


def test_a_page_that_is_read_in_the_dark_is_printed_in_the_light(visit, tmp_path):
    script = (find_course().chapters / "_static" / "opening.js").read_text(encoding="utf-8")
    (tmp_path / "page.html").write_text(ON_PAPER.format(script=script), encoding="utf-8")
    page = visit((tmp_path / "page.html").as_uri()).page
    page.pdf(path=tmp_path / "page.pdf", print_background=True)
    assert page.evaluate("seen") == ["dark", "light", "light"]
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as printed:
        assert printed[0].render().to_numpy().min(axis=2)[-100:].min() == 255, "the paper is white"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # as these tests do, to have all laid out
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_nothing_waits_where_scripts_are_switched_off(opened):
    page = opened(javascript=False)
    assert "opening" not in (page.locator("html").get_attribute("class") or "")
