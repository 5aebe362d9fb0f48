"""A small course of two chapters, records of a class, and a gradebook, all written by the tests themselves."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

import tests.gradebooks  # noqa: F401 (nbgrader's program is asked once a process)
from autograde.course import Course
from autograde.records import ExerciseResult, Record, TestResult

CHAPTER = """\
---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# {title}

### Exercise {n}.1: A weighted sum of `x` and $w$

*Points: 3 · Difficulty: ★☆☆ · About 10 minutes*

<details><summary>Hint 1</summary>

Multiply $x_i$ by $w_i$, then add. [More](02_activations.ipynb).

</details>

<details><summary>Hint 2</summary>

Do not forget `bias`:

$$z = \\sum_i x_i w_i + b$$

</details>

```{{code-cell}} ipython3
:tags: [exercise:{name}_sum]

### BEGIN SOLUTION
total = 1
### END SOLUTION
```

```{{code-cell}} ipython3
:tags: [test:{name}_sum-shape:1]

assert total is not None
```

```{{code-cell}} ipython3
:tags: [test:{name}_sum-value:2]

### BEGIN HIDDEN TESTS
expected_secret_value = 987654321 * 3
assert total == expected_secret_value, "no"
### END HIDDEN TESTS
```

### Exercise {n}.2: Predict the output

*Points: 1 · Difficulty: ★★☆ · About 5 minutes*

```{{code-cell}} ipython3
:tags: [exercise:{name}_predict]

### BEGIN SOLUTION
guess = 0.5
### END SOLUTION
```

```{{code-cell}} ipython3
:tags: [test:{name}_predict:1]

### BEGIN HIDDEN TESTS
assert abs(guess - 0.5) < 0.25
### END HIDDEN TESTS
```

### Exercise {n}.3: Say why

*Points: 2 · Difficulty: ★★★ · About 10 minutes*

Why does it need a bias?

+++ {{"tags": ["manual:{name}_why:2"]}}

### BEGIN MARK SCHEME
It moves the line away from the origin.
### END MARK SCHEME
"""


@pytest.fixture
def course(tmp_path) -> Course:
    """A course with the chapters 01_neurons and 02_activations and nothing graded."""
    made = Course(tmp_path)
    made.solutions.mkdir()
    made.nbgrader.mkdir()
    (made.nbgrader / "nbgrader_config.py").write_text("c = get_config()\n")
    for n, name, title in ((1, "neurons", "Neurons"), (2, "activations", "Activation functions")):
        text = CHAPTER.format(n=n, name=name, title=title)
        (made.solutions / f"0{n}_{name}.md").write_text(text, encoding="utf-8")
    return made


def lost_test(grade_id: str, points: float, **fields) -> TestResult:
    return TestResult(grade_id, 0.0, points, fields.pop("outcome", "failed"), **fields)


def make_record(student="ada", chapter="01_neurons", *, shape=True, value=True, predict=True, **fields) -> Record:
    """A graded record in which each of the three tests is passed (True) or is the given TestResult."""
    name = chapter[3:]
    grades = {
        f"{name}_sum": [(f"test-{name}_sum-shape", 1.0, shape), (f"test-{name}_sum-value", 2.0, value)],
        f"{name}_predict": [(f"test-{name}_predict", 1.0, predict)],
    }
    exercises = {}
    for exercise, cells in grades.items():
        tests = [TestResult(cell, most, most, "passed") if got is True else got for cell, most, got in cells]
        lost = next((test for test in tests if test.score < test.max_score), None)
        exercises[exercise] = ExerciseResult(
            score=sum(test.score for test in tests),
            max_score=sum(test.max_score for test in tests),
            misconception=lost.misconception if lost else None,
            hint=lost.hint if lost else None,
            message=lost.message if lost else "",
            answer="total = 1",
            tests=tests,
        )
    exercises[f"{name}_why"] = ExerciseResult(
        0.0, 2.0, manual=True, tests=[TestResult(f"{name}_why", 0.0, 2.0, "manual")]
    )
    return Record(
        student,
        chapter,
        fields.pop("status", "graded"),
        score=sum(result.score for result in exercises.values()),
        max_score=sum(result.max_score for result in exercises.values()),
        exercises=exercises,
        seconds=fields.pop("seconds", 0.5),
        **fields,
    )


def missing_bias(chapter="01_neurons", sentence="The bias is missing: add `b` after the sum.") -> TestResult:
    return lost_test(
        f"test-{chapter[3:]}_sum-value",
        2.0,
        message=f"weighted_sum(x, w, b): 2.5 is not the expected value. It is off by 0.7.\n{sentence}",
        misconception="missing_bias",
        hint=2,
    )


def make_class(students: int, seed: int = 1) -> list[Record]:
    """A class over both chapters with abilities, some mistakes, flags and failures."""
    random = np.random.default_rng(seed)
    records = []
    for number in range(students):
        ability = random.normal()
        for chapter in ("01_neurons", "02_activations"):
            name, draw = chapter[3:], random.normal(size=3)
            fields = {"seconds": float(random.lognormal(-0.7, 0.5)), "seed": int(random.integers(10**6))}
            if number % 29 == 28:
                notes = [{"code": "truncated_file", "detail": "cut off at byte 812"}]
                student = f"student{number:05d}"
                records.append(Record(student, chapter, "failed", flags=["truncated_file"], notes=notes, seconds=0.01))
                continue
            if number % 11 == 5:
                fields |= {"status": "flagged", "flags": ["wrong_name"],
                           "notes": [{"code": "wrong_name", "detail": "p1 (1).ipynb"}]}  # fmt: skip
            error = lost_test(f"test-{name}_sum-value", 2.0, outcome="error")
            wrong = [
                lost_test(f"test-{name}_sum-shape", 1.0, message="The shape is (2,).", hint=1),
                missing_bias(chapter) if draw[1] < -0.4 else error,
                lost_test(f"test-{name}_predict", 1.0, misconception="took_slope", message="No.\nThat is the slope."),
            ]
            right = [ability + draw[i] > limit for i, limit in enumerate((-1.5, 0.0, 0.8))]
            shape, value, predict = (True if ok else test for ok, test in zip(right, wrong, strict=True))
            fields |= {"shape": shape, "value": value, "predict": predict}
            records.append(make_record(f"student{number:05d}", chapter, **fields))
    return records


def fill(book) -> None:
    """Ada handed in late and has a manual mark, Bob waits for one, Cy handed in nothing."""
    for chapter in ("01_neurons", "02_activations"):
        name = chapter[3:]
        book.add_assignment(chapter)
        book.add_notebook(chapter, chapter)
        for cell, points, kind in (
            (f"test-{name}_sum-shape", 1, "code"), (f"test-{name}_sum-value", 2, "code"),
            (f"test-{name}_predict", 1, "code"), (f"{name}_why", 2, "markdown"),
        ):  # fmt: skip
            book.add_grade_cell(cell, chapter, chapter, max_score=points, cell_type=kind)
        book.add_solution_cell(f"{name}_why", chapter, chapter)
    book.add_student("ada", first_name="Ada", last_name="Lovelace", email="ada@example.org", lms_user_id="4711")
    book.add_student("bob", first_name="Bob", last_name="Noyce")
    book.add_student("cy", first_name="Cy", last_name="Young")
    for student, auto, manual, penalty in (("ada", (1, 2, 0), 1.5, 0.5), ("bob", (1, 0, 1), None, 0)):
        book.add_submission("01_neurons", student)
        notebook = book.find_submission_notebook("01_neurons", "01_neurons", student)
        notebook.late_submission_penalty = penalty
        for cell, score in zip(("sum-shape", "sum-value", "predict"), auto, strict=True):
            grade = book.find_grade(f"test-neurons_{cell}", "01_neurons", "01_neurons", student)
            grade.auto_score, grade.needs_manual_grade = score, False
        grade = book.find_grade("neurons_why", "01_neurons", "01_neurons", student)
        grade.manual_score, grade.needs_manual_grade = manual, manual is None
    comment = book.find_comment("neurons_why", "01_neurons", "01_neurons", "ada")
    comment.manual_comment = "Clear, but <b>say</b> where the line goes."
    book.db.commit()


@pytest.fixture(scope="session")
def gradebook_file(tmp_path_factory) -> Path:
    """A gradebook by nbgrader itself; made once, since nbgrader starts a program to make it."""
    from nbgrader.api import Gradebook

    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        # That program, `alembic`, need not be on an editor's PATH; and nbgrader's models warn about themselves.
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        warnings.simplefilter("ignore")
        with Gradebook(f"sqlite:///{path}", "test") as book:
            fill(book)
    return path


@pytest.fixture
def gradebook(course, gradebook_file) -> Course:
    """The course with that gradebook."""
    shutil.copy(gradebook_file, course.nbgrader / "gradebook.db")
    return course
