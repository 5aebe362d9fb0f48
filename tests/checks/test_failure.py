"""What a failed check looks like to the grader and to IPython, and where random inputs come from."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from byhand import checks
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output


def test_the_last_line_is_for_programs(monkeypatch):
    monkeypatch.setenv("BYHAND_SEED", "81273")
    assert str(checks.CheckFailed("Look again.")) == "Look again.\n[check]"
    checks.rng()
    failure = checks.CheckFailed("Look\nagain.", "missing_bias", 2)
    assert str(failure).splitlines() == ["Look", "again.", "[check misconception=missing_bias hint=2 seed=81273]"]
    assert (failure.message, failure.misconception, failure.hint, failure.seed) == (
        "Look\nagain.",
        "missing_bias",
        2,
        81273,
    )


def test_a_failure_is_an_assertion_error_and_survives_pickling():
    failure = pickle.loads(pickle.dumps(checks.CheckFailed("Look again.", "missing_bias", 2)))
    assert isinstance(failure, AssertionError)
    assert str(failure) == "Look again.\n[check misconception=missing_bias hint=2]"


def test_ipython_prints_the_message_without_a_traceback(monkeypatch):
    shell = InteractiveShell.instance()
    source = (
        "from byhand import checks\n"
        "rng = checks.rng()\n"
        "checks.close(2.0, 3.0, call='f(x)', hint=2, because={'no_bias': (2.0, 'The bias is missing.')})"
    )
    monkeypatch.setenv("BYHAND_SEED", "7")
    with capture_output() as captured:
        result = shell.run_cell(source)
    assert str(result.error_in_exec).endswith("[check misconception=no_bias hint=2 seed=7]")
    printed = captured.stdout.strip().splitlines()
    assert printed == [
        "Not yet.",
        "f(x): 2 is not the expected value. It is off by 1.",
        "The bias is missing.",
        "Hint 2 of this exercise is the one to read next.",
        "(The inputs were drawn with seed 7.)",
    ]


def test_random_inputs_are_new_each_time_and_can_be_repeated(monkeypatch, fails):
    assert checks.rng().random() != checks.rng().random()
    seed = fails(checks.true, False, "No.").seed
    assert seed is not None
    again = checks.rng().random
    monkeypatch.setenv("BYHAND_SEED", str(seed))
    assert checks.rng().random() == np.random.default_rng(seed).random()
    assert checks.rng().random() == checks.rng().random()
    monkeypatch.setenv("BYHAND_SEED", "")
    assert again() != checks.rng().random()


@pytest.mark.parametrize("seed", ["-1", "1.5", "abc", "1 2", "٣"])
def test_a_malformed_seed_is_refused(monkeypatch, seed):
    monkeypatch.setenv("BYHAND_SEED", seed)
    with pytest.raises(ValueError, match="BYHAND_SEED must be a whole number such as 81273"):
        checks.rng()


def test_a_failure_without_random_inputs_names_no_seed(fails):
    assert fails(checks.true, False, "No.").seed is None
