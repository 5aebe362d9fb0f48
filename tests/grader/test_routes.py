"""Hand-ins are recognised on every way on which they come, and given to the right student or to nobody.

The shapes are those of the programs that make them; each module of `autograde.routes` says where they were read.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from small_course import CHAPTER, MAX_SCORE, OTHER, RIGHT, student_notebook
from stock import nbgrader

from autograde import archive, feedback, moodle_feedback
from autograde.batch import grade
from autograde.collect import ROUTES, describe
from autograde.course import Course, UserError
from autograde.damage import pack
from autograde.export import export
from autograde.feedback import write_pages
from autograde.gather import Gathered
from autograde.records import Record
from autograde.roster import Ambiguous, Classmate, Handle, Roster
from autograde.routes import routes
from autograde.sorting import Collected, collect

ROSTER = """id,first_name,last_name,name,email,lms_user_id,github
ana,Ana,Silva,,ana@example.org,501,ana-codes
omar,Omar,O'Hara-Aziz,,omar@example.org,502,
li,Li,Wei,,li@example.org,503,
noa,נועה,כהן,,noa@example.org,504,
"""


@pytest.fixture
def notebook(course) -> bytes:
    return pack(student_notebook(course, RIGHT))


@pytest.fixture
def blank(course) -> bytes:
    return pack(student_notebook(course))


@pytest.fixture
def roster(course) -> Path:
    path = course.nbgrader / "students.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 5, 1, 12, 0, 0)), data)
    return path


def unpacked(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def collected(course: Course) -> dict[str, bytes]:
    files = (path for path in course.submitted.rglob("*") if path.is_file())
    return {path.relative_to(course.submitted).as_posix(): path.read_bytes() for path in files}


def timestamp(course: Course, student: str) -> str:
    return (course.submitted / student / CHAPTER / "timestamp.txt").read_text()


def said(result: Collected) -> str:
    return "\n".join(describe(result, dry_run=False))


def test_the_help_names_every_way():
    assert sorted(ROUTES) == sorted(routes())


# ------------------------------------------------------------------------------------------------------- Canvas

def canvas_zip(path: Path, notebook: bytes, blank: bytes) -> Path:
    return zipped(
        path,
        {
            "silvaana_501_9001_51_small.ipynb": blank,
            "silvaana_501_9044_51_small-2.ipynb": notebook,
            "oharaazizomar_LATE_502_9002_my work (1).ipynb": notebook,
            "weili_503_text.html": b"<p>see my repository</p>",
            "נועהכהן_777_9003_51_small.ipynb": notebook,
        },
    )


def test_a_canvas_zip_is_told_apart_by_canvas_numbers(course, tmp_path, roster, notebook, blank):
    result = collect(course, [canvas_zip(tmp_path / "submissions.zip", notebook, blank)])
    assert collected(course) == {
        f"ana/{CHAPTER}/51_small-2.ipynb": notebook,
        f"omar/{CHAPTER}/my work (1).ipynb": notebook,
        f"777/{CHAPTER}/51_small.ipynb": notebook,
    }
    text = said(result)
    assert "submissions.zip: Canvas (zip), 3 hand-ins" in text
    assert "silvaana_501_9001_51_small.ipynb" in "\n".join(result.superseded)
    assert "late" in text
    assert "oharaazizomar" in text
    assert [line.split(":")[0] for line in result.unknown] == ["777"], "the number of another person than noa's"
    assert len(result.problems) == 1
    assert "weili_503_text.html" in result.problems[0]


def test_without_numbers_in_the_roster_canvas_names_decide_and_two_of_one_name_are_refused(course, tmp_path, notebook):
    (course.nbgrader / "students.csv").write_text(
        "id,first_name,last_name\nana,Ana,Silva\nli1,Li,Wei\nli2,Li,Wei\n503,Somebody,Else\n", encoding="utf-8"
    )
    files = {
        "silvaana_501_9001_x.ipynb": notebook,
        "weili_502_9002_x.ipynb": notebook,
        "nobodyknown_503_9003_x.ipynb": notebook,
    }
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert list(collected(course)) == [f"ana/{CHAPTER}/x.ipynb"]
    foreign, ambiguous = result.problems
    assert "li1 or li2" in ambiguous
    assert "503 is the id of another student" in foreign


def test_canvas_entry_times_are_not_taken_for_the_time_of_the_hand_in(course, tmp_path, roster, notebook):
    collect(course, [zipped(tmp_path / "c.zip", {"silvaana_501_9001_x.ipynb": notebook})])
    assert not list(course.submitted.rglob("timestamp.txt"))


def test_anonymous_canvas_assignments_keep_their_codes(course, tmp_path, notebook):
    files = {"anon_Ab3xY_901_x.ipynb": notebook, "LATE_anon_Cd4zW_902_x.ipynb": notebook}
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert sorted(collected(course)) == [f"anon_Ab3xY/{CHAPTER}/x.ipynb", f"anon_Cd4zW/{CHAPTER}/x.ipynb"]
    assert "Canvas marks as late" in result.notes[0]


@pytest.mark.parametrize(
    "ending", ["20260501_01_neurons", "20260501_10_x", "20260501_01_neurons (1)"], ids=["zero", "ten", "copy"]
)
def test_an_id_and_a_date_are_not_taken_for_canvas_numbers(course, tmp_path, notebook, ending):
    box = unpacked(tmp_path / "box", {f"{student}_{ending}.ipynb": notebook for student in ("ana", "bob", "carl")})
    result = collect(course, [box])
    assert sorted(name.split("/")[0] for name in collected(course)) == ["ana", "bob", "carl"]
    assert "Canvas" not in result.routes[0]


@pytest.mark.parametrize("endings", [("01_neurons", "02_activations"), ("10_x", "10_x")], ids=["zero", "ten"])
def test_ids_that_are_numbers_are_not_taken_for_canvas_numbers(course, tmp_path, notebook, endings):
    (course.nbgrader / "students.csv").write_text("id\n12345\n12346\n")
    names = [f"{student}_{ending}.ipynb" for student, ending in zip((12345, 12346), endings, strict=True)]
    box = unpacked(tmp_path / "box", dict.fromkeys(names, notebook))
    assert collect(course, [box]).problems == []
    assert sorted(name.split("/")[0] for name in collected(course)) == ["12345", "12346"]


@pytest.mark.parametrize("others", [{}, {"oharaazizomar_502_9002_x.ipynb": b""}], ids=["alone", "with omar's"])
def test_a_name_that_ends_in_anothers_number_brings_no_file_to_that_other(course, tmp_path, roster, notebook, others):
    roster.write_text(ROSTER + "xeno,Xeno,,,,777,\n", encoding="utf-8")
    files = dict.fromkeys(others, notebook) | {"xeno_502_777_9001_y.ipynb": notebook}
    result = collect(course, [zipped(tmp_path / "c.zip", files)], route="canvas")
    assert list(collected(course)) == [f"omar/{CHAPTER}/x.ipynb" for _ in others]
    assert len(result.problems) == 1
    assert "xeno_502_777_9001_y.ipynb" in result.problems[0]


def test_a_file_with_a_number_in_front_is_ambiguous_if_the_roster_knows_it(course, tmp_path, roster, notebook):
    files = {"silvaana_501_9001_10_x.ipynb": notebook, "weili_503_504_12_x.ipynb": notebook}
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert list(collected(course)) == [f"ana/{CHAPTER}/10_x.ipynb"]
    assert "li or noa" in result.problems[0]


def test_two_names_under_one_canvas_number_are_told(course, tmp_path, notebook):
    files = {"ana_20260501_1_x.ipynb": notebook, "bob_20260501_2_x.ipynb": notebook}
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert collected(course) == {}
    assert len(result.problems) == 2
    assert "ana, bob" in result.problems[0]


def test_files_of_one_canvas_submission_are_all_kept_unless_canvas_numbered_them(course, tmp_path, roster, notebook):
    files = {
        "silvaana_501_9001_hw-1.ipynb": notebook,
        "silvaana_501_9002_hw-2.ipynb": pack(student_notebook(course, {}, OTHER)),
        "weili_503_9003_hw-1.ipynb": notebook,
        "weili_503_9004_hw.ipynb": notebook,
        "oharaazizomar_502_9005_hw.ipynb": notebook,
        "oharaazizomar_502_9006_hw-1.ipynb": notebook,
    }
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert sorted(collected(course)) == [
        f"ana/{CHAPTER}/hw-1.ipynb",
        f"ana/{OTHER}/hw-2.ipynb",
        f"li/{CHAPTER}/hw-1.ipynb",
        f"li/{CHAPTER}/hw.ipynb",
        f"omar/{CHAPTER}/hw-1.ipynb",
    ]
    assert ["oharaazizomar_502_9005_hw.ipynb" in line for line in result.superseded] == [True]


def test_names_with_vowel_signs_are_recognised_and_told_apart(course, tmp_path, roster, notebook):
    roster.write_text("id,name\nsomchai,สมชาย ใจดี\nsuda,สุดา มีสุข\nrima,रीमा\nram,राम\n", encoding="utf-8")
    names = ["สมชายใจดี_501", "สุดามีสุข_502", "रीमा_503", "राम_504"]
    files = {f"{name}_{9000 + place}_x.ipynb": notebook for place, name in enumerate(names)}
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert "Canvas (zip), 4 hand-ins" in result.routes[0]
    assert sorted(name.split("/")[0] for name in collected(course)) == ["ram", "rima", "somchai", "suda"]


def test_an_anonymous_code_before_a_chapters_number_is_not_a_name(course, tmp_path, notebook):
    files = {f"anon_{code}_{file}_10_x.ipynb": notebook for code, file in (("Ab3xY", 901), ("Cd4zW", 902))}
    collect(course, [zipped(tmp_path / "c.zip", files)])
    assert sorted(collected(course)) == [f"anon_{code}/{CHAPTER}/10_x.ipynb" for code in ("Ab3xY", "Cd4zW")]


# ------------------------------------------------------------------------------------------------------- Moodle

def in_folders(name: str, data: bytes, ending: str = "", file: str = "my work.ipynb") -> dict[str, bytes]:
    return {f"{name}_assignsubmission_file{ending}/{file}": data}


@pytest.mark.parametrize("layout", ["folders", "old folders", "flat", "unpacked", "in one folder"])
def test_a_moodle_zip_is_told_apart_by_names(course, tmp_path, roster, notebook, layout):
    people = ["Ana Silva_11", "OHara-Aziz Omar_12", "נועה כהן_13", "Somebody Else_14"]
    files = {}
    for person in people:
        if layout == "flat":
            files[f"{person}_assignsubmission_file_my work.ipynb"] = notebook
        else:
            files |= in_folders(person, notebook, "_" if layout == "old folders" else "")
    files["Ana Silva_11_assignsubmission_onlinetext/onlinetext.html"] = b"<p>see the file</p>"
    files["Wei Li_15_assignsubmission_onlinetext/texteenligne.html"] = b"<p>x = 1</p>"
    if layout == "unpacked":
        path = unpacked(tmp_path / "moodle", files)
    else:
        prefix = "Course-Chapter-77/" if layout == "in one folder" else ""
        path = zipped(tmp_path / "moodle.zip", {prefix + name: data for name, data in files.items()})
    result = collect(course, [path])
    assert sorted(collected(course)) == sorted(
        f"{student}/{CHAPTER}/my work.ipynb" for student in ("ana", "omar", "noa", "participant_14")
    )
    assert "Moodle" in result.routes[0]
    assert "4 hand-ins" in result.routes[0]
    assert [line.split(":")[0] for line in result.unknown] == ["participant_14"]
    assert len(result.problems) == 1
    assert "Wei Li_15" in result.problems[0]
    assert not list(course.submitted.rglob("timestamp.txt"))


def test_two_people_of_one_name_are_both_named_and_neither_is_guessed(course, tmp_path, roster, notebook, blank):
    files = in_folders("Ana Silva_11", notebook) | in_folders("Ana Silva_12", blank) | in_folders("Li Wei_13", notebook)
    result = collect(course, [zipped(tmp_path / "m.zip", files)])
    assert list(collected(course)) == [f"li/{CHAPTER}/my work.ipynb"]
    assert len(result.problems) == 2
    assert all("11" in line and "12" in line for line in result.problems)


def test_a_name_that_fits_two_in_the_roster_is_refused_with_both_ids(course, tmp_path, roster, notebook):
    roster.write_text(ROSTER + "wei.l,Wei,Li,,,,\n", encoding="utf-8")
    files = in_folders("Li Wei_11", notebook) | in_folders("Ana Silva_12", notebook)
    result = collect(course, [zipped(tmp_path / "m.zip", files)])
    assert list(collected(course)) == [f"ana/{CHAPTER}/my work.ipynb"]
    assert "li or wei.l" in result.problems[0]


def test_moodle_needs_a_roster_and_says_so(course, tmp_path, notebook):
    files = in_folders("Ana Silva_11", notebook) | in_folders("Li Wei_12", notebook)
    with pytest.raises(UserError, match=r"students\.csv"):
        collect(course, [zipped(tmp_path / "m.zip", files)])
    assert collected(course) == {}


def test_anonymous_marking_keeps_moodles_numbers_in_any_language(course, tmp_path, notebook):
    files = in_folders("Teilnehmer_in_11", notebook) | in_folders("Teilnehmer_in_12", notebook)
    result = collect(course, [zipped(tmp_path / "m.zip", files)])
    names = sorted(collected(course))
    assert names == [f"participant_{number}/{CHAPTER}/my work.ipynb" for number in (11, 12)]
    assert "anonymous" in result.notes[0]


# --------------------------------------------------------------------------------------------------- Gradescope

METADATA = """---
submission_1:
  :submitters:
  - :name: Ana Silva
    :sid: '501'
    :email: ana@example.org
  :created_at: 2026-03-01 10:00:00.250000000 Z
  :score: 3.0
  :history:
  - :created_at: 2026-02-28 10:00:00.000000000 Z
    :score: 1.0
submission_2:
  :submitters:
  - :name: Omar
    :email: OMAR@example.org
  - :name: Li Wei
    :sid: li
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-03-02 11:00:00.000000000 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: Etc/UTC
submission_3:
  :submitters:
  - :name: A Stranger
    :sid: s-99
submission_4:
  :submitters:
  - :name: Nobody We Know
submission_5:
  :submitters:
  - :name: Ana Silva
    :sid: '501'
"""


@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_a_gradescope_export_brings_ids_groups_and_times(course, tmp_path, roster, notebook, kind):
    files = {"assignment_7_export/submission_metadata.yml": METADATA.encode()}
    files |= {f"assignment_7_export/submission_{number}/x.ipynb": notebook for number in (1, 2, 3, 4, 6)}
    make = zipped if kind == "zip" else unpacked
    result = collect(course, [make(tmp_path / f"gradescope.{kind}", files)])
    students = sorted({name.split("/")[0] for name in collected(course)})
    assert students == ["ana", "li", "omar", "s-99"]
    assert timestamp(course, "ana") == "2026-03-01 10:00:00.250000 UTC\n"
    assert timestamp(course, "li") == timestamp(course, "omar") == "2026-03-02 11:00:00 UTC\n"
    assert [line.split(":")[0] for line in result.unknown] == ["s-99"]
    assert "1 earlier" in "\n".join(result.superseded)
    problems = "\n".join(result.problems)
    assert len(result.problems) == 3
    for named in ("Nobody We Know", "submission_5", "submission_6"):
        assert named in problems


@pytest.mark.parametrize("year", ["1969", "2150"])
def test_a_time_that_cannot_be_right_is_left_out_and_told_and_the_hand_in_is_kept(
    course, tmp_path, roster, notebook, year
):
    metadata = METADATA.replace("  :created_at: 2026-03-01", f"  :created_at: {year}-03-01", 1)
    assert metadata != METADATA
    files = {f"submission_{number}/x.ipynb": notebook for number in (1, 2)}
    files |= {"submission_metadata.yml": metadata.encode()}
    result = collect(course, [zipped(tmp_path / "g.zip", files)])
    assert sorted(collected(course)) == sorted(
        [f"{student}/{CHAPTER}/x.ipynb" for student in ("ana", "li", "omar")]
        + [f"{student}/{CHAPTER}/timestamp.txt" for student in ("li", "omar")]
    )
    (told,) = [line for line in result.problems if "the time at which it was handed in cannot be right" in line]
    assert "submission_1" in told


@pytest.mark.parametrize(
    "text", ["- a list", "a: [", "a: !!python/object/apply:os.system ['true']", "", "\x00"], ids=repr
)
def test_damaged_or_hostile_metadata_is_refused(course, tmp_path, notebook, text):
    path = zipped(tmp_path / "g.zip", {"submission_metadata.yml": text.encode(), "submission_1/x.ipynb": notebook})
    with pytest.raises(UserError, match="Export from Gradescope again"):
        collect(course, [path])


# ----------------------------------------------------------------------------------------------------- nbgrader

def test_nbgraders_inbound_folder_gives_names_chapters_and_times(course, tmp_path, notebook, blank, roster):
    first, last = (f"ana+{CHAPTER}+2026-03-0{day} 10:00:00.5 UTC+{'r' * 12}" for day in (1, 2))
    old_style = f"li+{CHAPTER}+2026-03-01 10:00:00 UTC"
    inbox = unpacked(
        tmp_path / "inbound",
        {
            f"{first}/{CHAPTER}.ipynb": notebook,
            f"{last}/{CHAPTER}.ipynb": blank,
            f"{last}/timestamp.txt": b"1999-01-01 00:00:00 UTC",
            f"{last}/submission_secret.txt": b"abc",
            f"{old_style}/{CHAPTER}.ipynb": notebook,
            f"a+b+{CHAPTER}+2026-03-01 10:00:00 UTC+{'r' * 12}/{CHAPTER}.ipynb": notebook,
            "not one of them/x.ipynb": notebook,
        },
    )
    result = collect(course, [inbox])
    assert collected(course) == {
        f"ana/{CHAPTER}/{CHAPTER}.ipynb": blank,
        f"ana/{CHAPTER}/submission_secret.txt": b"abc",
        f"ana/{CHAPTER}/timestamp.txt": b"2026-03-02 10:00:00.500000 UTC\n",
        f"li/{CHAPTER}/{CHAPTER}.ipynb": notebook,
        f"li/{CHAPTER}/timestamp.txt": b"2026-03-01 10:00:00 UTC\n",
    }
    assert len(result.superseded) == 1
    assert "cannot be proved" in result.notes[0], "the files belong to whoever runs the test, not to ana"
    problems = "\n".join(result.problems)
    assert "a+b" in problems
    assert "not one of them" in problems


@pytest.mark.parametrize("time", ["1" * 29 + "h", "9999-99-99 10:00:00 UTC", "1" * 100, "2026-03-01 10:00:00 :..UTC"])
def test_a_broken_time_in_a_folders_name_costs_nobody_else_their_hand_in(course, tmp_path, notebook, time):
    when = dict.fromkeys(("ana", "bob", "carl"), "2026-03-01 10:00:00 UTC") | {"zoe": time}
    files = {f"{who}+{CHAPTER}+{then}+r/{CHAPTER}.ipynb": notebook for who, then in when.items()}
    result = collect(course, [unpacked(tmp_path / "inbound", files)])
    assert {name.split("/")[0] for name in collected(course)} == {"ana", "bob", "carl"}
    assert [line for line in result.problems if "zoe" in line and "not named as nbgrader" in line]


def test_a_broken_time_in_nbgraders_submitted_folder_leaves_the_notebook(course, tmp_path, notebook):
    files = {f"{who}/{CHAPTER}/x.ipynb": notebook for who in ("ana", "zoe")}
    files[f"ana/{CHAPTER}/timestamp.txt"] = b"1" * 29 + b"h"
    collect(course, [unpacked(tmp_path / "submitted", files)])
    assert sorted(collected(course)) == [f"ana/{CHAPTER}/x.ipynb", f"zoe/{CHAPTER}/x.ipynb"]


@pytest.mark.slow
@pytest.mark.thorough
def test_what_nbgraders_own_submit_makes_is_collected_graded_and_its_feedback_released(course, tmp_path, notebook):
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    home = unpacked(tmp_path / "student", {f"{CHAPTER}/{CHAPTER}.ipynb": notebook})
    ways = [f"--Exchange.root={exchange}", f"--Exchange.cache={tmp_path / 'cache'}"]
    nbgrader(course, "generate_assignment", CHAPTER, "--force")
    nbgrader(course, "release_assignment", CHAPTER, *ways)
    course_id = "neural-networks-by-hand"
    nbgrader(Course(home), "submit", CHAPTER, f"--CourseDirectory.course_id={course_id}", *ways)
    (made,) = (exchange / course_id / "inbound").iterdir()
    result = collect(course, [made.parent])
    assert "nbgrader's exchange (folder), 1 hand-in" in result.routes[0]
    assert (result.problems, result.notes) == ([], []), "the folder belongs to whom its name says"
    student = made.name.split("+")[0]
    assert timestamp(course, student) == (made / "timestamp.txt").read_text().replace(" UTC", "") + " UTC\n"
    (record,) = grade(course, jobs=1, seed=1, progress=False).records
    assert (record.student, record.score, record.flags) == (student, MAX_SCORE - 2, [])
    write_pages(course, [record])
    nbgrader(course, "release_feedback", CHAPTER, *ways)
    assert len(list((exchange / course_id / "feedback").glob("*.html"))) == 1


def test_nbgraders_submitted_folder_keeps_its_times_and_a_plain_one_does_not(course, tmp_path, notebook):
    files = {f"ana/{CHAPTER}/x.ipynb": notebook, f"ana/{CHAPTER}/timestamp.txt": b"2026-03-02 10:00:00 UTC"}
    collect(course, [unpacked(tmp_path / "elsewhere", files)])
    assert not list(course.submitted.rglob("timestamp.txt"))
    collect(course, [unpacked(tmp_path / "other" / "submitted", files)])
    assert timestamp(course, "ana") == "2026-03-02 10:00:00 UTC\n"


# ---------------------------------------------------------------------------------------------------------- Git

def checkout(folder: Path, notebook: bytes, when: str) -> Path:
    unpacked(folder, {"x.ipynb": notebook})
    environment = os.environ | {
        "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(folder),
    }  # fmt: skip
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "x.ipynb"], [*who, "commit", "-q", "-m", "done"]):
        subprocess.run(["git", *command], cwd=folder, env=environment, check=True)
    return folder


def test_checkouts_are_dated_by_their_last_commit_and_nothing_in_them_is_run(course, tmp_path, roster, notebook):
    box = tmp_path / "hw-1-submissions"
    checkout(box / "hw-1-ana-codes", notebook, "2026-03-04T10:00:00+0000")
    hostile = checkout(box / "hw-1-li", notebook, "2026-03-05T10:00:00+0000")
    trap = tmp_path / "trap"
    program = unpacked(tmp_path / "bin", {"run.sh": f"#!/bin/sh\ntouch '{trap}'\n".encode()}) / "run.sh"
    program.chmod(0o755)
    with (hostile / ".git" / "config").open("a") as config:
        config.write(f'[core]\n\tfsmonitor = {program}\n\tsshCommand = {program}\n[log]\n\tshowSignature = true\n')
        config.write(f"[gpg]\n\tprogram = {program}\n[core]\n\tpager = {program}\n")
    broken = unpacked(box / "hw-1-omar", {"x.ipynb": notebook, ".git/HEAD": b"ref: refs/heads/none\n"})
    result = collect(course, [box])
    assert sorted(collected(course)) == sorted(
        [f"{student}/{CHAPTER}/x.ipynb" for student in ("ana", "li", "omar")]
        + [f"{student}/{CHAPTER}/timestamp.txt" for student in ("ana", "li")]
    )
    assert timestamp(course, "ana") == "2026-03-04 10:00:00 UTC\n"
    assert "Git checkouts (folder), 3 hand-ins" in result.routes[0]
    assert broken.name in result.notes[0]
    assert not trap.exists()


def test_a_packed_checkout_is_read_too_and_a_git_folder_that_is_a_link_is_not(course, tmp_path, notebook):
    box = tmp_path / "box"
    packed = checkout(box / f"{CHAPTER}-ana", notebook, "2026-03-04T10:00:00+0000")
    for command in (["pack-refs", "--all"], ["repack", "-adq"], ["prune-packed"]):
        subprocess.run(["git", *command], cwd=packed, check=True)
    linked = unpacked(box / f"{CHAPTER}-li", {"x.ipynb": notebook})
    (linked / ".git").symlink_to(packed / ".git")
    result = collect(course, [box])
    assert timestamp(course, "ana") == "2026-03-04 10:00:00 UTC\n"
    assert not (course.submitted / "li" / CHAPTER / "timestamp.txt").exists()
    assert f"{CHAPTER}-li" in result.notes[0]


# -------------------------------------------------------------------------------------------- All ways together

@pytest.mark.parametrize("route", ROUTES)
def test_no_forced_way_fails_on_a_zip_of_another(course, tmp_path, roster, notebook, route):
    files = {"x": b"", "x/y.ipynb": notebook, "a+b+c": b"", "\u202e_1_2_c": b"", "A B_1_assignsubmission_file/x": b""}
    for number in range(1, len(files) + 1):
        path = zipped(tmp_path / f"{number}.zip", dict(list(files.items())[:number]))
        if route == "gradescope":
            with pytest.raises(UserError, match=r"no submission_metadata\.yml"):
                collect(course, [path], route=route)
        else:
            assert "\u202e" not in said(collect(course, [path], route=route))


def test_a_roster_id_that_is_no_folder_name_is_told_and_used_nowhere(course, tmp_path, roster, notebook):
    roster.write_text("id,lms_user_id\n../../evil,501\na@b.org,502\n", encoding="utf-8")
    files = {"silvaana_501_1_x.ipynb": notebook, "x_502_2_x.ipynb": notebook}
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert collected(course) == {}
    assert len(result.problems) == 2
    assert "cannot be a folder's name" in result.problems[0]
    assert not list(tmp_path.rglob("evil"))


def test_a_way_can_be_forced_and_what_does_not_fit_it_is_named(course, tmp_path, notebook):
    path = zipped(tmp_path / "c.zip", {"ana_1_2_x.ipynb": notebook, "bob_3_4_x.ipynb": notebook})
    assert "Canvas" in collect(course, [path], dry_run=True).routes[0]
    collect(course, [path], route="folder")
    assert sorted(collected(course)) == [f"ana/{CHAPTER}/ana_1_2_x.ipynb", f"bob/{CHAPTER}/bob_3_4_x.ipynb"]
    forced = collect(course, [zipped(tmp_path / "plain.zip", {"ana/x.ipynb": notebook})], route="canvas")
    assert "not named as Canvas names hand-ins" in forced.problems[0]


def test_names_that_turn_text_round_are_shown_as_what_they_are(course, tmp_path, roster, notebook):
    files = in_folders("Ana \u202esilvA_11", notebook) | in_folders("Li Wei_12", b"", file="x\u202ebnpyi.txt")
    result = collect(course, [zipped(tmp_path / "m.zip", files)])
    text = said(result)
    assert "\u202e" not in text
    assert "<202e>" in text


TIME = "2026-03-01 10:00:00 UTC+r"
# {way that takes a zip: (ana's hand-in, the beginning of li's, what else such a zip holds)}
ZIPS = {
    "canvas": ("silvaana_501_9001_x.ipynb", "weili_503_9002_x/", {}),
    "moodle": ("Ana Silva_11_assignsubmission_file/x.ipynb", "Li Wei_12_assignsubmission_file/", {}),
    "gradescope": ("submission_1/x.ipynb", "submission_2/", {"submission_metadata.yml": METADATA.encode()}),
    "exchange": (f"ana+{CHAPTER}+{TIME}/x.ipynb", f"li+{CHAPTER}+{TIME}/", {}),
    "nbgrader": (f"ana/{CHAPTER}/x.ipynb", f"li/{CHAPTER}/", {}),
    "folder": ("ana/x.ipynb", "li/", {}),
}


@pytest.mark.parametrize("bad", ["../../evil.ipynb", "..\\..\\..\\evil.ipynb", "../ana/evil.ipynb"])
@pytest.mark.parametrize("route", ZIPS)
def test_names_that_lead_outside_are_left_out_on_every_way_that_takes_a_zip(
    course, tmp_path, roster, notebook, route, bad
):
    right, of_li, others = ZIPS[route]
    files = {right: notebook, of_li + bad: notebook, bad: notebook, "/etc/evil.ipynb": notebook, "C:evil.ipynb": b"x"}
    result = collect(course, [zipped(tmp_path / "c.zip", files | others)], route=route)
    assert [name for name in collected(course) if name.endswith(".ipynb")] == [f"ana/{CHAPTER}/x.ipynb"]
    assert not list(tmp_path.rglob("evil*"))
    assert "\n".join(result.problems).count("leads outside") == 4


def test_a_canvas_file_name_cannot_leave_the_students_folder(course, tmp_path, roster, notebook):
    files = {"silvaana_501_9001_..\\..\\evil.ipynb": notebook, "weili_503_1_x.ipynb": notebook}
    path = zipped(tmp_path / "c.zip", files)
    collect(course, [path])
    assert list(collected(course)) == [f"li/{CHAPTER}/x.ipynb"]
    assert not list(course.root.parent.rglob("evil*"))


def test_a_bomb_costs_only_the_student_who_planted_it(course, tmp_path, roster, notebook):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("x.ipynb", b"0" * 30_000_000)
    files = {"silvaana_501_9001_x.zip": bomb.getvalue(), "weili_503_9002_x.ipynb": notebook}
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert list(collected(course)) == [f"li/{CHAPTER}/x.ipynb"]
    assert "times its size" in result.problems[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_entry_of_one_name_is_left_out_and_said(course, tmp_path, roster, notebook, blank):
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("silvaana_501_9001_x.ipynb", notebook)
        made.writestr("silvaana_501_9001_x.ipynb", blank)
    result = collect(course, [path])
    assert list(collected(course).values()) == [notebook]
    assert "a second file of this name" in result.problems[0]


def test_names_in_unmarked_utf8_are_read_as_they_were_meant(course, tmp_path, roster, notebook):
    path = zipped(tmp_path / "m.zip", in_folders("AAAA_11", notebook) | in_folders("Ana Silva_12", notebook))
    hebrew = "נועה כהן".encode()
    stand_in = b"n" * len(hebrew)
    zipped(path, in_folders(f"{stand_in.decode()}_11", notebook) | in_folders("Ana Silva_12", notebook))
    path.write_bytes(path.read_bytes().replace(stand_in, hebrew))  # no flag says that this is UTF-8
    collect(course, [path])
    assert sorted(name.split("/")[0] for name in collected(course)) == ["ana", "noa"]


def test_thousands_of_hand_ins_are_told_apart_and_more_than_the_cap_are_refused(course, tmp_path, monkeypatch):
    files = {f"s{number}_{number + 1}_{number + 1}_x.txt": b"" for number in range(3_000)}
    result = collect(course, [zipped(tmp_path / "c.zip", files)])
    assert "Canvas (zip), 3000 hand-ins" in result.routes[0]
    assert len(result.problems) == 3_000, "an empty text file tells no chapter"
    monkeypatch.setattr(archive, "MAX_TOPS", 2_999)
    with pytest.raises(UserError, match="more than 2999 entries"):
        collect(course, [tmp_path / "c.zip"])


@pytest.mark.parametrize(
    ("who", "student"),
    [
        (Handle(id="ana"), "ana"),
        (Handle(lms_user_id="501", name="silvaana"), "ana"),
        (Handle(email="ANA@Example.org"), "ana"),
        (Handle(github="Ana-Codes"), "ana"),
        (Handle(name="SILVA, Ana"), "ana"),
        (Handle(name="Ana  silva"), "ana"),
        (Handle(name="Omar OHaraAziz"), "omar"),
        (Handle(name="Jose\u0301 Pe\u0301rez"), "jose"),
        (Handle(name="Ana", email="nobody@example.org"), ""),
        (Handle(lms_user_id="999", name="silvaana"), ""),
        (Handle(), ""),
    ],
)
def test_the_roster_finds_whom_a_way_means_and_nobody_else(who, student):
    people = [Classmate(**row) for row in csv.DictReader(io.StringIO(ROSTER))]
    assert Roster([*people, Classmate("jose", "José", "Pérez")]).find(who)[0] == student


def test_two_rows_with_one_address_fit_nobody():
    roster = Roster([Classmate("a", email="x@example.org"), Classmate("b", email="X@example.org")])
    with pytest.raises(Ambiguous, match="a, b"):
        roster.find(Handle(email="x@example.org"))


@pytest.mark.parametrize(
    "who",
    [
        Handle(id="ana", github="ana"),
        Handle(id="501", lms_user_id="501"),
        Handle(lms_user_id="501", email="bob@example.org"),
        Handle(stem="ana_1", github="ana"),
    ],
)
def test_facts_that_are_those_of_two_fit_nobody(who):
    people = [
        Classmate("ana", github="ana-codes", lms_user_id="501"),
        Classmate("bob", github="ana", email="bob@example.org"),
        Classmate("501"),
    ]
    with pytest.raises(Ambiguous):
        Roster(people).find(who)
    assert Roster(people).find(Handle(id="ana-codes", github="ana-codes")) == ("ana", "github")


@pytest.mark.parametrize(("name", "other"), [("राम", "रीमा"), ("กิน", "กัน"), ("สุดา ดี", "สีดา ดี")])
def test_names_that_differ_in_vowel_signs_only_are_two(name, other):
    roster = Roster([Classmate("a", name=other)])
    assert roster.find(Handle(name=name)) == ("", "")
    assert roster.find(Handle(name=other)) == ("a", "name")


def test_names_are_compared_in_one_spelling_also_after_their_letters_were_made_small():
    assert Roster([Classmate("a", name="ΐx")]).find(Handle(name="Ϊ́X"))[0] == "a"


def test_a_roster_with_an_id_twice_is_refused(course, tmp_path, notebook, roster):
    roster.write_text(ROSTER + "ana,Another,Person,,,,\n", encoding="utf-8")
    with pytest.raises(UserError, match="ana more than once"):
        collect(course, [zipped(tmp_path / "c.zip", {"ana/x.ipynb": notebook})])


# ------------------------------------------------------------------------------------------- From zip to gradebook

def rows_of(course: Course, format: str, **options) -> list[dict[str, str]]:
    path = course.build / "grades.csv"
    export(course, format, path, **options)
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_a_canvas_zip_is_graded_and_the_grades_return_under_canvas_numbers(course, tmp_path, roster, notebook, blank):
    collect(course, [canvas_zip(tmp_path / "submissions.zip", notebook, blank)])
    records = {record.student: record for record in grade(course, jobs=1, seed=1, progress=False).records}
    scores = {student: record.score for student, record in records.items()}
    assert scores == dict.fromkeys(("ana", "omar", "777"), MAX_SCORE - 2), "two points are marked by hand"
    assert "not_in_roster" in records["777"].flags
    back = {row["ID"]: row for row in rows_of(course, "canvas") if row["SIS Login ID"]}
    assert {"501", "502"} <= back.keys()
    assert back["501"]["Student"] == "Silva, Ana"
    exported = tmp_path / "canvas.csv"
    exported.write_text("Student,ID,SIS Login ID,Section\nx,501,L1,A\ny,502,L2,A\nz,777,L3,A\n")
    again = rows_of(course, "canvas", canvas_file=exported)[1:]
    assert {row["ID"]: row[CHAPTER] for row in again} == {"501": "6", "502": "6", "777": "6"}


@pytest.mark.slow
def test_a_moodle_zip_is_graded_and_the_grades_return_under_the_same_addresses(course, tmp_path, roster, notebook):
    files = in_folders("Ana Silva_11", notebook) | in_folders("נועה כהן_12", notebook) | in_folders("Li Wei_13", b"")
    collect(course, [zipped(tmp_path / "m.zip", files)], chapter=CHAPTER)
    records = {record.student: record for record in grade(course, jobs=1, seed=1, progress=False).records}
    assert (records["ana"].score, records["noa"].score) == (6.0, 6.0)
    assert records["li"].status == "failed"
    back = {row["Email address"]: row[CHAPTER] for row in rows_of(course, "moodle")}
    assert back == {"ana@example.org": "6", "noa@example.org": "6", "li@example.org": "0"}


def as_moodle_takes_it(path: Path) -> dict[str, str]:
    """Whose each file is and what it is called then, by the rules of Moodle's own `importziplib.php`."""
    found = {}
    for name in zipfile.ZipFile(path).namelist():
        for place, part in enumerate(parts := name.split("/")):
            info = part.split("_", 4)
            if len(info) >= 4 and info[1].isdecimal() and info[2:4] == ["assignsubmission", "file"]:
                found[info[1]] = "/".join([*info[4:], *parts[place + 1 :]])
                break
    return found


def test_pages_return_to_moodle_under_the_numbers_of_its_own_zip(course, tmp_path, roster, notebook):
    people = ["Ana Silva_11", "OHara-Aziz Omar_12", "נועה כהן_13", "Li Wei_14", "Li Wei_15", "Somebody Else_16"]
    files = {name: data for person in people for name, data in in_folders(person, notebook).items()}
    download = zipped(tmp_path / "m.zip", files)
    graded = ["ana", "noa", "li", "participant_16", "elsewhere"]
    write_pages(course, [Record(student, CHAPTER, "graded") for student in graded])
    write_pages(course, [Record("omar", OTHER, "graded")])
    done = moodle_feedback.pack(course, download, CHAPTER, graded, tmp_path / "out" / "pages.zip")
    taken = as_moodle_takes_it(tmp_path / "out" / "pages.zip")
    assert taken == dict.fromkeys(("11", "13", "16"), f"{CHAPTER}.html"), "nobody knows which Li Wei is ours"
    assert (done.pages, done.without_page, done.not_in_download) == (3, ["omar"], ["elsewhere", "li"])
    assert len(done.problems) == 2
    packed = zipfile.ZipFile(tmp_path / "out" / "pages.zip")
    for name in packed.namelist():
        student = {"11": "ana", "13": "noa", "16": "participant_16"}[name.split("_")[1]]
        assert packed.read(name) == (course.feedback / student / CHAPTER / f"{CHAPTER}.html").read_bytes()
    moodle_feedback.pack(course, download, CHAPTER, ["ana"], tmp_path / "one.zip")
    assert list(as_moodle_takes_it(tmp_path / "one.zip")) == ["11"], "only whose pages were just written"


def test_pages_return_to_those_marked_anonymously(course, tmp_path, notebook):
    files = in_folders("Teilnehmer_in_11", notebook) | in_folders("Teilnehmer_in_12", notebook)
    students = ["participant_11", "participant_12"]
    write_pages(course, [Record(student, CHAPTER, "graded") for student in students])
    moodle_feedback.pack(course, zipped(tmp_path / "m.zip", files), CHAPTER, students, tmp_path / "pages.zip")
    assert as_moodle_takes_it(tmp_path / "pages.zip") == dict.fromkeys(("11", "12"), f"{CHAPTER}.html")


def test_what_is_no_zip_of_moodles_packs_nothing(course, tmp_path, notebook):
    for files, says in (({"ana/x.ipynb": notebook}, "not named as Moodle"), ({}, "it is empty")):
        with pytest.raises(UserError, match=says):
            moodle_feedback.pack(course, zipped(tmp_path / "m.zip", files), CHAPTER, ["ana"], tmp_path / "pages.zip")
    with pytest.raises(UserError, match="does not exist"):
        moodle_feedback.pack(course, tmp_path / "none.zip", CHAPTER, ["ana"], tmp_path / "pages.zip")
    (tmp_path / "ana.ipynb").write_bytes(notebook)
    with pytest.raises(UserError, match="is no zip"):
        moodle_feedback.pack(course, tmp_path / "ana.ipynb", CHAPTER, ["ana"], tmp_path / "pages.zip")
    assert not list(tmp_path.glob("*pages*"))


def test_the_verb_packs_for_moodle_and_names_who_is_missing(course, tmp_path, roster, notebook, monkeypatch, capsys):
    monkeypatch.setattr(feedback, "find_course", lambda: course)
    records = [Record(student, CHAPTER, "graded") for student in ("ana", "omar")]
    monkeypatch.setattr(feedback, "gather", lambda *_: Gathered(records, []))
    download = zipped(tmp_path / "m.zip", in_folders("Ana Silva_11", notebook))
    asked = {"records": None, "student": None, "chapter": [CHAPTER], "moodle_zip": download}
    assert feedback.run(argparse.Namespace(**asked)) == 1
    told = capsys.readouterr()
    assert f"_build/feedback/moodle_{CHAPTER}.zip: 1 pages" in told.out
    assert "not in the zip: omar" in told.err
    assert list(as_moodle_takes_it(course.build / "feedback" / f"moodle_{CHAPTER}.zip")) == ["11"]
    assert feedback.run(argparse.Namespace(**asked | {"student": ["ana"]})) == 0
    with pytest.raises(UserError, match="--chapter"):
        feedback.run(argparse.Namespace(**asked | {"chapter": None}))


@pytest.mark.slow
def test_the_time_that_a_way_tells_reaches_nbgraders_late_penalty(course, tmp_path, roster, notebook):
    files = {f"{student}+{CHAPTER}+2026-03-0{day} 10:00:00 UTC/x.ipynb": notebook for student, day in
             (("ana", 1), ("li", 3))}  # fmt: skip
    collect(course, [unpacked(tmp_path / "inbound", files)])
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate="2026-03-02 00:00:00 UTC")
    grade(course, jobs=1, seed=1, progress=False)
    with Gradebook(course.db_url) as gradebook:
        late = {name: gradebook.find_submission(CHAPTER, name).total_seconds_late for name in ("ana", "li")}
        assert gradebook.find_submission(CHAPTER, "li").timestamp == datetime(2026, 3, 3, 10)
    assert late == {"ana": 0, "li": 34 * 3600}
