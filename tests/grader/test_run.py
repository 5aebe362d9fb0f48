"""Running a notebook: what one cell does costs that cell, and nothing of the grader's is within its reach."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_course import CHAPTER, RIGHT, cell_of, code, fill_in, hand_in, place_of

from autograde import parcel
from autograde.align import align
from autograde.assignment import Assignment, load_assignment
from autograde.damage import pack
from autograde.decode import decode
from autograde.outcome import Cancelled, RunResult
from autograde.records import ExerciseResult
from autograde.split.limits import Limits
from autograde.split.run import Runner
from autograde.submission import grade_submission
from autograde.verdict import judge


class Graded:
    """A run and its verdict."""

    def __init__(self, assignment: Assignment, runner: Runner, notebook: dict, seed: int = 5) -> None:
        aligned = align(decode(pack(notebook))[0], assignment)
        self.result: RunResult = runner.run(aligned.notebook, seed=seed)
        self.exercises: dict[str, ExerciseResult] = judge(aligned, self.result, assignment)

    @property
    def scores(self) -> dict[str, float]:
        return {name: exercise.score for name, exercise in self.exercises.items()}

    def outcomes(self, name: str) -> list[str]:
        return [test.outcome for test in self.exercises[name].tests]

    def printed(self, name: str) -> str:
        cell = next(cell for cell in self.result.notebook.cells if cell["id"] == name)
        return "".join(output.text for output in cell.outputs if output.get("name") == "stdout")


LIMIT = 3  # seconds for an exercise
FULL = {"double": 3.0, "predict_sign": 1.0, "parts": 2.0, "why": 0.0}


@pytest.fixture(scope="module")
def chapter(made_course) -> Assignment:
    return load_assignment(made_course, CHAPTER)


@pytest.fixture(scope="module")
def runner(chapter) -> Iterator[Runner]:
    with Runner(chapter, time_limit=LIMIT) as running:
        yield running


@pytest.fixture
def grade(chapter, runner):
    def grade(answers: dict[str, str], seed: int = 5) -> Graded:
        return Graded(chapter, runner, fill_in(chapter, RIGHT | answers), seed)

    return grade


def test_right_answers_get_full_marks_and_the_written_one_waits(grade):
    graded = grade({})
    assert graded.scores == FULL
    assert graded.outcomes("why") == ["manual"]
    assert graded.result.restarts == 0


def test_a_wrong_answer_loses_its_points_and_is_told_its_misconception(grade):
    graded = grade({"double": "def double(x):\n    return x * x", "parts": "def parts():\n    return 2"})
    assert graded.scores == FULL | {"double": 0.0, "parts": 1.0}
    double, parts = graded.exercises["double"], graded.exercises["parts"]
    assert (double.misconception, double.hint) == ("squared", 1)
    assert "multiplied x by itself" in double.message
    assert "[check" not in double.message
    assert graded.outcomes("parts") == ["partial"]
    assert parts.message == "Half of the parts are right."


def test_printing_to_stderr_warnings_and_a_flood_of_output_lose_nothing(grade):
    graded = grade({
        "double": "import sys, warnings, logging\n\ndef double(x):\n    print('debug', file=sys.stderr)\n"
                  "    warnings.warn('old')\n    logging.error('x')\n    return 2 * x",
        "predict_sign": "predict_sign = -1\nprint('y' * 50_000_000)",
    })  # fmt: skip
    assert graded.scores == FULL
    cells = graded.result.notebook.cells
    assert [cells[i]["id"] for i in graded.result.output_cut] == ["predict_sign"]
    assert 0 < len(graded.printed("predict_sign")) <= Limits.printed


def test_blank_answers_are_not_answered_yet(chapter, runner):
    graded = Graded(chapter, runner, fill_in(chapter, {}))
    assert sum(graded.scores.values()) == 0
    assert {test.outcome for one in graded.exercises.values() for test in one.tests} == {"not_answered", "blank"}


def test_an_answer_that_ends_the_kernel_costs_that_exercise_only(grade):
    graded = grade({"predict_sign": "predict_sign = -1\nimport os\nos._exit(3)"})
    assert graded.scores == FULL | {"predict_sign": 0.0}
    assert graded.outcomes("predict_sign") == ["killed"]
    assert "ended the whole program" in graded.exercises["predict_sign"].message
    assert graded.result.restarts == 1


def test_a_kernel_that_dies_in_a_test_keeps_the_results_before_it(grade):
    killer = "import os\n\ndef double(x):\n    if isinstance(x, int):\n        return 2 * x\n    os._exit(1)"
    graded = grade({"double": killer})
    assert graded.scores == FULL | {"double": 0.0}
    assert graded.outcomes("double") == ["killed", "killed"]


@pytest.mark.slow
def test_an_endless_loop_costs_its_exercise_even_if_it_swallows_interrupts(grade):
    swallow = "try:\n            while True: pass\n        except BaseException: pass"
    loop = f"def double(x):\n    while True:\n        {swallow}"
    graded = grade({"double": loop})
    assert graded.scores == FULL | {"double": 0.0}
    assert graded.outcomes("double") == ["timeout", "timeout"]
    assert graded.result.seconds < 2 * LIMIT  # one budget for the exercise, not one for each of its tests


@pytest.mark.slow
def test_a_notebook_that_uses_up_all_its_time_keeps_what_it_has(chapter):
    notebook = fill_in(chapter, RIGHT)
    notebook["cells"].insert(place_of(notebook, "predict_sign"), code("import time\ntime.sleep(60)"))
    with Runner(chapter, time_limit=30, total_limit=3) as runner:
        graded = Graded(chapter, runner, notebook)
    assert graded.scores["double"] == 3.0
    assert graded.result.time_used_up
    assert graded.outcomes("parts") == ["not_run"]


def test_exit_in_an_answer_is_accepted(grade):
    graded = grade({"double": RIGHT["double"] + "\n\nexit()", "parts": RIGHT["parts"] + "\nquit()"})
    assert graded.scores == FULL
    assert graded.result.restarts == 0


def test_sys_exit_in_a_function_and_input_have_their_own_words(grade):
    graded = grade({
        "double": "import sys\n\ndef double(x):\n    sys.exit()",
        "predict_sign": "predict_sign = int(input('sign? '))",
        "parts": "def parts(:\n    return 4",
    })  # fmt: skip
    assert graded.outcomes("double") == ["exited", "exited"]
    assert graded.outcomes("predict_sign") == ["asked_for_input"]
    assert graded.outcomes("parts") == ["syntax_error"]
    assert "line 1" in graded.exercises["parts"].message


def test_a_helper_in_the_students_own_cell_is_used(chapter, runner):
    notebook = fill_in(chapter, RIGHT | {"double": "def double(x):\n    return times(2, x)"})
    notebook["cells"].insert(place_of(notebook, "double"), code("def times(a, b):\n    return a * b"))
    assert Graded(chapter, runner, notebook).scores == FULL


def test_a_restart_replays_the_students_own_cells_too(chapter, runner):
    notebook = fill_in(
        chapter, RIGHT | {"parts": "def parts():\n    return four()", "predict_sign": "import os\nos.abort()"}
    )
    notebook["cells"].insert(place_of(notebook, "double"), code("def four():\n    return 4"))
    assert Graded(chapter, runner, notebook).scores == FULL | {"predict_sign": 0.0}


def test_a_result_shown_by_the_students_code_is_no_partial_credit(grade):
    cheat = "from IPython import get_ipython\n\ndef double(x):\n    get_ipython().displayhook(3.0)\n    return 0 * x"
    assert grade({"double": cheat}).scores == FULL | {"double": 0.0}


def test_the_same_seed_draws_the_same_inputs(grade):
    wrong = {"double": "def double(x):\n    return 3 * x"}
    messages = [grade(wrong, seed=seed).exercises["double"].tests[0].message for seed in (1, 1)]
    assert messages[0] == messages[1]
    assert "3 * x" not in messages[0]


LOOK = """
import json, os, pathlib
report = dict(cwd=os.getcwd(), home=str(pathlib.Path.home()), env=sorted(os.environ),
              here=sorted(os.listdir(".")), ipython=get_ipython().ipython_dir)
(pathlib.Path.home() / "left_behind").write_text("x")
try:
    pathlib.Path("byhand/checks.py").write_text("def close(*a, **k): pass\\ndef equal(*a, **k): pass")
except OSError as error:
    report["refused"] = type(error).__name__
print("REPORT" + json.dumps(report))
"""


def test_a_run_sees_no_secret_and_leaves_nothing_for_the_next(grade, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    home = Path.home()
    first = grade({"parts": RIGHT["parts"] + LOOK}, seed=41)
    report = json.loads(first.printed("parts").split("REPORT")[1].splitlines()[0])
    assert {name for name in report["here"] if not name.startswith(".")} == {"byhand", "tmp"}
    assert report["refused"] == "OSError"
    # Nor is it told the seed, from which it could work out what the tests will draw.
    assert not {"JUPYTERHUB_API_TOKEN", "PYTHONPATH", "NBGRADER_EXECUTION", "BYHAND_SEED"} & set(report["env"])
    assert Path(report["home"]) != home
    assert report["ipython"].startswith(report["home"])
    assert not Path(report["cwd"]).exists()
    assert not (home / "left_behind").exists()


def test_checks_in_the_students_folder_are_never_used(course, chapter, runner):
    notebook = fill_in(chapter, RIGHT | {"double": "def double(x):\n    return 0"})
    folder = hand_in(course, "ana", notebook).parent
    hand_in(course, "ana", "", "byhand/__init__.py")
    hand_in(
        course, "ana", "def close(*a, **k): pass\ndef equal(*a, **k): pass\ndef rng(): return 0", "byhand/checks.py"
    )
    record = grade_submission("ana", parcel.pack_folder(folder), chapter, runner, seed=1).record
    assert record.exercises["double"].score == 0.0
    assert record.chapter == CHAPTER


def test_a_cancelled_run_stops_and_so_do_later_ones(chapter):
    forever = fill_in(chapter, RIGHT | {"parts": "while True: pass"})
    notebook = align(decode(pack(forever))[0], chapter).notebook
    with Runner(chapter, time_limit=30) as runner:
        threading.Timer(1, runner.cancel).start()
        with pytest.raises(Cancelled):
            runner.run(notebook, seed=1)
        with pytest.raises(Cancelled):
            runner.run(notebook, seed=1)


@pytest.mark.parametrize("role", [0, 1], ids=["workers", "judges"])
def test_a_warm_process_that_was_killed_is_started_anew(chapter, role):
    with Runner(chapter, time_limit=6) as runner:
        os.kill(runner._engine._processes[role].pid, signal.SIGKILL)
        assert Graded(chapter, runner, fill_in(chapter, RIGHT)).scores == FULL


def test_the_notebook_handed_to_run_is_not_changed(chapter, runner):
    notebook = align(decode(pack(fill_in(chapter, RIGHT)))[0], chapter).notebook
    before = pack(notebook)
    runner.run(notebook, seed=1)
    assert pack(notebook) == before
    assert cell_of(notebook, "test-double")["outputs"] == []



@pytest.mark.slow
def test_a_death_some_time_after_the_cell_loses_no_earlier_result_and_ends(grade):
    late = "import os, threading\npredict_sign = -1\nthreading.Timer(0.3, os._exit, (1,)).start()"
    graded = grade({"predict_sign": late, "parts": "import time\ntime.sleep(2)\n" + RIGHT["parts"]})
    assert graded.scores["double"] == FULL["double"]
    assert graded.result.restarts >= 1
