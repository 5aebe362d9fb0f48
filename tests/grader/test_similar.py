"""Copied answers are shown side by side, answers that were written apart are not, and nothing of it is a score."""

from __future__ import annotations

import argparse
import ast
import re
import sys

import pytest

from autograde import likeness, similar
from autograde.assignment import grade_id, load_assignment
from autograde.course import UserError, find_course
from autograde.likeness import CLASS, COMMON, LONGEST, MOST, compare
from autograde.quality.bank import read_bank
from autograde.records import ExerciseResult, Record
from autograde.similar import build

copydetect = pytest.importorskip("copydetect", reason="pip install -r autograde/requirements-similar.txt")

LONG = '''def train(data, rate, steps):
    """Follow the gradient."""
    weight, bias = 0.0, 0.0
    for step in range(steps):
        slope, shift = 0.0, 0.0
        for x, y in data:
            miss = weight * x + bias - y
            slope += 2 * miss * x / len(data)
            shift += 2 * miss / len(data)
        weight, bias = weight - rate * slope, bias - rate * shift
        if abs(slope) < 1e-9 and abs(shift) < 1e-9:
            break
    return weight, bias'''
APART = '''def train(data, rate, steps):
    """Follow the gradient."""
    import numpy as np

    x, y = np.array(data, dtype=float).T
    design = np.stack([x, np.ones_like(x)], axis=1)
    theta = np.zeros(2)
    while steps > 0:
        residual = design @ theta - y
        theta = theta - rate * 2 * design.T @ residual / x.size
        steps -= 1
    return tuple(theta.tolist())'''
STUB = 'def train(data, rate, steps):\n    """Follow the gradient."""\n    raise NotImplementedError()'


def disguised(source: str) -> str:
    """A copy: every name that is assigned to is another one, every line has a comment, every docstring another text."""
    stored = [node.id for node in ast.walk(ast.parse(source)) if isinstance(getattr(node, "ctx", None), ast.Store)
              and isinstance(node, ast.Name)]  # fmt: skip
    for number, name in enumerate(dict.fromkeys(stored)):
        source = re.sub(rf"\b{name}\b", f"other_{number}", source)
    source = re.sub(r'"""[^"]*"""', '"""In my own words."""', source)
    return "\n\n".join(f"{line}  # my own" for line in source.splitlines())


def names(pairs) -> set[frozenset[str]]:
    return {frozenset((one, other)) for pair in pairs for one in pair.students[0] for other in pair.students[1]}


def test_a_copy_under_other_names_is_shown_and_an_answer_of_its_own_is_not():
    found = compare({"ana": LONG, "bob": disguised(LONG), "cy": APART}, STUB)
    assert names(found.pairs) == {frozenset(("ana", "bob"))}
    assert found.same == []
    left, right = found.pairs[0].texts
    assert "".join(piece for piece, _ in left) == LONG
    assert sum(len(piece) for piece, shared in right if shared) > 100
    assert found.compared == 3


def test_the_same_text_is_one_group_and_not_many_pairs():
    found = compare({"ana": LONG, "bob": LONG.replace("\n", "  \n\n"), "cy": APART, "dora": LONG}, STUB)
    assert [students for students, _ in found.same] == [["ana", "bob", "dora"]]
    assert found.pairs == []


def test_short_answers_and_the_stub_itself_say_nothing():
    short = "def double(x):\n    return 2 * x"
    found = compare({"ana": short, "bob": short, "cy": "def double(y):\n    return 2 * y"}, "def double(x):\n    pass")
    assert (found.same, found.pairs, found.compared) == ([], [], 0)
    given = compare({"ana": LONG, "bob": disguised(LONG)}, LONG)
    assert given.pairs == []


def test_what_much_of_the_class_wrote_is_no_hint_and_a_copy_of_something_rare_is():
    usual = {f"s{number}": LONG + f"\n# {number}\nseen_{number} = {number}" for number in range(CLASS)}
    assert compare(dict(list(usual.items())[: CLASS - 1]), STUB).pairs, "in a small class nothing is common"
    found = compare({**usual, "ana": APART, "bob": disguised(APART)}, STUB)
    assert COMMON * (CLASS + 2) >= 2
    assert names(found.pairs) == {frozenset(("ana", "bob"))}


def test_an_endless_answer_is_left_out_and_pairs_are_capped():
    assert compare({"ana": "x = 1\n" * LONGEST, "bob": "x = 1\n" * LONGEST}, "").compared == 0
    copies = {f"s{number}": LONG.replace("2 *", f"{number + 2} *") for number in range(11)}
    found = compare(copies, STUB)
    assert len(found.pairs) == MOST
    assert found.more == 55 - MOST


def test_a_text_stays_as_it_is_while_it_is_compared_with_another(monkeypatch):
    """It is compared with the next one too, also where copydetect fails at this one."""
    fingerprint = likeness._copydetect()[0]
    one, other = fingerprint(LONG), fingerprint(disguised(LONG))
    before = [(set(text.hashes), dict(text.hash_idx)) for text in (one, other)]

    def fail(*_):
        raise ValueError("no idea")

    monkeypatch.setattr("copydetect.detector.compare_files", fail)
    with pytest.raises(ValueError, match="no idea"):
        likeness._side_by_side(one, other, set(list(one.hashes & other.hashes)[:3]))
    assert [(text.hashes, text.hash_idx) for text in (one, other)] == before


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "copydetect", None)
    with pytest.raises(UserError, match=r"pip install -r autograde/requirements-similar\.txt"):
        compare({"ana": LONG}, STUB)


@pytest.mark.slow
def test_in_the_answer_bank_most_disguised_copies_are_found_and_none_that_were_written_apart():
    course = find_course()
    planted = found = apart = 0
    for chapter in ("05_backpropagation", "07_five_programs"):
        stubs = {grade_id(cell): cell.source for cell in load_assignment(course, chapter).released.cells}
        for name, bank in read_bank(course.answers / chapter).items():
            right = {str(place): answer.source for place, answer in enumerate(one for one in bank if one.right)}
            copied = disguised(right["0"])
            comparison = compare({**right, "copy": copied}, stubs[name])
            if compare({"0": right["0"], "copy": copied}, stubs[name]).compared == 2:
                planted += 1
                found += frozenset(("0", "copy")) in names(comparison.pairs)
            apart += sum("copy" not in pair for pair in names(comparison.pairs))
    assert planted >= 10
    assert found >= 0.8 * planted
    assert apart == 0


def record(student: str, **answers: str) -> Record:
    results = {name: ExerciseResult(1.0, 1.0, answer=source) for name, source in answers.items()}
    results["why"] = ExerciseResult(0.0, 2.0, manual=True, answer=LONG)
    return Record(student, "51_small", "graded", exercises=results)


def test_the_page_says_what_it_does_not_mean_and_runs_nothing_of_an_answer(course):
    hostile = LONG.replace("Follow the gradient.", "</pre><script>alert(1)</script>\u202e")
    records = [record("ana", double=hostile), record("bob", double=disguised(LONG)), record("cy", parts="parts = 4")]
    failed = Record("dora", "51_small", "failed", exercises={"double": ExerciseResult(0, 1, answer=LONG)})
    html, shown = build(course, [*records, failed])
    assert shown == 1
    assert "no proof of anything" in html
    assert "No score and no" in html
    assert "<script>" not in html
    assert "\u202e" not in html
    assert "<mark>" in html
    assert "dora" not in html, "what could not be graded is not compared"
    assert html.count("why") == 0, "written answers are not compared"
    with pytest.raises(UserError, match="nothing of '52_other' is graded"):
        build(course, records, ["52_other"])


def test_records_that_cannot_be_read_are_something_to_look_at(course, monkeypatch, capsys):
    for student in ("ana", "bob"):
        path = course.autograded / student / "51_small" / "record.json"
        path.parent.mkdir(parents=True)
        path.write_text(record(student, double=LONG).to_line(), encoding="utf-8")
    monkeypatch.setattr(similar, "find_course", lambda: course)
    arguments = argparse.Namespace(output=None, chapters=[], records=None)
    assert similar.run(arguments) == 0
    path.write_text("{", encoding="utf-8")
    assert similar.run(arguments) == 1
    assert "bob/51_small" in capsys.readouterr().err
