"""What it is like to open each page: weight, time until it answers, slider latency, shifts, Lighthouse's scores.

A page answers when it is painted, read, its figures near the screen alive, and nothing keeps the processor for more
than 50 ms any more (100 ms in the column beside it, since a chapter goes on being laid out, part by part).

A page of stock Jupyter Book (the same notebook, no settings) is measured in the same run, and one without content.
The stock page's script for formulas comes from another site and is not counted: 2 MB, or about 0.6 MB compressed.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograde.chromium import FLAGS, NO_BROWSER, chromium
from autograde.course import Course
from tests.bench.measure import Command, run
from tests.conftest import ALL_LAID_OUT, come_alive
from tests.servers import address, new_server

SLOWER = 4  # how many times slower the processor is made
MOVES = 40
OPENINGS = 3  # the times are medians of so many
LIGHTHOUSE = Path("_build/lighthouse/node_modules/lighthouse/cli/index.js")
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

# Notes long tasks, shifts, and when the last figure near the screen answered, from the very start.
WATCH = """(() => {
  const seen = window.benched = {tasks: [], shift: 0, figures: 0};
  const note = (e) => seen.tasks.push([e.startTime, e.startTime + e.duration]);
  new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({type: 'longtask', buffered: true});
  new PerformanceObserver((list) => list.getEntries().forEach((e) => { seen.shift += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
  new MutationObserver(() => { seen.figures = performance.now(); })
    .observe(document, {subtree: true, attributes: true, attributeFilter: ['data-ready']});
})()"""
SEEN = """() => ({...window.benched,
  paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  parsed: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd})"""

# Moves a slider over its steps; gives the times to the frame that shows the new drawing.
MOVE = """async ([input, moves]) => {
  const shown = [], steps = Math.round((input.max - input.min) / input.step) + 1;
  for (let k = 0; k < moves; k++) {
    const start = performance.now();
    input.value = +input.min + input.step * ((k * 7) % steps);
    input.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise((done) => requestAnimationFrame(() => { const c = new MessageChannel();
      c.port1.onmessage = done; c.port2.postMessage(0); }));
    shown.push(performance.now() - start);
  }
  return shown;
}"""


@dataclass
class Opened:
    """One page: bytes compressed, seconds until it shows and answers, milliseconds of slider moves, shift, scores.

    `nearly` are the seconds until nothing takes more than 100 ms any more.
    """

    name: str
    requests: int
    weight: int
    painted: float
    nearly: float
    interactive: float
    shift: float
    moves: list[float] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)


def print_pages(course: Course, site: Path) -> None:
    """Measure every page of a built site and a stock page; prints a table."""
    if chromium() is None:
        print(f"No page was measured. {NO_BROWSER}.")
        return
    if not LIGHTHOUSE.is_file():
        print("\nLighthouse is not installed (`make lighthouse`), so there are no scores.")
    print("\nLighthouse: performance, accessibility, best practices, search. Processor slowed", SLOWER, "times.")
    print(
        "\n| page | requests | kB gzip | painted s | last 100 ms task s | last 50 ms task s | slider ms (median, p95) "
        "| CLS | Lighthouse |"
    )
    print("|---|---:|---:|---:|---:|---:|---|---:|---|")
    names = [path.relative_to(site).as_posix() for path in sorted(site.glob("chapters/*.html"))]
    with tempfile.TemporaryDirectory() as temporary:
        stock, empty = Path(temporary) / "stock", Path(temporary) / "empty"
        for what, (folder, pages) in {
            "": (site, names), "stock Jupyter Book: ": stock_book(course, stock), "no content: ": empty_page(empty),
        }.items():  # fmt: skip
            for opened in measured(folder, pages):
                opened.name = what + opened.name
                print(row(opened), flush=True)


def empty_page(folder: Path) -> tuple[Path, list[str]]:
    """What this machine and this browser take to open anything at all."""
    folder.mkdir()
    page = '<!DOCTYPE html><html lang="en"><title>Nothing</title><article>Nothing</article></html>'
    (folder / "empty.html").write_text(page, encoding="utf-8")
    return folder, ["empty.html"]


def stock_book(course: Course, folder: Path) -> tuple[Path, list[str]]:
    """A book of one chapter without any settings, built by Jupyter Book alone; its folder and its pages."""
    notebook = course.chapters / "01_neurons.ipynb"
    folder.mkdir()
    shutil.copy(notebook, folder)
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {notebook.stem}\n", encoding="utf-8")
    # The student's notebook stops at its first exercise, which stock Jupyter Book does not forgive.
    (folder / "_config.yml").write_text("execute: {execute_notebooks: 'off'}\n", encoding="utf-8")
    program = Path(sys.executable).with_name("jupyter-book")
    run([Command([str(program), "build", "."], folder, dict(os.environ))])
    return folder / "_build" / "html", [f"{notebook.stem}.html"]


def measured(site: Path, names: list[str]) -> Iterator[Opened]:
    """Open each page with a slow processor; a generator, so that a table grows while it is made."""
    from playwright.sync_api import sync_playwright

    server = new_server(site, compressed=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, OFFLINE])
            for name in names:
                opened = _open(browser, f"{address(server)}/{name}", Path(name).stem)
                opened.scores = _scores(f"{address(server)}/{name}")
                yield opened
            browser.close()
    finally:
        server.shutdown()
        server.server_close()


def _open(browser: object, url: str, name: str) -> Opened:
    """Opened several times with nobody looking at its requests, which would slow them; weighed apart from that."""
    times = []
    for _ in range(OPENINGS):
        context, page = _slow_page(browser)
        page.goto(url, wait_until="load")
        page.wait_for_timeout(4000)
        page.wait_for_function(ALL_LAID_OUT, polling=500)
        times.append(page.evaluate(SEEN))
        if len(times) < OPENINGS:
            context.close()
    come_alive(page)
    moves = []
    for slider in page.query_selector_all(".byhand input[type=range]"):
        slider.evaluate("s => s.closest('.byhand').scrollIntoView({block: 'center', behavior: 'instant'})")
        page.wait_for_timeout(300)
        moves += page.evaluate(MOVE, [slider, MOVES])
    context.close()
    bodies = _bodies(browser, url)
    weight = sum(min(len(body), len(gzip.compress(body, 6))) for body in bodies)
    painted = statistics.median(seen["paint"] for seen in times)
    answers = statistics.median(map(interactive, times))
    nearly = statistics.median(interactive(seen, longest=100) for seen in times)
    shift = max(seen["shift"] for seen in times)
    return Opened(name, len(bodies), weight, painted / 1e3, nearly / 1e3, answers / 1e3, shift, moves)


def _slow_page(browser: object) -> tuple[object, object]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return context, page


def _bodies(browser: object, url: str) -> list[bytes]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, bodies = context.new_page(), []
    page.on("requestfinished", lambda request: bodies.append(request.response().body()))
    page.goto(url, wait_until="load")
    page.wait_for_timeout(1000)
    context.close()
    return bodies


def interactive(seen: dict, longest: float = 50) -> float:
    """Milliseconds until the page answers: painted, parsed, figures near the screen alive, long tasks over."""
    ends = [end for start, end in seen["tasks"] if end - start > longest]
    return max([seen["paint"], seen["parsed"], seen["figures"], *ends])


def _scores(url: str) -> dict[str, float]:
    """Lighthouse's four scores (0 to 100) with its own settings for desktops; empty where it is not installed."""
    if not LIGHTHOUSE.is_file():
        return {}
    flags = " ".join([*FLAGS, "--headless=new"])
    words = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", "--preset=desktop", f"--chrome-flags={flags}"]
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": chromium()})
    if done.returncode:
        return {}
    found = json.loads(done.stdout)["categories"]
    return {name: 100 * (found[name]["score"] or 0) for name in CATEGORIES}


def row(opened: Opened) -> str:
    """A line of the table."""
    latency = "no slider"
    if opened.moves:
        ordered = sorted(opened.moves)
        latency = f"{statistics.median(ordered):.0f}, {ordered[int(0.95 * (len(ordered) - 1))]:.0f}"
    scores = " ".join(f"{opened.scores[name]:.0f}" for name in CATEGORIES if name in opened.scores) or "not run"
    return (
        f"| {opened.name} | {opened.requests} | {opened.weight / 1e3:.0f} | {opened.painted:.2f} | "
        f"{opened.nearly:.2f} | {opened.interactive:.2f} | {latency} | {opened.shift:.4f} | {scores} |"
    )
