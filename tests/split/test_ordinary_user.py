"""The split grader works with all its walls for a user without any rights; as root the other tests show it."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from ordinary import NOBODY, run_as_ordinary_user

from autograde.split.walls import probe

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("namespaces", "seccomp")

WALLS = """
import json, os
from autograde.split.engine import Engine
from autograde.split.limits import Limits
from autograde.split.walls import probe
from pathlib import Path
from lesson import Lesson
lesson = Lesson(
    {"look": "def look(): pass", "right": "def right(x): return 2 * x", "wrong": "def wrong(x): return x",
     "bomb": "def bomb(): return 1"},
    {"right": "assert right(3) == 6", "wrong": "assert wrong(1) == 2", "bomb": "assert bomb() == 1",
     "look": "print(__import__('json').dumps(look()))"},
)
found = probe()
byhand = Path("chapters/byhand")
with Engine({"byhand": byhand}, Limits(exercise_seconds=10, submission_seconds=60), found.walls()) as engine:
    verdicts = lesson.grade(
        engine,
        bomb="import os, time\\ndef bomb():\\n    while True:\\n        if os.fork() == 0: time.sleep(1000)",
        look="import os\\ndef look():\\n    return {'uid': os.getuid(), 'root': os.listdir('/'), 'pids': "
        "[p for p in os.listdir('/proc') if p.isdigit()], 'status': open('/proc/self/status').read(), "
        "'home': os.listdir('/home')}",
    )
print(json.dumps({
    "uid": os.getuid(), "missing": found.missing(), "seen": json.loads(verdicts["look"].printed),
    "scores": {name: verdict.score for name, verdict in verdicts.items()}
}))
"""

GRADE = """
import json, os
from pathlib import Path
from small_course import CHAPTER, RIGHT, hand_in, make_course, student_notebook
from autograde.batch import grade
from autograde.doctor import require_walls
require_walls()
course = make_course(Path("class").resolve())
hand_in(course, "ana", student_notebook(course, RIGHT))
hand_in(course, "bob", student_notebook(course, RIGHT | {"double": "def double(x):\\n    return x**2"}))
hand_in(course, "carl", student_notebook(course, RIGHT | {"parts": "import os\\ndef parts():\\n    os._exit(0)"}))
done = grade(course, jobs=2, seed=3, progress=False, records_file=course.root / "records.jsonl")
rows = [json.loads(line) for line in (course.root / "records.jsonl").read_text().splitlines()]
from nbgrader.api import Gradebook
with Gradebook(course.db_url) as book:
    saved = {row.student.id: row.score for row in book.assignment_submissions(CHAPTER)}
print(json.dumps({"uid": os.getuid(), "rows": {row["student"]: [row["status"], row["score"]] for row in rows},
                  "saved": saved, "trace": [row["trace"] for row in rows if row["trace"]]}))
"""


@pytest.fixture(scope="module")
def place():
    """A folder of an ordinary user with the grader in it: the checkout may be closed to others.

    Skips where such a user cannot run this Python at all.
    """
    lacking = [f"{name}: {why}" for name, why in probe().missing().items() if name in NEEDED]
    if lacking:
        pytest.skip(f"this machine lacks walls for any user: {'; '.join(lacking)}")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        made = shutil.ignore_patterns(
            "source", "release", "submitted", "autograded", "feedback", "gradebook.db*", "__py*"
        )
        shutil.copytree(ROOT / "autograde", Path(folder, "autograde"), ignore=made)
        shutil.copytree(ROOT / "chapters" / "byhand", Path(folder, "chapters", "byhand"), ignore=made)
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        for name in ("split/lesson.py", "grader/small_course.py"):
            shutil.copy(ROOT / "tests" / name, folder)
        Path(folder, "fonts").mkdir()
        if os.geteuid() == 0:
            for path in (Path(folder), *Path(folder).rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        tried = run_as_ordinary_user("import numpy, matplotlib, nbgrader", folder, [folder, f"{folder}/chapters"])
        if tried.returncode:
            pytest.skip(f"an ordinary user cannot run {sys.executable} here: {tried.stderr[-500:]}")
        yield folder


def run(program, place, **options):
    """What the program printed last, as JSON."""
    done = run_as_ordinary_user(program, place, [place, f"{place}/chapters"], **options)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_an_ordinary_user_runs_students_code_behind_all_walls(place):
    got = run(WALLS, place)
    assert got["uid"] != 0
    assert not set(got["missing"]) & set(NEEDED), got["missing"]
    assert got["scores"] == {"right": 3.0, "wrong": 0.0, "bomb": 0.0, "look": 3.0}
    assert got["seen"]["pids"] == ["1"]
    assert got["seen"]["uid"] != 0
    assert got["seen"]["home"] == ["student"]
    assert "tmp" in got["seen"]["root"]
    assert "CapEff:\t0000000000000000" in got["seen"]["status"]


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to try out less than root")
def test_a_root_that_may_not_make_namespaces_grades_behind_all_walls_too(place):
    got = run(WALLS, place, weak_root=True)
    assert got["uid"] == 0
    assert not set(got["missing"]) & set(NEEDED), got["missing"]
    assert got["scores"] == {"right": 3.0, "wrong": 0.0, "bomb": 0.0, "look": 3.0}
    assert (got["seen"]["pids"], got["seen"]["uid"]) == (["1"], NOBODY)


@pytest.mark.slow
def test_an_ordinary_user_grades_a_class(place):
    got = run(GRADE, place)
    assert got["uid"] != 0
    assert not got["trace"]
    assert {student: score for student, (_, score) in got["rows"].items()} == {"ana": 6.0, "bob": 3.0, "carl": 4.0}
    assert got["saved"] == {"ana": 6.0, "bob": 3.0, "carl": 4.0}
    assert {status for status, _ in got["rows"].values()} <= {"graded", "flagged"}
