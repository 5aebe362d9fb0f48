"""A machine without Chromium is never mistaken for one where the browser tests passed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.course import find_course

ONE_TEST = "test_figure_in_browser.py::test_focus_can_be_seen"


def run_without_chromium(**environment):
    """One browser test, run where no program can be found on PATH."""
    variables = {k: v for k, v in os.environ.items() if k != "CI" and not k.startswith("PYTEST_")}
    variables |= {"PATH": "/nowhere", **environment}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(Path(__file__).parent / ONE_TEST)]
    return subprocess.run(command, env=variables, cwd=find_course().root, capture_output=True, text=True)


@pytest.mark.slow
def test_browser_tests_are_skipped_with_a_last_line_that_says_so():
    done = run_without_chromium()
    assert done.returncode == 0
    assert "1 browser tests were NOT run. Chromium is not installed: `make browser` installs it." in done.stdout


@pytest.mark.slow
def test_browser_tests_fail_in_ci():
    done = run_without_chromium(CI="true")
    assert done.returncode == 1
    assert "`make browser` installs it" in done.stdout
