"""Groups of workers: what is written to them, in a made-up tree; that they kill, in a real one where there is one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.split import cgroups
from autograde.split.limits import Limits

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(memory=1 << 20, disk_bytes=1 << 10, processes=7)


@pytest.fixture
def tree(tmp_path):
    """A delegated group with this process in it."""
    for name, text in (
        ("cgroup.controllers", "cpu memory pids\n"), ("cgroup.procs", f"{os.getpid()}\n"),
        ("cgroup.subtree_control", ""),
    ):  # fmt: skip
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("group", "mount", "folder"),
    [
        ("/", "30 20 0:27 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw", "/sys/fs/cgroup"),
        ("/user.slice/run-1.scope", "30 20 0:27 / /sys/fs/cgroup rw - cgroup2 c rw",
         "/sys/fs/cgroup/user.slice/run-1.scope"),
        ("/docker/abc/x", "30 20 0:27 /docker/abc /sys/fs/cgroup rw - cgroup2 c rw", "/sys/fs/cgroup/x"),
        ("/docker/other", "30 20 0:27 /docker/abc /sys/fs/cgroup rw - cgroup2 c rw", None),
        ("/../x", "30 20 0:27 / /sys/fs/cgroup rw - cgroup2 c rw", None),
        ("/", "30 20 0:27 / /sys/fs/cgroup/memory rw - cgroup c rw,memory", None),
    ],
)  # fmt: skip
def test_the_own_group_is_found_below_its_mount(tmp_path, group, mount, folder):
    (tmp_path / "cgroup").write_text(f"4:memory:/elsewhere\n0::{group}\n")
    (tmp_path / "mountinfo").write_text(mount + "\n")
    assert cgroups.own_group(tmp_path) == (Path(folder) if folder else None)


def test_a_delegated_group_is_divided(tree):
    assert cgroups.why_not(tree) == ""
    (tree / "grader").mkdir()
    assert cgroups.take_over(tree) == ""
    assert (tree / "grader" / "cgroup.procs").read_text() == str(os.getpid())
    assert (tree / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert cgroups.take_over(tree / "grader") == ""  # done already


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("cgroup.controllers", "cpu pids", "no memory controller"),
        ("cgroup.controllers", "", "no memory and no pids controller"),
        ("cgroup.procs", "1\n", "other programs"),
        ("cgroup.procs", None, "cannot be read"),
        ("cgroup.subtree_control", None, "not delegated"),
    ],
)
def test_what_stands_in_the_way_is_said(tree, file, text, reason):
    (tree / file).unlink()
    if text is not None:
        (tree / file).write_text(text)
    assert reason in cgroups.why_not(tree)
    assert reason in cgroups.take_over(tree)
    assert not (tree / "grader").exists()


def test_without_a_hierarchy_that_is_said():
    assert "no cgroup v2" in cgroups.why_not(None)


def test_a_worker_gets_a_group_with_limits_and_leaves_it(tree):
    (tree / "worker-left-over").mkdir()
    groups = cgroups.Groups(tree, LIMITS)
    assert not list(tree.glob("worker-*"))
    assert groups.fork(lambda: 4711) == 4711
    (folder,) = tree.glob("worker-*")
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "memory.max": str((1 << 20) + (1 << 10) + cgroups._MORE), "pids.max": "8", "memory.swap.max": "0",
        "memory.oom.group": "1",
    }  # fmt: skip
    groups.kill({4711})
    assert not (folder / "cgroup.kill").exists()  # it is still at work
    groups.kill(set())
    assert (folder / "cgroup.kill").read_text() == "1"
    for path in folder.iterdir():  # a real group's files go with it
        path.unlink()
    groups.remove(set())
    assert not folder.exists()


def test_a_fork_that_fails_leaves_no_group(tree, monkeypatch):
    def fail():
        for path in tree.glob("worker-*/*"):
            path.unlink()
        raise OSError("no")

    groups = cgroups.Groups(tree, LIMITS)
    with pytest.raises(OSError, match="no"):
        groups.fork(fail)
    assert not list(tree.glob("worker-*"))


REAL = """
import os, sys, time
from pathlib import Path
from autograde.split import cgroups
from autograde.split.limits import Limits
top, controllers = Path(sys.argv[1]), sys.argv[2].split()
(top / "cgroup.procs").write_text(str(os.getpid()))
assert cgroups.own_group() == top, cgroups.own_group()
assert cgroups.take_over(controllers=controllers) == "", cgroups.take_over(controllers=controllers)
assert cgroups.own_group() == top / "grader"
assert cgroups.take_over(controllers=controllers) == ""
class Groups(cgroups.Groups):
    def _write(self, name, file, value):
        if file.split(".")[0] in ("cgroup", *controllers):
            super()._write(name, file, value)
groups = Groups.beside_this_process(Limits(memory=64 << 20, disk_bytes=0, processes=8))
reading, writing = os.pipe()
pid = groups.fork(os.fork)
if pid == 0:
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            break
    os.write(writing, b"x")
    time.sleep(1000)
os.close(writing)
for _ in range(4):
    os.read(reading, 1)
(folder,) = top.glob("worker-*")
assert len((folder / "cgroup.procs").read_text().split()) == 4
groups.kill(set())
os.waitpid(pid, 0)
groups.remove(set())
assert not folder.exists()
if "memory" in controllers:
    pid = groups.fork(os.fork)
    if pid == 0:
        held = [bytearray(1 << 20) for _ in range(1000)]
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -9
    groups.remove(set())
print("done")
"""


@pytest.mark.parametrize("controllers", [(), cgroups.CONTROLLERS], ids=["killing", "limits"])
def test_a_real_group_is_killed_whole_and_removed(controllers):
    """As root in any version 2 hierarchy; with limits where that has the controllers."""
    mounts = [line.split() for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    tops = [Path(fields[4]) for fields in mounts if fields[fields.index("-") + 1] == "cgroup2"]
    if not tops or os.geteuid() != 0 or not os.access(tops[0], os.W_OK):
        pytest.skip("needs root and a cgroup v2 hierarchy that it may write to")
    top = tops[0] / f"test-{os.getpid()}"
    try:
        top.mkdir()
    except OSError as error:
        pytest.skip(f"no group can be made in {tops[0]}: {error.strerror}")
    try:
        lacking = set(controllers) - set((top / "cgroup.controllers").read_text().split())
        if lacking:
            pytest.skip(f"NOT TRIED on a real kernel: cgroup v2 here has no controller for {sorted(lacking)}")
        done = subprocess.run(
            [sys.executable, "-c", REAL, str(top), " ".join(controllers)], cwd=ROOT, capture_output=True, text=True,
            timeout=60,
        )  # fmt: skip
        assert done.stdout == "done\n", done.stderr
    finally:
        for folder in (*top.iterdir(), top):
            if folder.is_dir():
                folder.rmdir()
