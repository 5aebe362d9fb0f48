"""A tiny exercise with its tests, and a grader that runs them in this process: enough to plant defects."""

from __future__ import annotations

import numpy as np
from byhand import checks

from autograde.quality.bank import Answer
from autograde.quality.measure import Task, Verdict

SOLUTION = '''\
def weighted_sum(x, w, b):
    """The pre-activation."""
    return np.sum(x * w) + b
'''

# One draw would not do: for some numbers the remainder, `%`, gives the same as `+`.
TEST = '''\
rng = checks.rng()
for _ in range(20):
    x, w, b = rng.normal(size=4), rng.normal(size=4), float(rng.normal())
    checks.close(weighted_sum(x, w, b), float(x @ w) + b, call="weighted_sum(x, w, b)", because={
        "missing_bias": (float(x @ w), "The bias is missing."),
        "minus_bias": (float(x @ w) - b, "The bias is added."),
        "bias_times": (float(x @ w) * b, "The bias is added."),
        "bias_per_input": (lambda: float(np.sum(x * w + b)), "The bias is added once."),
    })
'''

TASK = Task("weighted_sum", 2.0, SOLUTION, (TEST,))


def function(body: str) -> str:
    return f"def weighted_sum(x, w, b):\n    return {body}\n"


RIGHT = ("x @ w + b", "sum(p * q for p, q in zip(x, w)) + b", "b + np.dot(w, x)")
WRONG = {
    "missing_bias": "x @ w",
    "minus_bias": "x @ w - b",
    "bias_times": "x @ w * b",
    "bias_per_input": "np.sum(x * w + b)",
}


def answer(body: str, misconception: str | None = None) -> Answer:
    return Answer("weighted_sum", function(body), misconception, body, f"weighted_sum.py: {body}")


def bank() -> dict[str, list[Answer]]:
    return {"weighted_sum": [answer(body) for body in RIGHT] + [answer(body, key) for key, body in WRONG.items()]}


def grade_here(tests: dict[str, str]):
    """A `Grade` that runs {exercise: test} in this process; each test is worth 2 points."""

    def grade(submissions: list[dict[str, str]]) -> list[dict[str, Verdict]]:
        return [{name: verdict(source, tests[name]) for name, source in one.items()} for one in submissions]

    def verdict(source: str, test: str) -> Verdict:
        names = {"np": np, "checks": checks}
        try:
            with np.errstate(all="ignore"):
                exec(source, names)
                exec(test, names)
        except checks.CheckFailed as failure:
            return Verdict(0.0, failure.misconception, failure.message)
        except Exception as error:
            return Verdict(0.0, None, repr(error))
        return Verdict(2.0)

    return grade
