"""What a student's code finds around it: nothing of the instructor's, no network, no way out."""

import ast
import os
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import BYHAND, QUICK
from lesson import POINTS, Lesson

from autograde.split import root
from autograde.split.engine import Engine
from autograde.split.walls import probe

FINDINGS = probe()
needs_namespaces = pytest.mark.skipif(bool(FINDINGS.namespaces), reason=f"no namespaces here: {FINDINGS.namespaces}")
ROOT = BYHAND.parents[1]


def test_this_machine_has_walls_at_all():
    """Where none can be put up, the other tests of this file would show nothing."""
    assert not (FINDINGS.namespaces and FINDINGS.landlock), FINDINGS.missing()


@pytest.mark.parametrize(
    "path",
    [str(ROOT / "autograde"), str(ROOT / "solutions"), str(ROOT / ".git"), __file__, "/etc/shadow", "/etc/hostname",
     "/var", "/sys", os.path.expanduser("~/.ssh"), os.path.expanduser("~/.cache"), "/proc/1/root/etc/shadow"],
)  # fmt: skip
def test_the_instructors_files_are_not_there(peek, path):
    assert peek(f"os.access({path!r}, os.R_OK)") is False


@needs_namespaces
@pytest.mark.parametrize("start", ["/", str(ROOT)])
def test_no_name_is_in_the_root_but_those_on_the_way_to_python_and_the_course(peek, start):
    """Wherever the environment lies, also in the checkout: it keeps its path, and nothing beside it is there."""
    given = {"/course/byhand", "/home/student", "/proc", "/dev", "/etc/passwd", "/tmp", *root.readable()}
    given |= {path for path in root._SYSTEM if os.path.islink(path)}
    walk = (
        f"given = {sorted(given)!r}\n    extra = []\n    def walk(folder):\n"
        "        for name in os.listdir(folder):\n            path = os.path.join(folder, name)\n"
        "            if path in given: continue\n"
        "            if any(one.startswith(path + '/') for one in given): walk(path)\n"
        f"            else: extra.append(path)\n    if os.path.isdir({start!r}): walk({start!r})"
    )
    assert peek("extra", walk) == []


@needs_namespaces
def test_the_folders_of_the_checkout_hold_nothing_but_the_environment(peek):
    """The same by other means: what the instructor has there, and a student's code does not."""
    inside = set(peek(f"os.listdir({str(ROOT)!r}) if os.path.isdir({str(ROOT)!r}) else []"))
    environment = {Path(path).relative_to(ROOT).parts[0] for path in root.readable() if _below(path, ROOT)}
    assert inside == environment
    assert not inside & {"autograde", "solutions", "tests", "chapters", ".git", "_build"}


def _below(path, folder):
    return Path(path).is_relative_to(folder)


@needs_namespaces
@pytest.mark.parametrize(("mode", "umask"), [(0o755, 0o022), (0o700, 0o022), (0o700, 0o077)])
def test_what_is_given_can_be_read_also_from_a_folder_that_is_closed_to_others(tmp_path, mode, umask):
    """And the tests above can fail: a folder of the course that holds more than it should is seen."""
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "deep" / "secret").write_text("text")
    os.chmod(tmp_path / "data", mode)
    lesson = Lesson({"f": "def f(): pass"}, {"f": "print(f())"})
    answer = "import os\ndef f(): return os.listdir('/course/data'), open('data/deep/secret').read()"
    before = os.umask(umask)
    try:
        with Engine({"data": tmp_path / "data", "byhand": BYHAND}, QUICK, FINDINGS.walls()) as engine:
            assert ast.literal_eval(lesson.grade(engine, f=answer)["f"].printed) == (["deep"], "text")
    finally:
        os.umask(before)


@needs_namespaces
def test_packages_and_their_data_work_where_they_lie(engine):
    """What is imported only now, and files that packages read late."""
    answer = (
        "import os\ndef f():\n    import matplotlib, numpy.polynomial, wave, numpy as np\n"
        "    import matplotlib.sankey, matplotlib.style, matplotlib.font_manager as fonts\n"
        "    matplotlib.style.use('ggplot')\n"
        "    assert os.path.exists(np.__file__) and os.path.isdir(matplotlib.get_data_path())\n"
        "    assert os.path.exists(fonts.findfont('STIXGeneral'))\n    return 1"
    )
    lesson = Lesson({"f": "def f(): return 1"}, {"f": "assert f() == 1"})
    assert lesson.grade(engine, f=answer)["f"].score == POINTS


@needs_namespaces
def test_the_root_holds_only_what_python_needs(peek):
    assert peek("os.listdir('/course')") == ["byhand"]
    assert peek("os.listdir('/home')") == ["student"]
    assert set(peek("os.listdir('/etc')")) <= {"ld.so.cache", "fonts", "localtime", "passwd"}


@needs_namespaces
def test_nothing_can_be_written_outside_the_own_home(peek):
    writes = (
        "import tempfile\n    def writable(p):\n        try:\n            tempfile.TemporaryFile(dir=p).close()\n"
        "            return True\n        except OSError:\n            return False"
    )
    places = ["/", "/usr/lib", "/course", "/course/byhand", "/etc", "/dev", "/home", "/proc"]
    assert peek(f"[p for p in {places} if writable(p)]", writes) == []
    assert peek("[writable(p) for p in ('.', '/home/student', '/tmp')]", writes) == [True] * 3


def test_nothing_remains_for_the_next_student(peek):
    assert peek("open('left.txt', 'w').write('x')") == 1
    assert peek("os.path.exists('left.txt')") is False


def test_the_environment_holds_no_secret_and_no_sign_of_grading(monkeypatch):
    monkeypatch.setenv("API_TOKEN", "very-secret")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    answer = "import os\ndef f():\n    return dict(os.environ), open('/proc/self/environ').read()"
    lesson = Lesson({"f": answer}, {"f": "print(f())"})
    with Engine({}, QUICK, FINDINGS.walls()) as engine:
        seen = lesson.grade(engine)["f"].printed
    assert "HOME" in seen
    for word in ("very-secret", "API_TOKEN", "NBGRADER", "BYHAND_SEED", str(ROOT)):
        assert word not in seen


CLONE = 56 if os.uname().machine == "x86_64" else 220
REFUSED = "PermissionError"
# {what leads out: (what tries it, what it raises)}; a C function that is refused returns -1.
CALLS = {
    "a TCP connection": ("import socket; socket.socket().connect(('127.0.0.1', 80))", REFUSED),
    "a UDP socket": ("import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", REFUSED),
    "a unix socket": ("import socket; socket.socket(socket.AF_UNIX)", REFUSED),
    "a netlink socket": ("import socket; socket.socket(socket.AF_NETLINK)", REFUSED),
    "a name to resolve": ("import socket; socket.getaddrinfo('example.org', 80)", "gaierror"),
    "a new user namespace": ("import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0", "AssertionError"),
    "a mount": ("import ctypes; assert ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, None) == 0",
                "AssertionError"),
    "tracing": ("import ctypes; assert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0", "AssertionError"),
    "becoming root": ("os.setuid(0)", REFUSED if FINDINGS.namespaces else "OSError"),  # there is no root in a namespace
    "the clock": ("import time; time.clock_settime(time.CLOCK_REALTIME, 0)", REFUSED),
    "a raised limit": ("import resource; resource.setrlimit(resource.RLIMIT_NPROC, (10**6, 10**6))", "ValueError"),
    "a process": ("os.fork() or os._exit(0)", REFUSED),
    "a process by clone": (f"import ctypes; new = ctypes.CDLL(None).syscall({CLONE}, 17, 0, 0, 0, 0)\n"
                           "        new or os._exit(0)\n        assert new > 0", "AssertionError"),
    "a program": ("import subprocess; subprocess.run([sys.executable, '-c', ''], check=True)", REFUSED),
    "a program in its own place": ("os.execv(sys.executable, [sys.executable, '-c', ''])", REFUSED),
    "large buffers in the kernel": ("import socket; socket.socketpair()[0].setsockopt(1, 7, 10**7)", REFUSED),
    "memory without an address": ("os.memfd_create('x')", REFUSED),
    "a System V segment": ("import ctypes; assert ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0", "AssertionError"),
    "a System V queue": ("import ctypes; assert ctypes.CDLL(None).msgget(0, 0o1600) >= 0", "AssertionError"),
    "a set-uid program": ("import subprocess as s; s.run(['su', '-c', 'true'], check=True, stdin=s.DEVNULL)", REFUSED),
    "scipy": ("import scipy.special", "ModuleNotFoundError"),
    "nbgrader": ("import nbgrader.api", "ModuleNotFoundError"),
}  # fmt: skip
# What nothing but the filter is in the way of.
BY_THE_FILTER = {
    "a UDP socket", "a unix socket", "a process", "a process by clone", "a program", "a program in its own place",
    "large buffers in the kernel", "memory without an address", "a System V segment", "a System V queue",
}  # fmt: skip


def attempted(engine, code):
    """How a call ends in a worker: "done", the name of what it raises, or what became of the worker."""
    answer = (
        f"import os, sys\ndef f():\n    try:\n        {code}\n    except BaseException as e:\n"
        "        return type(e).__name__\n    return 'done'"
    )
    verdict = Lesson({"f": "def f(): pass"}, {"f": "print(f())"}).grade(engine, f=answer)["f"]
    return verdict.printed.strip() if verdict.status == "ok" else verdict.status


@pytest.mark.parametrize(("code", "expected"), CALLS.values(), ids=CALLS)
def test_what_leads_out_is_refused(engine, code, expected):
    assert attempted(engine, code) == expected


@needs_namespaces
def test_without_the_filter_the_same_calls_are_made():
    """So they are right ones, and it is the filter that refuses them; another program in its place ends the worker."""
    with Engine({"byhand": BYHAND}, QUICK, replace(FINDINGS.walls(), seccomp=False)) as engine:
        ends = {name: attempted(engine, CALLS[name][0]) for name in BY_THE_FILTER}
    assert ends == dict.fromkeys(BY_THE_FILTER, "done") | {"a program in its own place": "killed"}


def test_new_namespaces_are_refused_through_clone_too(peek):
    call = "import ctypes\n    libc = ctypes.CDLL(None)\n    number = 56 if os.uname().machine == 'x86_64' else 220"
    assert peek("libc.syscall(number, 0x10000011, 0, 0, 0, 0)", call) == -1


@needs_namespaces
def test_a_worker_sees_its_own_processes_only(peek):
    assert peek("[p for p in os.listdir('/proc') if p.isdigit()]") == ["1"]
    assert peek("os.getpid()") == 1


def test_a_worker_is_not_root_and_cannot_become_it(peek):
    status = peek("{l.split(':')[0]: l.split(':')[1].split() for l in open('/proc/self/status')}")
    assert "0" not in status["Uid"]
    assert all(int(status[name][0], 16) == 0 for name in ("CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb"))
    assert status["NoNewPrivs"] == ["1"]
    if not FINDINGS.seccomp:
        assert status["Seccomp"] == ["2"]


def test_a_worker_holds_no_descriptor_but_its_line(peek):
    held = (
        "names = {}\n    for fd in range(1024):\n        try: names[fd] = os.readlink(f'/proc/self/fd/{fd}')\n"
        "        except OSError: pass"
    )
    names = peek("names", held)
    (line,) = set(names) - {0, 1, 2}
    assert names[line].startswith("socket:")
    assert {names[fd] for fd in (0, 1, 2)} == {"/dev/null"}


@needs_namespaces
def test_the_disk_is_small(peek):
    fill = (
        "got = None\n    try:\n        for i in range(100):\n            open(f'f{i}', 'wb').write(bytes(10 << 20))\n"
        "    except OSError as e:\n        got = i"
    )
    assert 0 < peek("got", fill) <= QUICK.disk_bytes / (10 << 20)


def test_a_large_file_cannot_be_written(peek):
    write = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n    got = 'done'\n    try:\n"
        "        open('f', 'wb').write(bytes(40 << 20))\n    except OSError:\n        got = 'refused'"
    )
    assert peek("got", write) == "refused"


def test_the_courses_own_package_is_there_for_the_student(engine):
    answer = "from byhand import checks as c\ndef f(): return c.__name__"
    lesson = Lesson({"f": answer}, {"f": "assert f() == 'byhand.checks'"})
    assert lesson.grade(engine)["f"].score == POINTS


def test_the_probe_reports_each_wall_and_what_to_do_about_a_missing_one():
    assert FINDINGS.system == "Linux"
    without = type(FINDINGS)("Linux", False, "not permitted", "no libseccomp", "", "", "")
    assert set(without.missing()) == {"namespaces", "seccomp"}
    assert "pyseccomp" in without.missing()["seccomp"]
    assert without.walls() == type(without.walls())(namespaces=False, landlock=True, seccomp=False)


@pytest.fixture(scope="module")
def without_namespaces():
    """What is left on a machine that allows no namespaces, and is used only if the instructor insists."""
    walls = FINDINGS.walls()
    with Engine({"byhand": BYHAND}, QUICK, type(walls)(False, walls.landlock, walls.seccomp)) as running:
        yield running


@pytest.mark.skipif(bool(FINDINGS.landlock or FINDINGS.seccomp), reason="Landlock or seccomp is missing here")
@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ("import os\ndef f():\n    return os.getuid() == 0", False),
        ("def f():\n    try:\n        return open('/etc/hostname').read()\n    except OSError:\n        return 0", 0),
        (f"import os\ndef f():\n    try: return os.listdir({str(ROOT)!r})\n    except OSError: return 0", 0),
        ("import socket\ndef f():\n    try:\n        socket.socket()\n    except OSError:\n        return 1", 1),
        ("from byhand import checks as c\nopen('x', 'w').close()\ndef f(): return c.__name__", "byhand.checks"),
    ],
)
def test_without_namespaces_landlock_and_seccomp_still_shut_in(without_namespaces, answer, seen):
    lesson = Lesson({"f": "def f(): pass"}, {"f": f"assert f() == {seen!r}"})
    assert lesson.grade(without_namespaces, f=answer)["f"].score == POINTS


@pytest.mark.parametrize("seccomp", [True, False])
def test_without_namespaces_nothing_is_left_running_or_written(seccomp):
    """With the filter no process can be started; without it, what was started is ended."""
    mark = f"left-{os.getpid()}"
    answer = (
        "import ctypes, os, time\ndef f():\n"
        f"    ctypes.CDLL(None).prctl(15, {mark.encode()!r}, 0, 0, 0)\n    if os.fork() == 0:\n        os.setsid()\n"
        "        if os.fork() == 0: time.sleep(1000)\n        os._exit(0)\n    return 1"
    )
    lesson = Lesson({"f": "def f(): pass"}, {"f": "assert f() == 1"})
    walls = FINDINGS.walls()
    with Engine({}, QUICK, type(walls)(False, walls.landlock, walls.seccomp and seccomp)) as engine:
        assert lesson.grade(engine, f=answer)["f"].score == (0 if walls.seccomp and seccomp else POINTS)
        assert os.listdir(engine._homes.name) == []
        assert mark not in [_name(pid) for pid in filter(str.isdigit, os.listdir("/proc"))]


def test_the_kernels_buffers_hold_little(peek):
    """No limit of a process counts what waits in them, so there must not be room for much."""
    fill = (
        "import socket\n    held, sent = [], 0\n    try:\n        while True:\n"
        "            held += socket.socketpair()\n            for one in held[-2:]:\n"
        "                one.setblocking(False)\n                try:\n"
        "                    while True: sent += one.send(bytes(4096))\n"
        "                except BlockingIOError: pass\n    except OSError: pass"
    )
    assert peek("sent", fill) < 200e6


def test_waiting_for_coroutines_works(engine):
    answer = "import asyncio\nawait asyncio.sleep(0)\ndef f(): return asyncio.new_event_loop().is_closed()"
    lesson = Lesson({"f": "def f(): pass"}, {"f": "assert f() is False"})
    assert lesson.grade(engine, f=answer)["f"].score == POINTS


def test_threads_can_be_started_up_to_a_number(peek):
    start = (
        "import threading\n    wait, n = threading.Event(), 0\n    try:\n        while n < 1000:\n"
        "            threading.Thread(target=wait.wait, daemon=True).start(); n += 1\n"
        "    except RuntimeError: pass\n    wait.set()"
    )
    assert 16 <= peek("n", start) <= QUICK.processes


def test_a_line_that_starts_a_program_costs_nothing(engine):
    """`!pip install` at the top of an answer does nothing, and the rest of the answer counts."""
    lesson = Lesson({"f": "def f(): pass"}, {"f": "assert f() == (1, [])"})
    answer = "!pip install numpy\n%pip install scipy\nfiles = !ls\ndef f(): return 1, list(files)"
    assert lesson.grade(engine, f=answer)["f"].score == POINTS


def _name(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""
