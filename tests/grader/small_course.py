"""A course of two small chapters for the grader's tests, and hands that fill in its notebooks.

Small on purpose: the grader's promises hold for any nbgrader notebook, and are tested on one that runs in two
seconds. The real chapters are graded by test_sample_class.py.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.assignment import Assignment, load_assignment
from autograde.course import Course, find_course

CHAPTER, OTHER = "51_small", "52_other"

SETUP = "import numpy as np\n\nfrom byhand import checks"
DOUBLE = 'def double(x):\n    """Twice x."""\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION'
DOUBLE_TEST = (
    'checks.close(double(2), 4, call="double(2)", show=True)\n'
    "### BEGIN HIDDEN TESTS\n"
    "number = float(checks.rng().normal()) + 10\n"
    "checks.close(\n"
    "    double(number), 2 * number, hint=1,\n"
    '    because={"squared": (number**2, "You multiplied x by itself. Twice x is x + x.")},\n'
    ")\n"
    "### END HIDDEN TESTS"
)
DOUBLE_ARRAY_TEST = "checks.close(double(np.array([1.0, 2.0])), [2.0, 4.0], call='double([1, 2])')"
PREDICT = "predict_sign = -1  ### BEGIN SOLUTION\n### END SOLUTION"
PREDICT_TEST = "checks.equal(predict_sign, -1, because={'wrong_side': (1, 'Look at the sign of the weight.')})"
PARTS = "def parts():\n    ### BEGIN SOLUTION\n    return 4\n    ### END SOLUTION"
PARTS_TEST = "print('Half of the parts are right.' if parts() == 2 else '')\nfloat(parts()) / 2"

RIGHT = {
    "double": "def double(x):\n    return x + x",
    "predict_sign": "predict_sign = -1",
    "parts": "def parts():\n    return 4",
    "why": "Because two is twice one.",
}
MAX_SCORE = 8.0  # double 2 + 1, predict_sign 1, parts 2, why 2


def solution(name: str, source: str) -> NotebookNode:
    return new_code_cell(source, id=name, metadata=_nbgrader(name, solution=True))


def test_cell(name: str, points: float, source: str) -> NotebookNode:
    return new_code_cell(source, id=name, metadata=_nbgrader(name, grade=True, locked=True, points=points))


test_cell.__test__ = False  # pytest: it makes a cell


def written(name: str, points: float, source: str) -> NotebookNode:
    return new_markdown_cell(source, id=name, metadata=_nbgrader(name, grade=True, solution=True, points=points))


def given(name: str, source: str) -> NotebookNode:
    return new_code_cell(source, id=name, metadata=_nbgrader(name, locked=True))


def _nbgrader(name: str, **roles) -> dict:
    return {
        "nbgrader": {
            "grade": False, "solution": False, "locked": False, "task": False,
            "schema_version": 3, "grade_id": name, **roles,
        }
    }  # fmt: skip


def solved_small() -> list[NotebookNode]:
    return [
        new_markdown_cell("# Small\n\nA chapter of four exercises.", id="title"),
        given("setup_51", SETUP),
        new_markdown_cell("### Exercise 1: Twice\n\nWrite `double`.", id="text-double"),
        solution("double", DOUBLE),
        test_cell("test-double", 2, DOUBLE_TEST),
        test_cell("test-double-array", 1, DOUBLE_ARRAY_TEST),
        new_code_cell("shown = double if False else 3  # exposition, which needs no answer", id="exposition"),
        new_markdown_cell("### Exercise 2: The sign\n\nPredict it.", id="text-predict"),
        solution("predict_sign", PREDICT),
        test_cell("test-predict_sign", 1, PREDICT_TEST),
        new_markdown_cell("### Exercise 3: Parts\n\nHalf of it for 2, all of it for 4.", id="text-parts"),
        solution("parts", PARTS),
        test_cell("test-parts", 2, PARTS_TEST),
        new_markdown_cell("### Exercise 4: Why\n\nSay it in a sentence.", id="text-why"),
        written("why", 2, "Two is twice one.\n### BEGIN MARK SCHEME\n2 for any reason.\n### END MARK SCHEME"),
    ]


def solved_other() -> list[NotebookNode]:
    return [
        new_markdown_cell("# Other", id="title"),
        solution("triple", "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION"),
        test_cell("test-triple", 3, "assert triple(2) == 6, 'triple(2) is not 6'"),
    ]


def make_course(root: Path) -> Course:
    """A checkout at `root` as `generate` would leave it, with an empty `submitted` folder."""
    real = find_course()
    course = Course(root)
    course.nbgrader.mkdir(parents=True)
    course.solutions.mkdir()
    course.submitted.mkdir()
    shutil.copy(real.nbgrader / "nbgrader_config.py", course.nbgrader)
    shutil.copy(real.root / "nbgrader_config.py", course.root)
    for chapter, cells in ((CHAPTER, solved_small()), (OTHER, solved_other())):
        write_source(course, chapter, cells)
        (course.solutions / f"{chapter}.md").write_text(f"# {chapter}\n")
    return course


def write_source(course: Course, chapter: str, cells: list[NotebookNode]) -> None:
    """The instructor's solved notebook and, beside it, as much of `byhand` as checks need."""
    folder = course.source / chapter
    (folder / "byhand").mkdir(parents=True, exist_ok=True)
    (folder / "byhand" / "__init__.py").write_text("")
    for path in find_course().byhand.glob("[a-z]*.py"):
        shutil.copy(path, folder / "byhand")
    notebook = new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(notebook, folder / f"{chapter}.ipynb")


def student_notebook(course: Course, answers: dict[str, str] | None = None, chapter: str = CHAPTER) -> dict:
    """The notebook as a student downloads it, with the sources of some answer cells replaced; plain JSON data."""
    assignment = load_assignment(course, chapter)
    return fill_in(assignment, answers or {})


def fill_in(assignment: Assignment, answers: dict[str, str]) -> dict:
    data = json.loads(nbformat.writes(assignment.released))
    for name, source in answers.items():
        cell_of(data, name)["source"] = source
    return data


def cell_of(notebook: dict, name: str) -> dict:
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name)


def place_of(notebook: dict, name: str) -> int:
    return notebook["cells"].index(cell_of(notebook, name))


def code(source: str) -> dict:
    """A cell that a student added."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def hand_in(course: Course, student: str, notebook: dict | bytes | str, name: str = "", chapter: str = CHAPTER) -> Path:
    """Put a file into submitted/<student>/<chapter>/; returns its path."""
    path = course.submitted / student / chapter / (name or f"{chapter}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, dict):
        notebook = json.dumps(notebook, indent=1)
    path.write_bytes(notebook.encode() if isinstance(notebook, str) else notebook)
    return path
