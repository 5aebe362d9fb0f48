"""Honest answers get full marks in the split grader, with all that good tests need to carry across."""

import numpy as np
import pytest
from byhand.checks import CheckFailed
from lesson import POINTS, Lesson, read_cells

from autograde.split.judge import _named

NEURON = Lesson(
    {"neuron": "def neuron(x, w, b):\n    return float(x @ w + b)"},
    {
        "neuron": "rng = checks.rng()\nx, w = rng.normal(size=3), rng.normal(size=3)\n"
        "because = {'missing_bias': (x @ w, 'The bias is missing.')}\n"
        "checks.close(neuron(x, w, 0.5), x @ w + 0.5, because=because, hint=2)"
    },
)


RIGHT = {"as the reference": NEURON.solutions["neuron"]} | read_cells("odd_but_right_answers.txt")


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_a_right_answer_gets_full_marks_whatever_else_it_does(engine, answer):
    verdict = NEURON.grade(engine, neuron=answer)["neuron"]
    assert (verdict.status, verdict.score) == ("ok", POINTS), verdict


def test_a_wrong_answer_loses_its_points_and_the_misconception_is_recorded(engine):
    verdict = NEURON.grade(engine, neuron="def neuron(x, w, b):\n    return x @ w")["neuron"]
    assert verdict.score == 0
    assert (verdict.misconception, verdict.hint) == ("missing_bias", 2)
    assert verdict.evalue.endswith("\nThe bias is missing.")


def test_a_long_message_keeps_what_it_names_and_its_last_sentence(engine):
    want = "[[[i * j * k / 7 for i in range(12)] for j in range(12)] for k in range(3)]"
    lesson = Lesson(
        {"f": f"def f(): return {want}"},
        {"f": f"because = {{'off_by_one': ([[[x + 1 for x in r] for r in s] for s in {want}], 'You added one.')}}\n"
         f"checks.equal(f(), {want}, show=True, because=because, hint=np.int64(2))"},
    )  # fmt: skip
    answer = f"def f(): return [[[x + 1 for x in r] for r in s] for s in {want}]"
    verdict = lesson.grade(engine, f=answer)["f"]
    assert (verdict.status, verdict.misconception, verdict.hint) == ("error", "off_by_one", 2)
    assert 3900 < len(verdict.evalue) <= 4000
    first, *_, last = verdict.evalue.splitlines()
    assert (first[:11], last) == ("Your answer", "You added one.")
    assert "\nExpected: " in verdict.evalue


@pytest.mark.parametrize(
    "test",
    [
        "assert neuron(1) == 2, str(checks.CheckFailed('x', 'forged', 1))",
        "try:\n    checks.true(False, 'No.', mistake='forged', hint=1)\nexcept AssertionError as error:\n"
        "    assert neuron(1) == 2, error",
        "error = AssertionError('no')\nerror.misconception, error.hint = 'forged', 1\nraise error",
    ],
)
def test_only_a_check_that_failed_names_anything(engine, test):
    verdict = Lesson({"neuron": "def neuron(x): return 2"}, {"neuron": test}).grade(
        engine, neuron="def neuron(x): return 3"
    )["neuron"]
    assert (verdict.ename, verdict.misconception, verdict.hint) == ("AssertionError", None, None)


def test_what_the_students_code_raised_names_nothing_whatever_it_is():
    error = CheckFailed("No.", "missing_bias", 2)
    assert _named(error) == ("missing_bias", 2)
    error.from_student = {}
    assert _named(error) == (None, None)


@pytest.mark.parametrize(
    ("value", "score"),
    [("0", 0.0), ("0.5", 0.5), ("2", 2.0), ("7", POINTS), ("-1", 0.0), ("float('nan')", 0.0),
     ("np.float64(0.5)", POINTS), ("True", POINTS), ("'0.5'", POINTS), ("None", POINTS)],
)  # fmt: skip
def test_partial_credit_is_a_plain_number_within_the_points(engine, value, score):
    lesson = Lesson({"a": "a = 1"}, {"a": f"assert a == 1\n{value}"})
    assert lesson.grade(engine)["a"].score == score


@pytest.mark.parametrize("ending", ["x = 1", "if a: 0.5", "for a in [0.5]: a", "assert a, 0.5"])
def test_what_is_no_expression_gives_all_points(engine, ending):
    lesson = Lesson({"a": "a = 1"}, {"a": f"assert a == 1\n{ending}"})
    assert lesson.grade(engine)["a"].score == POINTS


def test_an_exercise_left_as_a_name_that_is_not_defined_says_so(engine):
    verdict = NEURON.grade(engine, neuron="# I had no time")["neuron"]
    assert (verdict.ename, verdict.score) == ("NameError", 0)
    assert "neuron" in verdict.evalue


CARRIED = {name: cell.split("# --- test\n") for name, cell in read_cells("carried.txt").items()}


@pytest.mark.parametrize(("answer", "test"), CARRIED.values(), ids=CARRIED)
def test_what_good_tests_need_is_carried(engine, answer, test):
    verdict = Lesson({"f": answer}, {"f": test}).grade(engine)["f"]
    assert (verdict.status, verdict.score) == ("ok", POINTS), verdict


VALUE = """
class Value:
    made = 0
    def __init__(self, data):
        self.data, self.grad = data, 0.0
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data)
    __radd__ = __add__
    def __mul__(self, other):
        return Value(self.data * (other.data if isinstance(other, Value) else other))
    __rmul__ = __mul__
    def __neg__(self):
        return self * -1
    def __getitem__(self, i):
        return [self.data][i]
    def __len__(self):
        return 1
    def __repr__(self):
        return f"Value({self.data})"
    @classmethod
    def zero(cls):
        return cls(0.0)
    def backward(self):
        self.grad = 1.0
class Leaf(Value):
    pass
"""


@pytest.mark.parametrize(
    "test",
    [
        "v = Value(2.0)\nassert v.data == 2.0\nv.data = 3.0\nassert v.data == 3.0",
        "w = 1 + Value(2.0) * 3 + Value(1.0)\nassert w.data == 8.0",
        "w = 2.0 * Value(4.0)\nassert w.data == 8.0",
        "v = old = Value(2.0)\nv += 1\nassert (v.data, old.data) == (3.0, 2.0)\nv *= Value(2.0)\nassert v.data == 6",
        "v = Value(1.0)\nv.backward()\nassert v.grad == 1.0 and (-v).data == -1.0",
        "v = Value(1.0)\nassert len(v) == 1 and v[0] == 1.0 and list(v) == [1.0]",
        "assert repr(Value(2.0)) == 'Value(2.0)' and Value.zero().data == 0.0 and Value.__name__ == 'Value'",
        "assert isinstance(Value(1.0), Value) and isinstance(Leaf(1.0), Value) and not isinstance(1.0, Value)",
        "assert issubclass(Leaf, Value) and not isinstance(Value(1.0), Leaf)",
        "v = Value(1.0)\nassert v is not None and callable(v.backward) and hasattr(v, 'grad')\n"
        "assert not hasattr(v, 'nope')",
    ],
)
def test_a_class_that_the_test_names_works_through_stand_ins(engine, test):
    verdict = Lesson({"value": VALUE}, {"value": test}).grade(engine)["value"]
    assert (verdict.status, verdict.score) == ("ok", POINTS), verdict


def test_names_of_given_cells_are_the_judges_own_and_names_made_from_answers_are_the_students(engine):
    lesson = Lesson(
        {"f": "def f(x):\n    return 2 * x", "g": "def g(x):\n    return x"},
        {"f": "assert f(scale) == 20", "g": "assert g(scale) == 10"},
        given="import numpy as np\nfrom byhand import checks\nscale = 10",
    )
    verdicts = lesson.grade(engine, f="scale = -1\ndef f(x):\n    return 2 * x")
    assert [verdict.score for verdict in verdicts.values()] == [POINTS, POINTS]


def test_a_result_of_six_megabytes_arrives_whole(engine):
    lesson = Lesson(
        {"f": "def f(x):\n    return x + 1"},
        {"f": "x = np.arange(750_000.0)\nassert (f(x) == x + 1).all() and x[0] == 0"},
    )
    assert lesson.grade(engine)["f"].score == POINTS
    assert np.arange(750_000.0).nbytes == 6_000_000


def test_the_seed_of_a_run_decides_the_inputs(engine):
    lesson = Lesson({"f": "f = 1"}, {"f": "print(checks.rng().integers(1 << 30))\nassert f == 1"})
    one, again, other = (lesson.grade(engine, seed=seed)["f"].printed for seed in (5, 5, 6))
    assert one == again != other
