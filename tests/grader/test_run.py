"""Running a notebook: what one cell does costs that cell, and nothing of the grader's is within its reach."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest
from small_course import RIGHT, cell_of, code, fill_in, place_of

from autograde import kernel
from autograde.align import align
from autograde.assignment import Assignment
from autograde.damage import pack
from autograde.decode import decode
from autograde.records import ExerciseResult
from autograde.run import Cancelled, RunResult, allow_runs, cancel_all, run
from autograde.verdict import judge


class Graded:
    """A run and its verdict."""

    def __init__(
        self, assignment: Assignment, notebook: dict, time_limit: float = 20, seed: int = 5, **options
    ) -> None:
        aligned = align(decode(pack(notebook))[0], assignment)
        self.result: RunResult = run(
            aligned.notebook,
            resources_dir=assignment.resources,
            seed=seed,
            time_limit=time_limit,
            exercise_of=assignment.exercise_of,
            **options,
        )
        self.exercises: dict[str, ExerciseResult] = judge(aligned, self.result, assignment)

    @property
    def scores(self) -> dict[str, float]:
        return {name: exercise.score for name, exercise in self.exercises.items()}

    def outcomes(self, name: str) -> list[str]:
        return [test.outcome for test in self.exercises[name].tests]

    def printed(self, name: str) -> str:
        cell = next(cell for cell in self.result.notebook.cells if cell["id"] == name)
        return "".join(output.text for output in cell.outputs if output.get("name") == "stdout")


FULL = {"double": 3.0, "predict_sign": 1.0, "parts": 2.0, "why": 0.0}


@pytest.fixture
def grade(small):
    def grade(answers: dict[str, str], **options) -> Graded:
        return Graded(small, fill_in(small, RIGHT | answers), **options)

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
    assert graded.result.output_cut
    assert 0 < len(graded.printed("predict_sign")) <= kernel.MAX_CELL_OUTPUT


def test_blank_answers_are_not_answered_yet(small):
    graded = Graded(small, fill_in(small, {}))
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
    started = time.monotonic()
    graded = grade({"double": loop}, time_limit=4)
    assert graded.scores == FULL | {"double": 0.0}
    assert graded.outcomes("double") == ["timeout", "timeout"]
    assert time.monotonic() - started < 60  # a promise about budgets: two tests are not two full time limits each


@pytest.mark.slow
def test_a_notebook_that_uses_up_all_its_time_keeps_what_it_has(small):
    notebook = fill_in(small, RIGHT)
    notebook["cells"].insert(place_of(notebook, "predict_sign"), code("import time\ntime.sleep(60)"))
    graded = Graded(small, notebook, time_limit=30, total_limit=8)
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


def test_a_helper_in_the_students_own_cell_is_used(small):
    notebook = fill_in(small, RIGHT | {"double": "def double(x):\n    return times(2, x)"})
    notebook["cells"].insert(place_of(notebook, "double"), code("def times(a, b):\n    return a * b"))
    assert Graded(small, notebook).scores == FULL


def test_a_restart_replays_the_students_own_cells_too(small):
    notebook = fill_in(
        small, RIGHT | {"parts": "def parts():\n    return four()", "predict_sign": "import os\nos.abort()"}
    )
    notebook["cells"].insert(place_of(notebook, "double"), code("def four():\n    return 4"))
    assert Graded(small, notebook).scores == FULL | {"predict_sign": 0.0}


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
report = dict(cwd=os.getcwd(), home=str(pathlib.Path.home()), env=sorted(os.environ), seed=os.environ["BYHAND_SEED"],
              here=sorted(os.listdir(".")), ipython=get_ipython().ipython_dir)
(pathlib.Path.home() / "left_behind").write_text("x")
pathlib.Path("byhand/checks.py").write_text("def close(*a, **k): pass\\ndef equal(*a, **k): pass")
print("REPORT" + json.dumps(report))
"""


def test_a_run_sees_no_secret_and_leaves_nothing_for_the_next(grade, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    import json

    home = Path.home()
    first = grade({"parts": RIGHT["parts"] + LOOK}, seed=41)
    report = json.loads(first.printed("parts").split("REPORT")[1].splitlines()[0])
    assert report["seed"] == "41"
    assert report["here"] == ["byhand"]
    assert not {"JUPYTERHUB_API_TOKEN", "PYTHONPATH", "NBGRADER_EXECUTION"} & set(report["env"])
    assert Path(report["home"]) != home
    assert report["ipython"].startswith(report["home"])
    assert not Path(report["cwd"]).exists()
    assert not (home / "left_behind").exists()
    # The package that this student emptied is whole again for the next one.
    assert grade({"double": "def double(x):\n    return 0"}).scores["double"] == 0.0


def test_checks_in_the_students_folder_are_never_used(course, small):
    from small_course import CHAPTER, hand_in

    from autograde.submission import grade_submission

    notebook = fill_in(small, RIGHT | {"double": "def double(x):\n    return 0"})
    folder = hand_in(course, "ana", notebook).parent
    hand_in(course, "ana", "", "byhand/__init__.py")
    hand_in(
        course, "ana", "def close(*a, **k): pass\ndef equal(*a, **k): pass\ndef rng(): return 0", "byhand/checks.py"
    )
    record = grade_submission("ana", folder, small, seed=1).record
    assert record.exercises["double"].score == 0.0
    assert record.chapter == CHAPTER


def test_a_cancelled_run_stops_and_kills_its_kernel(small):
    notebook = align(decode(pack(fill_in(small, RIGHT)))[0], small).notebook
    cancel_all()
    try:
        with pytest.raises(Cancelled):
            run(notebook, resources_dir=small.resources, seed=1)
    finally:
        allow_runs()
    assert not kernel.LIVE


def test_the_notebook_handed_to_run_is_not_changed(small):
    notebook = align(decode(pack(fill_in(small, RIGHT)))[0], small).notebook
    before = pack(notebook)
    run(notebook, resources_dir=small.resources, seed=1)
    assert pack(notebook) == before
    assert cell_of(notebook, "test-double")["outputs"] == []


def test_a_process_left_in_the_group_ends_with_the_run(grade, tmp_path):
    mark = tmp_path / "pid"
    child = (
        f"import subprocess\nchild = subprocess.Popen(['sleep', '600'])\nopen({str(mark)!r}, 'w').write(str(child.pid))"
    )
    grade({"parts": RIGHT["parts"] + "\n" + child})
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and Path(f"/proc/{mark.read_text()}").exists():
        time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


@pytest.mark.slow
def test_a_death_some_time_after_the_cell_loses_no_earlier_result_and_ends(grade):
    late = "import os, threading\npredict_sign = -1\nthreading.Timer(0.3, os._exit, (1,)).start()"
    graded = grade({"predict_sign": late, "parts": "import time\ntime.sleep(2)\n" + RIGHT["parts"]})
    assert graded.scores["double"] == FULL["double"]
    assert graded.result.restarts >= 1


def test_what_a_killed_grader_left_behind_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel.tempfile, "gettempdir", lambda: str(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    for name in (f"by-hand-{ended.pid}-x", f"by-hand-{os.getpid()}-x", "by-hand-x", "other-1-x"):
        (tmp_path / name).mkdir()
    kernel.remove_leftovers()
    assert {path.name for path in tmp_path.iterdir()} == {f"by-hand-{os.getpid()}-x", "by-hand-x", "other-1-x"}
