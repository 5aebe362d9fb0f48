"""A student's page says what was found and what to read, and nothing else gets through."""

from __future__ import annotations

import argparse
import dataclasses
import re

import pytest
from conftest import lost_test, make_record, missing_bias
from html_rules import active_content, dead_anchors, external_resources, read, repeated_ids, text_of

from autograde import feedback, marks
from autograde.course import UserError
from autograde.feedback import chapter_text, page, without_secrets, write_pages
from autograde.records import OUTCOMES, ExerciseResult, Record, TestResult

STATUSES = {
    "graded": make_record("ada", value=missing_bias()),
    "flagged": make_record("bob", status="flagged", flags=["wrong_name"]),
    "failed": Record(
        "cy", "01_neurons", "failed", flags=["truncated_file"], reason="The file is cut off.",
        notes=[{"code": "truncated_file", "detail": "01_neurons.ipynb: cut off at byte 812"}],
    ),
}  # fmt: skip


def page_of(course, record, book=None) -> str:
    return page(record, chapter_text(course, record.chapter), book)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_a_page_that_keeps_the_rules(course, status):
    record = STATUSES[status]
    assert write_pages(course, [record]) == (1, [])
    path = course.feedback / record.student / "01_neurons" / "01_neurons.html"
    html = path.read_text(encoding="utf-8")
    assert external_resources(html) == []
    assert active_content(html) == []
    assert repeated_ids(html) == set()
    assert dead_anchors(html) == set()
    assert "default-src 'none'" in read(html).tags[3][1]["content"]


def test_a_lost_point_comes_with_message_mistake_and_the_hint_to_read(course):
    text = text_of(page_of(course, STATUSES["graded"]))
    assert "1.1 A weighted sum of x" in text
    assert "Value: Not right yet" in text
    assert "It is off by 0.7." in text
    assert "The bias is missing: add b after the sum." in text
    assert "missing bias" in text
    assert "Read next: hint 2 of 2" in text
    assert "Do not forget bias" in text
    assert "Multiply" not in text, "hint 1 was not asked for"
    assert "2 of 6 points" in text


def test_formulas_of_a_hint_need_no_script(course):
    html = page_of(course, STATUSES["graded"])
    assert '<math display="block">' in html
    assert "$" not in text_of(html)


def test_links_of_a_hint_are_text_because_they_lead_nowhere_from_here(course):
    record = make_record(shape=lost_test("test-neurons_sum-shape", 1.0, hint=1))
    html = page_of(course, record)
    assert "More" in text_of(html)
    assert "ipynb" not in html


def test_a_hint_that_the_chapter_does_not_have_is_left_out(course):
    record = make_record(shape=lost_test("test-neurons_sum-shape", 1.0, message="No.", hint=9))
    assert "Read next" not in page_of(course, record)


def test_a_blank_exercise_points_to_its_first_hint(course):
    lost = lost_test("test-neurons_sum-value", 2.0, outcome="not_answered", message="Not answered yet.")
    record = make_record(value=lost, shape=dataclasses.replace(lost, grade_id="test-neurons_sum-shape", max_score=1.0))
    record.exercises["neurons_sum"].answered = False
    text = text_of(page_of(course, record))
    assert "Read next: hint 1 of 2" in text
    assert "The answer that was graded" not in text.split("1.2")[0]


def test_the_same_message_of_several_tests_is_said_once(course):
    crash = "Your answer cell ended the whole program."
    value = lost_test("test-neurons_sum-value", 2.0, outcome="killed", message=crash)
    shape = dataclasses.replace(value, grade_id="test-neurons_sum-shape", max_score=1.0)
    text = text_of(page_of(course, make_record(value=value, shape=shape)))
    assert text.count(crash) == 1
    assert text.count("Ended the program") == 2


def test_a_chapter_without_its_source_is_graded_by_name(course):
    record = make_record()
    record.chapter = "09_unknown"
    assert "neurons_sum" in text_of(page_of(course, record))


def test_full_marks_leave_nothing_to_mend(course):
    text = text_of(page_of(course, make_record()))
    assert "Nothing to mend" in text
    assert "Read next" not in text
    assert "4 of 6 points" in text
    assert "2 of these points are for written answers" in text


def test_an_exercise_that_is_all_right_takes_one_line(course):
    html = page_of(course, make_record(predict=lost_test("test-neurons_predict", 1.0)))
    assert "Checked and right: shape, value." in text_of(html)
    assert html.count('<ul class="checks"') == 2, "the wrong one and the written one"


def test_manual_marks_comments_and_late_penalties_are_shown(gradebook):
    html = page_of(gradebook, make_record("ada"), marks.read(gradebook))
    text = text_of(html)
    assert "5 of 6 points" in text  # 4 by tests, 1.5 by hand, 0.5 late
    assert "A late penalty of 0.5 points" in text
    assert "Clear, but <b>say</b> where the line goes." in text
    assert "<b>say" not in html
    assert "Waits for a mark" not in text


EXTRA = [  # (auto, manual and extra credit in the gradebook; what a test found, points, words, what is marked)
    (1.0, None, 0.75, True, "Shape: Right; extra credit: 0.75 1.75 of 1"),
    (0.0, None, 0.75, False, "Shape: Not right yet; extra credit: 0.75 0.75 of 1"),
    (0.0, 0.5, 0.75, False, "Shape: Marked by hand; extra credit: 0.75 1.25 of 1"),
    (1.0, None, 0.0, True, "Checked and right: shape, value."),
]


@pytest.mark.parametrize(("auto", "manual", "extra", "right", "said"), EXTRA)
def test_extra_credit_on_a_test_is_on_the_page_as_in_the_gradebook(gradebook, auto, manual, extra, right, said):
    give(gradebook, "test-neurons_sum-shape", auto_score=auto, manual_score=manual, extra_credit=extra)
    book = marks.read(gradebook)
    predict = lost_test("test-neurons_predict", 1.0)
    record = make_record("ada", shape=right or lost_test("test-neurons_sum-shape", 1.0), predict=predict)
    text = text_of(page_of(gradebook, record, book))
    assert said in text
    total = book.totals["ada", "01_neurons"]
    assert f" {total.score:g} of 6 points" in text


def test_extra_credit_without_any_score_counts_nothing_yet(gradebook):
    """As in nbgrader's own sum."""
    give(gradebook, "neurons_why", manual_score=None, needs_manual_grade=True, extra_credit=1.0)
    book = marks.read(gradebook)
    text = text_of(page_of(gradebook, make_record("ada", predict=lost_test("test-neurons_predict", 1.0)), book))
    assert "Waits for a mark" in text
    assert "extra credit" not in text
    assert f" {book.totals['ada', '01_neurons'].score:g} of 6 points" in text


def test_extra_credit_does_not_hide_what_is_to_be_mended(gradebook):
    give(gradebook, "test-neurons_sum-shape", extra_credit=2.0)
    give(gradebook, "neurons_why", manual_score=2.0)
    text = text_of(page_of(gradebook, make_record("ada", value=missing_bias()), marks.read(gradebook)))
    assert "3 of 3 points" in text
    assert "Read next: hint 2 of 2" in text
    assert "Nothing to mend" not in text


def give(course, cell, **columns) -> None:
    """Write into Ada's grade of one cell, as nbgrader's formgrader does."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.nbgrader / 'gradebook.db'}", "test") as book:
        grade = book.find_grade(cell, "01_neurons", "01_neurons", "ada")
        for name, value in columns.items():
            setattr(grade, name, value)
        book.db.commit()


def test_a_failed_hand_in_says_why_and_what_to_do(course):
    text = text_of(page_of(course, STATUSES["failed"]))
    assert "01_neurons.ipynb: cut off at byte 812" in text
    assert "Hand it in again." in text
    assert "of 6 points" not in text


def test_the_grader_s_own_traceback_stays_with_the_instructor(course):
    record = Record(
        "cy", "01_neurons", "failed", flags=["grader_error"], reason="KeyError: /srv/secret", trace="Traceback secret",
        notes=[{"code": "grader_error", "detail": "KeyError: /srv/secret"}],
    )  # fmt: skip
    html = page_of(course, record)
    assert "secret" not in html
    assert "This is not your fault" in html


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_words(course, outcome):
    record = make_record(value=lost_test("test-neurons_sum-value", 2.0, outcome=outcome))
    assert f": {feedback.OUTCOME_WORDS[outcome]}" in text_of(page_of(course, record))


def test_a_chapter_that_the_course_does_not_have_still_gets_a_page(course):
    record = Record("cy", "09_unknown", "failed", flags=["unknown_chapter"], reason="No such chapter.")
    assert write_pages(course, [record]) == (1, [])


# ------------------------------------------------------------------------------------------- nothing gets through

HIDDEN = "expected_secret_value = 987654321 * 3"
ATTACKS = {
    "script": "<script>alert(1)</script>",
    "handler": '"><img src=x onerror=alert(1)>',
    "template": "{{ 7 * 191 }}{% raw %}",
    "style": "</style><style>body{display:none}</style>",
    "comment": "--><!-- ]]>",
    "markdown": "[x](javascript:alert(1)) ![](http://example.org/x.png)",
    "entity": "&lt;script&gt;",
}


def poisoned(text: str) -> Record:
    """A record with the text in every field that holds text."""
    result = ExerciseResult(
        1.0, 3.0, text, 1, text, answer=text, tests=[TestResult(text, 1.0, 3.0, text, f"{text}\n {text}", text, 1)]
    )
    return Record(
        text, text, "flagged", 1.0, 3.0, flags=[text, "wrong_name"], notes=[{"code": text, "detail": text}],
        reason=text, exercises={text: result, "neurons_sum": result}, file=text, trace=text, timestamp=text,
    )  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("status", STATUSES)
def test_text_from_a_submission_is_only_ever_text(course, attack, status):
    text = ATTACKS[attack]
    html = page(dataclasses.replace(poisoned(text), status=status), chapter_text(course, "01_neurons"))
    assert active_content(html) == []
    assert [tag for tag, _ in read(html).tags if tag in ("img", "iframe", "a") and "javascript" in str(_)] == []
    assert "1337" not in html
    assert sum(tag == "style" for tag, _ in read(html).tags) == 1
    assert text in "".join(read(html).text)


def test_the_rules_bite_on_a_page_that_is_not_escaped():
    html = f"<p>{''.join(ATTACKS.values())}</p>"
    assert active_content(html)
    assert external_resources(html)


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x1b", "\x00", "\x85", "\u2028", "\u00ad",
                  "\U000e0041", "\u3164", "\ufe0f", "\ud83d"],
)  # fmt: skip
def test_characters_that_hide_or_reorder_are_shown_by_their_code(course, character):
    html = page(poisoned(f"a{character}b"), chapter_text(course, "01_neurons"))
    assert character not in html
    assert f"a[U+{ord(character):04X}]b" in html
    html.encode("utf-8")


def test_marks_piled_on_a_letter_do_not_paint_over_the_page(course):
    html = page(poisoned("e" + "\u0301" * 500), chapter_text(course, "01_neurons"))
    assert "\u0301" * 4 not in html


def test_endless_text_is_cut(course):
    assert len(page(poisoned("x" * 10**6), chapter_text(course, "01_neurons"))) < 300_000


def test_lines_of_hidden_tests_never_reach_a_page(course):
    traceback = f"Something broke\n----> 1 {HIDDEN}\n      2 assert total == expected_secret_value, \"no\"\nafterwards"
    lost = lost_test("test-neurons_sum-value", 2.0, outcome="error", message=traceback)
    html = page_of(course, make_record(value=lost))
    assert "Something broke" in html
    assert "afterwards" in html
    assert "987654321" not in html
    assert "expected_secret_value" not in html


def test_a_message_that_only_resembles_test_code_is_kept():
    hidden = frozenset({"weighted_sum(x, w, b)"})
    message = "weighted_sum(x, w, b): 2.5 is not the expected value."
    assert without_secrets(message, hidden) == message
    assert without_secrets("   3 weighted_sum(x, w, b)", hidden) == ""


def test_the_line_for_the_grader_is_not_shown(course):
    lost = lost_test("test-neurons_sum-value", 2.0, message="No.\n[check misconception=missing_bias hint=2]")
    assert "[check" not in page_of(course, make_record(value=lost))


# ---------------------------------------------------------------------------------------------- beside the pages

@pytest.mark.parametrize("name", ["..", "../../etc", "a/b", "", ".hidden", "-x", "a" * 101, "a b", "x\ny"])
def test_a_name_that_is_no_folder_gets_no_page(course, name):
    before = sorted(course.root.rglob("*"))
    assert write_pages(course, [make_record(name)]) == (0, [f"{name}/01_neurons"])
    assert sorted(course.root.rglob("*")) == before


def test_release_files_are_copied_and_links_are_not_followed(course, tmp_path):
    for student in ("ada", "bob"):
        (course.submitted / student / "01_neurons").mkdir(parents=True)
    (course.submitted / "ada" / "01_neurons" / "submission_secret.txt").write_text("s3cret")
    (course.submitted / "ada" / "01_neurons" / "timestamp.txt").write_text("2026-01-01 10:00:00 UTC")
    (tmp_path / "solution.txt").write_text("the reference solution")
    (course.submitted / "bob" / "01_neurons" / "submission_secret.txt").symlink_to(tmp_path / "solution.txt")
    write_pages(course, [make_record("ada"), make_record("bob")])
    ada, bob = (course.feedback / student / "01_neurons" for student in ("ada", "bob"))
    assert (ada / "submission_secret.txt").read_text() == "s3cret"
    assert (ada / "timestamp.txt").read_text().startswith("2026")
    secret = (bob / "submission_secret.txt").read_text()
    assert re.fullmatch("[0-9a-f]{64}", secret)
    write_pages(course, [make_record("bob")])
    assert (bob / "submission_secret.txt").read_text() == secret, "a second run keeps the page's name"


def test_nbgrader_releases_our_pages_for_the_whole_class(course, tmp_path):
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange.default import ExchangeReleaseFeedback
    from nbgrader.utils import notebook_hash
    from traitlets.config import Config

    (course.submitted / "ada" / "01_neurons").mkdir(parents=True)
    (course.submitted / "ada" / "01_neurons" / "submission_secret.txt").write_text("s3cret")
    write_pages(course, [make_record("ada"), make_record("bob")])  # Bob's came without a secret
    config = Config()
    config.CourseDirectory.root = str(course.nbgrader)
    config.CourseDirectory.course_id = "test"
    config.CourseDirectory.assignment_id = "01_neurons"
    config.Exchange.root = str(tmp_path / "exchange")
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    release = ExchangeReleaseFeedback(
        coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config
    )
    release.start()
    folder = tmp_path / "exchange" / "test" / "feedback"
    page_name = notebook_hash(secret="s3cret", notebook_id="01_neurons") + ".html"
    assert (folder / page_name).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert len(list(folder.iterdir())) == 2


def test_feedback_before_grading_says_to_grade_first(course, monkeypatch):
    monkeypatch.setattr(feedback, "find_course", lambda: course)
    with pytest.raises(UserError, match="python -m autograde grade"):
        feedback.run(argparse.Namespace(records=None, student=None, chapter=None, moodle_zip=None))


def test_the_verb_writes_pages_of_the_chosen_students(course, monkeypatch, capsys):
    for student in ("ada", "bob"):
        folder = course.autograded / student / "01_neurons"
        folder.mkdir(parents=True)
        (folder / "record.json").write_text(make_record(student).to_line(), encoding="utf-8")
    monkeypatch.setattr(feedback, "find_course", lambda: course)
    assert feedback.run(argparse.Namespace(records=None, student=["ada"], chapter=None, moodle_zip=None)) == 0
    assert [path.name for path in course.feedback.iterdir()] == ["ada"]
    assert "1 pages in autograde/feedback" in capsys.readouterr().out
    (course.autograded / "bob" / "01_neurons" / "record.json").write_text("{", encoding="utf-8")
    assert feedback.run(argparse.Namespace(records=None, student=["ada"], chapter=None, moodle_zip=None)) == 1
    assert "bob/01_neurons" in capsys.readouterr().err


def test_a_repair_says_which_cell_and_a_flag_about_others_does_not_name_them(course):
    notes = [{"code": "duplicate_cell", "detail": "neuron<b>"}, {"code": "not_in_roster", "detail": "nearest is Zoe"}]
    record = make_record("bob", status="flagged", flags=["duplicate_cell", "not_in_roster"], notes=notes)
    html = page_of(course, record)
    assert "neuron&lt;b&gt;" in html
    assert "Zoe" not in html
