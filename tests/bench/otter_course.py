"""The class in otter-grader's format, and an environment in which otter-grader grades it.

A test cell becomes a test file of one test case, which runs the cell's source among the student's names. In the
notebook the place of the test cell says that it is to be run there, so that the order is that of the other graders.
A test that gives a part of its points gives all or none here: otter's tests pass or fail.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from autograde.assignment import load_assignment
from autograde.course import Course, find_course
from autograde.junk import JUNK
from tests.bench.measure import Command
from tests.bench.mixed_class import SEED, HandIn

OTTER = "otter-grader==7.0.0"
# What the cells import, at the course's own versions.
_ALSO = ("ipykernel", "ipython", "numpy", "matplotlib", "scipy", "ipywidgets", "anywidget")
_GRADE = Path(__file__).with_name("otter_grade.py")
_TEST = """OK_FORMAT = False

from otter.test_files import test_case

name = {name!r}
points = {points!r}
source = {source!r}


@test_case(points={points!r})
def run(env):
    exec(compile(source, name, "exec"), dict(env))
"""


class NoOtter(Exception):
    """otter-grader could not be installed; the message says why."""


def otter_environment() -> Path:
    """The Python of an environment with otter-grader below `_build/`, made at the first call.

    Raises
    ------
    NoOtter
        If it cannot be installed.
    """
    root = find_course()
    pins = (root.root / "requirements.txt").read_text(encoding="utf-8")
    wanted = [OTTER, *(re.search(rf"^{name}==\S+", pins, re.MULTILINE).group() for name in _ALSO)]
    folder = root.build / "bench" / "otter"
    stamp, python = folder / "installed.txt", folder / "bin" / "python"
    if stamp.is_file() and stamp.read_text().split() == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    steps = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "-q", *wanted],
        [str(python), "-c", "import matplotlib.font_manager, otter.execute"],  # makes its list of fonts
    )
    for words in steps:
        done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **_fonts(python)})
        if done.returncode:
            raise NoOtter(f"{OTTER} could not be installed: {done.stderr.strip()[-600:]}")
    stamp.write_text("\n".join(wanted))
    return python


def _fonts(python: Path) -> dict[str, str]:
    return {"MPLCONFIGDIR": str(python.parent.parent / "fonts")}


class OtterCourse:
    """The class as otter-grader wants it.

    Parameters
    ----------
    python : Path
        From `otter_environment`.
    course : Course
        Whose chapters the tests come from.
    folder : Path
        Where to put notebooks and tests.
    """

    def __init__(self, python: Path, course: Course, folder: Path) -> None:
        self.python, self.course, self.folder = python, course, folder

    def translate(self, hand_ins: list[HandIn]) -> None:
        """Write the tests, and the notebooks of these hand-ins."""
        for chapter in sorted({hand_in.chapter for hand_in in hand_ins}):
            self._write_tests(chapter)
        for hand_in in hand_ins:
            notebook = _without_tests(json.loads(hand_in.data))
            (self.folder / hand_in.chapter / f"{hand_in.student}.ipynb").write_text(json.dumps(notebook))

    def _write_tests(self, chapter: str) -> None:
        assignment = load_assignment(self.course, chapter)
        tests = self.folder / chapter / "tests"
        shutil.copytree(
            assignment.resources, self.folder / chapter, ignore=shutil.ignore_patterns(*JUNK, "*.ipynb"),
            dirs_exist_ok=True,
        )  # fmt: skip
        tests.mkdir(exist_ok=True)
        for cell in assignment.graded:
            if cell.cell_type == "code":
                name = cell.metadata.nbgrader.grade_id
                text = _TEST.format(name=name, points=assignment.points[name], source=cell.source)
                (tests / f"{name}.py").write_text(text, encoding="utf-8")

    def command(self, hand_ins: list[HandIn], scores: Path) -> Command:
        """Grades these in one process, one after the other; {"student chapter": {test: points}} goes to `scores`."""
        listed = scores.with_suffix(".list")
        notebooks = [[str(self.folder / one.chapter), one.student] for one in hand_ins]
        listed.write_text(json.dumps(notebooks))
        # Its own programs first; no variables of this process that name other packages.
        environment = {
            "PATH": f"{self.python.parent}:/usr/bin:/bin", "LANG": "C.UTF-8", "BYHAND_SEED": str(SEED),
            "HOME": str(self.folder), **_fonts(self.python),
        }  # fmt: skip
        return Command([str(self.python), str(_GRADE), str(listed), str(scores)], self.folder, environment)


def _without_tests(notebook: dict) -> dict:
    for cell in notebook["cells"]:
        grading = cell["metadata"].get("nbgrader", {})
        if grading.get("grade") and not grading.get("solution") and cell["cell_type"] == "code":
            cell["source"] = ""
            cell["metadata"]["otter"] = {"tests": [grading["grade_id"]]}
    return notebook
