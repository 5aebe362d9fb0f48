"""The answer bank is read as it is written, and every mistake in it is told with its place."""

from __future__ import annotations

import pytest

from autograde.course import UserError
from autograde.quality.bank import read_answers, read_bank

GOOD = '''\
# Answers to one exercise.
# %% right: with a loop
total = 0
for value in (1, 2):
    total += value

# %% right: at once

total = sum((1, 2))
# %% wrong: off_by_one - counts one too many
total = 1 + 2 + 1
# %% wrong: empty_sum
total = 0
'''


def test_answers_are_read_in_order_with_their_places(tmp_path):
    path = tmp_path / "adding.py"
    path.write_text(GOOD, encoding="utf-8")
    answers = read_bank(tmp_path)["adding"]
    assert [(a.right, a.misconception, a.note) for a in answers] == [
        (True, None, "with a loop"),
        (True, None, "at once"),
        (False, "off_by_one", "counts one too many"),
        (False, "empty_sum", ""),
    ]
    assert answers[0].source == "total = 0\nfor value in (1, 2):\n    total += value"
    assert answers[1].source == "total = sum((1, 2))"
    assert [a.place for a in answers] == [f"{tmp_path.name}/adding.py:{line}" for line in (2, 7, 10, 12)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1\n", "adding.py:1: start each answer with a line such as"),
        ("# %%\nx = 1\n", "adding.py:1: write `# %% right: NOTE` or"),
        ("# %% Right: a loop\nx = 1\n", "adding.py:1: write `# %% right: NOTE` or"),
        ("# %% right:\nx = 1\n", "adding.py:1: write `# %% right: NOTE` or"),
        ("# %% wrong: Off By One\nx = 1\n", "adding.py:1: after `wrong:` comes a misconception in snake_case"),
        ("# %% wrong: off_by_one counts\nx = 1\n", "adding.py:1: after `wrong:` comes a misconception"),
        ("# %% wrong: a\nx = 1\n#%% right: b\nx = 2\n", "adding.py:3: write `# %% right: NOTE` or"),
        ("# %% right: a\nx = 1\n  # %% wrong: b\nx = 2\n", "adding.py:3: write `# %% right: NOTE` or"),
        ("# %% right: a\nx = 1\n# %% wrong: b\n\n", "adding.py:3: this answer is empty"),
        ("# %% right: a\nx = = 1\n", "adding.py:1: this answer is not Python (line 1 of it"),
        ("# %% right: a\nx = 1\n# %% right: b\nx  =  1  # again\n", "adding.py:3: this is the same program as"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, text, words):
    path = tmp_path / "adding.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_answers(path)
    assert words in str(caught.value)
