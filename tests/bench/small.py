"""Single costs of the split grader, measured in a classroom: `python -m tests.bench.small` prints one line of JSON.

Recording one submission; an array of 6 MB to the student's function and back, timed by the test that calls it; the
time from asking for a worker until it is shut in and ready. Milliseconds of wall time, as [median, 95th percentile].
"""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from autograde.assignment import load_assignment
from autograde.course import Course, find_course
from autograde.parcel import pack_folder
from autograde.record import Writer
from autograde.split.client import Client
from autograde.split.engine import Engine
from autograde.split.limits import Limits
from autograde.split.plan import Step, make_plan
from autograde.split.run import Runner
from autograde.split.walls import probe
from autograde.submission import grade_submission

_REPEATS = 21
_CROSSING = f"""
import time
import numpy as np
x, times = np.random.default_rng(0).normal(size=750_000), []
for _ in range({_REPEATS}):
    x = x + 1
    started = time.perf_counter()
    y = FUNCTION(x)
    times.append(1000 * (time.perf_counter() - started))
assert np.shape(y) in ((), x.shape)
print(*times)
"""


def spread(times: list[float]) -> list[float]:
    """[median, 95th percentile]."""
    ordered = sorted(times)
    return [ordered[len(ordered) // 2], ordered[math.ceil(0.95 * len(ordered)) - 1]]


def recording(course: Course, chapter: str) -> list[float]:
    """Enter the hand-ins of one chapter into a gradebook that does not know them, one transaction each."""
    assignment, times = load_assignment(course, chapter), []
    with Runner(assignment) as runner:
        graded = [
            grade_submission(folder.parent.name, pack_folder(folder), assignment, runner, seed=1)
            for folder in sorted(course.submitted.glob(f"*/{chapter}"))
        ]
    with Writer(course) as writer:
        writer.prepare(assignment)
        for one in graded:
            started = time.perf_counter()
            writer.save(one)
            times.append(1000 * (time.perf_counter() - started))
    return spread(times)


def crossing(engine: Engine) -> dict[str, list[float]]:
    """An array of 750 000 numbers to a student's function that returns one number, and to one that returns another."""
    answers = {"take": "def take(x):\n    return x.sum()", "double": "def double(x):\n    return 2 * x"}
    cells = []
    for name, source in answers.items():
        cells.append(_cell(name, "answer", source))
        cells.append(_cell(f"test-{name}", "test", _CROSSING.replace("FUNCTION", name)))
    outcome = engine.grade(_steps(cells, answers), seed=1)
    printed = {verdict["grade_id"]: verdict["printed"] or verdict["evalue"] for verdict in outcome.verdicts}
    return {name: spread([float(word) for word in printed[f"test-{name}"].split()]) for name in answers}


def worker_ready(engine: Engine) -> list[float]:
    """From the request to the byte with which a worker says that all its walls are up."""
    times = []
    with engine._workers.connect() as connection:
        client = Client(connection)
        for _ in range(_REPEATS):
            started = time.perf_counter()
            _, end = client.hire()
            times.append(1000 * (time.perf_counter() - started))
            end()
    return spread(times)


def _steps(cells: list, answers: dict[str, str]) -> list[Step]:
    asked = {name: frozenset({name}) for name in answers}
    tests = {f"test-{name}": name for name in answers}
    return make_plan(new_notebook(cells=cells), asked, tests, dict.fromkeys(tests, 1.0))


def _cell(name: str, role: str, source: str) -> dict:
    nbgrader = {"grade_id": name, "locked": role != "answer"}
    return new_code_cell(source, metadata={"autograde": {"role": role}, "nbgrader": nbgrader})


def main() -> None:
    course = find_course(Path.cwd())
    chapter = sorted(path.name for path in course.submitted.glob("*/*"))[0]
    found = {"recording": recording(course, chapter)}
    with Engine({"byhand": course.byhand}, Limits(), probe().walls()) as engine:
        found |= {"worker ready": worker_ready(engine), **crossing(engine)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
