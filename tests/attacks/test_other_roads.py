"""Attacks that take more than one hand-in to one run: resubmissions, collecting, exporting, and what pages hold."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from attacked_course import CANARIES, CHAPTER, HONEST, POINTS, blank_notebook, filled, hand_in, make_course
from class_runs import WRONG, grade_class, gradebook_rows, honest_part, run_class
from nbgrader.api import Gradebook
from tampered import make_class_zip, student_ids

from autograde import export, report
from autograde.feedback import hidden_lines
from autograde.sorting import collect

sys.path.insert(0, str(Path(__file__).parents[1] / "reports"))
from html_rules import active_content, external_resources, text_of

ROWS_HERE = {24, 25, 32, 45, 50}
GROUPS = ["forging", "escaping", "sabotage", "tampering"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def resubmitted(tmp_path_factory):
    """Right hand-ins were graded; then two handed in wrong answers: one without tests, one that ends its process.

    Folders that are no students' lie beside them.
    """
    places = make_course(tmp_path_factory.mktemp("resubmitted"))
    blank = blank_notebook(places.course)
    for student in ("deletes", "ends", *student_ids()):
        hand_in(places.course, student, filled(blank, {}))
    first = run_class(places, [])
    without_tests = filled(blank, {"sigmoid": WRONG})
    without_tests["cells"] = [cell for cell in without_tests["cells"] if not cell.get("id", "").startswith("test")]
    hand_in(places.course, "deletes", without_tests)
    hand_in(places.course, "ends", filled(blank, {"sigmoid": "import os\nos._exit(0)"}))
    return first, grade_class(places)


@pytest.mark.parametrize(("row", "student"), [(24, "deletes"), (25, "ends")])
def test_a_resubmission_keeps_no_old_points(resubmitted, row, student):
    first, second = resubmitted
    assert first.records[student].score == sum(POINTS.values())
    assert second.records[student].score == sum(POINTS.values()) - POINTS["sigmoid"]
    assert second.gradebook[student]["submission"][1] == second.records[student].score
    assert second.records[student].status == "flagged"
    assert honest_part(first) == honest_part(second)


@pytest.fixture
def places(tmp_path):
    return make_course(tmp_path)


def test_a_class_zip_puts_nothing_where_it_does_not_belong(places, tmp_path):
    """Rows 31, 32, 48, 58 and 65 by the road of `collect`."""
    blank = blank_notebook(places.course)
    theirs = hand_in(places.course, "aaa-right", filled(blank, {}))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    make_class_zip(tmp_path / "class.zip", filled(blank, {"sigmoid": WRONG}))
    result = collect(places.course, [tmp_path / "class.zip"])
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - set(before) - {tmp_path / "class.zip"}
    assert {path.relative_to(places.course.submitted).parts[0] for path in new} == {"carl"}
    assert not any(path.is_symlink() or path.name == "timestamp.txt" for path in places.course.submitted.rglob("*"))
    assert theirs.read_bytes() == before[theirs]
    problems = "\n".join(result.problems)
    for word in ("dora", "outside", "=cmd", "link"):
        assert word in problems


def test_a_folder_that_is_no_students_has_a_row_and_no_page(resubmitted):
    for run in resubmitted:
        failed = [record for record in run.outcome.records if record.flags == ["invalid_student_id"]]
        assert len(failed) == len(student_ids())
        assert all(record.reason and record.score == 0 for record in failed)
        assert set(run.pages) == {*HONEST, "deletes", "ends"}
    course, students = run.places.course, {*HONEST, "deletes", "ends"}
    assert {path.name for path in course.feedback.iterdir()} == students
    assert {path.name for path in course.autograded.glob("[!.]*")} == students


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_holds_a_line_of_a_hidden_test(class_of, group):
    """Row 45, and every cheat of the other rows with it."""
    run = class_of(group)
    source = json.loads((run.places.course.source / CHAPTER / f"{CHAPTER}.ipynb").read_text())
    hidden = hidden_lines([{"source": "".join(cell["source"])} for cell in source["cells"]])
    assert len(hidden) > 10
    for page in run.pages.values():
        text = text_of(page)
        assert not [line for line in hidden if " ".join(line.split()) in text]


@pytest.mark.parametrize("group", GROUPS)
def test_feedback_holds_pages_and_never_a_notebook(class_of, group):
    """Rows 48 and 50: nothing of what was executed or handed in is sent back."""
    run = class_of(group)
    for path in run.places.course.feedback.rglob("*"):
        assert not path.is_symlink()
        if path.is_file():
            assert path.name in (f"{CHAPTER}.html", "timestamp.txt", "submission_secret.txt")
            text = path.read_text(encoding="utf-8")
            assert not [what for what, canary in CANARIES.items() if canary in text and "aaa-right" not in path.parts]


@pytest.mark.parametrize("group", GROUPS)
def test_pages_hold_nothing_that_runs_or_hides(class_of, group):
    """Rows 61 and 62, in the pages of everybody and in the report on the class."""
    run = class_of(group)
    pages = {name: (page, 0) for name, page in run.pages.items()}
    pages["the report"] = (report.build(run.places.course, run.outcome.records, Path("index.html")), 1)
    for name, (page, scripts) in pages.items():
        assert active_content(page, scripts) == [], name
        links = [link for link in external_resources(page) if link.startswith(("iframe", "img", "link", "src", "href"))]
        assert links == [], name
        hiding = {char for char in page if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")} - {"\n", "\t"}
        assert not hiding, name
        assert "Content-Security-Policy" in page


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_kept_of_a_hand_in_is_small(class_of, group):
    run = class_of(group)
    sizes = {student: sum(map(len, run.told(student))) for student in run.records}
    assert max(sizes.values()) < 1_000_000, max(sizes, key=sizes.get)


@pytest.mark.parametrize("format", ["canvas", "moodle", "generic"])
def test_exported_tables_hold_no_formula(honest, tmp_path, format):
    """Row 63: names come from the roster, which students of some systems write themselves."""
    shutil.copytree(honest.places.course.root, tmp_path / "course")
    course = type(honest.places.course)(tmp_path / "course")
    names = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "a;=1", '"=1', "＝1"]
    with Gradebook(course.db_url) as gradebook:
        for student, name in zip(HONEST, names, strict=False):
            gradebook.update_or_create_student(student, first_name=name, last_name=name[::-1], email=names[-1])
    export.export(course, format, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if re.match(r"[\s\"]*[=+\-@＝]|.*[;,|\t][ ]*[=+\-@]", cell)]


def test_a_leak_would_be_seen(class_of):
    """The canaries bite: where the text of a hidden test stands in a page, `leaks` says so."""
    run = class_of("escaping")
    run.pages["planted"] = f"<p>{CANARIES['a hidden test']}</p>"
    run.records["planted"] = run.records["aab-wrong"]
    try:
        assert run.leaks("planted") == ["a hidden test"]
    finally:
        del run.pages["planted"], run.records["planted"]


@pytest.mark.parametrize("score", ["auto_score", "manual_score", "extra_credit"])
def test_a_gain_would_be_seen(honest, tmp_path, score):
    """Equal rows are equal for a reason: a changed score in the gradebook is another row."""
    shutil.copytree(honest.places.course.root, tmp_path / "course")
    copy = replace(honest.places, course=type(honest.places.course)(tmp_path / "course"))
    assert gradebook_rows(copy) == honest.gradebook
    with Gradebook(copy.course.db_url) as gradebook:
        setattr(gradebook.find_grade("test-first", CHAPTER, CHAPTER, "aaa-right"), score, 99)
        gradebook.db.commit()
    changed = gradebook_rows(copy)
    assert [name for name in changed if changed[name] != honest.gradebook[name]] == ["aaa-right"]
