"""Keeps what was measured of each chapter in `_build/quality/`, for the guide, until what decides it changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from autograde.course import Course
from autograde.generate import package_files
from autograde.jobs.remote import versions
from autograde.quality.measure import Row


def stamp(course: Course, chapter: str) -> str:
    """Changes with the chapter's source, its answer bank, `byhand` (whose checks write the messages) and the grader."""
    digest = hashlib.sha256(json.dumps(versions()).encode())
    bank = sorted((course.answers / chapter).glob("*.*"))
    files = [(path.name, path.read_bytes()) for path in (course.solutions / f"{chapter}.md", *bank)]
    files += [(path.as_posix(), content) for path, content in package_files(course.byhand).items()]
    for name, content in files:
        digest.update(json.dumps([name, len(content)]).encode() + content)
    return digest.hexdigest()


def save(course: Course, chapter: str, rows: Iterable[Row], with_mutants: bool) -> None:
    """Write the measurements of one chapter."""
    exercises = {
        row.task.name: {
            "points": row.task.points,
            "right": [sum(row.full(verdict) for _, verdict in row.right), len(row.right)],
            "named": [sum(row.named(*pair) for pair in row.wrong), len(row.wrong)],
            "wrong": [
                {
                    "misconception": answer.misconception,
                    "source": answer.source,
                    "score": verdict.score,
                    "message": verdict.message,
                }
                for answer, verdict in row.wrong
            ],
            "mutants": [len(row.mutants) - len(row.survivors), len(row.mutants)] if with_mutants else None,
        }
        for row in rows
    }
    path = course.build / "quality" / f"{chapter}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"stamp": stamp(course, chapter), "exercises": exercises}, indent=1)
    path.write_text(text, encoding="utf-8")


def saved(course: Course, chapter: str) -> dict | None:
    """{exercise: its measurements}, as `save` wrote them; None if there are none of the chapter as it is now."""
    try:
        kept = json.loads((course.build / "quality" / f"{chapter}.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return kept["exercises"] if kept.get("stamp") == stamp(course, chapter) else None
