"""Facts leave no trace in what is published, and are evaluated where they stand."""

from __future__ import annotations

import pytest

from autograde.facts import BadFact, Fact, assertion, take_out


@pytest.mark.parametrize(
    ("markdown", "published", "facts"),
    [
        ("It is 6. <!-- true: x == 6 -->", "It is 6.", [("x == 6", 0)]),
        ("It is 6 <!-- true: x == 6 --> here.", "It is 6 here.", [("x == 6", 0)]),
        ("One.\n<!-- true: a -->\nTwo.", "One.\nTwo.", [("a", 1)]),
        ("<!-- true: a -->\nTwo.", "Two.", [("a", 0)]),
        ("One.\n<!-- true: a --> <!-- true: b -->\nTwo.", "One.\nTwo.", [("a", 1), ("b", 1)]),
        ("One. <!-- true:\na ==\n1 -->\nTwo.", "One.\nTwo.", [("a == 1", 0)]),
        ("| 1 | 2 | <!-- true: a -->\n| 3 | 4 |", "| 1 | 2 |\n| 3 | 4 |", [("a", 0)]),
        ("a > b <!-- true: a > b and b >= c -->", "a > b", [("a > b and b >= c", 0)]),
        ("Write `<!-- true: x -->` so.", "Write `<!-- true: x -->` so.", []),
        ("```html\n<!-- true: x -->\n```", "```html\n<!-- true: x -->\n```", []),
        ("No fact.", "No fact.", []),
    ],
)
def test_a_fact_is_taken_out_with_the_space_before_it(markdown, published, facts):
    assert take_out(markdown) == (published, facts)


@pytest.mark.parametrize("markdown", ["<!-- true: -->", "<!-- true: x = 1 -->", "<!-- note -->", "<!-- true: x"])
def test_what_is_no_fact_is_refused(markdown):
    with pytest.raises(BadFact):
        take_out("First line.\n" + markdown)


def test_an_assertion_sees_the_notebook_and_numpy_and_leaves_nothing_behind():
    namespace = {"x": 4.0}
    exec(assertion(Fact("[np.sqrt(x) == 2 for _ in range(2)] == [True, True]", 0, 1)), namespace)
    assert set(namespace) <= {"x", "__builtins__"}


def test_a_false_fact_says_what_its_sides_are():
    with pytest.raises(AssertionError, match=r"not true: round\(x, 1\) == 0\.6; round\(x, 1\) is 0\.7"):
        exec(assertion(Fact("round(x, 1) == 0.6", 0, 1)), {"x": 0.74})
