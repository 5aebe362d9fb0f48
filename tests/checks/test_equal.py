"""`equal` compares plain values exactly, and says where they differ first."""

from __future__ import annotations

import numpy as np
import pytest
from byhand import checks


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (3, 3),
        (3.0, 3),
        (np.int32(3), 3),
        (10**30, 10**30),
        (True, True),
        (np.bool_(True), True),
        ("AND", "AND"),
        (np.str_("AND"), "AND"),
        ([1, 2], (1, 2)),
        ((5, 2), (5, 2)),
        ([], ()),
        ({"W1": (2, 3), "b1": [3]}, {"b1": (3,), "W1": (2, 3)}),
        (np.array([1, 2]), np.array([1, 2])),
        (np.array([True, False]), np.array([True, False])),
        (np.array(["a", "b"]), np.array(["a", "b"])),
        (None, None),
    ],
)
def test_equal_plain_values_pass(got, want):
    checks.equal(got, want)


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        (3, 4, "f(x): 3 is not the expected value."),
        (10**30, 10**30 + 1, "is not the expected value"),
        (0.1 + 0.2, 0.3, "is not the expected value"),
        (True, False, "f(x): True is not the expected value."),
        (1, True, "f(x): the number 1, where True or False is expected. A comparison such as `a > b`"),
        (True, 1, "f(x): True, where a number is expected."),
        ("XOR", "AND", "f(x): 'XOR' is not the expected text."),
        (" and", "AND", "f(x): ' and' differs from the expected text only in spaces or capital letters."),
        ([1, 2, 3], [1, 2], "f(x): a list of length 3, where one of length 2 is expected."),
        ([1, 2], [1, 3], "f(x), at [1]: 2 is not the expected value."),
        ([(1, 2), (3, 4)], [(1, 2), (3, 5)], "f(x), at [1], at [1]: 4 is not"),
        ([1, "2"], [1, 2], "f(x), at [1]: the text '2', where a number is expected."),
        ({1, 2}, [1, 2], "f(x): an object of class 'set', where a list or a tuple is expected."),
        (np.array([5, 2]), (5, 2), "f(x): an array of shape (2,), where a list or a tuple is expected."),
        ((5, 2), 5, "f(x): a tuple of length 2, where a number is expected."),
        ({"a": 1}, {"a": 1, "b": 2}, "f(x): the key 'b' is missing."),
        ({"a": 1, "c": 2}, {"a": 1}, "f(x): the key 'c' is not expected here."),
        ({"a": (1, 2)}, {"a": (1, 3)}, "f(x), at ['a'], at [1]: 2 is not"),
        (np.array([True, True]), np.array([True, False]), "not the expected values (1 of 2 differ), first at index 1."),
        (np.array([1, 0]), np.array([True, False]), "where an array of True and False is expected"),
        (0, None, "f(x): the number 0, where None is expected."),
    ],
)
def test_what_differs_is_said(fails, got, want, words):
    assert words in fails(checks.equal, got, want, call="f(x)").message


def test_the_expected_value_is_told_only_when_it_may_be(fails):
    assert "OR" not in fails(checks.equal, "AND", "OR").message
    assert fails(checks.equal, "AND", "OR", show=True).message.endswith("Expected: 'OR'\nYour answer: 'AND'")
    nested = fails(checks.equal, {"a": [1]}, {"a": [(2,)]}, show=True)
    assert nested.message.endswith("Expected: {'a': [(2,)]}\nYour answer: {'a': [1]}")


def test_a_known_mistake_is_named(fails):
    because = {"swapped_axes": ((2, 5), "Samples come first.")}
    assert fails(checks.equal, [2, 5], (5, 2), because=because).misconception == "swapped_axes"
    assert fails(checks.equal, (2, 6), (5, 2), because=because).misconception is None


def test_an_expected_value_that_is_not_plain_is_refused():
    with pytest.raises(TypeError, match="must be plain data, and it is an object of class 'set'"):
        checks.equal(3, {3})
