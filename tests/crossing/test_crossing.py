"""The linter tells an author in plain words what a test cannot do, and where; the course's own tests do none of it."""

import pytest
from tried import GIVEN, cells_of, read_tried

from autograde.course import find_course
from autograde.crossing import _check, _read, find_crossings
from autograde.crossing_rules import RULES
from autograde.source import load_all, read

TRIED = read_tried()


def found(*cells):
    """(test, line, rule, code) of what is told about these cells."""
    return [(test.name, *one) for test in _read(cells_of(*cells)) if test is not None for one in _check(test)]


def rules(answer, test):
    cells = ("given", "setup", GIVEN), ("answer", "f", answer), ("test", "test-f", test)
    return tuple(sorted({rule for _, _, rule, _ in found(*cells)}))


@pytest.mark.parametrize("tried", TRIED.values(), ids=TRIED)
def test_each_construct_gets_its_rule_and_no_other(tried):
    assert rules(tried.answer, tried.test) == tried.rules


def test_every_rule_has_a_planted_defect():
    assert {rule for tried in TRIED.values() for rule in tried.rules} | {"earlier_test"} == set(RULES)


def test_the_courses_own_tests_use_nothing_that_cannot_cross():
    chapters = load_all(find_course())
    assert chapters
    assert [str(crossing) for chapter in chapters for crossing in find_crossings(chapter)] == []


def test_a_name_that_only_an_earlier_test_sets_is_told():
    cells = ("answer", "f", "def f(x): return x"), ("test", "a", "limit = 3\nassert f(limit)"), (
        "test", "b", "assert f(1)\nassert f(limit) == limit"
    )  # fmt: skip
    assert found(*cells) == [("b", 2, "earlier_test", "limit")]
    assert found(("given", "setup", "limit = 2"), *cells) == []


@pytest.mark.parametrize(
    "test",
    [
        "rng = np.random.default_rng(1)\nx = rng.normal(size=3)\nassert f(x) is not None",
        "np.random.seed(0)\nx = np.random.normal(size=3)\nassert (f(x) == x).all()",  # the answer draws nothing
        "with np.errstate(over='raise'):\n    expected = np.exp(1.0)\nassert f(expected) == expected",
        "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n    f(1)",
        "def square(x):\n    square.calls += 1\n    return x\nsquare.calls = 0\nf(square(2))\nassert square.calls == 1",
        "for _ in range(3):\n    assert f(1) == 1",
        "def inner():\n    return locals\nassert f(vars(np)['pi'])",
        "assert isinstance(f({}), dict) and type(f(1)) is int and f.__name__ == 'f' and callable(f)",
        "try:\n    f(1)\nexcept (ValueError, TypeError) as error:\n    assert str(error) and error.args",
        "x = np.zeros(2)\nassert f(x) is x and f(x).shape == x.shape",
        "pairs = list(zip([1], [2]))\nassert [f(a) for a, b in pairs] == [1] and f(sum(a for a, b in pairs))",
    ],
)
def test_what_good_tests_do_is_not_told(test):
    assert rules("def f(x): return x", test) == ()


def test_a_given_cell_that_the_judge_cannot_read_is_told():
    told = found(("given", "list", "files = !ls"), ("answer", "f", "f = 1"), ("test", "test-f", "assert f == 1"))
    assert [(name, rule) for name, _, rule, _ in told] == [("list", "python")]


def test_the_message_says_where_what_and_what_to_write_instead(tmp_path):
    text = (find_course().solutions / "00_introduction.md").read_text(encoding="utf-8")
    place = "checks.unchanged(heights,"
    planted = text.replace(place, "assert 'mean' in centre.__code__.co_names\n" + place, 1)
    assert planted != text
    (crossing,) = find_crossings(read(planted, tmp_path / "00_introduction.md", "00_introduction.md"))
    line = planted[: planted.index("assert 'mean'")].count("\n") + 1
    assert str(crossing) == (
        f"solutions/00_introduction.md:{line}: test-setup_check-example (exercise 0.1): `centre.__code__` looks inside "
        "an object of the student's, which stays in the student's process. Instead, use the attributes and methods "
        "that the exercise asks for. [inside]"
    )
