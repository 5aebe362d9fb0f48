"""Judge what became of the tests: points, and what to tell the student in plain words.

Reads outcomes only (plain data); no test and no answer runs here.
"""

from __future__ import annotations

import re

from nbformat import NotebookNode
from nbgrader import utils

from autograde.align import Aligned
from autograde.assignment import Assignment, grade_id
from autograde.outcome import CellOutcome, RunResult
from autograde.records import NOT_ANSWERED, ExerciseResult, TestResult

_MAX_ANSWER = 20_000
_MAX_FOREIGN = 200  # characters of an exception's own text, which student code may have written

# Said where a change in place had reached what the test compares with.
ON_COPIES = "Your code changes what it is given. The test was made with copies of that: work on a copy, too."
_DOES_NOT_HOLD = "A test does not hold for your answer."


def judge(aligned: Aligned, result: RunResult, assignment: Assignment) -> dict[str, ExerciseResult]:
    """The exercises of the chapter in order, each with its graded cells."""
    exercises: dict[str, ExerciseResult] = {}
    cells = result.notebook.cells
    answers = {grade_id(cell): i for i, cell in enumerate(cells) if utils.is_solution(cell)}
    for index, cell in enumerate(cells):
        if not utils.is_grade(cell):
            continue
        name = assignment.exercise_of[grade_id(cell)]
        answer = answers.get(name)
        exercise = exercises.setdefault(
            name,
            ExerciseResult(
                score=0.0,
                max_score=0.0,
                answered=name not in aligned.blank,
                answer=cells[answer].source[:_MAX_ANSWER] if answer is not None else "",
            ),
        )
        if utils.is_solution(cell) or cell.cell_type != "code":
            test = _written(cell, aligned)
            exercise.manual = True
        else:
            test = _test(cell, result.outcomes[index], _answer_outcome(result, answer), exercise.answered)
        exercise.tests.append(test)
    for exercise in exercises.values():
        _sum(exercise)
    return exercises


def unread(assignment: Assignment) -> dict[str, ExerciseResult]:
    """The exercises of a submission that could not be graded: all points lost, nothing left to mark."""
    exercises: dict[str, ExerciseResult] = {}
    for cell in assignment.graded:
        name = assignment.exercise_of[grade_id(cell)]
        exercise = exercises.setdefault(name, ExerciseResult(score=0.0, max_score=0.0, answered=False))
        exercise.manual = exercise.manual or utils.is_solution(cell)
        points = assignment.points[grade_id(cell)]
        exercise.tests.append(TestResult(grade_id(cell), 0.0, points, "not_run", "The notebook could not be graded."))
    for exercise in exercises.values():
        _sum(exercise)
    return exercises


def _sum(exercise: ExerciseResult) -> None:
    exercise.score = sum(test.score for test in exercise.tests)
    exercise.max_score = sum(test.max_score for test in exercise.tests)
    lost = [test for test in exercise.tests if test.score < test.max_score and test.message]
    if lost:
        # A test that names a mistake says more than one that only failed.
        first = next((test for test in lost if test.misconception), lost[0])
        exercise.message, exercise.misconception, exercise.hint = first.message, first.misconception, first.hint


def _written(cell: NotebookNode, aligned: Aligned) -> TestResult:
    points = float(cell.metadata.nbgrader["points"])
    if grade_id(cell) in aligned.blank:
        return TestResult(grade_id(cell), 0.0, points, "blank", NOT_ANSWERED)
    return TestResult(grade_id(cell), 0.0, points, "manual")


def _answer_outcome(result: RunResult, index: int | None) -> CellOutcome | None:
    return result.outcomes[index] if index is not None else None


def _test(cell: NotebookNode, outcome: CellOutcome | None, answer: CellOutcome | None, answered: bool) -> TestResult:
    points = float(cell.metadata.nbgrader["points"])
    if outcome is None:  # an empty test cell has nothing to lose
        return TestResult(grade_id(cell), points, points, "passed")
    if outcome.status == "ok":
        if outcome.score is None or outcome.score == points:
            return TestResult(grade_id(cell), points, points, "passed")
        printed = _printed(cell)
        if not outcome.score:
            return TestResult(grade_id(cell), 0.0, points, "failed", printed or _DOES_NOT_HOLD)
        return TestResult(grade_id(cell), outcome.score, points, "partial", printed)
    test = TestResult(grade_id(cell), 0.0, points, "failed")
    test.outcome, test.message, test.misconception, test.hint = _explain(outcome, answer, answered)
    if outcome.on_copies:
        test.message += f"\n{ON_COPIES}"
    return test


def _printed(cell: NotebookNode) -> str:
    """What a test printed before it gave a part of the points: that is where partial credit is explained."""
    return "".join(output.text for output in cell.outputs if output.get("name") == "stdout").strip()


def _explain(
    outcome: CellOutcome, answer: CellOutcome | None, answered: bool
) -> tuple[str, str, str | None, int | None]:
    """(outcome, message, misconception, hint) of a test that ended with an error."""
    if not answered and outcome.status == "error":
        return "not_answered", NOT_ANSWERED, None, None
    if outcome.status == "not_run":
        return "not_run", "This test was not run: the notebook had used up its time.", None, None
    if answer is not None and answer.status != "ok" and outcome.ename in ("NameError", "NotImplementedError"):
        return *_of_answer(answer), None, None
    if outcome.status in ("timeout", "killed"):
        return *_of_answer(outcome, "Your code"), None, None
    if outcome.ename in ("CheckFailed", "AssertionError"):
        message = outcome.evalue.strip() or _DOES_NOT_HOLD
        return "failed", message, outcome.misconception, outcome.hint
    return *_of_answer(outcome, "Your code"), None, None


def _of_answer(outcome: CellOutcome, what: str = "Your answer cell") -> tuple[str, str]:
    """(outcome, message) for code that did not run to its end."""
    where = f" in line {outcome.line}" if outcome.line and what == "Your answer cell" else ""
    said = outcome.evalue.strip()[:_MAX_FOREIGN]
    match outcome.ename:
        case "CellTimeoutError":
            return "timeout", f"{what} {said} and was stopped. Look for a loop that never ends."
        case "DeadKernelError":
            return "killed", f"{what} ended the whole program: it calls os._exit, crashes, or needs too much memory."
        case "SyntaxError" | "IndentationError" | "TabError":
            line, reason = _syntax(outcome)
            return "syntax_error", f"Python cannot read your answer: {line}{reason}."
        case "NotImplementedError":
            return "not_answered", "Not answered yet: the line `raise NotImplementedError()` is still reached."
        case "NameError" | "UnboundLocalError":
            return "not_defined", (
                f"{what} stops{where}: {said}. Run the notebook from top to bottom (Restart and run all): "
                "a name may come from a cell that you have deleted or that stands further down."
            )
        case "FileNotFoundError":
            return "error", (
                f"{what} stops{where}: {said}. While it is graded, only the files that came with the chapter are "
                "there, and a path such as C:\\Users\\... or /home/... leads nowhere. Use those files by their "
                "bare names."
            )
        case "ModuleNotFoundError":
            return "error", (
                f"{what} stops{where}: {said}. While it is graded, only the packages of the course are there and "
                "nothing can be installed. Do without this one."
            )
        case "SystemExit":
            return "exited", f"{what} stops the program with exit() or sys.exit(). Return a value instead."
        case "StdinNotImplementedError":
            return "asked_for_input", f"{what} asks for keyboard input, which nobody gives while it is graded."
    return "error", f"{what} stops{where} with {outcome.ename[:60]}" + (f": {said}" if said else ".")


def _syntax(outcome: CellOutcome) -> tuple[str, str]:
    """("line 1: ", "expected ':'") of a syntax error such as `expected ':' (123.py, line 1)`."""
    reason, _, place = outcome.evalue.strip().rpartition(" (")
    line = re.search(r"line (\d+)\)", place)
    return (f"line {line.group(1)}: " if line else ""), (reason or outcome.evalue).strip()[:_MAX_FOREIGN]
