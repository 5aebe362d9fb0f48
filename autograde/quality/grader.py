"""Grades answers through the real grader: what a student would hand in is written to a folder and graded.

Works on a copy of the course in a folder of its own, so that it always measures the sources as they are, and
neither reads nor writes what `generate` and `grade` keep.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from autograde.assignment import Assignment, grade_id, load_assignment
from autograde.course import Course
from autograde.markers import regions
from autograde.parcel import pack_folder
from autograde.progress import progress
from autograde.quality.bank import read_bank
from autograde.quality.exceptions import read_exceptions
from autograde.quality.measure import Grade, Row, Task, Verdict, measure
from autograde.records import ExerciseResult
from autograde.rehearsal import hand_in_answers, write_chapter
from autograde.source import Chapter
from autograde.split.run import Runner
from autograde.submission import grade_submission

# Mutants loop for ever now and then, and no test of the course takes a second.
TIME_LIMIT = 10
# Outcomes for which another answer in the same submission may be to blame.
DOUBTFUL = {"timeout", "killed", "not_run"}


def tasks_of(chapter: Chapter) -> list[Task]:
    """The exercises of a chapter that tests grade, in order."""
    sources = {grade_id(cell): cell.source for cell in chapter.notebook.cells if grade_id(cell)}
    return [
        Task(
            name,
            exercise.points,
            "\n".join(text for _, text in regions(sources[name])),
            tuple(sources[test] for test in exercise.tests),
        )
        for name, exercise in chapter.exercises.items()
        if not exercise.manual
    ]


@contextmanager
def real_grader(course: Course, chapter: Chapter, jobs: int | None = None, seed: int = 0) -> Iterator[Grade]:
    """A `Grade` for one chapter.

    Parameters
    ----------
    jobs : int, optional
        How many submissions run at a time; as many as there are processors by default.
    seed : int
        Submission k runs with BYHAND_SEED = seed + k.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quality-")))
        copy, folders = Course(folder), folder / "submissions"
        write_chapter(course, copy, chapter)
        assignment = load_assignment(copy, chapter.name)
        runner = stack.enter_context(Runner(assignment, time_limit=TIME_LIMIT))

        def grade(submissions: list[dict[str, str]]) -> list[dict[str, Verdict]]:
            if not submissions:
                return []
            bar = progress(len(submissions), f"grading {chapter.name}", "submission")
            with bar, ThreadPoolExecutor(jobs or os.cpu_count()) as pool:

                def work(number: int, answers: dict[str, str]) -> dict[str, Verdict]:
                    verdicts = _grade_one(assignment, runner, answers, folders / str(number), seed + number)
                    bar.update()
                    return verdicts

                try:
                    return list(pool.map(work, range(len(submissions)), submissions))
                except BaseException:
                    runner.cancel()  # Ctrl-C, or a mistake of the grader
                    pool.shutdown(cancel_futures=True)
                    raise

        yield grade


def measure_chapter(
    course: Course, chapter: Chapter, *, with_mutants: bool = True, jobs: int | None = None, seed: int = 0
) -> list[Row]:
    """Grade a chapter's answer bank, and its mutants unless told not to; `jobs` and `seed` as for `real_grader`."""
    folder = course.answers / chapter.name
    bank, exceptions = read_bank(folder), read_exceptions(folder / "exceptions.toml")
    with real_grader(course, chapter, jobs, seed) as grade:
        return measure(tasks_of(chapter), bank, exceptions, grade, with_mutants)


def _grade_one(
    assignment: Assignment, runner: Runner, answers: dict[str, str], folder: Path, seed: int
) -> dict[str, Verdict]:
    """One submission, from what a student would hand in to the verdicts."""
    hand_in_answers(assignment, answers, folder)
    record = grade_submission("quality", pack_folder(folder), assignment, runner, seed=seed).record
    if record.status == "failed":
        raise RuntimeError(f"the grader failed on {assignment.name}: {record.reason}\n{record.trace}")
    return {name: _verdict(record.exercises[name]) for name in answers}


def _verdict(result: ExerciseResult) -> Verdict:
    certain = not any(test.outcome in DOUBTFUL for test in result.tests)
    return Verdict(result.score, result.misconception, result.message, certain)
