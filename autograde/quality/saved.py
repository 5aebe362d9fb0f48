"""Keeps what was measured of each chapter in `_build/quality/`, for the guide, until its source changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from autograde.course import Course
from autograde.quality.measure import Row


def stamp(course: Course, chapter: str) -> str:
    """Changes when the chapter's source or its answer bank changes."""
    digest = hashlib.sha256()
    for path in [course.solutions / f"{chapter}.md", *sorted((course.answers / chapter).glob("*.*"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
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
