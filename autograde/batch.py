"""Grades a whole class: what needs grading, several at a time, each written as soon as it is done."""

from __future__ import annotations

import secrets
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from autograde.assignment import chapters_with_source, load_assignment
from autograde.course import Course, UserError
from autograde.inbox import Job, find_submissions
from autograde.kernel import remove_leftovers
from autograde.read import folder_digest
from autograde.record import Writer, record_path
from autograde.records import Record, read_record, write_records
from autograde.run import Cancelled, allow_runs, cancel_all
from autograde.submission import grade_submission


@dataclass
class Outcome:
    """What a run of `grade` did.

    Parameters
    ----------
    records : list of Record
        One per folder, also of what was skipped because nothing had changed.
    fresh : set of (student, chapter)
        What was graded in this run.
    strays : list of str
        What lies in the folder `submitted` and is no submission.
    stopped : bool
        Ctrl-C: the rest is graded when the command is run again.
    """

    records: list[Record] = field(default_factory=list)
    fresh: set[tuple[str, str]] = field(default_factory=set)
    strays: list[str] = field(default_factory=list)
    stopped: bool = False

    @property
    def grader_errors(self) -> list[Record]:
        return [record for record in self.records if "grader_error" in record.flags]


def grade(
    course: Course,
    *,
    chapters: list[str] | None = None,
    students: list[str] | None = None,
    force: bool = False,
    jobs: int = 1,
    time_limit: float = 30,
    seed: int | None = None,
    records_file: Path | None = None,
    progress: bool = True,
) -> Outcome:
    """Grade what is in `course.submitted`; the arguments are those of the command line.

    Raises
    ------
    UserError
        If a chapter does not exist, or if there is nothing to grade from.
    """
    known = chapters_with_source(course)
    if not known:
        raise UserError(f"there is no chapter in {course.source}. Run `python -m autograde generate` first.")
    for name in chapters or []:
        if name not in known:
            raise UserError(f"there is no chapter {name!r}; there are {', '.join(known)}")
    inbox = find_submissions(course, known, chapters or [], students or [])
    outcome = Outcome(records=list(inbox.failed), strays=inbox.strays)
    assignments = {name: load_assignment(course, name) for name in known}
    allow_runs()
    remove_leftovers()
    with (
        _sigterm_as_ctrl_c(),
        Writer(course) as writer,
        ThreadPoolExecutor(jobs, thread_name_prefix="grade") as pool,
        tqdm(total=len(inbox.jobs), desc="grading", unit="submission", disable=not progress) as bar,
    ):
        waiting: set[Future] = set()
        try:
            todo: list[tuple[Job, int]] = []
            in_gradebook = writer.recorded()
            for job in inbox.jobs:
                old = read_record(record_path(course, job.student, job.chapter))
                unchanged = old is not None and bool(old.submitted) and old.submitted == folder_digest(job.folder)
                done = unchanged and (job.student, job.chapter) in in_gradebook and "grader_error" not in old.flags
                if done and not force and old.source == assignments[job.chapter].digest:
                    outcome.records.append(old)
                    bar.update()
                    continue
                # Without --seed, the same bytes are graded with the same inputs as before.
                own_seed = old.seed if unchanged else secrets.randbelow(2**31)
                todo.append((job, own_seed if seed is None else seed))
            for name in sorted({job.chapter for job, _ in todo}):
                writer.prepare(assignments[name])
            for job, its_seed in todo:
                others = [other.known_ids for name, other in assignments.items() if name != job.chapter]
                waiting.add(
                    pool.submit(
                        grade_submission,
                        job.student,
                        job.folder,
                        assignments[job.chapter],
                        seed=its_seed,
                        time_limit=time_limit,
                        known_elsewhere=frozenset().union(*others),
                    )
                )
            for future in as_completed(set(waiting)):
                graded = future.result()
                writer.save(graded)
                waiting.discard(future)
                outcome.records.append(graded.record)
                outcome.fresh.add((graded.record.student, graded.record.chapter))
                bar.set_postfix_str(graded.record.student, refresh=False)
                bar.update()
        except (KeyboardInterrupt, Cancelled):
            outcome.stopped = True
        finally:
            if waiting:
                cancel_all()
                pool.shutdown(wait=True, cancel_futures=True)
            if records_file is not None:
                write_records(records_file, outcome.records)
    return outcome


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
