"""A foreign course gets from us what it gets from stock nbgrader."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest
from foreign import GOOD, Course, answer, graded
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

import autograde.compatible
from autograde.compatible.manager import WorkerManager
from autograde.compatible.preprocessor import SandboxedExecute
from autograde.split import walls

# What differs from one run of stock to the next.
_CHANGING = (
    (r"0x[0-9a-f]+", "0x"), (r"model_id.{36}", "id"), (r"(CPU times|Wall time): .*", ""), (r"/\S*/p\d+\S*", "path"),
)  # fmt: skip

SUBMISSIONS = {
    "good": GOOD,
    "nothing": {},
    "half": GOOD | {"double": "def double(x):\n    return 2 * x if x < 3 else 0"},
    "wrong": GOOD | {"names": "total = 1", "magic": "print('seen')"},
    "broken": GOOD | {"double": "def double(x:"},
    "slow": GOOD | {"magic": "while True:\n    pass"},
    "reading": GOOD | {"names": "total = int(input('total? '))"},
    "leaving": GOOD | {"names": "total = 10\nimport sys\nsys.exit(1)"},
}


def _outputs(notebook):
    """Per cell what it shows, without what differs between two runs of the same kernel."""
    shown = []
    for cell in notebook.cells:
        outputs = []
        for output in cell.get("outputs", []):
            said = dict(output)
            if "image/png" in said.get("data", {}):
                said["data"] = {**said["data"], "image/png": "drawn"}
            text = str(sorted(said.items()))
            for pattern, replacement in _CHANGING:
                text = re.sub(pattern, replacement, text)
            outputs.append(text)
        shown.append((cell.get("execution_count"), outputs))
    return shown


def _submit(course: Course) -> None:
    for student, answers in SUBMISSIONS.items():
        course.submit(student, answers, timestamp__txt="2031-01-01 00:00:00 UTC" if student == "half" else "2029-01-01")


@pytest.mark.stock
@pytest.mark.slow
def test_grades_and_outputs_are_those_of_stock(tmp_path):
    ours, stock = Course(tmp_path / "ours"), Course(tmp_path / "stock")
    for course in (ours, stock):
        _submit(course)
    late = {"timeout": 10}
    assert ours.autograde(config=_late(ours.config(**late)))
    assert stock.autograde(config=_late(stock.config(stock=True, **late)))
    assert ours.grades() == stock.grades()
    totals = {student: row["total"][0] for student, row in ours.grades().items()}
    assert totals["good"] == 10
    assert ours.grades()["half"]["penalty"] == totals["half"] == 7.5
    for student in SUBMISSIONS:
        assert _outputs(ours.autograded(student)) == _outputs(stock.autograded(student)), student


def _late(config):
    config.LateSubmissionPlugin.penalty_method = "zero"
    return config


def test_comparison_sees_a_difference(course):
    """The comparison above is not blind: another answer gives other grades and outputs."""
    course.submit("one", GOOD)
    course.submit("two", GOOD | {"double": "def double(x):\n    return 3 * x"})
    assert course.autograde()
    grades = course.grades()
    assert grades["one"] != grades["two"]
    assert _outputs(course.autograded("one")) != _outputs(course.autograded("two"))


def test_good_submission_has_all_points(course):
    course.submit("good", GOOD)
    assert course.autograde()
    assert course.grades()["good"]["total"] == (10.0, 12.0, True)


def test_files_that_cells_write_come_back(tmp_path):
    source = [answer("a", "pass"), graded("t", "open('seen.txt', 'w').write('x')\nopen('data.csv', 'a').write('3')")]
    course = Course(tmp_path / "c", source)
    writing = "open('result.txt', 'w').write('r')\nopen('p1.ipynb', 'w').write('{}')\nopen('mine.txt').read()"
    course.submit("a", {"a": writing}, mine__txt="m")
    assert course.autograde()
    folder = course.root / "autograded" / "a" / "ps1"
    assert (folder / "result.txt").read_text() == "r"
    assert (folder / "data.csv").read_text() == "1,23"
    assert not list((course.root / "submitted").rglob("result.txt"))
    assert course.autograded("a").cells, "a notebook is not replaced by what a cell wrote"


def test_timeouts_are_heeded(tmp_path):
    course = Course(tmp_path / "c", [answer("a", "x = 1"), graded("t", "assert x == 1"), graded("u", "1 / 2")])
    course.submit("a", {"a": "x = 1\nwhile True:\n    pass"})
    assert course.autograde(timeout=1)
    cell = course.autograded("a").cells[0]
    assert [output.ename for output in cell.outputs] == ["KeyboardInterrupt", "CellTimeoutError"]
    assert course.grades()["a"]["t"] == (1.0, False)


def test_errors_end_the_notebook_where_they_are_not_allowed(tmp_path):
    notebook = new_notebook(cells=[new_code_cell("1 / 0"), new_code_cell("1")])
    execute = SandboxedExecute(allow_errors=False)
    with pytest.raises(CellExecutionError, match="division by zero"):
        execute(notebook, {"metadata": {"path": str(tmp_path)}})
    assert notebook.cells[1].execution_count is None


def test_kernel_of_another_language_goes_the_stock_way(tmp_path, monkeypatch):
    """It is started as stock does it: no sandbox."""
    asked = []
    kernel = _other_kernel(tmp_path, monkeypatch)
    monkeypatch.setattr(AsyncKernelManager, "start_kernel", lambda self, **_: asked.append(self.kernel_name) or 1 / 0)
    course = Course(tmp_path / "c", [new_code_cell("echo")], kernel)
    course.submit("a")
    assert not course.autograde()
    assert asked == ["other"]


def test_student_cannot_choose_a_kernel_outside_of_the_sandbox(tmp_path, monkeypatch):
    asked = []
    kernel = _other_kernel(tmp_path, monkeypatch)
    monkeypatch.setattr(AsyncKernelManager, "start_kernel", lambda self, **_: asked.append(self.kernel_name) or 1 / 0)
    course = Course(tmp_path / "c", [new_code_cell("echo")], None)
    course.submit("a", change=lambda notebook: notebook["metadata"].update(kernelspec=kernel))
    assert not course.autograde()
    assert not asked


def _other_kernel(tmp_path, monkeypatch):
    folder = tmp_path / "jupyter" / "kernels" / "other"
    folder.mkdir(parents=True)
    spec = {"argv": ["sh", "{connection_file}"], "display_name": "x", "language": "octave"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return {"name": "other", "display_name": "x", "language": "octave"}


def test_course_keeps_its_own_preprocessors():
    config = Config()
    config.Autograde.autograde_preprocessors.append("mine")
    autograde.compatible.use(config)
    autograde.compatible.use(config)
    listed = config.Autograde.autograde_preprocessors
    assert listed.count(SandboxedExecute) == 1
    assert listed[-1] == "mine"
    assert len(config.Autograde.sanitize_preprocessors) == 6
    config.Autograde.autograde_preprocessors = ["mine"]
    with pytest.raises(ValueError, match="no Execute"):
        autograde.compatible.use(config)


def test_wall_that_is_missing_stops_grading(course, monkeypatch):
    course.submit("a", GOOD)
    found, started = walls.probe(), []
    monkeypatch.setattr(walls, "probe", lambda: dataclasses.replace(found, seccomp="not there", namespaces="not there"))
    monkeypatch.setattr(WorkerManager, "start_kernel", lambda self, **_: started.append(1))
    assert not course.autograde()
    assert course.autograded("a") is None
    assert not started


def test_environment_is_scrubbed_but_for_nbgraders(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "s")
    test = "import os\nassert 'SECRET' not in os.environ and os.environ['NBGRADER_EXECUTION'] == 'autograde'"
    course = Course(tmp_path / "c", [answer("a", "pass"), graded("t", test)])
    course.submit("a")
    assert course.autograde()
    assert course.grades()["a"]["t"] == (1.0, False)


