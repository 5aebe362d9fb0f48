"""`python -m autograde.quality` fails the build if a bar is missed, and says which."""

from __future__ import annotations

import pytest
from tiny_exercise import TEST

from autograde.quality import __main__ as command


@pytest.fixture
def rows(monkeypatch):
    """What the command shall have measured."""
    planted = []
    monkeypatch.setattr(command, "_measure", lambda course, name, args: planted)
    return planted


def test_it_succeeds_if_every_bar_is_met(rows, measured, capsys):
    rows.append(measured(with_mutants=True))
    assert command.main(["01_neurons"]) == 0
    assert "Every bar is met." in capsys.readouterr().out


def test_it_fails_and_says_why_if_a_bar_is_missed(rows, measured, capsys):
    rows.append(measured(test=TEST.replace("missing_bias", "no_bias")))
    assert command.main(["01_neurons"]) == 1
    printed = capsys.readouterr().out
    assert "the wrong answer missing_bias is named no_bias" in printed
    assert "Every bar is met." not in printed


def test_a_chapter_that_does_not_exist_is_told(capsys):
    assert command.main(["99_nothing"]) == 2
    assert "There is no chapter '99_nothing'" in capsys.readouterr().err
