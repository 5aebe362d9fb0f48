"""What `grade` and `collect` take from their command line, what they print, and with which status they end."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from small_course import CHAPTER, RIGHT, student_notebook

from autograde import collect as collect_verb
from autograde import grade as grade_verb
from autograde.batch import GradeRun
from autograde.course import Course, UserError
from autograde.damage import pack
from autograde.records import Record


def parsed(verb: object, words: str, *paths: Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    return parser.parse_args([*words.split(), *map(str, paths)])


@pytest.fixture
def asked(monkeypatch, tmp_path) -> list[dict]:
    """What `grade` asks for, each time that it is run; nothing is graded."""
    calls = []
    monkeypatch.setattr("autograde.batch.grade", lambda course, **options: calls.append(options) or GradeRun(course))
    return calls


@pytest.mark.parametrize("words", ["--jobs 0", "--time-limit 0", "--time-limit -3", "--seed -1"])
def test_a_number_that_cannot_be_is_refused_before_anything_is_graded(asked, words):
    option = words.partition(" ")[0]
    with pytest.raises(UserError, match=f"^{option} must"):
        grade_verb.run(parsed(grade_verb, words))
    assert asked == []


def test_every_option_of_grade_arrives(asked, tmp_path):
    words = f"01_a --chapter 02_b --student ana --student bob --force --jobs 3 --cluster tcp://host:1 --time-limit 5 " \
        f"--seed 0 --records {tmp_path}/r.jsonl --without-walls --figures"
    everything = {
        "chapters": ["01_a", "02_b"], "students": ["ana", "bob"], "force": True, "jobs": 3, "cluster": "tcp://host:1",
        "time_limit": 5, "seed": 0, "records_file": tmp_path / "r.jsonl", "without_walls": True, "figures": True,
    }  # fmt: skip
    nothing = {
        "chapters": [], "students": [], "force": False, "jobs": 1, "cluster": "", "time_limit": 30, "seed": None,
        "records_file": None, "without_walls": False, "figures": False,
    }  # fmt: skip
    assert grade_verb.run(parsed(grade_verb, words)) == 0
    assert grade_verb.run(parsed(grade_verb, "--jobs 1")) == 0
    assert asked == [everything, nothing]


@pytest.mark.parametrize(
    ("flags", "stopped", "status"),
    [(["grader_error"], False, 1), ([], True, 1), (["bad_timestamp"], False, 0)],
    ids=["a mistake of the grader's", "Ctrl-C", "a flag"],
)
def test_grade_ends_with_1_where_something_is_left_to_do(monkeypatch, capsys, tmp_path, flags, stopped, status):
    outcome = GradeRun(Course(tmp_path), stopped=stopped)
    outcome.note(Record("ana", CHAPTER, "flagged" if flags else "graded", 1.0, 2.0, flags=flags))
    monkeypatch.setattr("autograde.batch.grade", lambda course, **options: outcome)
    assert grade_verb.run(parsed(grade_verb, "--records there.jsonl")) == status
    told = capsys.readouterr().out
    assert ("Stopped." in told) == stopped
    assert "All records are in there.jsonl" in told


def test_collect_says_what_became_of_each_hand_in_and_ends_with_1_if_there_are_problems(
    course, monkeypatch, capsys, tmp_path
):
    monkeypatch.setattr("autograde.collect.find_course", lambda: course)
    box = tmp_path / "box"
    for student in ("ana", "bob"):
        (box / student).mkdir(parents=True)
        (box / student / "x.ipynb").write_bytes(pack(student_notebook(course, RIGHT)))
    (course.nbgrader / "students.csv").write_text("id\nana\n")
    assert collect_verb.run(parsed(collect_verb, "--dry-run", box)) == 0
    assert "2 would be put into autograde/submitted" in capsys.readouterr().out
    assert list(course.submitted.iterdir()) == []
    assert collect_verb.run(parsed(collect_verb, "", box)) == 0
    told = capsys.readouterr().out
    assert "2 put into autograde/submitted" in told
    assert told.index("Not in the roster") < told.index("  bob: ")
    assert "Problems" not in told
    (box / "ana" / "x.ipynb").write_bytes(pack(student_notebook(course)))
    (box / "bob" / "x.ipynb").write_text("nothing that anybody can read")
    assert collect_verb.run(parsed(collect_verb, "--from folder", box)) == 1
    told = capsys.readouterr().out
    assert "1 replaced by a newer attempt" in told
    problems = told.partition("Problems - nothing was collected from these:\n")[2]
    assert "bob" in problems.splitlines()[0]
    assert "--chapter NAME" in problems.splitlines()[0]
    assert collect_verb.run(parsed(collect_verb, f"--chapter {CHAPTER}", box)) == 0
