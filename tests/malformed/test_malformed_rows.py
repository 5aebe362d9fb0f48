"""Every row of the catalogue of malformed hand-ins ends as it should, and nobody else notices.

The table that these tests walk through is printed by `python -m tests.malformed`.
"""

from __future__ import annotations

from collections import Counter

import pytest
import test_malformed_alone
from malformed_case import FULL, Case
from malformed_class import CASES, GradedClass, neighbours, neighbours_of, plain, without_time
from rows_around import CANNOT_OCCUR, FLAGS_ELSEWHERE, OWN_TESTS
from small_course import CHAPTER, OTHER, solved_small

from autograde.flags import FAILURES, FLAGS, instructor_text, student_text
from autograde.records import Record

ROWS = [f"M{number:02}" for number in range(1, 80)]
SECRETS = ("BEGIN HIDDEN", "BEGIN SOLUTION", "checks.rng", "number**2", "2 for any reason", "Traceback", "packages/")
NO_PAGE = "M30c"  # no page can have this student's name; the command says so
NO_CHAPTER = ("M30c", "M30d")  # nor has the gradebook a place for it

each_row = pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)


def record(graded: GradedClass, case: Case) -> Record:
    chapter = "" if "invalid_student_id" in case.flags else case.chapter
    return graded.records[case.folder, chapter]


def test_every_row_of_the_catalogue_is_a_fixture_or_listed_with_the_reason():
    fixtures = {case.number for case in CASES}
    assert set(ROWS) == fixtures | OWN_TESTS.keys() | CANNOT_OCCUR.keys()
    assert not fixtures & (OWN_TESTS.keys() | CANNOT_OCCUR.keys())
    assert all(hasattr(test_malformed_alone, name) for name in OWN_TESTS.values())
    assert all(len(reason) > 20 for reason in CANNOT_OCCUR.values())
    assert Counter(case.row for case in CASES).most_common(1)[0][1] == 1
    assert len({case.folder for case in CASES} | set(neighbours())) == len(CASES) + len(neighbours())


def test_every_flag_is_produced_by_a_fixture_or_listed_with_the_reason():
    produced = {code for case in CASES for code in case.flags}
    assert produced | FLAGS_ELSEWHERE.keys() == FLAGS.keys() | FAILURES.keys()
    assert not produced & FLAGS_ELSEWHERE.keys()


def test_words_are_taken_from_a_page_without_its_marks():
    assert plain("<style>p{}</style><p>it&#x27;s <b>5 &lt; 6</b></p>") == "it's 5 < 6"


@pytest.mark.slow
@each_row
def test_each_row_has_the_points_the_status_and_the_flags_it_should(graded, case):
    found = record(graded, case)
    assert differences(case, found) == []


def differences(case: Case, found: Record) -> list[str]:
    """What about a record is not as the case says."""
    wrong = []
    if found.status != case.status or set(found.flags) != set(case.flags):
        what = f"{found.status} {found.flags}, not {case.status} {list(case.flags)}"
        wrong.append(f"{what}: {found.reason} {found.trace}")
    for name, points in case.expected.items():
        exercise = found.exercises.get(name)
        if exercise is None and ({"invalid_student_id", "unknown_chapter"} & set(case.flags)):
            continue
        if exercise is None or exercise.score != points or exercise.max_score != FULL[name]:
            wrong.append(f"{name}: {exercise}, not {points}")
        elif name in case.outcomes:
            outcome = next(test.outcome for test in exercise.tests if test.score < test.max_score)
            if outcome != case.outcomes[name]:
                wrong.append(f"{name}: {outcome}, not {case.outcomes[name]}")
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("case", [c for c in CASES if c.row != NO_PAGE], ids=lambda case: case.row)
def test_the_student_reads_in_plain_words_what_happened_and_what_to_do(graded, case):
    page = graded.pages[case.folder, case.chapter]
    for words in (*map(student_text, case.flags), *case.says):
        assert " ".join(words.split()) in page


@pytest.mark.slow
@each_row
def test_the_instructor_reads_what_happened_and_what_was_done(graded, case):
    for words in (*map(instructor_text, case.flags), *case.tells):
        assert words in graded.report
    if case.flags:
        assert case.folder in graded.report
        assert all(note["code"] in case.flags for note in record(graded, case).notes)


@pytest.mark.slow
@each_row
def test_the_right_hand_ins_before_and_after_it_are_graded_as_if_it_were_not_there(graded, undisturbed, case):
    for student in neighbours_of(case):
        key = (student, CHAPTER)
        assert without_time(graded.records[key]) == without_time(undisturbed.records[key])
        assert graded.records[key].status == "graded"
        assert graded.records[key].score == sum(FULL.values())
        assert graded.pages[key] == undisturbed.pages[key]
        assert graded.rows[student] == undisturbed.rows[student]


@pytest.mark.slow
@each_row
def test_nothing_leaks_into_a_page(graded, case):
    page = graded.pages.get((case.folder, case.chapter), "")
    others = {other.folder for other in CASES if other.student} | set(neighbours())
    for secret in (*SECRETS, *hidden_lines(), str(graded.course.root), *(others - {case.folder})):
        assert secret not in page


def hidden_lines() -> list[str]:
    """The lines of the hidden tests of the small chapter."""
    hidden = "".join(cell.source for cell in solved_small()).split("### BEGIN HIDDEN TESTS\n")[1:]
    lines = "".join(part.split("### END HIDDEN TESTS")[0] for part in hidden).splitlines()
    return [line.strip() for line in lines if len(line.strip()) > 12]


@pytest.mark.slow
@pytest.mark.parametrize("case", [c for c in CASES if c.row not in NO_CHAPTER], ids=lambda case: case.row)
def test_the_gradebook_holds_the_points_of_every_row(graded, case):
    rows = graded.rows[case.folder]
    assert rows[0][1] == sum(case.expected.values())
    assert rows[0][2] == (case.status != "failed" and record(graded, case).exercises["why"].answered)


@pytest.mark.slow
def test_nobody_is_lost_and_nothing_stops_the_run(graded):
    folders = {(path.parent.name, path.name) for path in graded.course.submitted.glob("*/*")}
    rows = {(student, chapter or CHAPTER) for student, chapter in graded.records}
    assert rows == folders
    assert not graded.outcome.stopped
    assert not graded.outcome.grader_errors
    assert {record.status for record in graded.outcome.records} == {"graded", "flagged", "failed"}
    for case in CASES:
        if case.status == "failed":
            assert case.folder in graded.summary or "... and" in graded.summary


@pytest.mark.slow
def test_one_broken_notebook_leaves_the_students_other_chapter_its_points(graded):
    assert graded.records["m77", CHAPTER].status == "failed"
    assert graded.records["m77", OTHER].status == "graded"
    assert graded.records["m77", OTHER].score == 3.0


@pytest.mark.slow
def test_the_comparison_itself_bites(graded):
    """Planted: a table that says otherwise is found out."""
    case = next(case for case in CASES if case.row == "M11")
    found = record(graded, case)
    assert differences(case, found) == []
    for other in (
        Case("M11", "", case.arrange),
        Case("M11", "", case.arrange, ("old_format",)),
        Case("M11", "", case.arrange, ("bom_removed",), {"double": 2.0}),
        Case("M11", "", case.arrange, ("empty_file",)),
    ):
        assert differences(other, found)
