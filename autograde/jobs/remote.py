"""TRUSTED. In each worker of a cluster: keeps a desk for each chapter, and refuses where it is not the grader's equal.

A worker needs this package, the packages that it imports, and nothing else: no disk that it shares, no gradebook. What
it is sent to do comes as bytes; what it answers is a kind and bytes or text, never an exception of its own.
"""

from __future__ import annotations

import hashlib
import platform
import tempfile
import threading
import weakref
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from autograde.course import Course, UserError
from autograde.doctor import require_walls
from autograde.jobs.desk import Chapter, Desk, Task
from autograde.outcome import Cancelled
from autograde.split.client import CannotStart

# Verdicts depend on these, and on Python and the grader itself.
_PACKAGES = ("numpy", "scipy", "scikit-learn", "matplotlib", "ipython", "ipywidgets", "nbformat", "nbgrader")
GRADED, STOPPED, STUMBLED = "graded", "stopped", "stumbled"
UNFIT = "unfit"  # with this worker's address and the reason


class Sealed:
    """A chapter on its way to the workers. Dask keeps it in each worker's memory until the grader lets go of it.

    Parameters
    ----------
    data : bytes
        `Chapter.to_bytes`.
    run : str
        Of which run of the grader and which chapter; unique.
    made_by : dict of str to str
        The grader's own `versions`.
    without_walls : bool
        Whether to grade on a machine that cannot shut the students' code in.
    """

    def __init__(self, data: bytes, run: str, made_by: dict[str, str], without_walls: bool) -> None:
        self.data, self.run, self.made_by, self.without_walls = data, run, made_by, without_walls


@dataclass(frozen=True)
class Introduction:
    """What a worker says of itself before it is given work: its versions, why it refuses, what it does without."""

    versions: dict[str, str]
    refusal: str
    unprotected: tuple[str, ...]


_turn = threading.Lock()
_desks: weakref.WeakKeyDictionary[Sealed, Desk] = weakref.WeakKeyDictionary()
# Why nothing of a chapter can be graded here: told at once, where each further try would take seconds.
_unfit: weakref.WeakKeyDictionary[Sealed, str] = weakref.WeakKeyDictionary()


@cache
def versions() -> dict[str, str]:
    """What has to be the same wherever submissions of one class are graded."""
    grader = digest(Path(__file__).resolve().parents[1])
    found = {"the grader": grader, "Python": ".".join(platform.python_version_tuple()[:2])}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def digest(package: Path) -> str:
    """Of the grader's modules. Those in nbgrader's folders beside them are notebooks' packages and hand-ins."""
    course = Course(package.parent)
    beside = {course.source, course.release, course.submitted, course.autograded, course.feedback}
    inside = [folder for folder in package.iterdir() if folder.is_dir() and folder not in beside]
    hashed = hashlib.sha256()
    for path in sorted([*package.glob("*.py"), *(path for folder in inside for path in folder.rglob("*.py"))]):
        hashed.update(f"\0{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes())
    return hashed.hexdigest()[:12]


def differences(here: dict[str, str], there: dict[str, str]) -> list[str]:
    """In words, what a worker has that the grader has not."""
    names = here.keys() | there.keys()
    return [f"{name} {there.get(name)} instead of {here.get(name)}" for name in sorted(names)
            if here.get(name) != there.get(name)]  # fmt: skip


def not_equal(different: list[str]) -> str:
    """Why a worker with these `differences` does not grade, and what to do."""
    return (
        f"it is not this grader's equal: it has {'; '.join(different)}. Verdicts must not depend on where they are "
        "made: install the same there, and start the worker anew"
    )


def introduce(without_walls: bool) -> Introduction:
    """What this worker is."""
    try:
        _, unprotected = require_walls(without_walls)
    except UserError as error:
        return Introduction(versions(), str(error), ())
    return Introduction(versions(), "", tuple(unprotected))


def grade(sealed: Sealed, task: Task) -> tuple[str, bytes | str]:
    """What the scheduler calls here for each submission: what became of it, and the result or why there is none."""
    try:
        return GRADED, _desk(sealed).grade(task)
    except CannotStart as error:
        _unfit[sealed] = str(error)
        return UNFIT, f"{_address()} {error}"
    except Cancelled:
        return STOPPED, ""
    except Exception as error:  # some do not survive the way back, and Dask waits for ever
        return STUMBLED, f"{type(error).__name__}: {error}"[:500]


def stop(run: str) -> None:
    """The run is being stopped: end what is being graded for it."""
    with _turn:
        desks = [desk for sealed, desk in _desks.items() if sealed.run == run]
    for desk in desks:
        desk.cancel()


def _desk(sealed: Sealed) -> Desk:
    with _turn:
        if sealed in _unfit:
            raise CannotStart(_unfit[sealed])
        if sealed not in _desks:
            try:
                _desks[sealed] = _set_up(sealed)
            except (UserError, OSError) as error:  # such as a disk that is full, or another version
                _unfit[sealed] = str(error)  # noted before the next task gets its turn
                raise CannotStart(str(error)) from error
        return _desks[sealed]


def _set_up(sealed: Sealed) -> Desk:
    """Warm processes that end, and files that go, as soon as `sealed` is let go of."""
    different = differences(sealed.made_by, versions())
    if different:
        raise UserError(not_equal(different))
    worker = _worker()
    _stop_profile(worker)
    weakref.finalize(sealed, _resume_profile, worker)
    walls, unprotected = require_walls(sealed.without_walls)
    # Its own folder, which Dask clears should it be killed.
    folder = tempfile.TemporaryDirectory(prefix="chapter-", dir=worker and worker.local_directory)
    desk = Desk(Chapter.from_bytes(sealed.data, Path(folder.name)), walls, unprotected)
    weakref.finalize(sealed, _clear_away, desk, folder)
    return desk


def _worker() -> Any:
    """Dask's worker that this runs in; None if it does not."""
    from distributed import get_worker

    try:
        return get_worker()
    except ValueError:
        return None


def _address() -> str:
    """This worker's, as the scheduler knows it."""
    worker = _worker()
    return worker.contact_address or worker.address if worker else "-"


def _profile(worker: Any) -> Any:
    """What calls Dask's profiler in this worker; None if whoever started the worker has switched that off."""
    return worker and worker.periodic_callbacks.get("profile")


def _stop_profile(worker: Any) -> None:
    """Let Dask not profile this worker.

    A hundred times a second it notes where each thread is, and keeps that for a quarter of an hour: 100 MB of grading.
    """
    profile = _profile(worker)
    if profile is not None:
        worker.loop.add_callback(profile.stop)


def _resume_profile(worker: Any) -> None:
    """Let it go on, if no chapter is graded here any more."""
    profile = _profile(worker)
    if profile is None:
        return

    def start() -> None:
        if not _desks:  # asked later, by the loop: now the chapter that goes may still be among them
            profile.start()

    with suppress(RuntimeError):  # the worker is ending
        worker.loop.add_callback(start)


def _clear_away(desk: Desk, folder: tempfile.TemporaryDirectory) -> None:
    desk.close()
    folder.cleanup()
