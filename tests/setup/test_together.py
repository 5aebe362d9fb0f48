"""Tests that share something run in one process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograde.course import find_course
from tests.together import PLACES, scope_of

WRITES = """
import os, pytest, time

@pytest.mark.parametrize("number", range(6))
def test_writes(number):
    time.sleep(0.1)
    open({out!r}, "a").write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


def test_a_page_a_place_and_a_lone_test_are_told_apart():
    assert scope_of("tests/site/test_built_pages.py::test_x[chapters/01_neurons]") == "page chapters/01_neurons"
    assert scope_of("tests/attacks/test_a.py::test_x[1]") == scope_of("tests/attacks/test_b.py::test_y")
    assert scope_of("tests/checks/test_close.py::test_x[1]") != scope_of("tests/checks/test_close.py::test_x[2]")


def test_every_place_is_there():
    assert [place for place in PLACES if not (find_course().root / place).exists()] == []


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.parametrize(("folder", "processes"), [("live", {1}), ("elsewhere", {2})])
def test_pytest_keeps_a_place_in_one_process_and_shares_out_the_rest(tmp_path, folder, processes):
    place = tmp_path / "tests" / folder
    place.mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (place / "test_it.py").write_text(WRITES.format(out=str(tmp_path / "out")))
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-p", "tests.conftest"]
    done = subprocess.run(
        [*command, "--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), str(tmp_path)],
        cwd=find_course().root, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(set((tmp_path / "out").read_text().split())) in processes
