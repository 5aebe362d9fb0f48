"""The rounds: every grader in turn, several times, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bench.endless import Endless, endless
from tests.bench.graders import Cost, Floor, Otter, Ours, Stock
from tests.bench.measure import run
from tests.bench.mixed_class import STUDENTS, Classroom, HandIn, mixed_class
from tests.bench.otter_course import NoOtter, OtterCourse, otter_environment
from tests.bench.progress import Steps

ROUNDS = 3
START = "start-up of the split grader"  # what a run over two hand-ins, one a chapter, takes
STOCK, OURS, OTTER = "stock `nbgrader autograde`", "`python -m autograde grade`", "otter-grader in process"
FLOOR_ALL, FLOOR_OURS = "floor: all code cells", "floor: the cells that the split grader runs"


@dataclass
class Results:
    """All that was measured of grading.

    Parameters
    ----------
    submissions, rounds : int
    costs : dict
        {(grader, jobs): what each round took}, of one submission; under `START` of one of two.
    small : dict of str to [median, 95th percentile]
        Milliseconds; see `small`.
    endless : list of Endless
    compared : int
        Scores that stock and the split grader both gave.
    differ : list of str
        Those that differ though stock was not unfair.
    unfair : int
        Those that differ since stock gives nothing for a test during which something was printed to stderr.
    otter : str
        Why otter-grader was not measured, else "".
    otter_agrees, otter_compared : int
        Scores of tests on which it and the split grader agree.
    """

    submissions: int
    rounds: int
    costs: dict[tuple[str, int], list[Cost]] = field(default_factory=dict)
    small: dict[str, list[float]] = field(default_factory=dict)
    endless: list[Endless] = field(default_factory=list)
    compared: int = 0
    differ: list[str] = field(default_factory=list)
    unfair: int = 0
    otter: str = ""
    otter_agrees: int = 0
    otter_compared: int = 0


def measure_grading(students: int = STUDENTS, rounds: int = ROUNDS) -> Results:
    """All rounds with a class of so many students, each of whom hands in two chapters."""
    results = Results(2 * students, rounds)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        steps = Steps()
        with steps.untimed("copying the course"):
            room = Classroom(folder / "first")
            second = Classroom(folder / "second", like=room)
            hand_ins = mixed_class(room.course, students)
        stock, ours, otter = Stock(room, second), Ours(room), None
        try:
            with steps.untimed("otter-grader, in an environment of its own below _build/bench/"):
                course = OtterCourse(otter_environment(), room.course, folder / "otter")
                course.translate(hand_ins)
                otter = Otter(course, folder)
        except NoOtter as error:
            results.otter = str(error)
            print(f"\nOTTER-GRADER IS NOT MEASURED. {error}\n", flush=True)
        _plan_rounds(steps, results, hand_ins, stock, ours, otter, room)
        for jobs in (1, 2):
            work = partial(_measure_endless, results, room, hand_ins, jobs)
            steps.add(f"an endless loop, {jobs} at a time", 25, work)
        steps.add("single costs", 20, lambda: results.small.update(_small(room, hand_ins[:40])))
        steps.run()
        _compare(results, stock, ours, otter)
    return results


def _plan_rounds(
    steps: Steps,
    results: Results,
    hand_ins: list[HandIn],
    stock: Stock,
    ours: Ours,
    otter: Otter | None,
    room: Classroom,
) -> None:
    """The split grader grades the whole class in each round; the others, to save minutes, another part in each."""
    floors = {FLOOR_ALL: Floor(room, "all"), FLOOR_OURS: Floor(room, "ours")}
    size = len(hand_ins) // results.rounds

    def add(name: str, grader: object, jobs: int, seconds: float, graded: list[HandIn]) -> None:
        costs = results.costs.setdefault((name, jobs), [])
        label = f"round {number + 1} of {results.rounds}: {name}, {jobs} at a time"
        steps.add(label, seconds * len(graded), lambda: costs.append(grader.grade(graded, jobs)))

    for number in range(results.rounds):
        part = hand_ins[number * size : (number + 1) * size]
        less = part[: len(part) // 2]
        add(STOCK, stock, 1, 4.5, part)
        add(OURS, ours, 1, 0.4, hand_ins)
        add(START, ours, 1, 4, hand_ins[:2])
        add(FLOOR_ALL, floors[FLOOR_ALL], 1, 0.7, part)
        add(OURS, ours, 2, 0.25, hand_ins)
        if otter:
            add(OTTER, otter, 1, 4, less)
        add(FLOOR_OURS, floors[FLOOR_OURS], 1, 0.6, part)
        if number == 0:
            add(STOCK, stock, 2, 3.6, less)
            if otter:
                add(OTTER, otter, 2, 3.2, less)


def _measure_endless(results: Results, room: Classroom, hand_ins: list[HandIn], jobs: int) -> None:
    results.endless.append(endless(room, hand_ins[:12], jobs))


def _small(room: Classroom, hand_ins: list[HandIn]) -> dict[str, list[float]]:
    room.seat(hand_ins)
    return json.loads(run([room.command("tests.bench.small")]).output.splitlines()[-1])


def _compare(results: Results, stock: Stock, ours: Ours, otter: Otter | None) -> None:
    both = stock.scores.keys() & ours.scores.keys()
    missing = stock.scores.keys() ^ ours.scores.keys()
    results.compared = len(both)
    different = {key for key in both if stock.scores[key] != ours.scores[key]}
    results.unfair = len(different & stock.unfair)
    results.differ = [
        f"{' '.join(key)}: stock {stock.scores.get(key)}, ours {ours.scores.get(key)} ({ours.outcomes.get(key)})"
        for key in sorted((different - stock.unfair) | missing)
    ]
    if otter:
        tests = otter.scores.keys() & ours.scores.keys()
        results.otter_compared = len(tests)
        results.otter_agrees = sum(otter.scores[key] == ours.scores[key] for key in tests)
