"""A warm process: forks one child per request. One such process, UNTRUSTED, is the parent of all workers and holds
nothing of the instructor's; another, TRUSTED, is the parent of all judges.

Over its socket come connections of clients; over a connection come requests (see `client`). It has one thread, and
it ends, with all its children, when the socket it was started with closes.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograde.split import cgroups, kernel, root, sandbox, warm
from autograde.split.client import FAILED, READY
from autograde.split.limits import Limits

_MAX_MESSAGE = 1 << 16
_HIGHEST = 65536  # no descriptor of a warm process has so high a number


class Zygote:
    """The loop of a warm process.

    Parameters
    ----------
    main : socket.socket
        The connection that it was started with.
    fork : callable
        As `os.fork`.
    child : callable
        What a child does with the sockets that came with the request.
    ended : callable
        Called after the end of a child, with the process ids of all others.
    """

    def __init__(
        self,
        main: socket.socket,
        fork: Callable[[], int],
        child: Callable[[list[int]], None],
        ended: Callable[[set[int]], None] = lambda others: None,
    ) -> None:
        self._main, self._fork, self._child, self._ended = main, fork, child, ended
        self._children: dict[socket.socket, set[int]] = {main: set()}

    def serve(self) -> None:
        """Answer requests until the main connection closes."""
        while True:
            for connection in select.select(list(self._children), [], [])[0]:
                try:
                    data, fds, _, _ = socket.recv_fds(connection, _MAX_MESSAGE, 4)
                except ConnectionError:
                    data, fds = b"", []
                if data:
                    self._answer(connection, json.loads(data), fds)
                    continue
                closed = [connection] if connection is not self._main else list(self._children)
                for pid in set().union(*(self._children.pop(one) for one in closed)):
                    _end(pid)
                connection.close()
                self._ended(set().union(*self._children.values()))
                if connection is self._main:
                    return

    def _answer(self, connection: socket.socket, request: dict, fds: list[int]) -> None:
        try:
            reply = self._do(connection, request, fds)
        except OSError as error:
            reply = {"error": f"{request.get('do')}: {error}"}
        finally:
            for fd in fds:
                os.close(fd)
        with contextlib.suppress(ConnectionError):  # its end is noticed by the next select
            connection.send(json.dumps(reply).encode())

    def _do(self, connection: socket.socket, request: dict, fds: list[int]) -> dict:
        if request["do"] == "connect":
            self._children[socket.socket(fileno=os.dup(fds[0]))] = set()
            return {}
        if request["do"] == "kill":
            self._children[connection].discard(request["pid"])
            used = _end(request["pid"])
            self._ended(set().union(*self._children.values()))
            return used
        pid = self._fork()
        if pid == 0:
            self._become_child(fds)
        self._children[connection].add(pid)
        return {"pid": pid}

    def _become_child(self, fds: list[int]) -> None:
        status = 1
        try:
            # Above the standard three, which a worker has to give up.
            kept = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 3) for fd in fds]
            # No child may hold a connection to this process: over it come orders.
            low = 3
            for fd in sorted(kept):
                os.closerange(low, fd)
                low = fd + 1
            os.closerange(low, _HIGHEST)
            self._child(kept)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)


def _end(pid: int) -> dict:
    """Kill a child, and with it its process namespace; what it used."""
    try:
        os.kill(pid, signal.SIGKILL)
        _, status, used = os.wait4(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        return {"status": -1, "cpu": 0.0, "megabytes": 0.0}
    return {"status": status, "cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


@dataclass(frozen=True)
class Trade:
    """What workers of one kind are prepared with, and what they do.

    Parameters
    ----------
    heat : callable
        Imports what notebooks use; what it returns is handed to `work`.
    work : callable
        Called in a worker that is shut in, with its sockets, what `heat` gave, and the limits.
    packages : tuple of str
        Packages of the course to import once all of them are where workers find them.
    processes : bool
        Whether workers may start programs.
    zygote : type
        The loop of the warm process.
    """

    heat: Callable[[], Any]
    work: Callable[[list[int], Any, Limits], None]
    packages: tuple[str, ...] = ()
    processes: bool = False
    zygote: type[Zygote] = Zygote


def main(fd: int, role: str, options: dict) -> None:
    """Start a warm process of one role, "worker" or "judge"."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sock = socket.socket(fileno=fd)
    if role == "judge":
        _serve_judges(sock, options)
    else:
        serve_workers(sock, options, Trade(warm.for_workers, _answer_the_judge, tuple(options["course"])))


def serve_workers(sock: socket.socket, options: dict, trade: Trade) -> None:
    """Fork workers of one trade until `sock` closes.

    Parameters
    ----------
    options : dict
        `walls`, `limits`: the arguments of `Walls` and `Limits`; `course`, `hidden_packages`: as for `make_root`;
        `font_cache`: where Matplotlib keeps its list of fonts; `paths`, `homes`: where workers find packages and
        where their folders are, if there are no namespaces.
    """
    walls, limits = sandbox.Walls(**options["walls"]), Limits(**options["limits"])
    groups = cgroups.Groups.beside_this_process(limits) if walls.cgroup else None
    if walls.namespaces:
        sandbox.enclose()
    kernel.one_arena()
    rules = None
    if walls.seccomp:
        from autograde.split import seccomp

        rules = seccomp.make_filter(processes=trade.processes)
    os.environ.update(sandbox.environment(), MPLCONFIGDIR=options["font_cache"])
    ready = trade.heat()
    forker = sandbox.Forker(walls)
    if walls.namespaces:
        root.make_root(options["course"], tuple(options["hidden_packages"]))
    else:
        sys.path += options["paths"]
    warm.course_packages(list(trade.packages))
    os.environ.clear()
    os.environ.update(sandbox.environment())
    warm.settle()

    def child(fds: list[int]) -> None:
        try:
            home = None if walls.namespaces else tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=options["homes"])
            sandbox.shut_in(limits, walls, rules, options["course"], home)
        except (OSError, ValueError):  # such as a limit that is higher than this machine's own
            os.write(fds[0], FAILED + traceback.format_exc().encode())
            raise
        os.write(fds[0], READY)  # written by the grader's own code: after it comes the student's
        trade.work(fds, ready, limits)

    ended = []  # a process namespace that has ended leaves nothing behind
    if not walls.namespaces:
        kernel.adopt_orphans()
        ended = [_sweep(options["homes"])]
    if groups is not None:
        ended = [groups.kill, *ended, groups.remove]
    fork = forker.fork if groups is None else functools.partial(groups.fork, forker.fork)
    sock.send(b'{"ready": true}')
    trade.zygote(sock, fork, child, lambda others: [clear(others) for clear in ended]).serve()


def _answer_the_judge(fds: list[int], student_shell: Any, limits: Limits) -> None:
    from autograde.split import worker

    student_shell.ipython_dir = os.environ["IPYTHONDIR"]  # until now a folder of the warm process
    worker.main(socket.socket(fileno=fds[0]), student_shell, limits)


def _sweep(homes: str) -> Callable[[set[int]], None]:
    """Where there are no namespaces: end what a worker left running, and delete what it wrote."""

    def sweep(others: set[int]) -> None:
        while strays := _children_of(os.getpid()) - others:
            for pid in strays:
                _end(pid)
        for name in os.listdir(homes):
            if int(name.split("-")[0]) not in others:
                shutil.rmtree(f"{homes}/{name}", ignore_errors=True)

    return sweep


def _children_of(parent: int) -> set[int]:
    found = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:
            if int(file.read().rpartition(")")[2].split()[1]) == parent:
                found.add(int(pid))
    return found


def _serve_judges(sock: socket.socket, options: dict) -> None:
    os.environ.update(MPLCONFIGDIR=options["font_cache"], MPLBACKEND="agg")
    sys.path[:0] = options["paths"]
    warm.for_judges(options["modules"], options["cells"])
    warm.settle()

    def child(fds: list[int]) -> None:
        from autograde.split import judge

        judge.main(socket.socket(fileno=fds[0]), socket.socket(fileno=fds[1]))

    sock.send(b'{"ready": true}')
    Zygote(sock, os.fork, child).serve()
