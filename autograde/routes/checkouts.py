"""Git checkouts, one a student: GitHub Classroom's `ASSIGNMENT-USER/`, or folders named by the student alone.

`gh classroom clone student-repos` clones into a folder `ASSIGNMENT-submissions` (its README and scripts that call it),
where each checkout is `ASSIGNMENT-USER`. The time is that of the last commit: the student's own computer wrote it, so
it can be wrong or made up; GitHub's list of pushes cannot. A checkout's settings may name programs to run, so `git`
never works in it: it reads the one commit from the checkout's objects as those of an empty repository of our own.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Collection
from functools import cache
from pathlib import Path

from autograde.archive import Top, Tree
from autograde.course import STUDENT_ID
from autograde.parcel import read_regular_file
from autograde.roster import Handle
from autograde.routes.way import Found, HandIn, Route, most
from autograde.wording import shown

_BRANCH = re.compile(r"refs/heads/[\w-][\w./-]*")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SECONDS = 20  # for one commit


def _is_checkout(top: Top) -> bool:
    return top.is_folder and top.path is not None and (top.path / ".git").is_dir()


@cache
def _own_repository() -> tempfile.TemporaryDirectory:
    """An empty repository, whose settings are git's own."""
    folder = tempfile.TemporaryDirectory(prefix="collect-")
    _git(folder.name, {}, "init", "--quiet", "--bare")
    return folder


def _git(repository: str, environment: dict[str, str], *command: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    kept |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_NO_LAZY_FETCH": "1", **environment}
    done = subprocess.run(
        ["git", f"--git-dir={repository}", *command],
        env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS, check=True,
    )  # fmt: skip
    return done.stdout


def _head(git: Path) -> str:
    """The number of the commit that is checked out; "" if there is none."""
    head = _text(git / "HEAD")
    if not head.startswith("ref: "):
        return head
    branch = head.removeprefix("ref: ")
    if not _BRANCH.fullmatch(branch) or ".." in branch:
        return ""
    if (git / branch).is_file():
        return _text(git / branch)
    packed = (line.split(" ", 1) for line in _text(git / "packed-refs", 2**20).splitlines())
    return next((pair[0] for pair in packed if pair[1:] == [branch]), "")


def _text(path: Path, limit: int = 1000) -> str:
    return read_regular_file(path, limit).decode("ascii", "replace").strip() if path.exists() else ""


def last_commit(folder: Path) -> float | None:
    """When the last commit was made, in seconds since 1970; None if that cannot be read."""
    git = folder / ".git"
    if git.is_symlink():
        return None
    try:
        commit = _head(git)
        if not _COMMIT.fullmatch(commit):
            return None
        objects = {"GIT_OBJECT_DIRECTORY": str((git / "objects").resolve())}
        answer = _git(_own_repository().name, objects, "rev-list", "--max-count=1", "--timestamp", commit)
        return float(answer.split()[0])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def _user(name: str, prefix: str, known: list[str]) -> str:
    """The part of a checkout's name that is the student's."""
    for start in (prefix, *known, *(chapter.replace("_", "-") for chapter in known)):
        if start and name.startswith(f"{start}-"):
            return name.removeprefix(f"{start}-")
    return name


def sort(tree: Tree, known: list[str], ids: Collection[str]) -> Found:
    found = Found()
    checkouts = [top for top in tree.tops if _is_checkout(top)]
    found.problems += [f"{top.label}: no Git checkout" for top in tree.tops if top not in checkouts]
    prefix = tree.path.name.removesuffix("-submissions") if tree.path.name.endswith("-submissions") else ""
    undated = []
    for top in checkouts:
        user = _user(top.name, prefix, known)
        moment = last_commit(top.path)
        if moment is None:
            undated.append(shown(top.name))
        fallback = user if STUDENT_ID.fullmatch(user) else ""
        who = Handle(id=user, github=user)
        found.hand_ins.append(HandIn(who, fallback, top.name, top.label, top.load, when=moment))
    if undated:
        found.notes.append(f"no commit could be read, so that the time is unknown: {', '.join(sorted(undated))}")
    return found


ROUTE = Route("git", "Git checkouts", lambda tree: not tree.is_zip and most(tree, _is_checkout), sort)
