"""A student does an exercise in the browser, nothing installed, and hands it in; nothing comes from another site."""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import ClassVar

import pytest

from autograde.counts import FIGURES, calls_of
from autograde.course import Course, find_course
from autograde.lite.site import assemble, cache
from autograde.source import load
from tests.servers import address

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHAPTER, EXERCISE = "01_neurons", "weighted_sum"
TESTS = ("test-weighted_sum-example", "test-weighted_sum-random")
DRAWN = "f => f.querySelector('.byhand-plot > svg').innerHTML"
# Whether JupyterLite has stored a notebook that holds a text, in the browser's own database.
STORED = """async (text) => {
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
    });
    for (const store of database.objectStoreNames) {
      const values = await new Promise((done) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => done(request.result);
      });
      if (JSON.stringify(values).includes(text)) return true;
    }
    database.close();
  }
  return false;
}"""


def answer() -> str:
    """The reference answer, with a mark that shows where it goes."""
    cells = load(find_course(), CHAPTER).notebook.cells
    source = next(cell.source for cell in cells if cell["id"] == EXERCISE)
    return "\n".join(line for line in source.splitlines() if not line.strip().startswith("###")) + "\n# typed-in-here"


def first_figure() -> str:
    cells = load(find_course(), CHAPTER).notebook.cells
    return next(cell["id"] for cell in cells if cell.cell_type == "code" and calls_of(FIGURES, cell.source))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A checkout of the course, as `make release` left it, in which nobody has handed in."""
    real, copy = find_course(), tmp_path / "course"
    kept = shutil.ignore_patterns(
        "__pycache__", "submitted", "autograded", "feedback", "gradebook.db*", "release", "students.csv"
    )
    for name in ("autograde", "solutions", "chapters"):
        shutil.copytree(real.root / name, copy / name, ignore=kept)
    shutil.copy(real.root / "nbgrader_config.py", copy)
    return Course(copy)


def autograde(root: Path, *command: str) -> str:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "autograde", *command],
        cwd=root, capture_output=True, text=True,
        env=os.environ | {"PATH": programs, "PYTHONPATH": "chapters"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_exercise_is_solved_kept_and_handed_in(visit, serve, lite, notebook, course, tmp_path):
    seen = visit(f"{serve(lite.parent)}/chapters/{CHAPTER}.html", height=1000)
    page = seen.page
    page.get_by_role("link", name="Do the exercises in your browser").click()
    opened = notebook(page, CHAPTER)

    figure = first_figure()
    opened.run("setup_01", figure)
    assert opened.errors() == []
    drawing = opened.cell(figure).locator(".byhand")
    drawing.locator(".byhand-plot > svg").wait_for()
    before = drawing.evaluate(DRAWN)
    opened.cell(figure).locator(".noUi-handle").first.focus()
    page.keyboard.press("End")
    page.wait_for_function(
        "b => document.querySelector('.byhand .byhand-plot > svg').innerHTML !== b", arg=before, timeout=30_000
    )

    opened.write(EXERCISE, "def weighted_sum(x, w, b):\n    return x @ w")
    opened.run(EXERCISE, TESTS[0])
    assert "without the bias" in opened.cell(TESTS[0]).inner_text()
    opened.write(EXERCISE, answer())
    opened.run(EXERCISE, *TESTS)
    assert opened.errors() == []

    # JupyterLite saves by itself.
    assert any(page.evaluate(STORED, "typed-in-here") or page.wait_for_timeout(500) for _ in range(120))
    page.reload()
    opened = notebook(page, CHAPTER, python=False)
    assert opened.lines(EXERCISE) == [line.rstrip() for line in answer().splitlines() if line.strip()]

    with page.expect_download() as download:
        page.get_by_role("button", name="Download to hand in").click()
    handed_in = tmp_path / "box" / "ada" / f"{CHAPTER}.ipynb"
    handed_in.parent.mkdir(parents=True)
    download.value.save_as(handed_in)
    assert download.value.suggested_filename == f"{CHAPTER}.ipynb"
    autograde(course.root, "collect", str(tmp_path / "box"))
    autograde(course.root, "grade", CHAPTER, "--records", str(tmp_path / "records.jsonl"))
    [record] = map(json.loads, (tmp_path / "records.jsonl").read_text().splitlines())
    scores = {name: [test["score"] for test in one["tests"]] for name, one in record["exercises"].items()}
    full = [test["max_score"] for test in record["exercises"][EXERCISE]["tests"]]
    assert scores[EXERCISE] == full != []
    assert not any(sum(filter(None, score)) for name, score in scores.items() if name != EXERCISE)
    assert (record["status"], record["flags"]) == ("graded", [])
    assert seen.blocked == []
    assert seen.problems == []


def test_a_link_to_a_page_that_is_no_notebook_opens_it_in_the_book(visit, serve, lite):
    seen = visit(f"{serve(lite.parent)}/lite/notebooks/index.html?path=00_introduction.ipynb", height=1000)
    link = seen.page.locator(".jp-Notebook").get_by_role("link", name="glossary", exact=True)
    with seen.page.expect_popup() as opened:
        link.click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1").first.inner_text().startswith("Glossary")
    assert opened.value.url.endswith("/chapters/glossary.html")
    assert seen.blocked == []


def test_no_way_leads_to_jupyterlab_which_is_left_out(visit, serve, lite):
    address = f"{serve(lite.parent)}/lite"
    seen = visit(f"{address}/notebooks/index.html?path=00_introduction.ipynb", height=1000)
    seen.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    seen.page.locator(".lm-MenuBar-item", has_text="View").click()
    entries = seen.page.locator(".lm-Menu-itemLabel")
    entries.get_by_text("File Browser", exact=True).wait_for()
    assert "Open JupyterLab" not in entries.all_inner_texts()
    seen.page.goto(f"{address}/")
    seen.page.wait_for_url("**/lite/tree/index.html")
    seen.page.get_by_text("00_introduction.ipynb").first.wait_for()
    assert seen.problems == []


# What runs before the first exercise, figures left out, differs from chapter to chapter: packages, data.
@pytest.mark.thorough
@pytest.mark.parametrize("chapter", find_course().chapter_names)
def test_each_chapter_opens_and_what_it_imports_is_there(visit, serve, lite, notebook, chapter):
    seen = visit(f"{serve(lite.parent)}/lite/notebooks/index.html?path={chapter}.ipynb", height=1000)
    opened = notebook(seen.page, chapter)
    importing = [
        cell["id"] for cell in opened.cells
        if cell["cell_type"] == "code" and re.search(r"(?m)^(import|from) ", "".join(cell["source"]))
    ]
    opened.run(*importing)
    assert opened.errors() == []
    assert seen.blocked == []


@pytest.mark.thorough
def test_an_import_that_is_not_there_is_seen(visit, serve, lite, notebook):
    seen = visit(f"{serve(lite.parent)}/lite/notebooks/index.html?path={CHAPTER}.ipynb", height=1000)
    opened = notebook(seen.page, CHAPTER)
    opened.write(EXERCISE, "import scipy")
    opened.run(EXERCISE)
    assert any("No module named" in text for text in opened.errors())


class _OtherSite(http.server.SimpleHTTPRequestHandler):
    """Pyodide's own site: another origin, which lets pages of all sites read it."""

    asked: ClassVar[list[str]] = []

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        self.asked.append(self.path)


@pytest.mark.thorough
def test_python_comes_from_its_own_site_where_the_book_was_built_so(visit, serve, notebook, tmp_path):
    real, copy = find_course(), find_course(tmp_path)
    for name in ("chapters", "solutions"):
        shutil.copytree(real.root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "answers"))
    shutil.copytree(cache(real) / "wheels", cache(copy) / "wheels")
    (copy.build / "html").mkdir()
    site = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_OtherSite, directory=str(cache(real) / "pyodide"))
    )
    threading.Thread(target=site.serve_forever, daemon=True).start()
    made = assemble(copy, "cdn", source=address(site))
    assert not list(made.glob("pyodide/pyodide.asm.*"))
    seen = visit(f"{serve(made.parent)}/lite/notebooks/index.html?path={CHAPTER}.ipynb", height=1000)
    opened = notebook(seen.page, CHAPTER)
    opened.run("setup_01")
    assert opened.errors() == []
    for name in ("pyodide.asm.wasm", "numpy"):
        assert any(name in path for path in _OtherSite.asked)
    site.shutdown()
    site.server_close()
