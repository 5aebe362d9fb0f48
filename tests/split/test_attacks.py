"""Section A of the attack catalogue: forging the verdict from inside. Each wrong answer gains nothing, the honest
exercise of the same student keeps its points, and no text of the hidden test reaches the student.

Rows that have no form here: 4 (grades read from a test's printed text: nothing reads it), 16 (test files on disk: in
`test_sandbox`, the instructor's files are not there), 21 (network and disk between runs: also in `test_sandbox`).
"""

import pytest
from lesson import POINTS, Lesson, read_cells

SECRET = "0.7310585786300049"  # what only the hidden test holds
LESSON = Lesson(
    {"honest": "def honest(x):\n    return 2 * x", "sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"},
    {
        "honest": "assert honest(2) == 4",
        "sigmoid": f"rng = checks.rng()\nz = rng.normal(size=4)\nwant = 1 / (1 + np.exp(-z))\n"
        f"assert abs(sigmoid(1.0) - {SECRET}) < 1e-12\nassert np.allclose(sigmoid(z), want)\n"
        "checks.close(sigmoid(z), want, hint=3)",
    },
)

ATTACKS = read_cells("forged_answers.txt")
ALWAYS_EQUAL = ATTACKS.pop("always equal")


@pytest.mark.parametrize("answer", ATTACKS.values(), ids=ATTACKS)
def test_a_forged_answer_gains_nothing(engine, answer):
    outcome = LESSON.run(engine, sigmoid=answer)
    verdicts = {verdict["grade_id"]: verdict for verdict in outcome.verdicts}
    assert verdicts["test-sigmoid"]["score"] == 0, verdicts["test-sigmoid"]
    assert verdicts["test-honest"]["score"] == POINTS
    assert verdicts["test-sigmoid"]["misconception"] is None
    assert SECRET not in str(outcome)


def test_the_attacked_lesson_can_be_solved(engine):
    assert {verdict.score for verdict in LESSON.grade(engine).values()} == {POINTS}


FORMS = [  # each holds for a plain 2.0
    "assert f(1) == 2", "assert 2 == f(1)", "assert abs(f(1) - 2) < 1e-9", "assert np.allclose(f(1), 2)",
    "assert np.isclose(f(1), 2).all()", "assert np.array_equal(f(1), 2)", "assert f(1)", "assert not (f(1) != 2)",
    "assert f(1) in [2]", "assert f(1) <= 2", "assert float(f(1)) == 2", "assert max(f(1), 2) == 2",
    "assert sorted([f(1), 2])[0] == 2", "np.testing.assert_allclose(f(1), 2)", "checks.close(f(1), 2.0)",
    "checks.equal(f(1), 2.0)", "assert isinstance(f(1), (int, float))", "assert f(1) + 1 == 3",
    "assert f(1).is_integer()",
    "checks.true(f(1) == 2, 'holds')", "assert not np.any(f(1) - 2)", "assert {f(1)} == {2}", "assert (f(1),) == (2,)",
    "assert dict(a=f(1)) == dict(a=2)", "assert str(f(1)) == '2.0'", "assert np.max(np.abs(f(1) - 2)) < 1",
    "import math; assert math.isclose(f(1), 2)", "assert [f(1)] == [2]", "assert f(1) is not None and f(1) > 1",
]  # fmt: skip


@pytest.mark.parametrize("test", FORMS)
def test_an_always_equal_object_passes_no_form_of_comparison(engine, test):
    lesson = Lesson({"f": "def f(x): return 2.0"}, {"f": test})
    assert lesson.grade(engine)["f"].score == POINTS
    assert lesson.grade(engine, f=ALWAYS_EQUAL + "def f(x): return Same()")["f"].score == 0


@pytest.mark.parametrize(
    "test",
    ["assert len(f(1)) == 4 and f(1)[0] == 2", "assert all(x == 2 for x in f(1))", "assert f(1).shape == (4,)"],
)
def test_an_always_equal_container_passes_no_comparison_of_its_items(engine, test):
    lesson = Lesson({"f": "def f(x): return np.full(4, 2.0)"}, {"f": test})
    assert lesson.grade(engine)["f"].score == POINTS
    assert lesson.grade(engine, f=ALWAYS_EQUAL + "def f(x): return Same()")["f"].score == 0


SPOILED = "def sigmoid(z):\n    z[...] = 0\n    return np.full(z.shape, 0.5)"
REFERENCE_LAST = Lesson(
    {"sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"},
    {"sigmoid": "z = checks.rng().normal(size=4)\nchecks.close(sigmoid(z), 1 / (1 + np.exp(-z)))"},
)


def test_changing_the_input_so_that_the_reference_agrees_gains_nothing(engine):
    verdict = REFERENCE_LAST.grade(engine, in_place=False, sigmoid=SPOILED)["sigmoid"]
    assert (verdict.score, verdict.changed, verdict.on_copies) == (0, True, True)
    # The same answer where the exercise is about changing the argument: there it is the test that has to tell.
    assert REFERENCE_LAST.grade(engine, in_place=True, sigmoid=SPOILED)["sigmoid"].score == POINTS


def test_a_right_answer_that_changes_its_input_afterwards_keeps_its_points(engine):
    lesson = Lesson(
        REFERENCE_LAST.solutions,
        {"sigmoid": "z = checks.rng().normal(size=4)\nwant = 1 / (1 + np.exp(-z))\nchecks.close(sigmoid(z), want)"},
    )
    answer = "def sigmoid(z):\n    z[...] = 1 / (1 + np.exp(-z))\n    return z"
    assert lesson.grade(engine, in_place=False, sigmoid=answer)["sigmoid"].score == POINTS


def test_a_class_of_one_exercise_does_not_open_another_to_its_operators(engine):
    lesson = Lesson(
        {"value": "class Value:\n    def __init__(self, data):\n        self.data = data", "f": "def f(x): return 2.0"},
        {"value": "assert Value(3).data == 3", "f": "assert abs(f(1) - 2.0) < 1e-9"},
    )
    answer = "def f(x):\n    Value.__sub__ = lambda a, b: 0.0\n    return Value(1)"
    verdicts = lesson.grade(engine, f=answer)
    assert (verdicts["value"].score, verdicts["f"].score) == (POINTS, 0)


def test_the_student_is_told_what_was_expected_instead_of_an_object(engine):
    lesson = Lesson({"f": "def f(x): return 2.0"}, {"f": "assert f(1) == 2"})
    verdict = lesson.grade(engine, f=ALWAYS_EQUAL + "def f(x): return Same()")["f"]
    assert verdict.ename == "TypeError"
    assert verdict.evalue == "a plain value was expected here, and your code gave <an object of type Same>"


@pytest.mark.parametrize("name", ["an assertion of the student's own", "a check of the student's own"])
def test_a_text_of_the_students_never_passes_for_that_of_a_check(engine, name):
    verdict = LESSON.grade(engine, sigmoid=ATTACKS[name])["sigmoid"]
    assert verdict.ename not in ("AssertionError", "CheckFailed")
    assert (verdict.misconception, verdict.hint) == (None, None)


def test_what_the_tests_function_raises_is_not_told_to_the_students_code(engine):
    lesson = Lesson(
        {"f": "def f(g): return g(1)"},
        {"f": f"def spy(x):\n    checks.close(x, {SECRET}, show=True)\nf(spy)"},
    )
    answer = (
        "def f(g):\n    try:\n        g(1)\n    except BaseException as error:\n"
        "        raise ValueError(repr(vars(error)) + str(error) + repr(error.args))"
    )
    outcome = lesson.run(engine, f=answer)
    assert outcome.verdicts[0]["score"] == 0
    assert SECRET not in str(outcome)


def test_nothing_a_worker_says_makes_the_judge_wait_for_ever_or_die(engine):
    """A worker that speaks garbage loses its own test, and the next exercise is graded in a new one."""
    answer = (
        "import os, stat\ndef sigmoid(z):\n    for fd in range(3, 1024):\n        try:\n"
        "            if stat.S_ISSOCK(os.fstat(fd).st_mode):\n                os.write(fd, b'\\xff' * 4096)\n"
        "        except OSError:\n            pass\n    return 0"
    )
    lesson = Lesson(
        {"sigmoid": LESSON.solutions["sigmoid"], "later": "def later(): return np.pi"},
        {"sigmoid": LESSON.tests["sigmoid"], "later": "assert later() == np.pi"},
    )
    verdicts = lesson.grade(engine, sigmoid=answer)
    assert (verdicts["sigmoid"].score, verdicts["later"].score) == (0, POINTS)
