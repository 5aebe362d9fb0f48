"""A grading run that is killed at any moment loses nothing: run again, it ends where an undisturbed run ends."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_course import CHAPTER, OTHER, RIGHT, fill_in, hand_in, student_notebook

from autograde.assignment import load_assignment
from autograde.batch import grade
from autograde.course import Course

STUDENTS = 7
RUNS = 10
IN_EVERY_RUN = 2  # the others are thorough
KILLS = 2  # of each run: the second comes while it takes up what the first left
PROGRAM = """
import sys
from pathlib import Path
from autograde.batch import grade
from autograde.course import Course
grade(Course(Path(sys.argv[1])), jobs=2, seed=3, progress=False)
"""
# Of every table of the gradebook that a grading run writes, what does not depend on the order of writing.
QUERIES = {
    "submissions": "SELECT a.name, s.student_id, s.timestamp FROM submitted_assignment s "
    "JOIN assignment a ON a.id = s.assignment_id",
    "notebooks": "SELECT a.name, s.student_id, n.late_submission_penalty FROM submitted_notebook n "
    "JOIN submitted_assignment s ON s.id = n.assignment_id JOIN assignment a ON a.id = s.assignment_id",
    "grades": "SELECT s.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade "
    "FROM grade g JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id "
    "JOIN submitted_assignment s ON s.id = n.assignment_id",
    "comments": "SELECT s.student_id, c.name, k.auto_comment, k.manual_comment FROM comment k "
    "JOIN base_cell c ON c.id = k.cell_id JOIN submitted_notebook n ON n.id = k.notebook_id "
    "JOIN submitted_assignment s ON s.id = n.assignment_id",
}


@pytest.fixture(scope="module")
def full_course(made_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class whose hand-ins are right, blank, damaged, endless and deadly."""
    course = copy_of(made_course, tmp_path_factory.mktemp("full") / "course")
    small = load_assignment(course, CHAPTER)
    deadly = RIGHT | {"double": "import os\nos._exit(1)"}
    for number in range(STUDENTS):
        answers = [RIGHT, {}, deadly][number % 3]
        hand_in(course, f"s{number}", fill_in(small, answers))
        triple = {"triple": f"def triple(x):\n    return {2 + number % 2} * x"}
        hand_in(course, f"s{number}", b"{" if number == 4 else student_notebook(course, triple, OTHER), chapter=OTHER)
    return course


@pytest.fixture(scope="module")
def undisturbed(full_course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict:
    course = copy_of(full_course, tmp_path_factory.mktemp("undisturbed") / "course")
    grade(course, jobs=2, seed=3, progress=False)
    return state_of(course)


def copy_of(course: Course, root: Path) -> Course:
    subprocess.run(["cp", "-a", str(course.root), str(root)], check=True)
    return Course(root)


def state_of(course: Course) -> dict:
    """All that a grading run leaves behind, apart from how long it took."""
    with sqlite3.connect(course.nbgrader / "gradebook.db") as db:
        tables = {name: sorted(db.execute(query).fetchall(), key=repr) for name, query in QUERIES.items()}
    files = sorted(path.relative_to(course.autograded).as_posix() for path in course.autograded.rglob("*"))
    records = {}
    for path in course.autograded.glob("*/*/record.json"):
        records[path.parent.parent.name, path.parent.name] = json.loads(path.read_text()) | {"seconds": 0}
    return {**tables, "files": files, "records": records}


def done_in(course: Course) -> int:
    return len(list(course.autograded.glob("*/*/record.json")))


def kill(course: Course, after: int, then: float) -> None:
    """Start a run, and kill it `then` seconds after so many hand-ins are done."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(course.root)], start_new_session=True)
    while done_in(course) < after and process.poll() is None:
        time.sleep(0.002)
    time.sleep(then)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.slow
@pytest.mark.parametrize(
    "number",
    [pytest.param(number, marks=[] if number < IN_EVERY_RUN else pytest.mark.thorough) for number in range(RUNS)],
)
def test_a_run_killed_at_random_moments_and_resumed_equals_an_undisturbed_one(
    full_course, undisturbed, tmp_path, number
):
    chance = random.Random(number)
    course = copy_of(full_course, tmp_path / "course")
    for after in sorted(chance.choices(range(2 * STUDENTS), k=KILLS)):
        kill(course, after, chance.uniform(0, 0.1))
    before = done_in(course)
    outcome = grade(course, jobs=2, seed=3, progress=False)
    assert len(outcome.fresh) in (2 * STUDENTS - before, 2 * STUDENTS - before + 1)
    assert state_of(course) == undisturbed


def test_the_comparison_sees_a_difference(undisturbed, full_course, tmp_path):
    course = copy_of(full_course, tmp_path / "course")
    grade(course, jobs=1, seed=3, progress=False)
    assert state_of(course) == undisturbed
    with sqlite3.connect(course.nbgrader / "gradebook.db") as db:
        one = "SELECT max(id) FROM grade WHERE auto_score >= 0"  # ids are drawn, and a written answer has no such score
        db.execute(f"UPDATE grade SET auto_score = auto_score + 1 WHERE id = ({one})")
    assert state_of(course) != undisturbed
