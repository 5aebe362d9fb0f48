"""nbgrader's own tests of `nbgrader autograde`, from the installed package, with our line in each test's config."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SUITE = "nbgrader.tests.apps.test_nbgrader_autograde"
SKIPPED = {"test_many_students", "test_infinite_loop_with_output"}

# A plugin: it adds the line to the config file that nbgrader's fixture writes, and counts workers and kernels.
PLUGIN = '''
import json
import pathlib

import pytest
from jupyter_client.manager import AsyncKernelManager

from autograde.compatible.manager import WorkerManager

COUNTS = {"worker": 0, "kernel": 0}


def counted(kind, name):
    start = kind.start_kernel

    def wrapper(self, *args, **kwargs):
        COUNTS[name] += 1
        return start(self, *args, **kwargs)

    kind.start_kernel = wrapper


counted(WorkerManager, "worker")
counted(AsyncKernelManager, "kernel")


@pytest.fixture(autouse=True)
def one_line(temp_cwd):
    with open("nbgrader_config.py", "a") as file:
        file.write("\\nLINE\\n")


def pytest_sessionfinish():
    pathlib.Path("COUNTS").write_text(json.dumps(COUNTS))
'''


def _run(folder: Path, line: str, *arguments: str) -> tuple[set[str], set[str], set[str], dict[str, int]]:
    """(passed, failed, skipped tests; how many workers and kernels were started)."""
    counts, report = folder / "counts.json", folder / "report.xml"
    plugin = PLUGIN.replace("LINE", line).replace("COUNTS\").write", f'{counts}").write')
    (folder / "line_plugin.py").write_text(plugin)
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
    }
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "line_plugin", "-p", "no:xdist",
        f"--rootdir={folder}", "-c", os.devnull, f"--junitxml={report}", "--pyargs", SUITE, *arguments,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert report.exists(), done.stdout + done.stderr
    passed, failed, skipped = set(), set(), set()
    for case in xml.parse(report).iter("testcase"):
        kinds = {child.tag for child in case}
        where = failed if kinds & {"failure", "error"} else skipped if "skipped" in kinds else passed
        where.add(case.get("name"))
    return passed, failed, skipped, json.loads(counts.read_text())


def _exceptions() -> dict[str, str]:
    lines = (HERE / "nbgrader_exceptions.txt").read_text().splitlines()
    pairs = [line.partition(":") for line in lines if line.strip() and not line.startswith("#")]
    assert all(reason.strip() for _, _, reason in pairs), "every exception has a reason"
    return {name.strip(): reason.strip() for name, _, reason in pairs}


@pytest.mark.slow
@pytest.mark.stock
def test_nbgraders_own_tests_pass(tmp_path):
    passed, failed, skipped, counts = _run(tmp_path, "import autograde.compatible; autograde.compatible.use(c)")
    assert failed == set(_exceptions())
    assert skipped == SKIPPED
    assert len(passed) >= 40
    # The executor was ours; a kernel was started by nbgrader's generate_assignment at most, to write automatic tests.
    assert counts["worker"] >= 40, counts


@pytest.mark.thorough
def test_suite_sees_a_broken_executor(tmp_path):
    """With a planted defect, cells that are never run, the same tests fail."""
    broken = (
        "import autograde.compatible as ours; ours.use(c); from autograde.compatible.preprocessor import "
        "SandboxedExecute as S; S.preprocess_cell = lambda self, cell, resources, index: (cell, resources)"
    )
    passed, failed, _, counts = _run(tmp_path, broken, "-k", "test_side_effects or test_grade_timestamp")
    assert failed == {"test_side_effects"}
    assert passed == {"test_grade_timestamp"}
    assert counts["worker"] >= 2
