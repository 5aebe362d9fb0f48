"""`make bench`: what building, reading and grading cost on this machine. Prints tables; asserts nothing.

Everything runs on a copy of the checkout, so that a bench changes nothing. Times are of whole commands and of
single slider moves; on a machine that does other work, read ratios rather than seconds.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_COPIED = shutil.ignore_patterns(
    ".venv", ".git", "_build", "__pycache__", "submitted", "autograded", "feedback", "gradebook.db*",
    "source", "release",
)
MOVES = 60

# Moves a slider over its steps; gives the time to the new drawing, and to the frame that shows it.
MOVE = """async ([input, moves]) => {
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


def command(folder: Path, *words: str) -> float:
    """Seconds that `python -m WORDS` takes in a copy of the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "chapters")}
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", *words], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1):  # 1: graded, with something to look at
        sys.exit(f"{' '.join(words)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - start


def build_times(folder: Path) -> list[tuple[str, float]]:
    """Generate and build: from nothing, again, after an edit of prose, after an edit of code."""

    def make() -> float:
        return command(folder, "autograde", "generate") + command(folder, "autograde.build")

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


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    handler = functools.partial(QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def page_rows(site: Path) -> list[tuple]:
    """Per page: kilobytes loaded (plain, gzip), requests, seconds to load, and slider latencies."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import FLAGS, NO_BROWSER, chromium

    if chromium() is None:
        print(f"No page was measured. {NO_BROWSER}.")
        return []
    rows = []
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for path in sorted(site.glob("chapters/*.html")):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            bodies = []
            page.on("requestfinished", lambda request, bodies=bodies: bodies.append(request.response().body()))
            start = time.perf_counter()
            page.goto(f"{address}/chapters/{path.name}", wait_until="load")
            loaded = time.perf_counter() - start
            page.wait_for_timeout(1500)
            drawn, shown = [], []
            for slider in page.query_selector_all("input[type=range]"):
                times = page.evaluate(MOVE, [slider, MOVES])
                drawn += times[0]
                shown += times[1]
            plain = sum(map(len, bodies))
            packed = sum(min(len(body), len(gzip.compress(body, 6))) for body in bodies)
            rows.append((path.stem, len(bodies), plain / 1e3, packed / 1e3, loaded, drawn, shown))
            page.close()
    return rows


def grading_rows(folder: Path) -> list[tuple[int, int, float]]:
    """(jobs, submissions, seconds a submission) for the sample class."""
    command(folder, "autograde.sample_class")
    rows = []
    for jobs in (1, 2):
        records = folder / "records.jsonl"
        seconds = command(folder, "autograde", "grade", "--force", "--jobs", str(jobs), "--records", str(records))
        count = len([json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()])
        rows.append((jobs, count, seconds / count))
    return rows


def latency(times: list[float]) -> str:
    """Median and 95th percentile in ms."""
    if not times:
        return "no slider"
    return f"{statistics.median(times):.1f}, {sorted(times)[int(0.95 * (len(times) - 1))]:.1f}"


def main() -> None:
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "course"
        shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
        print("| build | seconds |\n|---|---:|")
        for what, seconds in build_times(folder):
            print(f"| {what} | {seconds:.1f} |", flush=True)
        print("\n| page | requests | kB | kB gzip | load s | move to drawing ms (median, p95) | to the frame ms |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for name, requests, plain, packed, loaded, drawn, shown in page_rows(folder / "_build" / "html"):
            weight = f"{name} | {requests} | {plain:.0f} | {packed:.0f} | {loaded:.2f}"
            print(f"| {weight} | {latency(drawn)} | {latency(shown)} |", flush=True)
        print("\n| grading the sample class | submissions | seconds a submission |\n|---|---:|---:|")
        for jobs, count, seconds in grading_rows(folder):
            print(f"| {jobs} jobs | {count} | {seconds:.2f} |", flush=True)


if __name__ == "__main__":
    main()
