"""The split grader works with all its walls for a user without any rights; as root the other tests show it."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from autograde.split.walls import probe

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534

PROGRAM = """
import json, os, sys
from autograde.split.engine import Engine
from autograde.split.limits import Limits
from autograde.split.walls import probe
from pathlib import Path
from lesson import Lesson
lesson = Lesson(
    {"look": "def look(): pass", "right": "def right(x): return 2 * x", "wrong": "def wrong(x): return x",
     "bomb": "def bomb(): return 1"},
    {"right": "assert right(3) == 6", "wrong": "assert wrong(1) == 2", "bomb": "assert bomb() == 1",
     "look": "print(__import__('json').dumps(look()))"},
)
found = probe()
with Engine({}, Limits(exercise_seconds=10, submission_seconds=60), found.walls(), font_cache=Path("fonts")) as engine:
    verdicts = lesson.grade(
        engine,
        bomb="import os, time\\ndef bomb():\\n    while True:\\n        if os.fork() == 0: time.sleep(1000)",
        look="import os\\ndef look():\\n    return {'uid': os.getuid(), 'root': os.listdir('/'), 'pids': "
        "[p for p in os.listdir('/proc') if p.isdigit()], 'status': open('/proc/self/status').read()}",
    )
print(json.dumps({
    "uid": os.getuid(), "missing": found.missing(), "seen": json.loads(verdicts["look"].printed),
    "scores": {name: verdict.score for name, verdict in verdicts.items()}
}))
"""


def _python_for_others():
    """A Python of this version that every user may run, and the packages for it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        if os.path.exists(candidate) and _everybody_reaches(os.path.realpath(candidate)):
            return candidate
    return None


def _everybody_reaches(path):
    return all(os.stat(part).st_mode & 0o005 == 0o005 for part in [path, *map(str, Path(path).parents)])


@pytest.fixture
def place():
    """A folder that everybody may read, with the grader's modules in it: the checkout may be closed to others."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        only_python = lambda path, names: [n for n in names if not (n.endswith(".py") or n == "split")]  # noqa: E731
        shutil.copytree(ROOT / "autograde", Path(folder, "autograde"), ignore=only_python)
        shutil.copy(ROOT / "tests" / "split" / "lesson.py", folder)
        shutil.copytree(ROOT / "chapters" / "byhand", Path(folder, "byhand"))
        Path(folder, "fonts").mkdir()
        os.chmod(Path(folder, "fonts"), 0o777)
        yield folder


@pytest.mark.slow
def test_an_ordinary_user_grades_behind_all_walls(place):
    if probe().namespaces and os.geteuid() != 0:
        pytest.skip(f"no namespaces for this user: {probe().namespaces}")
    python, packages = _python_for_others(), sysconfig.get_path("purelib")
    if python is None or not _everybody_reaches(packages):
        pytest.skip("no Python of this version that an ordinary user may run")
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [python, "-c", PROGRAM], cwd=place, capture_output=True, text=True, timeout=120, **user,
        env={"PYTHONPATH": os.pathsep.join([place, packages]), "PATH": "/usr/bin:/bin", "HOME": place,
             "MPLCONFIGDIR": f"{place}/fonts"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    got = json.loads(done.stdout)
    assert got["uid"] != 0
    assert got["missing"] == {}
    assert got["scores"] == {"right": 3.0, "wrong": 0.0, "bomb": 0.0, "look": 3.0}
    assert got["seen"]["pids"] == ["1"]
    assert got["seen"]["uid"] != 0
    assert "tmp" in got["seen"]["root"]
    assert "work" not in got["seen"]["root"]
    assert "CapEff:\t0000000000000000" in got["seen"]["status"]
