"""`autograde.split.run` takes and gives what `autograde.run` takes and gives."""

import inspect

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde import run as stock
from autograde.split import run as split


def cell(role, name, source, points=0):
    nbgrader = {
        "grade_id": name, "grade": role == "test", "solution": role == "answer", "locked": role != "answer",
        "points": points, "schema_version": 3, "task": False,
    }  # fmt: skip
    return new_code_cell(source, metadata={"nbgrader": nbgrader, "autograde": {"role": role}})


def notebook(**answers):
    answers = {"double": "def double(x):\n    return 2 * x", "grow": "def grow(l):\n    l.append(1)"} | answers
    return new_notebook(
        cells=[
            cell("given", "setup", "import numpy as np"),
            cell("answer", "double", answers["double"]),
            cell("test", "test-double", "x = np.arange(3.0)\nassert (double(x) == 2 * x).all()", 2),
            cell("test", "test-double-part", "print('half')\n0.5 if double(1) == 2 else 0.0", 1),
            cell("answer", "grow", answers["grow"]),
            cell("test", "test-grow", "l = []\ngrow(l)\nassert l == [1], 'nothing was added'", 1),
        ]
    )


OWNERS = {"test-double": "double", "test-double-part": "double", "test-grow": "grow"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("source") / "01_small"
    folder.mkdir()
    nbformat.write(notebook(), folder / "01_small.ipynb")
    yield folder
    split.close_engines()


def run(folder, **answers):
    return split.run(notebook(**answers), resources_dir=folder, seed=1, time_limit=5, exercise_of=OWNERS)


def test_the_two_ways_to_run_are_called_alike():
    assert inspect.signature(split.run) == inspect.signature(stock.run)


def test_each_cell_has_its_outcome_as_the_other_engine_gives_it(folder):
    result = run(folder)
    assert isinstance(result, stock.RunResult)
    assert [outcome.status for outcome in result.outcomes] == ["ok"] * 6
    assert [outcome.result for outcome in result.outcomes] == [None, None, None, "0.5", None, None]
    assert result.notebook.cells[3].outputs[0].text == "half\n"
    nbformat.validate(result.notebook)


def test_a_failed_check_and_a_failed_answer_cell_are_told_apart(folder):
    result = run(folder, double="def double(x)\n    return x", grow="def grow(l):\n    pass")
    answer, test = result.outcomes[1], result.outcomes[2]
    assert (answer.status, answer.ename, answer.line) == ("error", "SyntaxError", 1)
    assert (test.status, test.ename) == ("error", "NameError")
    assert (result.outcomes[5].ename, result.outcomes[5].evalue) == ("AssertionError", "nothing was added")


def test_a_reference_that_changes_its_argument_in_place_is_allowed_to(folder):
    assert run(folder).outcomes[5].status == "ok"


def test_an_answer_that_changes_an_argument_to_match_gains_nothing(folder):
    result = run(folder, double="def double(x):\n    if not isinstance(x, int):\n        x[...] = 0\n    return x * 0")
    assert result.outcomes[2].status == "error"
    assert result.restarts == 0
