"""The runner: an aligned notebook goes in, what became of each cell comes out."""

import base64
from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde.assignment import Assignment
from autograde.outcome import RunResult
from autograde.split.run import Runner

SOLVED = {
    "setup": "import numpy as np",
    "double": "def double(x):\n    return 2 * x",
    "test-double": "x = np.arange(3.0)\nassert (double(x) == 2 * x).all()",
    "test-double-part": "print('half')\n0.5 if double(1) == 2 else 0.0",
    "grow": "def grow(l):\n    l.append(1)",
    "test-grow": "l = []\ngrow(l)\nassert l == [1], 'nothing was added'",
}
POINTS = {"test-double": 2, "test-double-part": 1, "test-grow": 1}


def notebook(**answers):
    cells = []
    for name, source in SOLVED.items():
        role = "test" if name in POINTS else "given" if name == "setup" else "answer"
        nbgrader = {
            "grade_id": name, "grade": role == "test", "solution": role == "answer", "locked": role != "answer",
            "points": POINTS.get(name, 0), "schema_version": 3, "task": False,
        }  # fmt: skip
        metadata = {"nbgrader": nbgrader, "autograde": {"role": role}}
        cells.append(new_code_cell(answers.get(name, source), metadata=metadata))
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def chapter(tmp_path_factory):
    asked = {"double": frozenset({"double"}), "grow": frozenset({"grow"})}
    return Assignment("01_small", notebook(), notebook(), notebook(), asked, tmp_path_factory.mktemp("source"), "")


@pytest.fixture(scope="module")
def runner(chapter):
    with Runner(chapter, time_limit=5) as running:
        yield running


def run(runner, **answers) -> RunResult:
    return runner.run(notebook(**answers), seed=1)


def test_each_cell_has_its_outcome(runner):
    before = notebook()
    handed = deepcopy(before)
    result = runner.run(handed, seed=1)
    assert handed == before
    assert [outcome.status for outcome in result.outcomes] == ["ok"] * 6
    assert [outcome.score for outcome in result.outcomes] == [None, None, 2.0, 0.5, None, 1.0]
    assert result.notebook.cells[3].outputs[0].text == "half\n"
    assert result.cpu > 0
    assert result.megabytes > 1
    nbformat.validate(result.notebook)


def test_a_failed_check_and_a_failed_answer_cell_are_told_apart(runner):
    result = run(runner, double="def double(x)\n    return x", grow="def grow(l):\n    pass")
    answer, test = result.outcomes[1], result.outcomes[2]
    assert (answer.status, answer.ename, answer.line) == ("error", "SyntaxError", 1)
    assert (test.status, test.ename) == ("error", "NameError")
    assert (result.outcomes[5].ename, result.outcomes[5].evalue) == ("AssertionError", "nothing was added")
    assert test.score is None


def test_what_a_failed_check_names_arrives_as_data(runner):
    checked = notebook(double="def double(x):\n    return x")
    checked.cells[2].source = "class CheckFailed(AssertionError):\n    misconception, hint = 'no_factor', 2\n" + (
        "if double(1) == 1:\n    raise CheckFailed('It is not doubled.')"
    )
    outcome = runner.run(checked, seed=1).outcomes[2]
    assert (outcome.ename, outcome.evalue) == ("CheckFailed", "It is not doubled.")
    assert (outcome.misconception, outcome.hint) == ("no_factor", 2)


def test_a_reference_that_changes_its_argument_in_place_is_allowed_to(runner):
    assert run(runner).outcomes[5].status == "ok"


def test_an_answer_that_changes_an_argument_to_match_gains_nothing(runner):
    result = run(runner, double="def double(x):\n    if not isinstance(x, int):\n        x[...] = 0\n    return x * 0")
    assert (result.outcomes[2].status, result.outcomes[2].on_copies) == ("error", True)
    assert result.restarts == 0


DRAWING = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nfigure = plt.figure()\nfigure"


def test_figures_are_kept_if_asked_for_and_only_what_a_cell_itself_draws(chapter):
    late = "def grow(l):\n    l.append(1)\n    plt.plot([3])\n    plt.show()"
    with Runner(chapter, time_limit=5, figures=True) as drawing:
        result = run(drawing, double=SOLVED["double"] + "\n" + DRAWING, grow=late)
    cells = dict(zip(SOLVED, result.notebook.cells, strict=True))
    shown = {name: [one for one in cell.outputs if one.output_type == "display_data"] for name, cell in cells.items()}
    assert {name: len(figures) for name, figures in shown.items() if figures} == {"double": 2}
    assert base64.b64decode(shown["double"][0].data["image/png"]).startswith(b"\x89PNG")
    assert [outcome.status for outcome in result.outcomes] == ["ok"] * 6
    nbformat.validate(result.notebook)


def test_figures_are_not_drawn_if_nobody_asked(runner):
    result = run(runner, double=SOLVED["double"] + "\n" + DRAWING)
    assert "display_data" not in {output.output_type for cell in result.notebook.cells for output in cell.outputs}
