"""Scores leave for Canvas and Moodle as their importers read them, complete and harmless."""

from __future__ import annotations

import argparse
import csv
import dataclasses
import re
from pathlib import Path

import pytest

from autograde.course import UserError
from autograde.export import CANVAS_COLUMNS, CanvasFile, Exported, canvas_rows, export, fill_worksheet, run
from autograde.marks import Gradebook, Person, Total, read
from autograde.roster import Classmate, Roster
from autograde.spreadsheet import safe_cell, write_safe_table
from autograde.worksheet import Worksheet


def exported(course, format: str, **options) -> tuple[list[list[str]], Exported]:
    path = course.build / "grades.csv"
    done = export(course, format, path, **options)
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file)), done


def canvas_accepts(rows: list[list[str]]) -> bool:
    """The conditions of Canvas's importer on the first rows, written from its description."""
    header, points = rows[0], rows[1]
    if "Student" not in header[0] or "ID" not in header[1]:
        return False
    fixed = 5 if re.match("SIS User ID", header[2]) and re.match("SIS Login ID", header[3]) else 3
    return "Section" in header[fixed - 1] and "Points Possible" in points[0]


def test_without_a_gradebook_export_says_to_grade_first(course):
    with pytest.raises(UserError, match="python -m autograde grade"):
        export(course, "generic", course.build / "grades.csv")
    assert not (course.nbgrader / "gradebook.db").exists(), "asking must not create an empty gradebook"


def test_a_file_that_is_no_database_is_told_apart_from_a_gradebook(course):
    (course.nbgrader / "gradebook.db").write_text("not a database, but long enough to look")
    with pytest.raises(UserError, match="no gradebook yet"):
        read(course)


def test_a_damaged_gradebook_is_a_clear_error(gradebook):
    path = gradebook.nbgrader / "gradebook.db"
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)
    with pytest.raises(UserError, match="cannot be used"):
        read(gradebook)


def test_a_gradebook_that_cannot_be_opened_is_not_one_that_is_not_there(course):
    (course.nbgrader / "gradebook.db").mkdir()  # a user's rights would not keep the tests' root out
    with pytest.raises(UserError, match=r"gradebook\.db cannot be opened \(Is a directory\)"):
        read(course)


def test_manual_marks_and_late_penalties_are_in_the_scores(gradebook):
    rows, _ = exported(gradebook, "generic")
    ada = dict(zip(rows[0], rows[1], strict=True))
    assert ada["student"] == "ada"
    assert (ada["raw_score"], ada["late_penalty"], ada["score"], ada["max_score"]) == ("4.5", "0.5", "4", "6")
    assert ada["needs_manual_mark"] == "no"


def test_a_penalty_never_makes_a_score_negative():
    assert Total("ada", "01_neurons", 1.0, 3.0, waiting=False).score == 0.0


def test_those_who_wait_for_a_mark_are_announced(gradebook):
    rows, done = exported(gradebook, "generic")
    assert [row[0] for row in rows[1:] if row[-1] == "yes"] == ["bob"]
    assert done.waiting == 1


def test_canvas_reads_the_header_the_points_and_each_student(gradebook):
    rows, _ = exported(gradebook, "canvas")
    assert canvas_accepts(rows)
    assert rows[0] == [*CANVAS_COLUMNS, "01_neurons"]
    assert rows[1][-1] == "6"
    assert rows[2] == ["Lovelace, Ada", "4711", "", "ada", "", "4"]
    assert rows[3] == ["Noyce, Bob", "", "", "bob", "", "2"]


def test_the_canvas_test_bites_on_a_missing_section_column():
    assert not canvas_accepts([["Student", "ID", "SIS User ID", "SIS Login ID", "a"], ["Points Possible"] * 5])


def test_canvass_file_brings_its_numbers_and_names_who_is_missing(gradebook, tmp_path):
    canvas = tmp_path / "canvas.csv"
    canvas.write_text(
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,01_Neurons (98765),Final Score\n"
        "    Points Possible,,,,,6,(read only)\n"
        '"Lovelace, Ada",12,S1,ADA,Group A,,\n',
        encoding="utf-8",
    )
    rows, done = exported(gradebook, "canvas", canvas_file=canvas)
    assert canvas_accepts(rows)
    assert rows[0][-1] == "01_Neurons (98765)"
    assert rows[2] == ["Lovelace, Ada", "12", "S1", "ADA", "Group A", "4"]
    assert (done.students, done.unknown) == (1, ["bob"])


def scored(*people: Person) -> Gradebook:
    """A gradebook in which the first has one point, the next two, and so on."""
    totals = {(p.student, "c"): Total(p.student, "c", place, 0, waiting=False) for place, p in enumerate(people, 1)}
    return Gradebook({person.student: person for person in people}, {"c": 10.0}, totals)


@pytest.fixture(params=[",", ";"], ids=["commas", "semicolons"])
def canvas_file(request, tmp_path):
    """As Canvas writes it, or as a European Excel saves it."""
    path = tmp_path / "canvas.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=request.param).writerows([
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"], ["    Points Possible", "", "", "", ""],
            ["Adams, Al", "1002", "1001", "al@example.org", "A"], ["Brown, Bo", "1001", "1002", "bo", "A"],
        ])  # fmt: skip
    return CanvasFile(path)


@pytest.mark.parametrize(
    ("al", "bo"),
    [
        (Person("1001", "Adams"), Person("1002", "Brown")),
        (Person("1001", "Adams", lms_user_id="1002"), Person("1002", "Brown", lms_user_id="1001")),
        (Person("al@example.org", "Adams"), Person("bo", "Brown")),
        (Person("x", "Adams", email="AL@example.org"), Person("bo", "Brown")),
    ],
    ids=["SIS numbers", "Canvas numbers", "logins", "address"],
)
def test_a_number_that_two_columns_hold_reaches_its_own_student(canvas_file, al, bo):
    rows, unknown = canvas_rows(scored(al, bo), ["c"], canvas_file)
    assert {row[0]: row[-1] for row in rows[2:]} == {"Adams, Al": "1", "Brown, Bo": "2"}
    assert unknown == []


def test_two_who_reach_one_row_are_both_left_out(canvas_file):
    al, double, bo = Person("1001"), Person("other", lms_user_id="1002"), Person("bo")
    rows, unknown = canvas_rows(scored(al, double, bo), ["c"], canvas_file)
    assert [row[0] for row in rows[2:]] == ["Brown, Bo"]
    assert unknown == ["1001", "other"]


def test_a_row_is_not_given_to_another_because_its_owner_handed_in_nothing(canvas_file):
    book = scored(Person("1001"))
    book.people["other"] = Person("other", lms_user_id="1002")
    rows, unknown = canvas_rows(book, ["c"], canvas_file)
    assert (rows[2:], unknown) == ([], ["1001"])


def test_a_file_that_is_not_canvass_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("name,score\nada,3\n")
    with pytest.raises(UserError, match="Export Entire Gradebook"):
        CanvasFile(path)


def test_moodle_gets_one_identifying_column_and_one_grade_column_per_chapter(gradebook):
    rows, _ = exported(gradebook, "moodle")
    assert rows[0] == ["First name", "Last name", "Username", "ID number", "Email address", "01_neurons"]
    assert rows[1] == ["Ada", "Lovelace", "ada", "4711", "ada@example.org", "4"]
    assert len(rows) == 3, "Cy handed in nothing, and an empty grade would clear one that Moodle has"


# ----------------------------------------------------------------------------------------- Moodle's own worksheet

# As Moodle writes it: named in English, and anonymous in German, with a decimal comma.
NAMED = '''\
Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 12","Ada Lovelace",4711,ada@example.org,"Submitted for grading - ",,10.00,Yes,-,-,=1+1
"Participant 13","Bob Noyce",4712,bob@example.org,"No submission - ",,10.00,Yes,-,-,"see page 3, ""there"""
"Participant 14","Cy Nobody",,,"Submitted for grading - ",7.00,10.00,No,-,-,
'''
ANONYMOUS = """\
ID,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden","Zuletzt geändert (Bewertung)"
Teilnehmer/in12,"Zur Bewertung abgegeben - ",,"10,00",Ja,-
Teilnehmer/in13,"Zur Bewertung abgegeben - ","10,00","10,00",Ja,-
"""


def filled(tmp_path, text: str, gradebook: Gradebook, *people: Classmate) -> tuple[list[list[str]], list[str]]:
    path = tmp_path / "Grades.csv"
    path.write_text("\ufeff" + text, encoding="utf-8")
    return fill_worksheet(gradebook, "c", Worksheet(path, 10.0), Roster(people))


def test_a_worksheet_gets_the_grades_and_stays_as_it_was_otherwise(tmp_path):
    people = [Classmate("al", email="ADA@example.org"), Classmate("4712"), Classmate("cy", name="Cy Nobody")]
    rows, unknown = filled(tmp_path, NAMED, scored(Person("al"), Person("4712"), Person("cy")), *people)
    before = list(csv.reader(NAMED.splitlines()))
    assert [row[5] for row in rows] == ["Grade", "1", "2", "3"]
    assert [row[:5] + row[6:] for row in rows] == [row[:5] + row[6:] for row in before]
    assert unknown == []


def test_anonymous_marks_return_by_moodles_number_in_any_language(tmp_path):
    rows, unknown = filled(tmp_path, ANONYMOUS, scored(Person("participant_13"), Person("participant_12")))
    assert [row[2] for row in rows] == ["Bewertung", "2", "1"]
    assert unknown == []


def test_whose_row_is_in_doubt_gets_nothing_and_is_named(tmp_path):
    one_name = NAMED.replace("Bob Noyce", "Cy Nobody").replace("bob@example.org", "").replace("4712", "")
    book = scored(Person("ada"), Person("cy"), Person("dee"))
    people = [Classmate("ada", email="ada@example.org"), Classmate("cy", name="Cy Nobody")]
    rows, unknown = filled(tmp_path, one_name, book, *people)
    assert [row[5] for row in rows[1:]] == ["1", "", "7.00"]
    assert unknown == ["cy", "dee"]
    others = [Classmate("ada", email="ada@example.org"), Classmate("dee", lms_user_id="4711")]
    assert filled(tmp_path, NAMED, book, *others)[1] == ["ada", "cy", "dee"], "address and number disagree"


def test_one_who_is_called_like_anothers_id_does_not_come_near_the_grade(tmp_path):
    called = NAMED.replace("Bob Noyce", "ada").replace("bob@example.org", "")
    rows, unknown = filled(tmp_path, called, scored(Person("ada")), Classmate("ada", email="ada@example.org"))
    assert [row[5] for row in rows[1:]] == ["1", "", "7.00"]
    assert unknown == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (NAMED.replace("10.00", "100.00"), "maximum grade"),
        ("name,score\nada,3\n", "Download grading worksheet"),
        (NAMED.replace("Participant 13", "Ada"), "Download grading worksheet"),
        (NAMED + "Participant 15,short\n", "Download grading worksheet"),
        ("", "Download grading worksheet"),
    ],
    ids=["another maximum", "another file", "no number", "a short row", "empty"],
)
def test_a_file_that_is_no_worksheet_for_the_chapter_is_refused(tmp_path, text, says):
    with pytest.raises(UserError, match=says):
        filled(tmp_path, text, scored(Person("ada")))


def test_a_worksheet_is_of_one_chapter(gradebook, tmp_path):
    path = tmp_path / "Grades.csv"
    path.write_text(NAMED.replace("10.00", "6.00"), encoding="utf-8")
    both = ["01_neurons", "02_activations"]
    with pytest.raises(UserError, match="--chapter"):
        exported(gradebook, "moodle", chapters=both, moodle_file=path)
    with pytest.raises(UserError, match="--format moodle"):
        exported(gradebook, "canvas", moodle_file=path)
    rows, done = exported(gradebook, "moodle", moodle_file=path)
    assert [row[5] for row in rows[1:]] == ["4", "2", "7.00"]
    assert rows[1][-1] == "=1+1", "Moodle reads comments back"
    assert (done.students, done.unknown) == (2, [])


def test_the_verb_tells_what_is_missing(gradebook, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("autograde.export.find_course", lambda: gradebook)
    arguments = {"format": "moodle", "output": None, "chapter": None, "canvas_file": None, "moodle_file": None}
    assert run(argparse.Namespace(**arguments)) == 0
    told = capsys.readouterr().out
    assert "2 students, chapters: 01_neurons" in told
    assert "wait for a mark by hand, and count without it: 1." in told
    assert (gradebook.build / "grades" / "moodle.csv").is_file()
    with pytest.raises(UserError, match="--format canvas"):
        run(argparse.Namespace(**{**arguments, "canvas_file": tmp_path / "canvas.csv"}))


def test_whom_canvas_does_not_know_is_named_and_the_command_ends_with_1(gradebook, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("autograde.export.find_course", lambda: gradebook)
    canvas, output = tmp_path / "canvas.csv", tmp_path / "out.csv"
    text = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Lovelace, Ada",12,S1,ada,A\n'
    arguments = argparse.Namespace(
        format="canvas", output=output, chapter=["01_neurons"], canvas_file=canvas, moodle_file=None
    )
    for known, status in ((text, 1), (text + '"Noyce, Bob",13,S2,bob,A\n', 0)):
        canvas.write_text(known)
        assert run(arguments) == status
        told = capsys.readouterr()
        assert f"{output}: {2 - status} students, chapters: 01_neurons" in told.out
        assert ("for them: bob." in told.err) == bool(status)
        assert output.read_text().count("Noyce") == 1 - status


def test_an_unknown_chapter_is_refused_with_the_known_ones(gradebook):
    with pytest.raises(UserError, match="01_neurons"):
        export(gradebook, "moodle", gradebook.build / "grades.csv", chapters=["01_neuron"])


def test_a_chapter_that_nobody_handed_in_gives_an_empty_table(gradebook):
    rows, _ = exported(gradebook, "moodle", chapters=["02_activations"])
    assert len(rows) == 1


FORMULAS = [
    '=HYPERLINK("x")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "＠1", "a;=1", 'a",=1', "a\t=1",
]  # fmt: skip
HARMLESS = ["Lovelace, Ada", "O'Brien", "Müller-Lüdenscheid", "3.5", "", "ada@example.org", "a=b"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_spreadsheet_finds_a_formula_whatever_its_separator(text):
    safe = safe_cell(text)
    pieces = re.split(r"[;,|\t\r\n\"]", safe)
    assert not any(re.match(r" *[=+\-@＝＋－＠]", piece) for piece in [safe, *pieces])


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_cells_stay_as_they_are(text):
    assert safe_cell(text) == text


def test_names_that_are_formulas_come_back_as_text_through_csv(tmp_path):
    book = Gradebook(max_scores={"01_neurons": 6.0})
    for number, text in enumerate(FORMULAS):
        book.people[f"s{number}"] = Person(f"s{number}", last_name=text)
        book.totals[f"s{number}", "01_neurons"] = Total(f"s{number}", "01_neurons", 1 / 3, 0.0, waiting=False)
    rows, _ = canvas_rows(book, ["01_neurons"])
    write_safe_table(tmp_path / "out.csv", rows)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        back = list(csv.reader(file))
    assert len(back) == len(FORMULAS) + 2
    assert all(len(row) == 6 for row in back)
    assert {row[3] for row in back[2:]} == set(book.people)
    assert all(row[-1] == "0.33" for row in back[2:])
    assert not any(cell.lstrip(" ").startswith(tuple("=+-@＝＠\t\r")) for row in back for cell in row)


def test_a_lone_surrogate_in_a_name_does_not_stop_the_export(tmp_path):
    write_safe_table(tmp_path / "out.csv", [["half \ud83d emoji"]])
    assert Path(tmp_path / "out.csv").read_text(encoding="utf-8").startswith("half ? emoji")


def test_reading_leaves_the_gradebook_as_it_was(gradebook):
    path = gradebook.nbgrader / "gradebook.db"
    before = path.read_bytes()
    book = read(gradebook)
    assert path.read_bytes() == before
    assert dataclasses.asdict(book.marks["ada", "01_neurons"]["neurons_why"])["score"] == 1.5
