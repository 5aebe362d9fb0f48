"""What an endless loop in one hand-in costs the others: the same small class with and without it."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass

from autograde.damage import answer_cell, pack
from tests.bench.measure import run
from tests.bench.mixed_class import CHAPTERS, SEED, Classroom, HandIn

TIME_LIMIT = 3  # seconds for an exercise
LOOPER = "looper"


@dataclass(frozen=True)
class Endless:
    """Seconds of the run without and with the loop; of the looping hand-in; of a neighbour without and with it."""

    jobs: int
    without: float
    with_it: float
    own: float
    neighbour_without: float
    neighbour_with_it: float
    scores_changed: int


def endless(room: Classroom, neighbours: list[HandIn], jobs: int) -> Endless:
    """Grade hand-ins to the first chapter without, then with one that never ends."""
    neighbours = [one for one in neighbours if one.chapter == CHAPTERS[0]]
    without, before = _grade(room, neighbours, jobs)
    with_it, after = _grade(room, [_looping(neighbours[0]), *neighbours], jobs)
    own = after.pop(LOOPER)
    return Endless(
        jobs, without, with_it, own["seconds"],
        statistics.median(record["seconds"] for record in before.values()),
        statistics.median(record["seconds"] for record in after.values()),
        sum(before[name]["score"] != after[name]["score"] for name in before),
    )  # fmt: skip


def _looping(hand_in: HandIn) -> HandIn:
    notebook = json.loads(hand_in.data)
    loop = "def weighted_sum(*args, **kwargs):\n    while True:\n        pass"
    answer_cell(notebook, "weighted_sum")["source"] = loop
    return HandIn(LOOPER, hand_in.chapter, "loops", pack(notebook))


def _grade(room: Classroom, hand_ins: list[HandIn], jobs: int) -> tuple[float, dict[str, dict]]:
    room.seat(hand_ins)
    records = room.course.root / "records.jsonl"
    words = ("--jobs", str(jobs), "--seed", str(SEED), "--time-limit", str(TIME_LIMIT), "--records", str(records))
    used = run([room.command("autograde", "grade", *words)])
    found = [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]
    return used.wall, {record["student"]: record for record in found}
