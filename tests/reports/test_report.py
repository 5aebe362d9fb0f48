"""The class report: right numbers, nothing unescaped, any size of class."""

from __future__ import annotations

import argparse
import dataclasses
import re

import numpy as np
import pytest
from conftest import lost_test, make_class, make_record, missing_bias
from html_rules import active_content, dead_anchors, external_resources, repeated_ids, text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from autograde import marks, report
from autograde.analysis import FEWEST, WEAK, discrimination, summarise
from autograde.course import UserError
from autograde.gather import from_course, from_file, gather
from autograde.pages import number, percent
from autograde.plots import THEME, bin_edges
from autograde.records import Record, write_records
from autograde.report import build, remark, waiting_marks


def built(course, records) -> str:
    return build(course, records, course.build / "report" / "index.html")


@pytest.mark.parametrize("students", [0, 1, 15])
def test_a_class_of_any_size_has_a_report_that_keeps_the_rules(course, students):
    html = built(course, make_class(students))
    assert external_resources(html) == []
    assert active_content(html, scripts=1 if students else 0) == []
    assert repeated_ids(html) == set()
    assert dead_anchors(html) == set()
    html.encode("utf-8")


def test_a_class_without_submissions_is_told_what_to_do(course):
    assert "python -m autograde grade" in text_of(built(course, []))


@pytest.mark.slow
def test_ten_thousand_submissions_are_reported_in_one_page(course):
    records = make_class(5000)
    html = built(course, records)
    assert len(records) == 10_000
    assert "10000 submissions" in text_of(html)
    assert html.count("<tr><th scope=\"row\">student") > 5000
    assert len(html) < 10_000_000


def test_failed_submissions_are_listed_with_reason_and_remedy_and_counted_nowhere_else(course):
    failed = Record(
        "cy", "01_neurons", "failed", flags=["truncated_file"], reason="The file is cut off.",
        notes=[{"code": "truncated_file", "detail": "01_neurons.ipynb: cut off at byte 812"}],
    )  # fmt: skip
    html = built(course, [make_record("ada"), failed])
    text = text_of(html)
    assert "1 submission could not be graded" in text
    assert "cy 01_neurons The JSON of the notebook ends in the middle. 01_neurons.ipynb: cut off at byte 812" in text
    assert "Hand it in again." in text
    assert "1 graded submission." in text
    assert "not graded" in text.split("Students at a glance")[1]


def test_flags_say_what_the_grader_did_and_to_whom(course):
    record = make_record(
        "bob", status="flagged", flags=["wrong_name"], notes=[{"code": "wrong_name", "detail": "p1 (1).ipynb"}]
    )
    text = text_of(built(course, [record]))
    assert "Recognised the notebook by the cells in it" in text
    assert "bob · 01_neurons: p1 (1).ipynb" in text


def test_a_code_that_this_version_does_not_know_does_not_stop_the_report(course):
    assert "moon phase" in text_of(built(course, [make_record(status="flagged", flags=["moon_phase"])]))


def test_nothing_from_a_submission_becomes_markup(course):
    evil = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e"
    record = make_record(
        evil, value=lost_test("t", 2.0, message=evil, misconception=evil), status="flagged", flags=[evil],
        notes=[{"code": evil, "detail": evil}],
    )  # fmt: skip
    failed = Record(evil, evil, "failed", flags=[evil], reason=evil, trace=evil)
    html = built(course, [record, failed])
    assert active_content(html, scripts=1) == []
    assert "<img" not in html
    assert "\u202e" not in html
    assert "[U+202E]" in html


# ------------------------------------------------------------------------------------------------------ mistakes

def test_a_mistake_is_counted_once_a_student_with_the_sentence_that_students_saw(course):
    twice = missing_bias()
    shape = dataclasses.replace(twice, grade_id="test-neurons_sum-shape", max_score=1.0)
    records = [
        make_record("ada", value=twice, shape=shape),
        make_record("bob", value=twice),
        make_record("cy", value=lost_test("test-neurons_sum-value", 2.0, outcome="timeout")),
        make_record("dee"),
    ]
    (item, predict) = summarise("01_neurons", records, ["neurons_sum"], {"timeout": "Ran too long"}).items
    known, unknown = item.mistakes
    assert (known.misconception, known.students) == ("missing_bias", ["ada", "bob"])
    assert known.sentence == "The bias is missing: add `b` after the sum."
    assert known.share == pytest.approx(2 / 3)
    assert (unknown.misconception, unknown.sentence, unknown.students) == ("", "Ran too long", ["cy"])
    assert item.lost == 3
    assert predict.mistakes == []
    text = text_of(built(course, records))
    assert "2 67% missing bias The bias is missing: add b after the sum. 2 students ada, bob" in text


def test_most_frequent_mistakes_come_first():
    often = [make_record(f"s{i}", value=missing_bias()) for i in range(3)]
    rare = make_record("t", value=lost_test("test-neurons_sum-value", 2.0, misconception="another"))
    (item, _) = summarise("01_neurons", [rare, *often], [], {}).items[::-1]
    assert [mistake.misconception for mistake in item.mistakes] == ["missing_bias", "another"]


# ------------------------------------------------------------------------------------- difficulty, discrimination

def test_difficulty_is_the_mean_fraction_of_the_points():
    records = [make_record("ada"), make_record("bob", value=missing_bias())]  # 3 and 1 of 3 points
    summary = summarise("01_neurons", records, ["neurons_sum", "neurons_predict"], {})
    assert summary.items[0].mean == pytest.approx(2 / 3)
    assert summary.items[0].full == 0.5
    assert summary.max_score == 4.0, "the written answer is left out"
    assert summary.manual == ["neurons_why"]


def test_discrimination_is_the_point_biserial_correlation_with_the_rest():
    random = np.random.default_rng(5)
    item = random.integers(0, 2, size=40).astype(float)
    rest = 3 * item + random.normal(size=40)
    found = discrimination(item, rest)
    expected = stats.pointbiserialr(item.astype(bool), rest)
    interval = stats.pearsonr(item, rest).confidence_interval(0.95)
    assert found.value == pytest.approx(expected.statistic)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-3)


def test_the_exercise_itself_is_left_out_of_the_total():
    """Two unrelated exercises: with itself in the total each would seem to discriminate well."""
    random = np.random.default_rng(0)
    records = []
    for place in range(400):
        value = True if random.random() < 0.5 else missing_bias()
        predict = True if random.random() < 0.5 else lost_test("test-neurons_predict", 1.0)
        records.append(make_record(f"s{place}", value=value, predict=predict))
    for item in summarise("01_neurons", records, [], {}).items:
        assert abs(item.discrimination.value) < 0.15


def test_discrimination_is_not_computed_where_it_means_nothing():
    few, same, varied = np.arange(FEWEST - 1.0), np.ones(20), np.arange(20.0)
    assert discrimination(few, few).why == "fewer than 10 submissions"
    assert discrimination(same, varied).why == "everybody scored the same"
    assert discrimination(varied, same).why == "no difference in the other exercises"
    assert {discrimination(*pair).value for pair in ((few, few), (same, varied), (varied, same))} == {None}


def test_sums_that_differ_in_the_last_bits_do_not_count_as_variance():
    item = np.array([0.1 + 0.2, 0.3] * 10)
    assert discrimination(item, np.arange(20.0)).why == "everybody scored the same"


def reversed_class(count: int) -> list[Record]:
    """Those who get the first exercise right get the second wrong."""
    wrong = (missing_bias(), lost_test("test-neurons_predict", 1.0))
    return [
        make_record(f"s{i}", **({"value": wrong[0]} if i % 2 else {"predict": wrong[1]})) for i in range(count)
    ]


def test_an_exercise_that_the_best_get_wrong_is_pointed_out(course):
    items = summarise("01_neurons", reversed_class(30), [], {}).items
    assert all("do worse here" in remark(item) for item in items)
    assert "What needs you" in text_of(built(course, reversed_class(30)))


def test_a_small_class_accuses_no_exercise_by_chance():
    items = summarise("01_neurons", make_class(30), [], {}).items
    uncertain = [item for item in items if item.discrimination.high is not None and item.discrimination.high >= WEAK]
    assert uncertain
    for item in uncertain:
        assert "tells" not in remark(item)
        assert "worse" not in remark(item)


def test_an_exercise_that_nobody_solves_is_pointed_out():
    records = [make_record(f"s{i}", predict=lost_test("test-neurons_predict", 1.0)) for i in range(3)]
    predict = summarise("01_neurons", records, ["neurons_sum"], {}).items[1]
    assert "Nobody has a point" in remark(predict)


# ------------------------------------------------------------------------------------------------- marks by hand

def test_the_gradebook_knows_which_written_answers_still_wait(gradebook):
    book = marks.read(gradebook)
    assert waiting_marks([make_record("ada"), make_record("bob")], book) == {("01_neurons", "neurons_why"): ["bob"]}
    text = text_of(built(gradebook, [make_record("ada")]))
    assert "1 written answer waits for a mark by hand" in text
    assert "These answers wait in nbgrader's gradebook. Start jupyter lab" in text
    assert "01_neurons 1.3 Say why 1 1 student bob" in text


def test_without_a_gradebook_every_written_answer_waits_but_blank_ones():
    blank = make_record("bob")
    blank.exercises["neurons_why"].answered = False
    assert waiting_marks([make_record("ada"), blank], None) == {("01_neurons", "neurons_why"): ["ada"]}


# ------------------------------------------------------------------------------------------------------- figures

@settings(deadline=None)
@given(
    most=st.integers(1, 400),
    fractions=st.lists(st.floats(0, 1), min_size=1, max_size=60),
    halves=st.booleans(),
)
def test_every_score_is_in_one_bin_and_the_full_score_in_its_own(most, fractions, halves):
    scores = np.round(np.array(fractions) * most * (2 if halves else 1)) / (2 if halves else 1)
    edges = bin_edges(scores, most)
    counts, _ = np.histogram(scores + 1e-9, edges)
    assert counts.sum() == len(scores)
    assert counts[-1] == np.sum(scores == most)
    assert len(counts) <= 42
    assert np.allclose(np.diff(edges), edges[1] - edges[0])


def test_figures_take_the_colours_of_the_page_and_have_a_text_alternative(course):
    html = built(course, make_class(15))
    figures = re.findall(r"<svg class=\"figure\".*?</svg>", html.replace("\n", " ")) or re.findall(
        r"<svg [^>]*class=\"figure\".*?</svg>", html.replace("\n", " ")
    )
    assert len(figures) == 5  # two for each chapter, and time
    for figure in figures:
        assert re.search(r"aria-label=\"[^\"]{60,}\"", figure)
        assert not [colour for colour in THEME if colour in figure]
        assert "var(--" in figure
        literal = set(re.findall(r"#[0-9a-f]{6}\b", figure))
        assert literal <= {"#000000"}, "only Matplotlib's invisible defaults may be literal"


def test_the_numbers_of_a_figure_stand_in_a_table_too(course):
    records = [make_record("ada"), make_record("bob", value=missing_bias())]
    text = text_of(built(course, records))
    assert "The numbers points submissions 0 0 1 0 2 1 3 0 4 1" in text


@pytest.mark.parametrize(
    ("fraction", "shown"), [(1, "100%"), (0.999, "99%"), (0, "0%"), (0.001, "<1%"), (0.5, "50%")]
)
def test_not_quite_all_is_never_shown_as_all(fraction, shown):
    assert percent(fraction) == shown


@pytest.mark.parametrize(("value", "shown"), [(3.0, "3"), (2.5, "2.5"), (1 / 3, "0.33"), (10.0, "10"), (0.0, "0")])
def test_scores_are_written_as_people_write_them(value, shown):
    assert number(value) == shown


# ------------------------------------------------------------------------------------------------------- records

def test_of_two_records_of_a_submission_the_last_counts(tmp_path):
    path = tmp_path / "records.jsonl"
    first, second = make_record("ada"), make_record("ada", value=missing_bias())
    path.write_text(first.to_line() + "\n\n" + second.to_line() + "\n", encoding="utf-8")
    assert [record.score for record in from_file(path)] == [second.score]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0c", "\r", "\x1c"])
def test_a_sign_that_ends_a_line_elsewhere_may_stand_in_an_answer(tmp_path, sign):
    record = make_record("ada")
    next(iter(record.exercises.values())).answer = f"one{sign}two"
    write_records(tmp_path / "records.jsonl", [record, make_record("bob")])
    assert [found.to_line() for found in from_file(tmp_path / "records.jsonl")] == [
        record.to_line(),
        make_record("bob").to_line(),
    ]


def test_a_line_that_is_no_record_is_named(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text(make_record().to_line() + "\n{}\n", encoding="utf-8")
    with pytest.raises(UserError, match="line 2"):
        from_file(path)
    with pytest.raises(UserError, match="cannot be read"):
        from_file(tmp_path / "missing.jsonl")


def test_records_are_found_beside_the_graded_notebooks(course):
    folder = course.autograded / "ada" / "01_neurons"
    folder.mkdir(parents=True)
    (folder / "record.json").write_text(make_record("ada").to_line(), encoding="utf-8")
    assert [record.student for record in gather(course)] == ["ada"]
    (folder / "record.json").write_text("{", encoding="utf-8")
    assert from_course(course) == []


def test_whose_record_cannot_be_read_is_named_and_the_others_are_there(course, capsys):
    for student, text in (("ada", make_record("ada").to_line()), ("bob", "{"), ("carl", '{"of": "a later version"}')):
        folder = course.autograded / student / "01_neurons"
        folder.mkdir(parents=True)
        (folder / "record.json").write_text(text, encoding="utf-8")
    found = from_course(course)
    assert ([record.student for record in found], found.unreadable) == (["ada"], ["bob/01_neurons", "carl/01_neurons"])
    said = capsys.readouterr().err
    assert "left out, because their record is gone or cannot be read: bob/01_neurons, carl/01_neurons. Run" in said
    assert said.count("\n") == 1


def test_the_verb_ends_with_status_1_when_a_record_cannot_be_read(course, monkeypatch, tmp_path, capsys):
    for student, text in (("ada", make_record("ada").to_line()), ("bob", "{")):
        folder = course.autograded / student / "01_neurons"
        folder.mkdir(parents=True)
        (folder / "record.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(report, "find_course", lambda: course)
    assert report.run(argparse.Namespace(records=None, output=tmp_path / "class.html")) == 1
    assert "bob/01_neurons" in capsys.readouterr().err


def test_of_many_unreadable_records_a_few_are_named(course, capsys):
    for index in range(13):
        (course.autograded / f"s{index:02}" / "01_neurons").mkdir(parents=True)
        (course.autograded / f"s{index:02}" / "01_neurons" / "record.json").write_bytes(b"\xff")
    assert len(from_course(course).unreadable) == 13
    assert "s09/01_neurons and 3 more. Run" in capsys.readouterr().err


def test_a_folder_of_nbgraders_own_autograder_is_not_called_broken(course, capsys):
    (course.autograded / "ada" / "01_neurons").mkdir(parents=True)
    (course.autograded / "ada" / "01_neurons" / "01_neurons.ipynb").write_text("{}")
    (course.autograded / ".lock").touch()
    assert (from_course(course), from_course(course).unreadable) == ([], [])
    assert capsys.readouterr().err == ""


def test_what_a_killed_run_was_about_to_write_is_no_record_and_what_it_took_away_is_named(course, capsys):
    kept, stage = (course.autograded / "ada" / name for name in ("01_neurons", ".01_neurons.part"))
    for folder in (kept, stage):
        folder.mkdir(parents=True)
        (folder / "record.json").write_text(make_record("ada").to_line(), encoding="utf-8")
    assert (len(from_course(course)), capsys.readouterr().err) == (1, "")
    (kept / "record.json").unlink()
    assert (from_course(course), from_course(course).unreadable) == ([], ["ada/01_neurons"])


def test_the_verb_writes_one_file_from_a_file_of_records(course, monkeypatch, tmp_path, capsys):
    write_records(tmp_path / "records.jsonl", make_class(3))
    monkeypatch.setattr(report, "find_course", lambda: course)
    output = tmp_path / "out" / "class.html"
    assert report.run(argparse.Namespace(records=tmp_path / "records.jsonl", output=output)) == 0
    assert output.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert list(output.parent.iterdir()) == [output]
    assert "6 submissions" in capsys.readouterr().out


def test_scores_link_to_the_feedback_pages_that_exist(course):
    page = course.feedback / "ada" / "01_neurons" / "01_neurons.html"
    page.parent.mkdir(parents=True)
    page.write_text("")
    html = built(course, [make_record("ada"), make_record("bob")])
    links = re.findall(r'href="(\.\.[^"]*)"', html)
    assert links == ["../../autograde/feedback/ada/01_neurons/01_neurons.html"]
    assert (course.build / "report" / links[0]).resolve() == page.resolve()
