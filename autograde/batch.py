"""Grades a whole class: what needs it, chapter by chapter, several at a time, each written as soon as it is done."""

from __future__ import annotations

import secrets
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from autograde import atomic
from autograde.assignment import Assignment, chapters_with_source, grade_ids, load_assignment
from autograde.course import Course, UserError
from autograde.inbox import Job, find_submissions
from autograde.jobs.cluster import Cluster
from autograde.jobs.desk import Chapter, Task
from autograde.jobs.executor import Executor, work_off
from autograde.jobs.pool import Pool
from autograde.parcel import Parcel, folder_digest, pack_folder
from autograde.progress import progress as progress_bar
from autograde.record import Writer, record_path
from autograde.records import Record, Records, Row, read_record, write_records
from autograde.split.limits import TIME_LIMIT
from autograde.submission import Graded, ended_its_workers

_LEAVE_OUT_FORCE = "Leave out --force then: with it, all would be graded once more from the beginning."


@dataclass
class GradeRun:
    """What a run of `grade` did. It holds little of each submission, so that a large class stays out of memory.

    Parameters
    ----------
    course : Course
    rows : list of Row
        One per folder, also of what was skipped because nothing had changed.
    homeless : dict
        {(folder, chapter): record} of folders that belong to no student or no chapter, of which nothing is kept.
    strays : list of str
        What lies in the folder `submitted` and is no submission.
    unprotected : list of str
        Protections that were done without, because some machine does not give them.
    stopped : bool
        Ctrl-C: the rest is graded when the command is run again.
    forced : bool
        Everything that --force is to grade again is marked so: the command goes on without --force.
    """

    course: Course
    rows: list[Row] = field(default_factory=list)
    homeless: dict[tuple[str, str], Record] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    unprotected: list[str] = field(default_factory=list)
    stopped: bool = False
    forced: bool = False

    @property
    def fresh(self) -> set[tuple[str, str]]:
        """The (student, chapter) of what was graded in this run."""
        return {(row.student, row.chapter) for row in self.rows if row.fresh}

    @property
    def grader_errors(self) -> list[Row]:
        return [row for row in self.rows if "grader_error" in row.flags]

    @property
    def records(self) -> Records:
        """Every record, by student and chapter, read when it is asked for."""
        keys = sorted((row.student, row.chapter) for row in self.rows)
        return Records([self.homeless.get(key) or record_path(self.course, *key) for key in keys])

    def note(self, record: Record, fresh: bool = False) -> None:
        """Count a submission that is written."""
        self.rows.append(Row.of(record, fresh))


@dataclass(frozen=True, slots=True)
class Todo:
    """A submission that needs grading, and the seed of what its tests draw."""

    job: Job
    seed: int


def grade(
    course: Course,
    *,
    chapters: list[str] | None = None,
    students: list[str] | None = None,
    force: bool = False,
    jobs: int = 1,
    cluster: str = "",
    time_limit: float = TIME_LIMIT,
    seed: int | None = None,
    records_file: Path | None = None,
    progress: bool = True,
    without_walls: bool = False,
    figures: bool = False,
) -> GradeRun:
    """Grade what is in `course.submitted`; the arguments are those of the command line.

    Raises
    ------
    UserError
        If a chapter does not exist, if there is nothing to grade from, if a machine cannot shut the students' code in
        and `without_walls` does not allow that, or if the cluster or the gradebook is lost.
    """
    known = chapters_with_source(course)
    if not known:
        raise UserError(f"there is no chapter in {course.source}. Run `python -m autograde generate` first.")
    for name in chapters or []:
        if name not in known:
            raise UserError(f"there is no chapter {name!r}; there are {', '.join(known)}")
    inbox = find_submissions(course, known, chapters or [], students or [])
    executor = Cluster(cluster, without_walls) if cluster else Pool(jobs, without_walls)
    with closing(executor):
        outcome = GradeRun(course, strays=inbox.strays, unprotected=executor.unprotected)
        for record in inbox.failed:
            outcome.homeless[record.student, record.chapter] = record
            outcome.note(record)
        assignments = {name: load_assignment(course, name) for name in sorted({job.chapter for job in inbox.jobs})}
        ids = {name: grade_ids(course, name) for name in known}
        with (
            _sigterm_as_ctrl_c(),
            Writer(course) as writer,
            progress_bar(len(inbox.jobs), "grading", "submission", hidden=not progress) as bar,
        ):
            try:
                todo = []
                for item in _sift(course, _taken(inbox.jobs), assignments, writer.recorded(), force, seed):
                    if isinstance(item, Todo):
                        todo.append(item)
                    else:
                        outcome.note(item)
                        bar.update()
                outcome.forced = force
                todo.sort(key=_chapter)
                for name, items in groupby(_taken(todo), _chapter):
                    writer.prepare(assignments[name])
                    elsewhere = frozenset().union(*(ids[other] for other in known if other != name))
                    chapter = Chapter(assignments[name], elsewhere, time_limit, figures)
                    with closing(_grade_chapter(items, chapter, executor)) as done:
                        for graded in done:
                            writer.save(graded)
                            outcome.note(graded.record, fresh=True)
                            bar.set_postfix_str(graded.record.student, refresh=False)
                            bar.update()
            except KeyboardInterrupt:
                outcome.stopped = True
            except UserError as error:  # such as a gradebook that is lost
                if not outcome.forced:
                    raise
                raise UserError(f"{error} {_LEAVE_OUT_FORCE}") from None
            finally:
                if records_file is not None:
                    write_records(records_file, outcome.records)
    return outcome


def _taken(waiting: list) -> Iterator:
    """All of a list in its order, which is empty afterwards: what is graded makes room for its row."""
    waiting.reverse()
    while waiting:
        yield waiting.pop()


def _chapter(todo: Todo) -> str:
    return todo.job.chapter


def _sift(
    course: Course,
    jobs: Iterable[Job],
    assignments: dict[str, Assignment],
    in_gradebook: set[tuple[str, str]],
    force: bool,
    seed: int | None,
) -> Iterator[Todo | Record]:
    """What is to be graded, and the records of what has not changed since it was.

    With `force` such a record is marked as graded from no source. It stays with its score until a new one replaces
    it, and a run that is stopped goes on without `force`: what it has graded has not changed, what it has not has.
    """
    for job in jobs:
        old = read_record(record_path(course, job.student, job.chapter))
        unchanged = old is not None and bool(old.submitted) and old.submitted == folder_digest(job.folder)
        done = unchanged and (job.student, job.chapter) in in_gradebook and "grader_error" not in old.flags
        done = done and ("not_in_roster" in old.flags) == bool(job.noted)
        if done and old.source == assignments[job.chapter].digest:
            if not force:
                yield old
                continue
            atomic.write_text(record_path(course, job.student, job.chapter), replace(old, source="").to_line() + "\n")
        # Without --seed, the same bytes are graded with the same inputs as before.
        own_seed = old.seed if unchanged else secrets.randbelow(2**31)
        yield Todo(job, own_seed if seed is None else seed)


def _grade_chapter(todo: Iterator[Todo], chapter: Chapter, executor: Executor) -> Iterator[Graded]:
    """Each submission as soon as it is graded; whatever ends this early stops what is running."""
    with executor.open(chapter) as bench, closing(work_off(bench, map(_task, todo))) as done:
        for task, result in done:
            if result is not None:
                yield Graded.from_bytes(result)
            else:
                yield ended_its_workers(
                    task.student, Parcel.from_bytes(task.parcel), chapter.assignment, seed=task.seed, noted=task.flags
                )


def _task(todo: Todo) -> Task:
    job = todo.job
    noted = tuple((flag.code, flag.detail) for flag in job.noted)
    return Task(job.student, todo.seed, noted, pack_folder(job.folder).to_bytes())


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """A batch system ends a job with SIGTERM; it shall leave as little behind as Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
