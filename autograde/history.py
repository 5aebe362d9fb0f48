"""When the course's files were changed, as far as git knows."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

from autograde.course import Course


def dates(course: Course, sources: dict[str, Path]) -> dict[str, datetime.date]:
    """The day of the last commit that touched each source, under the source's key.

    Nothing where git does not know: outside a checkout, for a file that was never committed, and in a shallow clone,
    whose oldest commit seems to have touched everything.
    """
    if _git(course, "rev-parse", "--is-shallow-repository") != "false":
        return {}
    days = {name: _git(course, "log", "-1", "--format=%cs", "--", str(path)) for name, path in sources.items()}
    return {name: datetime.date.fromisoformat(day) for name, day in days.items() if day}


def _git(course: Course, *words: str) -> str:
    """What a git command prints; nothing if it fails, or if there is no git."""
    try:
        done = subprocess.run(["git", *words], cwd=course.root, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
