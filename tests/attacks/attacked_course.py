"""A course to be attacked: one chapter whose hidden tests, solution and surroundings hold canaries.

A canary is a text that stands in one secret place only. Wherever it turns up, something has leaked.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograde.assignment import load_assignment
from autograde.course import Course, find_course
from autograde.record import Writer

CHAPTER = "61_attacked"

CANARIES = {
    "a hidden test": "CANARY-TEST-3f9c",
    "the solution": "CANARY-SOLUTION-58ab",
    "the environment": "CANARY-ENVIRONMENT-a1d7",
    "the gradebook": "CANARY-GRADEBOOK-77e0",
    "the instructor's home": "CANARY-HOME-c4b2",
    "another student's hand-in": "CANARY-NEIGHBOUR-90fd",
}
# What only the hidden test of `sigmoid` and its reference answer compute with.
SECRET_NUMBER = "48151.62342"

_TESTS = {
    "test-first": (1, "assert first(1) == 2"),
    "test-sigmoid": (
        2,
        "checks.close(sigmoid(np.zeros(1)), [0.5], call='sigmoid(0)', show=True)\n"
        "### BEGIN HIDDEN TESTS\n"
        f"marker, constant = '{CANARIES['a hidden test']}', {SECRET_NUMBER}\n"
        "z = checks.rng().normal(size=4)\n"
        "import scipy.special as oracle\n"
        "want = constant * oracle.expit(z) / constant\n"
        "checks.close(sigmoid(z), want, hint=1, because={'sign': (1 - want, 'The sign is wrong.')})\n"
        "### END HIDDEN TESTS",
    ),
    "test-sigmoid-plain": (
        1,
        "### BEGIN HIDDEN TESTS\n"
        f"expected = {{'{CANARIES['a hidden test']}': 0.7310585786300049}}\n"
        "assert abs(sigmoid(1.0) - list(expected.values())[0]) < 1e-12, 'The value at 1 is wrong.'\n"
        "assert np.allclose(sigmoid(np.ones(4)), 0.7310585786300049)\n"
        "### END HIDDEN TESTS",
    ),
    "test-Unit": (1, "checks.close((Unit(2.0) + Unit(3.0)).value, 5.0, call='Unit(2) + Unit(3)')"),
    "test-Unit-plain": (1, "### BEGIN HIDDEN TESTS\nassert abs((Unit(2.0) + Unit(4.0)).value - 6) < 1e-9\n"
                           "### END HIDDEN TESTS"),
    "test-shift": (
        1,
        "a = checks.rng().normal(size=4)\nwas = a.copy()\nshift(a)\n"
        "checks.close(a, was + 1, call='a after shift(a)')",
    ),
    "test-mean": (
        1,
        "### BEGIN HIDDEN TESTS\n"
        "a = checks.rng().normal(size=5) + 3\n"
        "checks.close(mean(a), a.mean(), call='mean(a)')  # what is expected is computed after the answer has run\n"
        "### END HIDDEN TESTS",
    ),
    "test-mean-again": (
        1,
        "### BEGIN HIDDEN TESTS\n"
        "b = checks.rng().normal(size=3) - 5\n"
        "checks.close(mean(b), b.sum() / 3, call='mean(b)')\n"
        "### END HIDDEN TESTS",
    ),
    "test-apply": (
        2,
        "### BEGIN HIDDEN TESTS\n"
        "seen = []\n"
        "def probe(x):\n    seen.append(x)\n    return x ** 2 + 0.25\n"
        "x = float(checks.rng().normal()) + 3\n"
        "checks.close(apply(probe, x), x ** 2 + 0.25, call='apply(f, x)')\n"
        "assert seen == [x], 'The function is to be called once, with x.'\n"
        "### END HIDDEN TESTS",
    ),
    "test-parts": (
        2,
        "right = [abs(parts(k) - k * k) < 1e-9 for k in (1, 2, 3, 4)]\nprint(sum(right), 'of 4 are right')\n"
        "sum(right) / 2",
    ),
    "test-last": (1, "assert last(3) == 9"),
}  # fmt: skip

SOLUTIONS = {
    "first": "def first(x):\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION",
    "sigmoid": "def sigmoid(z):\n    ### BEGIN SOLUTION\n"
    f"    # {CANARIES['the solution']}\n    return 1 / (1 + np.exp(-z))\n    ### END SOLUTION",
    "Unit": "class Unit:\n    ### BEGIN SOLUTION\n    def __init__(self, value):\n        self.value = value\n\n"
    "    def __add__(self, other):\n        return Unit(self.value + other.value)\n    ### END SOLUTION",
    "shift": "def shift(a):\n    ### BEGIN SOLUTION\n    a += 1\n    ### END SOLUTION",
    "mean": "def mean(a):\n    ### BEGIN SOLUTION\n    return a.sum() / len(a)\n    ### END SOLUTION",
    "apply": "def apply(f, x):\n    ### BEGIN SOLUTION\n    return f(x)\n    ### END SOLUTION",
    "parts": "def parts(k):\n    ### BEGIN SOLUTION\n    return k * k\n    ### END SOLUTION",
    "last": "def last(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION",
}

RIGHT = {
    "first": "def first(x):\n    return 1 + x",
    "sigmoid": "def sigmoid(z):\n    import numpy\n    return 1 / (numpy.exp(-z) + 1)",
    "Unit": "class Unit:\n    def __init__(self, value):\n        self.value = value\n"
    "    def __add__(self, other):\n        return Unit(other.value + self.value)",
    "shift": "def shift(a):\n    a[:] = a + 1",
    "mean": "def mean(a):\n    return float(sum(a)) / a.size",
    "apply": "def apply(f, x):\n    result = f(x)\n    return result",
    "parts": "def parts(k):\n    return k ** 2",
    "last": "def last(x):\n    return x * 3",
    "why": "Because it says so.",
}
POINTS = {"first": 1.0, "sigmoid": 3.0, "Unit": 2.0, "shift": 1.0, "mean": 2.0, "apply": 2.0, "parts": 2.0, "last": 1.0}

HONEST = {  # two who sort before every cheat and two who sort after, one of each pair right
    "aaa-right": {},
    "aab-wrong": {"sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(z))", "last": "def last(x):\n    return x"},
    "zzy-wrong": {"Unit": "Unit = 3", "parts": "def parts(k):\n    return k + 2"},
    "zzz-right": {},
}


@dataclass(frozen=True)
class Places:
    """Where everything of the instructor's lies."""

    course: Course
    home: Path
    temporary: Path

    def fill(self, source: str) -> str:
        """An attack with the paths that its author is supposed to know."""
        known = {
            "HOME": self.home,
            "COURSE": self.course.root,
            "SOURCE": self.course.source / CHAPTER / f"{CHAPTER}.ipynb",
            "GRADEBOOK": self.course.nbgrader / "gradebook.db",
            "NEIGHBOUR": self.course.submitted / "aaa-right" / CHAPTER / f"{CHAPTER}.ipynb",
            "LATER": self.course.submitted / "zzz-right" / CHAPTER / f"{CHAPTER}.ipynb",
            "PACKAGE": find_course().nbgrader,
        }
        for name, path in known.items():
            source = source.replace(f"<<{name}>>", str(path))
        return source


def make_course(root: Path) -> Places:
    """The course with an empty gradebook, and an instructor's home, in `root`."""
    real = find_course()
    course = Course(root / "course")
    course.nbgrader.mkdir(parents=True)
    course.solutions.mkdir()
    course.submitted.mkdir()
    shutil.copy(real.nbgrader / "nbgrader_config.py", course.nbgrader)
    shutil.copy(real.root / "nbgrader_config.py", course.root)
    (course.solutions / f"{CHAPTER}.md").write_text(f"# {CHAPTER}\n")
    folder = course.source / CHAPTER
    (folder / "byhand").mkdir(parents=True)
    (folder / "byhand" / "__init__.py").write_text("")
    for path in real.byhand.glob("[a-z]*.py"):
        shutil.copy(path, folder / "byhand")
    notebook = new_notebook(cells=_cells(), metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(notebook, folder / f"{CHAPTER}.ipynb")
    home = root / "home"
    for name in (".ssh/id_ed25519", ".aws/credentials", ".ipython/profile_default/startup/README", ".bashrc"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(CANARIES["the instructor's home"])
    (root / "tmp").mkdir()
    with Writer(course):
        pass
    return Places(course, home, root / "tmp")


def blank_notebook(course: Course) -> dict:
    """The notebook as students get it."""
    return json.loads(nbformat.writes(load_assignment(course, CHAPTER).released))


def filled(blank: dict, answers: dict[str, str]) -> dict:
    """A notebook with these answers, and right ones elsewhere."""
    notebook = json.loads(json.dumps(blank))
    for name, source in {**RIGHT, **answers}.items():
        cell_of(notebook, name)["source"] = source
    return notebook


def hand_in(course: Course, student: str, notebook: dict | str | bytes, name: str = f"{CHAPTER}.ipynb") -> Path:
    """Put a file into submitted/<student>/<chapter>/; returns its path."""
    path = course.submitted / student / CHAPTER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, dict):
        notebook = json.dumps(notebook)
    path.write_bytes(notebook.encode() if isinstance(notebook, str) else notebook)
    return path


def hand_in_honest(course: Course, blank: dict) -> None:
    """The honest students' hand-ins; the first one's holds a canary."""
    secret = "Because " + CANARIES["another student's hand-in"]
    for student, answers in HONEST.items():
        hand_in(course, student, filled(blank, answers | ({"why": secret} if student == "aaa-right" else {})))


def enrol(course: Course) -> None:
    """Enter everybody who has handed in, under a last name that nobody else is to read."""
    with Gradebook(course.db_url) as gradebook:
        for folder in course.submitted.iterdir():
            gradebook.update_or_create_student(folder.name, last_name=CANARIES["the gradebook"])


def cell_of(notebook: dict, name: str) -> dict:
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name)


def _cells() -> list[NotebookNode]:
    setup = _cell("setup", "import numpy as np\n\nfrom byhand import checks", locked=True)
    cells = [new_markdown_cell("# Attacked", id="title"), setup]
    for name, solution in SOLUTIONS.items():
        cells.append(_cell(name, solution, solution=True))
        cells += [
            _cell(test, source, grade=True, locked=True, points=points)
            for test, (points, source) in _TESTS.items()
            if test.split("-")[1] == name
        ]
    why = new_markdown_cell("Because.", id="why", metadata=_nbgrader("why", grade=True, solution=True, points=1))
    return [*cells, why]


def _cell(name: str, source: str, **roles) -> NotebookNode:
    return new_code_cell(source, id=name, metadata=_nbgrader(name, **roles))


def _nbgrader(name: str, **roles) -> dict:
    return {
        "nbgrader": {
            "grade": False, "solution": False, "locked": False, "task": False,
            "schema_version": 3, "grade_id": name, **roles,
        }
    }  # fmt: skip
