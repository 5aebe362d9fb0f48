"""Exceptions are read with their reasons, and a malformed list of them is refused."""

from __future__ import annotations

import pytest

from autograde.course import UserError
from autograde.quality.exceptions import Equivalent, Unanswered, read_exceptions

GOOD = """
[[equivalent]]
exercise = "softmax"
before = "a > b"
after = "a >= b"
reason = "Both give the same at a = b."

[[unanswered]]
exercise = "softmax"
misconception = "overflow"
reason = "It depends on the machine."
"""


def test_exceptions_are_read(tmp_path):
    path = tmp_path / "exceptions.toml"
    assert read_exceptions(path).equivalent == ()
    path.write_text(GOOD, encoding="utf-8")
    found = read_exceptions(path)
    assert found.equivalent == (Equivalent("softmax", "a > b", "a >= b", "Both give the same at a = b."),)
    assert found.unanswered == (Unanswered("softmax", "overflow", "It depends on the machine."),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[equivalent", "not TOML"),
        ("[[same]]\n", "write [[equivalent]] or [[unanswered]], not 'same'"),
        (GOOD.replace("after", "afterwards"), "has the texts after, before, exercise, reason"),
        (GOOD.replace("It depends on the machine.", " "), "says why in `reason`"),
        (GOOD.replace('"overflow"', "3"), "has the texts exercise, misconception, reason"),
    ],
)
def test_a_malformed_list_is_refused(tmp_path, text, words):
    path = tmp_path / "exceptions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_exceptions(path)
    assert words in str(caught.value)
