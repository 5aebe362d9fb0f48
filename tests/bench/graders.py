"""The graders that are compared: what each runs for a class, and what it took for one submission."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Usage, run, run_in_turn
from tests.bench.mixed_class import CHAPTERS, SEED, Classroom, HandIn
from tests.bench.otter_course import OtterCourse
from tests.bench.scores import Scores, read_scores, unfair


@dataclass(frozen=True)
class Cost:
    """Of one submission: wall and processor seconds. Of the whole run: the largest memory in MB."""

    wall: float
    cpu: float
    megabytes: float


def cost(used: Usage, submissions: int) -> Cost:
    return Cost(used.wall / submissions, used.cpu / submissions, used.megabytes)


class Stock:
    """`nbgrader autograde`, which takes one chapter at a time."""

    def __init__(self, room: Classroom, second: Classroom) -> None:
        self._rooms = (room, second)
        self.scores: Scores = {}
        self.unfair: set[tuple[str, str]] = set()

    def grade(self, hand_ins: list[HandIn], jobs: int) -> Cost:
        """One chapter after the other or, with 2 jobs, one beside the other in courses of their own."""
        commands = []
        for room, chapter in zip(self._rooms, CHAPTERS, strict=True):
            room = room if jobs == 2 else self._rooms[0]
            commands.append(room.command("nbgrader", "autograde", chapter))
        for room in self._rooms[:jobs]:
            room.seat(hand_ins)
        used = run(commands) if jobs == 2 else run_in_turn(commands)
        if jobs == 1:
            students = {one.student for one in hand_ins}
            found = read_scores(self._rooms[0].course)
            self.scores |= {key: score for key, score in found.items() if key[0] in students}
            self.unfair |= unfair(self._rooms[0].course)
        return cost(used, len(hand_ins))


class Ours:
    """`python -m autograde grade`, the judge and every wall of this machine in use."""

    def __init__(self, room: Classroom) -> None:
        self._room = room
        self.scores: Scores = {}
        self.outcomes: dict[tuple[str, str], str] = {}  # (student, test): what became of it

    def grade(self, hand_ins: list[HandIn], jobs: int) -> Cost:
        self._room.seat(hand_ins)
        records = self._room.course.root / "records.jsonl"
        words = ("--jobs", str(jobs), "--seed", str(SEED), "--records", str(records))
        used = run([self._room.command("autograde", "grade", *words)])
        self.scores |= read_scores(self._room.course)
        for record in map(json.loads, records.read_text(encoding="utf-8").splitlines()):
            for exercise in record["exercises"].values():
                for test in exercise["tests"]:
                    text = f"{test['outcome']}: {test['message'][:160]}"
                    self.outcomes[record["student"], test["grade_id"]] = text
        return cost(used, len(hand_ins))


class Otter:
    """otter-grader's `grade_notebook`, in one process or in two that share the class."""

    def __init__(self, course: OtterCourse, folder: Path) -> None:
        self._course, self._folder = course, folder
        self.scores: Scores = {}

    def grade(self, hand_ins: list[HandIn], jobs: int) -> Cost:
        shares = [hand_ins[k::jobs] for k in range(jobs)]
        files = [self._folder / f"scores-{k}.json" for k in range(jobs)]
        used = run([self._course.command(share, file) for share, file in zip(shares, files, strict=True)])
        for file in files:
            for name, tests in json.loads(file.read_text()).items():
                self.scores |= {(name.split()[0], test): points for test, points in tests.items()}
        return cost(used, len(hand_ins))


class Floor:
    """The cells alone, in one warm process; only they are counted, and the memory of the process."""

    def __init__(self, room: Classroom, which: str) -> None:
        self._room, self._which = room, which

    def grade(self, hand_ins: list[HandIn], jobs: int) -> Cost:
        self._room.seat(hand_ins)
        used = run([self._room.command("tests.bench.floor", self._which)])
        found = json.loads(used.output.splitlines()[-1])
        return Cost(found["wall"] / len(hand_ins), found["cpu"] / len(hand_ins), used.megabytes)
