"""`grade` over a class: every folder ends with a row, and no submission touches another."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace

import pytest
from nbgrader.api import Gradebook
from small_course import CHAPTER, OTHER, cell_of, hand_in, solved_other, student_notebook, write_source

from autograde import batch, doctor, submission
from autograde.batch import GradeRun, grade
from autograde.course import Course, UserError
from autograde.record import record_path
from autograde.records import Record, read_record
from autograde.split.walls import probe
from autograde.summary import summary

TRIPLE = {"triple": "def triple(x):\n    return 3 * x"}


@pytest.fixture
def blank(course) -> dict:
    return student_notebook(course, {}, OTHER)


@pytest.fixture
def right(course) -> dict:
    return student_notebook(course, TRIPLE, OTHER)


def run(course: Course, **options) -> GradeRun:
    return grade(course, **{"jobs": 2, "seed": 3, "progress": False} | options)


def record(outcome: GradeRun, student: str, chapter: str = OTHER) -> Record:
    return next(one for one in outcome.records if (one.student, one.chapter) == (student, chapter))


def score_in_gradebook(course: Course, student: str, chapter: str = OTHER) -> float:
    with Gradebook(course.db_url) as gradebook:
        return gradebook.find_submission(chapter, student).score


def test_every_folder_ends_with_a_row(course, right):
    hand_in(course, "ana", right, chapter=OTHER)
    hand_in(course, "bob", b"", chapter=OTHER)
    (course.submitted / "carl" / OTHER).mkdir(parents=True)
    hand_in(course, "dora", right, chapter="99_unknown")
    hand_in(course, "e vil; rm -rf", right, chapter=OTHER)
    (course.submitted / "link").symlink_to(course.root)
    (course.submitted / "notes.txt").write_text("x")
    (course.submitted / "ana" / "stray.ipynb").write_text("{}")
    outcome = run(course, records_file=course.root / "records.jsonl")
    rows = [json.loads(line) for line in (course.root / "records.jsonl").read_text().splitlines()]
    assert {(row["student"], row["chapter"]): (row["status"], row["flags"]) for row in rows} == {
        ("ana", OTHER): ("graded", []),
        ("bob", OTHER): ("failed", ["empty_file"]),
        ("carl", OTHER): ("failed", ["nothing_submitted"]),
        ("dora", "99_unknown"): ("failed", ["unknown_chapter"]),
        ("e vil; rm -rf", ""): ("failed", ["invalid_student_id"]),
    }
    assert all(row["reason"] for row in rows if row["status"] == "failed")
    assert len(outcome.strays) == 3
    assert score_in_gradebook(course, "ana") == 3
    assert score_in_gradebook(course, "bob") == 0
    text = "\n".join(summary(outcome))
    for word in ("empty_file", "99_unknown", "notes.txt", "stray.ipynb", "submitted/link"):
        assert word in text


def poison(notebook: dict, kind: str) -> dict | str | bytes:
    bad = deepcopy(notebook)
    cell = cell_of(bad, "triple")
    if kind == "schema_version 99":
        cell["metadata"]["nbgrader"]["schema_version"] = 99
    elif kind == "copied cell":
        bad["cells"].append(deepcopy(cell))
    elif kind == "copied test":
        bad["cells"].append(deepcopy(cell_of(bad, "test-triple")))
    elif kind == "deep JSON":
        return '{"cells": ' + "[" * 200_000
    elif kind == "forged points":
        cell_of(bad, "test-triple")["metadata"]["nbgrader"].update(points="abc", grade=None)
    return bad


def test_a_poison_submission_does_not_affect_the_next_student(course, right):
    """For those in a hurry: tests/malformed has many more, each with more to be seen."""
    kinds = ["schema_version 99", "copied cell", "copied test", "deep JSON", "forged points"]
    for number, kind in enumerate(kinds):
        hand_in(course, f"{number}-poison", poison(right, kind), chapter=OTHER)
        hand_in(course, f"{number}-right", right, chapter=OTHER)
    scores = {one.student: one.score for one in run(course).records}
    assert scores == {
        f"{number}-{what}": 0 if (what, kind) == ("poison", "deep JSON") else 3
        for number, kind in enumerate(kinds) for what in ("poison", "right")
    }  # fmt: skip
    assert [score_in_gradebook(course, student) for student in scores] == list(scores.values())


def test_a_mistake_of_the_grader_itself_costs_one_row(course, right, monkeypatch, capsys):
    hand_in(course, "aaa", right, chapter=OTHER)
    hand_in(course, "aaa", "", "stumble.txt", chapter=OTHER)
    hand_in(course, "zzz", right, chapter=OTHER)
    real = submission.read_submission

    def read(parcel, *rest):
        if any(entry.name == "stumble.txt" for entry in parcel.entries):
            raise ZeroDivisionError("planted")
        return real(parcel, *rest)

    monkeypatch.setattr(submission, "read_submission", read)
    outcome = run(course)
    assert record(outcome, "zzz").status == "graded"
    assert record(outcome, "aaa").flags == ["grader_error"]
    assert "planted" in record(outcome, "aaa").trace
    assert outcome.grader_errors
    monkeypatch.undo()
    assert record(run(course), "aaa").status == "graded"


BOTH = {("ana", OTHER), ("bob", OTHER)}


@pytest.fixture(scope="module")
def once(made_course, tmp_path_factory) -> tuple[Course, GradeRun]:
    """Two right hand-ins, graded once; tests change what is in `graded`."""
    folder = tmp_path_factory.mktemp("once") / "course"
    shutil.copytree(made_course.root, folder)
    course = Course(folder)
    for student, chapter in BOTH:
        hand_in(course, student, student_notebook(course, TRIPLE, OTHER), chapter=chapter)
    return course, run(course)


@pytest.fixture
def graded(once, tmp_path) -> Course:
    shutil.copytree(once[0].root, tmp_path / "graded")
    return Course(tmp_path / "graded")


def test_what_has_not_changed_is_not_graded_again(once, graded):
    _, first = once
    assert first.fresh == BOTH
    assert {one.score for one in first.records} == {3}
    second = run(graded)
    assert second.fresh == set()
    assert second.records == first.records
    assert run(graded, force=True).fresh == BOTH


def test_a_newer_hand_in_replaces_the_old_score(graded, blank):
    hand_in(graded, "ana", blank, chapter=OTHER)
    assert score_in_gradebook(graded, "ana") == 3
    outcome = run(graded)
    assert outcome.fresh == {("ana", OTHER)}
    assert record(outcome, "ana").score == score_in_gradebook(graded, "ana") == 0


def test_a_change_of_the_chapter_is_graded_again(graded):
    cells = solved_other()
    cells[2]["source"] = "assert triple(2) == 7"
    write_source(graded, OTHER, cells)
    assert run(graded).fresh == BOTH
    assert score_in_gradebook(graded, "ana") == 0


@pytest.mark.slow
def test_a_lost_gradebook_is_filled_again(graded):
    (graded.nbgrader / "gradebook.db").unlink()
    run(graded)
    assert score_in_gradebook(graded, "ana") == 3


def test_the_seed_is_recorded_and_kept_for_the_same_bytes(graded):
    assert record(run(graded, seed=None, force=True), "ana").seed == 3
    assert record(run(graded, seed=17, force=True), "ana").seed == 17


def test_one_student_or_chapter_can_be_asked_for(course, right):
    for student in ("ana", "bob"):
        hand_in(course, student, right, chapter=OTHER)
        hand_in(course, student, b"", chapter=CHAPTER)
    assert run(course, students=["ana"], chapters=[CHAPTER]).fresh == {("ana", CHAPTER)}
    with pytest.raises(UserError, match="there are 51_small, 52_other"):
        run(course, chapters=["53_none"])
    with pytest.raises(UserError, match="has handed in nothing"):
        run(course, students=["carl"])
    with pytest.raises(UserError, match="has handed in nothing"):
        run(course, students=["../ana"])


def test_without_a_folder_of_hand_ins_the_message_says_what_to_do(course):
    course.submitted.rmdir()
    with pytest.raises(UserError, match="collect"):
        run(course)


def test_ctrl_c_leaves_everything_consistent(course, right, monkeypatch):
    for student in ("ana", "bob", "carl"):
        hand_in(course, student, right, chapter=OTHER)
    real, saved = batch.Writer.save, []

    def save(self, graded):
        real(self, graded)
        saved.append(graded.record.student)
        if len(saved) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(batch.Writer, "save", save)
    outcome = run(course, jobs=1, records_file=course.root / "records.jsonl")
    assert outcome.stopped
    monkeypatch.undo()
    again = run(course, jobs=1)
    assert again.fresh == {(student, OTHER) for student in ("ana", "bob", "carl")} - {(saved[0], OTHER)}
    assert [score_in_gradebook(course, student) for student in ("ana", "bob", "carl")] == [3, 3, 3]


def test_sigterm_ends_a_run_as_ctrl_c_does(graded, monkeypatch):
    """As from a batch system. Who waits for the signal otherwise does so again afterwards."""
    real, saved, before = batch.Writer.save, set(), signal.getsignal(signal.SIGTERM)

    def save(self, done):
        real(self, done)
        saved.add((done.record.student, OTHER))
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(batch.Writer, "save", save)
    assert run(graded, force=True, jobs=1).stopped
    assert signal.getsignal(signal.SIGTERM) == before
    monkeypatch.undo()
    assert len(saved) == 1
    assert run(graded).fresh == BOTH - saved


def test_a_thread_that_can_wait_for_no_signal_grades_too(graded):
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run, graded, force=True).result().fresh == BOTH


def test_what_was_graded_without_a_wall_says_so_in_the_summary_and_in_its_record(graded, monkeypatch):
    assert "Graded WITHOUT" not in "\n".join(summary(run(graded)))
    assert record(run(graded), "ana").unprotected == []
    found = replace(probe(), seccomp="not here")
    missing = doctor.missing_protections(found)
    assert missing
    monkeypatch.setattr("autograde.split.walls.probe", lambda: found)
    with pytest.raises(UserError, match="--without-walls"):
        run(graded, force=True)
    outcome = run(graded, force=True, students=["ana"], without_walls=True)
    assert f"Graded WITHOUT these protections: {'; '.join(missing)}." in summary(outcome)
    assert record(outcome, "ana").unprotected == missing
    assert (record(outcome, "ana").status, record(outcome, "ana").score) == ("graded", 3)


def stopping_after(monkeypatch, count: int, error: BaseException) -> list[str]:
    """Lets the run end with `error` when so many are saved; returns the list of their names, to be filled."""
    real, saved = batch.Writer.save, []

    def save(self, graded):
        real(self, graded)
        saved.append(graded.record.student)
        if len(saved) == count:
            raise error

    monkeypatch.setattr(batch.Writer, "save", save)
    return saved


def test_a_forced_run_that_was_stopped_goes_on_without_force(course, right, monkeypatch):
    everybody = {(student, OTHER) for student in ("ana", "bob", "carl")}
    for student, _ in everybody:
        hand_in(course, student, right, chapter=OTHER)
    seeds = {one.student: one.seed for one in run(course, seed=None).records}
    saved = stopping_after(monkeypatch, 1, KeyboardInterrupt())
    stopped = run(course, seed=None, force=True, jobs=1)
    assert "Run the same command again without --force: it goes on" in "\n".join(summary(stopped))
    monkeypatch.undo()
    kept = {student: read_record(record_path(course, student, OTHER)) for student in seeds}
    assert {(one.score, one.max_score, one.seed == seeds[who]) for who, one in kept.items()} == {(3.0, 3.0, True)}
    assert [score_in_gradebook(course, student) for student in seeds] == [3, 3, 3]
    again = run(course, seed=None)
    assert again.fresh == everybody - {(saved[0], OTHER)}
    assert {one.student: one.seed for one in again.records} == seeds
    assert run(course, seed=None).fresh == set()
    assert run(course, seed=None, force=True).fresh == everybody


def test_a_forced_run_that_loses_something_says_to_go_on_without_force(graded, monkeypatch):
    for force in (True, False):
        stopping_after(monkeypatch, 1, UserError("The gradebook is lost. Run the same command again."))
        with pytest.raises(UserError, match="The gradebook is lost") as told:
            run(graded, force=force)
        monkeypatch.undo()
        assert ("Leave out --force" in str(told.value)) == force
    assert run(graded).fresh == set()


def test_a_forced_run_that_is_stopped_before_it_begins_is_to_be_run_as_it_was(graded, monkeypatch):
    def stop(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch.Writer, "recorded", stop)
    text = "\n".join(summary(run(graded, force=True)))
    assert "Run the same command again: it goes on" in text


def test_force_marks_only_what_was_asked_for(graded):
    before = record_path(graded, "bob", OTHER).read_bytes()
    assert run(graded, force=True, students=["ana"]).fresh == {("ana", OTHER)}
    assert record_path(graded, "bob", OTHER).read_bytes() == before
    assert run(graded).fresh == set()


def test_a_second_run_beside_the_first_is_refused_and_changes_nothing(once, graded):
    for force in (False, True):
        with batch.Writer(graded), pytest.raises(UserError, match="another run is writing to this course"):
            run(graded, force=force)
    assert list(run(graded).records) == list(once[1].records)


def test_a_broken_time_is_a_flag_and_costs_no_points(course, right):
    hand_in(course, "ana", right, chapter=OTHER)
    hand_in(course, "ana", "1" * 29 + "h", "timestamp.txt", chapter=OTHER)
    one = record(run(course), "ana")
    assert (one.status, one.flags, one.score, score_in_gradebook(course, "ana")) == ("flagged", ["bad_timestamp"], 3, 3)


def test_the_process_that_hands_out_the_work_does_without_numpy():
    """The warm processes need NumPy; here it would only take memory."""
    code = "import sys, autograde.grade, autograde.batch; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_graded_makes_room_in_memory_for_what_is_told_of_it():
    waiting = ["ana", "bob", "carl"]
    taken = batch._taken(waiting)
    assert next(taken) == "ana"
    assert len(waiting) == 2
    assert [*taken, *waiting] == ["bob", "carl"]
