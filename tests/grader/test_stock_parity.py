"""On honest submissions the gradebook says what stock `nbgrader autograde` says, cell by cell.

`UNFAIR` is the list of the differences that are meant, each with its reason. There is one other, the other way
round: an answer that changes its input gains nothing from a test that compares with the input afterwards.
"""

from __future__ import annotations

import csv
import shutil
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
import small_course
from nbgrader.api import Gradebook
from small_course import CHAPTER, OTHER, RIGHT, code, fill_in, hand_in, make_course, place_of, student_notebook
from stock import both, different, gradebook, held_by_changing_inputs, nbgrader, punished_for_stderr

from autograde.assignment import load_assignment
from autograde.batch import grade
from autograde.course import Course, find_course
from autograde.quality.bank import read_bank
from autograde.rehearsal import write_chapter
from autograde.source import load

HONEST = {
    "right": RIGHT,
    "blank": {},
    "partial": RIGHT | {"parts": "def parts():\n    return 3", "why": "So."},
    "wrong": RIGHT | {"double": "def double(x):\n    return x * x", "predict_sign": "predict_sign = 1"},
    "syntax": RIGHT | {"double": "def double(x)\n    return 2 * x"},
    "raises": RIGHT | {"double": "def double(x):\n    return 1 / 0"},
    "unwritten": {name: source for name, source in RIGHT.items() if name != "why"},
    "in-place": RIGHT | {"double": "def double(x):\n    x *= 2\n    return x"},
    "keyboard": RIGHT | {"double": "n = input()\ndef double(x):\n    return 2 * x"},
    "class": RIGHT | {"double": "class double(float):\n    def __new__(cls, x):\n        return 2 * x"},
    "magic": RIGHT | {"double": "%matplotlib inline\n!true\ndef double(x):\n    return 2 * x"},
    "prints": RIGHT | {"double": "def double(x):\n    print(x)\n    return 2 * x\ndouble(3)"},
    "quits": RIGHT | {"parts": "def parts():\n    return 4\nquit()"},
}


@dataclass(frozen=True)
class Unfair:
    """A submission on which ours and stock differ, because stock is unfair to it.

    Parameters
    ----------
    answers : dict of str to str
    why : str
        The row of the catalogue of malformed submissions, and what stock does.
    lost : dict of str to (float, float)
        {test: (stock's score, ours)}; every other score is the same.
    comments : frozenset of str
        Cells whose comment differs as well.
    no_rows : bool
        Whether stock gives up the whole submission, so that its gradebook has nothing of it.
    """

    answers: dict[str, str]
    why: str
    lost: dict[str, tuple[float, float]]
    comments: frozenset[str] = frozenset()
    no_rows: bool = False


BOTH_TESTS = {"test-double": (0.0, 2.0), "test-double-array": (0.0, 1.0)}
UNFAIR = {
    "stderr": Unfair(
        RIGHT | {"double": "import sys\ndef double(x):\n    print(x, file=sys.stderr)\n    return 2 * x"},
        "M55: a debug print to stderr while a test runs costs all points of that test", BOTH_TESTS,
    ),
    "logs": Unfair(
        RIGHT | {"double": "import logging\ndef double(x):\n    logging.warning('odd')\n    return 2 * x"},
        "M55: so does a line that is logged", BOTH_TESTS,
    ),
    "warns": Unfair(
        RIGHT | {"double": "import warnings\ndef double(x):\n    warnings.warn('old')\n    return 2 * x"},
        "M56: so does a warning, such as NumPy's", BOTH_TESTS,
    ),
    "dies": Unfair(
        RIGHT | {"parts": "import os\ndef parts():\n    os._exit(1)"},
        "M63: code that ends its process takes the points of all other tests with it",
        {"test-parts": (0.0, 0.0)}, no_rows=True,
    ),
    "own-checks": Unfair(
        RIGHT | {"predict_sign": "predict_sign = -1\nchecks = np = None"},
        "a student's variable that has the name of something that tests use breaks those tests",
        {"test-predict_sign": (0.0, 1.0)},
    ),
    "emptied": Unfair(
        RIGHT | {"double": ""}, "an emptied answer cell gets the comment 'No response.' from us only", {},
        comments=frozenset({"double"}),
    ),
}  # fmt: skip
DUE = datetime(2026, 5, 1, 12, 0)


@pytest.mark.slow
def test_scores_flags_and_comments_equal_stock_nbgraders(tmp_path):
    course = make_course(tmp_path / "course")
    config = course.nbgrader / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    for student, answers in HONEST.items():
        hand_in(course, student, student_notebook(course, answers))
    helped = student_notebook(course, RIGHT | {"double": "def double(x):\n    return times(2, x)"})
    helped["cells"].insert(place_of(helped, "test-double"), code("def times(a, b):\n    return a * b"))
    hand_in(course, "helped", helped)
    hand_in(course, "right", "2026-05-01 12:30:00 UTC", "timestamp.txt")
    hand_in(course, "wrong", "2026-05-01 11:30:00 UTC", "timestamp.txt")
    stock, ours = both(course, [CHAPTER], DUE)
    assert ours == stock
    assert {row[0] for key, row in ours.items() if key[1] == "test-double"} == {0, 2}
    assert (ours["right", CHAPTER][1], ours["wrong", CHAPTER][1]) == (6.0, 0.0)  # late: all that a machine gave is lost


@pytest.mark.slow
@pytest.mark.stock
def test_the_differences_are_those_where_stock_is_unfair(tmp_path):
    course = make_course(tmp_path / "course")
    hand_in(course, "neighbour", student_notebook(course, RIGHT))
    for student, unfair in UNFAIR.items():
        hand_in(course, student, student_notebook(course, unfair.answers))
    stock, ours = both(course, [CHAPTER], may_fail=True)
    found = different(stock, ours)
    for student, unfair in UNFAIR.items():
        rows = {key for key in found if key[0] == student and "comment" not in key and key[1] != CHAPTER}
        graded = {key[1] for key in ours if key[0] == student and key[1].startswith("test-")}
        if unfair.no_rows:
            assert {key[1] for key in rows if key[1].startswith("test-")} >= graded - set(unfair.lost), unfair.why
            assert not any(stock[key][0] for key in stock if key[0] == student and key[1] in graded), unfair.why
            assert sum(ours[student, test][0] for test in graded) == 4.0, unfair.why
        else:
            assert {key[1] for key in rows} == set(unfair.lost), unfair.why
            comments = {key[2] for key in found if key[0] == student and key[1] == "comment"}
            assert comments == unfair.comments, unfair.why
        for test, (theirs, here) in unfair.lost.items():
            assert (stock.get((student, test), (0.0,))[0] or 0.0, ours[student, test][0]) == (theirs, here), unfair.why
    assert not {key for key in found if key[0] == "neighbour"}


@pytest.mark.slow
@pytest.mark.stock
def test_a_wrong_answer_that_changes_what_a_test_compares_with_passes_under_stock_alone(tmp_path):
    course = make_course(tmp_path / "course")
    cells = [
        small_course.given("setup", small_course.SETUP),
        small_course.solution("twice", "def twice(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"),
        small_course.test_cell("test-twice", 2, "x = np.array([1.0, 2.0])\nchecks.close(twice(x), 2 * x)"),
    ]
    small_course.write_source(course, OTHER, cells)
    for student, body in {"cheat": "x[...] = 0\n    return x", "right": "return x + x"}.items():
        answers = {"twice": f"def twice(x):\n    {body}"}
        hand_in(course, student, student_notebook(course, answers, OTHER), chapter=OTHER)
    stock, ours = both(course, [OTHER])
    assert different(stock, ours) == held_by_changing_inputs(course, "cheat", OTHER) == {("cheat", "test-twice")}
    assert (stock["cheat", "test-twice"][0], ours["cheat", "test-twice"][0]) == (2.0, 0.0)


@pytest.mark.slow
@pytest.mark.stock
@pytest.mark.parametrize("chapter", find_course().chapter_names)
def test_the_whole_answer_bank_scores_as_under_stock_nbgrader_but_for_the_listed(tmp_path, record_property, chapter):
    course, handed_in, entries = bank_course(tmp_path / "course", chapter)
    assert handed_in == entries, "an answer was in no submission"
    stock, ours = both(course, [chapter])
    found, punished = different(stock, ours), punished_for_stderr(course.root.parent / "stock")
    fooled = held_by_changing_inputs(course, "all", chapter)
    for name, number in {"answers": len(entries), "rows": len(ours), "differ": len(found)}.items():
        record_property(name, number)
    assert found <= punished | fooled, found - punished - fooled
    assert all(ours[key][0] > stock[key][0] for key in found - fooled)
    assert all(ours[key][0] < stock[key][0] for key in found & fooled)
    assert len(found) < len(ours) / 50, "the comparison says little when so many rows may differ"
    scores = {row[0] == row[2] for key, row in ours.items() if len(row) == 6 and row[0] is not None}
    assert scores == {True, False}


def bank_course(root: Path, name: str) -> tuple[Course, set, set]:
    """A course of one chapter in which each exercise stands once for each of its answers, and one student's answers.

    A kernel's start is most of what stock costs, so all answers go through one. Figures' cells are left out.
    Returns the course with {(exercise, place of the answer)} of what is handed in, and of what the bank holds.
    """
    real, course = find_course(), Course(root)
    chapter, bank = load(real, name), read_bank(real.solutions / "answers" / name)
    owner = {test: exercise for exercise in bank for test in [exercise, *chapter.exercises[exercise].tests]}
    ids = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in chapter.notebook.cells}
    notebook, answers, handed_in = deepcopy(chapter.notebook), {}, set()
    notebook.cells = []
    for cell in chapter.notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in bank:
            for number, answer in enumerate(bank[grade_id]):
                for of in [grade_id, *chapter.exercises[grade_id].tests]:
                    copy = deepcopy(ids[of])
                    copy.metadata.nbgrader.grade_id = of.replace(grade_id, f"{grade_id}__{number}", 1)
                    copy["id"] = f"bank-{len(notebook.cells)}"
                    notebook.cells.append(copy)
                answers[f"{grade_id}__{number}"] = answer.source
                handed_in.add((grade_id, answer.place))
        elif grade_id not in owner and (grade_id or "explore" not in cell.source):
            notebook.cells.append(deepcopy(cell))
    write_chapter(real, course, replace(chapter, notebook=notebook))
    shutil.copy(real.root / "nbgrader_config.py", course.root)
    hand_in(course, "all", fill_in(load_assignment(course, name), answers), chapter=name)
    return course, handed_in, {(exercise, answer.place) for exercise in bank for answer in bank[exercise]}


@pytest.mark.slow
def test_nbgraders_own_commands_go_on_from_our_gradebook(tmp_path):
    course = make_course(tmp_path / "course")
    hand_in(course, "right", student_notebook(course, RIGHT))
    hand_in(course, "wrong", student_notebook(course, HONEST["wrong"]))
    grade(course, progress=False)
    ours = gradebook(course)

    # A person marks the written answer and comments on it; what comes after must not lose that.
    with Gradebook(course.db_url) as opened:
        written = opened.find_grade("why", CHAPTER, CHAPTER, "right")
        written.manual_score, written.needs_manual_grade = 1.5, False
        opened.find_comment("why", CHAPTER, CHAPTER, "right").manual_comment = "Short, and right."
        opened.db.commit()
    by_hand = gradebook(course)

    nbgrader(course, "generate_feedback", CHAPTER)
    page = (course.nbgrader / "feedback" / "right" / CHAPTER / f"{CHAPTER}.html").read_text(encoding="utf-8")
    assert "Short, and right." in page
    table = course.root / "grades.csv"
    nbgrader(course, "export", f"--CsvExportPlugin.to={table}", "--to", str(table))
    with table.open(encoding="utf-8") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows == {"right": 7.5, "wrong": 2.0}
    assert f"{CHAPTER},,,right,,,,7.5,0.0,7.5,8.0" in table.read_text(encoding="utf-8")
    nbgrader(course, "db", "student", "add", "late", "--last-name=Comer")
    assert "late" in nbgrader(course, "db", "student", "list").stdout
    assert CHAPTER in nbgrader(course, "db", "assignment", "list").stdout
    assert gradebook(course) == by_hand

    # nbgrader grades again over ours, and we over nbgrader: marks and comments given by hand stay. What has been
    # marked by hand is to be looked at once more after a regrade: that is nbgrader's rule, and so ours.
    nbgrader(course, "autograde", CHAPTER, "--force", "--create")
    again = gradebook(course)
    assert different(by_hand, again) == {("right", "why"), ("right", CHAPTER)}
    assert again["right", "why"] == (*by_hand["right", "why"][:3], True, *by_hand["right", "why"][4:])
    grade(course, force=True, progress=False)
    assert gradebook(course) == again
    assert {key for key in ours if ours[key] != by_hand[key]} == {
        ("right", "why"), ("right", "comment", "why"), ("right", CHAPTER),
    }  # fmt: skip


@pytest.mark.slow
def test_we_go_on_from_stock_nbgraders_gradebook(tmp_path):
    course = make_course(tmp_path / "course")
    hand_in(course, "right", student_notebook(course, RIGHT))
    nbgrader(course, "generate_assignment", CHAPTER)
    nbgrader(course, "autograde", CHAPTER)
    stock = gradebook(course)
    hand_in(course, "wrong", student_notebook(course, HONEST["wrong"]))
    grade(course, progress=False)
    now = gradebook(course)
    assert {key: row for key, row in now.items() if key[0] == "right"} == stock
    assert now["wrong", "test-double"][0] == 0
    nbgrader(course, "release_feedback", CHAPTER, may_fail=True)  # an exchange need not exist; it must not change marks
    assert gradebook(course) == now
