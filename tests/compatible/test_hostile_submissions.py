"""A hostile submission harms nobody else: not the batch, not a fellow student, not the instructor's files."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from foreign import Course, answer, graded

MARK = "86399.125"  # seconds that nothing but our planted daemon sleeps
SOURCE = [answer("a", "x = 1"), graded("t", "assert x == 1"), graded("u", "assert True")]
GOOD = {"a": "x = 1"}
FULL = {"t": (1.0, False), "u": (1.0, False)}


def _course(tmp_path: Path) -> Course:
    return Course(tmp_path / "course", SOURCE)


def _scores(course: Course, student: str) -> dict:
    return _of(course.grades()[student])


def _of(row: dict) -> dict:
    return {name: row[name] for name in ("t", "u")}


def _asserted(course: Course, student: str) -> None:
    """The submission's own assertion about what it sees held."""
    cell = course.autograded(student).cells[0]
    assert not [output for output in cell.outputs if output.output_type == "error"], cell.outputs


# {what a submission does: (its code, the seconds that a cell may take)}
HOSTILE = {
    "loop": ("while True:\n    pass", 2),
    "deaf loop": ("from signal import *\nsignal(SIGINT, SIG_IGN)\nwhile True:\n    pass", 2),
    "dying": ("import os\nos._exit(1)", 30),
    "killing itself": ("import os\nos.kill(os.getpid(), 9)\nos.kill(-1, 9)\nos.abort()", 30),
    "leaving the kernel": ("exit()", 30),
    "memory": ("held = []\nwhile True:\n    held.append(bytearray(1 << 26))", 30),
    "fork bomb": ("import os\ntry:\n    while 1:\n        os.fork()\nexcept OSError:\n    pass", 5),
    "flood": ("import sys\nfor _ in range(3000):\n    print('x' * 100_000)", 30),
    "descriptors": ("import os\nfor fd in range(3, 2000):\n    try:\n        os.write(fd, b'}{\\n' * 100)\n"
            "    except OSError:\n        pass", 5),
    "deep": ("get_ipython().kernel.session._sock.sendall(b'[' * 10**6 + b'\\n')", 5),
    "odd message": ("get_ipython().kernel.session._sock.sendall(b'{\"channel\": \"iopub\", \"type\": \"stream\", "
            "\"parent\": 3, \"content\": [], \"buffers\": 1}\\n')", 5),
    "closing": ("import os\nos.closerange(0, 1000)", 5),
    "display": ("import os\nclass A:\n    def __repr__(self):\n        os._exit(3)\nA()", 30),
}  # fmt: skip


@pytest.fixture(scope="module")
def beside(tmp_path_factory) -> dict[str, list[dict | None]]:
    """{hostile submission: the scores of who is graded before it, of itself, and of who is graded after it}."""
    found = {}
    for limit in sorted({timeout for _, timeout in HOSTILE.values()}):
        course = _course(tmp_path_factory.mktemp("hostile"))
        names = [name for name, (_, timeout) in HOSTILE.items() if timeout == limit]
        for place, name in enumerate(names):
            course.submit(f"{place:02}_before", GOOD)
            course.submit(f"{place:02}_hostile", {"a": HOSTILE[name][0]})
        course.submit(f"{len(names):02}_before", GOOD)
        course.autograde(timeout=limit)
        grades = course.grades()
        for place, name in enumerate(names):
            three = (f"{place:02}_before", f"{place:02}_hostile", f"{place + 1:02}_before")
            found[name] = [_of(grades[student]) if student in grades else None for student in three]
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_neighbours_are_graded(beside, name):
    before, hostile, after = beside[name]
    assert (before, after) == (FULL, FULL)
    assert sum(score or 0 for score, _ in hostile.values()) < 2


def test_nothing_of_the_instructors_is_readable(tmp_path):
    course = _course(tmp_path)
    (course.root / "secret.txt").write_text("s")
    paths = [str(course.root / name) for name in ("secret.txt", "gradebook.db", "source", "submitted", "release")]
    paths += [str(Path.home() / ".bashrc"), "/etc/shadow", str(Path(__file__)), str(tmp_path)]
    code = (
        f"import os\nfor path in {paths!r}:\n    assert not os.path.exists(path), path\n"
        "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 1))\nexcept PermissionError:\n    x = 1"
    )
    course.submit("a", {"a": code})
    assert course.autograde()
    _asserted(course, "a")


def test_link_out_of_the_submission_is_not_given_to_it(tmp_path):
    course = _course(tmp_path)
    (course.root / "secret.txt").write_text("s")
    folder = course.submit("a", {"a": "import os\nassert sorted(os.listdir()) == "
                                      "['data.csv', 'helper.py', 'mine.txt', 'p1.ipynb'], os.listdir()"}, mine__txt="m")
    (folder / "data").symlink_to(course.root / "secret.txt")
    assert course.autograde()
    _asserted(course, "a")


def test_home_does_not_outlive_the_submission(tmp_path):
    course = _course(tmp_path)
    code = (
        "import os, pathlib\nhome = pathlib.Path.home()\n"
        "place = home / '.ipython/profile_default/startup/evil.py'\n"
        "assert not place.exists()\nplace.parent.mkdir(parents=True)\nplace.write_text('x = 1')\n"
        "assert not pathlib.Path('/tmp/left').exists()\npathlib.Path('/tmp/left').write_text('x')"
    )
    before = set(Path.home().glob(".ipython/profile_default/startup/*"))
    course.submit("a", {"a": code})
    course.submit("b", {"a": code})
    assert course.autograde()
    _asserted(course, "a")
    _asserted(course, "b")
    assert set(Path.home().glob(".ipython/profile_default/startup/*")) == before


def test_daemon_ends_with_the_submission(tmp_path):
    course = _course(tmp_path)
    code = f"import subprocess\nx = subprocess.Popen(['sleep', '{MARK}'], start_new_session=True).pid\nassert x"
    course.submit("a", {"a": code})
    assert course.autograde()
    _asserted(course, "a")
    assert _settles(lambda: not _sleeping())


def test_planted_daemon_is_seen():
    """The search for daemons finds one."""
    pid = os.spawnlp(os.P_NOWAIT, "sleep", "sleep", MARK)
    try:
        assert _settles(_sleeping)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def _settles(condition) -> bool:
    return any(condition() or time.sleep(0.05) for _ in range(100))


def _sleeping() -> bool:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(MARK.encode() in path.read_bytes().split(b"\0"))
        except OSError:
            continue
    return any(found)


def test_files_cannot_be_written_outside(tmp_path):
    """What the student's process says about its files is believed only as far as it stays in the folder."""
    course = _course(tmp_path)
    index = json.dumps({"files": [["../../../../escaped.txt", 1, False]]})
    code = (
        "import threading, time, os\nfrom autograde.compatible import folder\n"
        f"index = {index!r}.encode()\n"
        "def pack(file, *args, **more):\n"
        "    file.seek(0); file.truncate(); file.write(len(index).to_bytes(8, 'little') + index + b'x')\n"
        "folder.pack = pack\nx = 1"
    )
    course.submit("a", {"a": code})
    assert course.autograde()
    assert _scores(course, "a") == FULL
    assert not list(tmp_path.rglob("escaped.txt"))


def _cell(notebook: dict, grade_id: str) -> dict:
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def _copied(grade_id: str):
    def change(notebook):
        notebook["cells"].append({**json.loads(json.dumps(_cell(notebook, grade_id))), "id": "copied"})

    return change


def _version(version):
    def change(notebook):
        _cell(notebook, "a")["metadata"]["nbgrader"]["schema_version"] = version

    return change


def _emptied(notebook):
    notebook["cells"].append(
        {"id": "x", "cell_type": "code", "source": "1", "metadata": {"nbgrader": {}}, "outputs": [],
         "execution_count": None}
    )  # fmt: skip


PILLS = {
    "copied answer": _copied("a"),
    "copied test": _copied("t"),
    "emptied metadata": _emptied,
    "old version": _version(1),
    "new version": _version(99),
    "version as text": _version("3"),
}


def test_metadata_that_ends_a_batch_is_mended(tmp_path):
    course = _course(tmp_path)
    for place, change in enumerate(PILLS.values()):
        course.submit(f"{place}_poisoned", GOOD, change=change)
        course.submit(f"{place}_right", GOOD)
    assert course.autograde()
    students = [f"{place}_{what}" for place in range(len(PILLS)) for what in ("poisoned", "right")]
    assert {student: _of(row) for student, row in course.grades().items()} == dict.fromkeys(students, FULL)


def test_pill_ends_a_batch_without_mending(tmp_path):
    """The submissions above do what they are said to do: without the mending, the batch ends."""
    course = _course(tmp_path)
    course.submit("a_poisoned", GOOD, change=PILLS["copied answer"])
    course.submit("b_after", GOOD)
    config = course.config()
    config.Autograde.sanitize_preprocessors = config.Autograde.sanitize_preprocessors[1:]
    assert not course.autograde(config=config)
    assert "b_after" not in course.grades()
