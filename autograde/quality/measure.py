"""Measures the tests of one chapter: who gets full marks, who loses points, who is named, who survives.

Exercises are independent, so one submission carries one answer to each of them: the first submission every
exercise's first right answer, and so on. Where an exercise has no more answers it is left blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from autograde.course import UserError
from autograde.quality.bank import Answer
from autograde.quality.exceptions import Exceptions
from autograde.quality.keys import misconceptions
from autograde.quality.mutants import Mutant, make_mutants

MUTANTS_KILLED = 0.95
LEAST_RIGHT, LEAST_WRONG = 3, 4


@dataclass(frozen=True)
class Task:
    """One exercise to measure.

    Attributes
    ----------
    name : str
        Its grade id.
    points : float
        What its tests give in total.
    solution : str
        The answer cell, solved.
    tests : tuple of str
        The sources of its test cells.
    """

    name: str
    points: float
    solution: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What the grader's record says about one answer.

    `certain` is False if the grader ran out of time or lost its process, so that the answers which shared the
    submission may be to blame.
    """

    score: float
    misconception: str | None = None
    message: str = ""
    certain: bool = True


# Takes submissions, each {exercise: source of its answer cell}, and gives the verdicts in the same order.
Grade = Callable[[list[dict[str, str]]], list[dict[str, Verdict]]]


@dataclass
class Row:
    """What was measured for one exercise."""

    task: Task
    right: list[tuple[Answer, Verdict]] = field(default_factory=list)
    wrong: list[tuple[Answer, Verdict]] = field(default_factory=list)
    mutants: list[tuple[Mutant, Verdict]] = field(default_factory=list)
    equivalent: list[tuple[Mutant, Verdict]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def full(self, verdict: Verdict) -> bool:
        # Partial credit is a float: a sum of thirds may miss the points by a rounding error.
        return verdict.score >= self.task.points - 1e-9

    def named(self, answer: Answer, verdict: Verdict) -> bool:
        """Whether a wrong answer loses points for the mistake that it makes."""
        return not self.full(verdict) and verdict.misconception == answer.misconception

    @property
    def survivors(self) -> list[Mutant]:
        return [mutant for mutant, verdict in self.mutants if self.full(verdict)]

    def complaints(self) -> Iterator[str]:
        """Every bar that this exercise misses, in words."""
        name, points = self.task.name, self.task.points
        yield from self.remarks
        for answer, verdict in self.right:
            if not self.full(verdict):
                got = f"{verdict.score:g} of {points:g} points"
                yield f"{answer.place}: the right answer '{answer.note}' gets {got}: {verdict.message}"
        for answer, verdict in self.wrong:
            if self.full(verdict):
                yield f"{answer.place}: the wrong answer {answer.misconception} gets full marks in {name}"
            elif verdict.misconception != answer.misconception:
                named = f"{answer.misconception} is named {verdict.misconception}"
                yield f"{answer.place}: the wrong answer {named}: {verdict.message}"
        for mutant, verdict in self.equivalent:
            if not self.full(verdict):
                yield f"{name}: a mutant listed as equivalent is told from the solution: {verdict.message}\n{mutant}"
        if self.mutants and len(self.survivors) > (1 - MUTANTS_KILLED) * len(self.mutants):
            share = f"{len(self.survivors)} of {len(self.mutants)}"
            yield f"{name}: {share} mutants survive, more than {1 - MUTANTS_KILLED:.0%}"


def measure(
    tasks: list[Task],
    bank: dict[str, list[Answer]],
    exceptions: Exceptions,
    grade: Grade,
    with_mutants: bool = True,
) -> list[Row]:
    """Grade the answer bank and the mutants of one chapter.

    Raises
    ------
    UserError
        If the bank or the exceptions speak of an exercise or a mutant that does not exist.
    """
    rows = {task.name: Row(task) for task in tasks}
    for name, answers in bank.items():
        if name not in rows:
            raise UserError(f"{answers[0].place if answers else name}: the chapter has no graded exercise {name!r}")
    for row in rows.values():
        row.remarks += coverage(row.task, bank.get(row.task.name, []), exceptions)
    solutions = {task.name: task.solution for task in tasks}
    reference = {
        name: Answer(name, source, None, "the solution", f"solution of {name}") for name, source in solutions.items()
    }
    right = {name: [reference[name], *(a for a in bank.get(name, []) if a.right)] for name in rows}
    wrong = {name: [a for a in bank.get(name, []) if not a.right] for name in rows}
    columns = {"right": right, "wrong": wrong}
    if with_mutants:
        split = {name: _split(name, make_mutants(solution), exceptions) for name, solution in solutions.items()}
        columns["mutants"] = {name: alive for name, (alive, _) in split.items()}
        columns["equivalent"] = {name: listed for name, (_, listed) in split.items()}
    for column, answers in columns.items():
        for name, verdicts in _grade_all(answers, grade).items():
            setattr(rows[name], column, list(zip(answers[name], verdicts, strict=True)))
    return list(rows.values())


def coverage(task: Task, answers: list[Answer], exceptions: Exceptions) -> Iterator[str]:
    """What the bank lacks for one exercise, and what it has too much."""
    right = sum(answer.right for answer in answers)
    wrong = len(answers) - right
    if right < LEAST_RIGHT or wrong < LEAST_WRONG:
        counts = f"{right} right and {wrong} wrong answers"
        yield f"{task.name}: the bank has {counts}; it needs {LEAST_RIGHT} and {LEAST_WRONG}"
    known = set().union(*(misconceptions(test) for test in task.tests))
    answered = {answer.misconception for answer in answers if not answer.right}
    excused = {entry.misconception for entry in exceptions.unanswered if entry.exercise == task.name}
    for key in sorted(answered - known):
        yield f"{task.name}: no test of this exercise names {key}, which the bank has a wrong answer for"
    for key in sorted(known - answered - excused):
        yield f"{task.name}: the tests name {key}, and the bank has no wrong answer for it"
    for key in sorted(excused & answered | excused - known):
        yield f"{exceptions.path}: {task.name} needs no exception for {key} (any more)"


def _split(name: str, mutants: list[Mutant], exceptions: Exceptions) -> tuple[list[Mutant], list[Mutant]]:
    """The mutants to kill, and those that are listed as equivalent."""
    listed = {(entry.before, entry.after) for entry in exceptions.equivalent if entry.exercise == name}
    unknown = listed - {(mutant.before, mutant.after) for mutant in mutants}
    if unknown:
        before, after = sorted(unknown)[0]
        raise UserError(f"{exceptions.path}: {name} has no mutant that makes `{after}` of `{before}`; remove the entry")
    alive = [mutant for mutant in mutants if (mutant.before, mutant.after) not in listed]
    return alive, [mutant for mutant in mutants if (mutant.before, mutant.after) in listed]


def _grade_all(answers: dict[str, list], grade: Grade) -> dict[str, list[Verdict]]:
    """The verdicts on every answer, {exercise: in the order of its answers}."""
    count = max(map(len, answers.values()), default=0)
    submissions = [{name: items[k].source for name, items in answers.items() if k < len(items)} for k in range(count)]
    graded = grade(submissions)
    # An answer that may have been the victim of another one is graded again, alone.
    doubtful = [(k, name) for k, verdicts in enumerate(graded) for name in verdicts if not verdicts[name].certain]
    again = grade([{name: submissions[k][name]} for k, name in doubtful])
    for (k, name), verdicts in zip(doubtful, again, strict=True):
        graded[k][name] = verdicts[name]
    return {name: [graded[k][name] for k in range(len(items))] for name, items in answers.items()}
