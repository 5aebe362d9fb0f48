"""Where CI=true, a test that was skipped for want of something does not pass for one that was run."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from autograde.course import find_course

FILES = {
    "known": "import pytest\n\ndef test_it():\n    pytest.skip('NO CONTROL GROUP can be made here')\n",
    "unknown": "import pytest\n\ndef test_it():\n    pytest.skip('no time today')\n",
    "package": "import pytest\n\npytest.importorskip('no_such_package')\n\ndef test_it():\n    pass\n",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "ci", "lost"),
    [
        (FILES, "true", ["no time today", "no_such_package"]),
        (["known"], "true", []),
        (FILES, "", []),
    ],
    ids=["on CI", "on CI, for a known reason", "elsewhere"],
)
def test_a_skip_for_an_unknown_reason_fails_on_ci_and_is_named(tmp_path, files, ci, lost):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_runs.py").write_text("def test_it():\n    pass\n")
    for name in files:
        (tmp_path / f"test_{name}.py").write_text(FILES[name])
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-p", "tests.conftest"]
    done = subprocess.run(
        [*command, "--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), str(tmp_path)],
        cwd=find_course().root, env=os.environ | {"CI": ci}, capture_output=True, text=True,
    )  # fmt: skip
    told = [line for line in done.stdout.splitlines() if line.startswith("Not to be skipped on CI")]
    assert len(told) == len(lost), done.stdout + done.stderr
    assert all(any(word in line for line in told) for word in lost)
    assert done.returncode == (1 if lost else 0)
