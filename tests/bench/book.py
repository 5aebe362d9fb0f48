"""Building the book, the weight of its pages, and the latency of their sliders; printed as tables."""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from autograde.course import find_course
from tests.bench.measure import Command, run
from tests.servers import address, new_server

_MOVES = 60
_NOT_COPIED = shutil.ignore_patterns(
    ".venv", ".git", "_build", "__pycache__", "submitted", "autograded", "feedback", "gradebook.db*",
    "source", "release",
)  # fmt: skip

# Moves a slider over its steps; gives the time to the new drawing, and to the frame that shows it.
_MOVE = """async ([input, moves]) => {
  const drawn = [], shown = [];
  const steps = Math.round((input.max - input.min) / input.step) + 1;
  for (let k = 0; k < moves; k++) {
    const start = performance.now();
    input.value = +input.min + input.step * ((k * 7) % steps);
    input.dispatchEvent(new Event("input", {bubbles: true}));
    drawn.push(performance.now() - start);
    await new Promise((done) => requestAnimationFrame(() => { const c = new MessageChannel();
      c.port1.onmessage = done; c.port2.postMessage(0); }));
    shown.push(performance.now() - start);
  }
  return [drawn, shown];
}"""


def measure_book() -> None:
    """Build a copy of the book in four ways, then open its pages; prints what each took."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "course"
        shutil.copytree(find_course().root, folder, ignore=_NOT_COPIED)
        print("\n| build | seconds |\n|---|---:|")
        for what, seconds in build_times(folder):
            print(f"| {what} | {seconds:.1f} |", flush=True)
        print("\n| page | requests | kB | kB gzip | load s | move to drawing ms (median, p95) | to the frame ms |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for name, requests, plain, packed, loaded, drawn, shown in page_rows(folder / "_build" / "html"):
            weight = f"{name} | {requests} | {plain:.0f} | {packed:.0f} | {loaded:.2f}"
            print(f"| {weight} | {_latency(drawn)} | {_latency(shown)} |", flush=True)


def build_times(folder: Path) -> list[tuple[str, float]]:
    """Generate and build: from nothing, again, after an edit of prose, after an edit of code."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "chapters")}

    def make() -> float:
        words = (("autograde", "generate"), ("autograde.build",))
        return sum(run([Command([sys.executable, "-m", *one], folder, environment)]).wall for one in words)

    chapter = folder / "solutions" / "01_neurons.md"
    rows = [("cold: nothing built, nothing executed", make()), ("warm: nothing changed", make())]
    text = chapter.read_text(encoding="utf-8")
    prose = text.replace("## Summary", "One more sentence.\n\n## Summary", 1)
    chapter.write_text(prose, encoding="utf-8")
    rows.append(("one sentence changed in chapter 1", make()))
    chapter.write_text(prose.replace("\nexplore(", "\n# one more comment\nexplore(", 1), encoding="utf-8")
    rows.append(("one code cell changed in chapter 1", make()))
    chapter.write_text(text, encoding="utf-8")
    return rows


def page_rows(site: Path) -> list[tuple]:
    """Per page: kilobytes loaded (plain, gzip), requests, seconds to load, and slider latencies."""
    from playwright.sync_api import sync_playwright

    from autograde.chromium import FLAGS, NO_BROWSER, chromium

    if chromium() is None:
        print(f"No page was measured. {NO_BROWSER}.")
        return []
    rows, server = [], new_server(site)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for path in sorted(site.glob("chapters/*.html")):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            bodies = []
            page.on("requestfinished", lambda request, bodies=bodies: bodies.append(request.response().body()))
            start = time.perf_counter()
            page.goto(f"{address(server)}/chapters/{path.name}", wait_until="load")
            loaded = time.perf_counter() - start
            page.wait_for_timeout(1500)
            drawn, shown = [], []
            for slider in page.query_selector_all("input[type=range]"):
                times = page.evaluate(_MOVE, [slider, _MOVES])
                drawn += times[0]
                shown += times[1]
            plain = sum(map(len, bodies))
            packed = sum(min(len(body), len(gzip.compress(body, 6))) for body in bodies)
            rows.append((path.stem, len(bodies), plain / 1e3, packed / 1e3, loaded, drawn, shown))
            page.close()
    server.shutdown()
    server.server_close()
    return rows


def _latency(times: list[float]) -> str:
    """Median and 95th percentile in ms."""
    if not times:
        return "no slider"
    return f"{statistics.median(times):.1f}, {sorted(times)[int(0.95 * (len(times) - 1))]:.1f}"
