"""JupyterLite in the built book, driven as a student would."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograde.course import Course, find_course
from autograde.lite.site import folder
from tests.authoring.tiny_course import make_course

RUN = 300_000  # milliseconds for cells to run, the start of Python included, on a busy machine
ERRORS = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']"


@dataclass
class InBrowser:
    """A chapter's notebook, open in JupyterLite."""

    page: object
    cells: list[dict]

    def index(self, cell_id: str) -> int:
        return next(i for i, cell in enumerate(self.cells) if cell["id"] == cell_id)

    def cell(self, cell_id: str) -> object:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.index(cell_id))

    def lines(self, cell_id: str) -> list[str]:
        """A cell's lines, without empty ones."""
        self.cell(cell_id).locator(".cm-content").click()  # an editor draws only lines that are in sight
        self.page.wait_for_timeout(500)
        lines = self.cell(cell_id).locator(".cm-line").all_inner_texts()
        return [line.rstrip() for line in lines if line.strip()]

    def write(self, cell_id: str, text: str) -> None:
        """Replace a cell's text as one who pastes it."""
        self.cell(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def run(self, *cell_ids: str) -> None:
        """Run cells with Shift+Enter, and wait for the last to end."""
        before = self.cell(cell_ids[-1]).locator(".jp-InputPrompt").inner_text()
        for cell_id in cell_ids:
            self.cell(cell_id).locator(".cm-content").click()
            self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            r"""([index, before]) => {
                const cell = document.querySelectorAll(".jp-Notebook .jp-Cell")[index];
                const prompt = cell.querySelector(".jp-InputPrompt").innerText;
                return /\[\d+\]/.test(prompt) && prompt !== before; }""",
            arg=[self.index(cell_ids[-1]), before],
            timeout=RUN,
        )

    def errors(self) -> list[str]:
        return self.page.locator(ERRORS).all_inner_texts()


@pytest.fixture(scope="session")
def lite() -> Path:
    """The folder of JupyterLite in the built book; a test of one that is not there fails."""
    if os.environ.get("LITE") == "off":
        pytest.skip("LITE=off: the book was built without JupyterLite")
    made = folder(find_course())
    if not (made / "notebooks" / "index.html").is_file():
        pytest.fail("JupyterLite is not in the book: `make book` puts it there.")
    return made


@pytest.fixture
def notebook(lite: Path) -> Callable[..., InBrowser]:
    """`notebook(page, chapter)` once JupyterLite shows that chapter and, unless `python=False`, can run it."""

    def shown(page: object, chapter: str, *, python: bool = True) -> InBrowser:
        content = json.loads((lite / "files" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
        last = len(content["cells"]) - 1
        page.wait_for_function(f"document.querySelectorAll('.jp-Notebook .jp-Cell').length > {last}")
        if python:
            # Who runs a cell before the kernel is there is asked for one. The page says "idle" at first, too.
            page.wait_for_function(
                """() => {
                    const status = document.querySelector(".jp-Notebook-ExecutionIndicator")?.dataset.status;
                    window.sawKernelStart ||= Boolean(status) && status !== "idle";
                    return window.sawKernelStart && status === "idle"; }""",
                timeout=RUN,
            )
        return InBrowser(page, content["cells"])

    return shown


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A fresh tiny course."""
    return make_course(tmp_path / "course")
