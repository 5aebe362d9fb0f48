"""Chapters are executed once; only code, facts and the package make them run again; failures say where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograde import execute
from autograde.course import Course, UserError
from autograde.source import load
from tests.authoring.tiny_course import BYHAND, CHAPTER, make_course, write_chapter

NAME = "01_doubling"


def key_of(course, text=CHAPTER):
    write_chapter(course, text)
    return execute.key(course, load(course, NAME))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You can double.", "You can double numbers."),
        ("Think of addition.", "Think of sums."),
        ("Twice three is 6. <!-- true: 2 * 3 == 6 -->", "Two threes are 6.\n<!-- true: 2 * 3 == 6 -->"),
        ("repeated addition, one", "addition, one"),
    ],
)
def test_an_edit_of_prose_executes_nothing_again(course, old, new):
    assert CHAPTER.replace(old, new) != CHAPTER
    assert key_of(course) == key_of(course, CHAPTER.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("doubled_secretly = x + x", "doubled_secretly = 2 * x"),
        ("greet(", "greet  ("),
        ("== -14.5", "== -14.50"),
        ("2 * 3 == 6 -->", "2 * 3 == 6.0 -->"),
        ("```{code-cell} ipython3\nprint", "```{code-cell} ipython3\n:tags: [raises-exception]\nprint"),
    ],
)
def test_an_edit_of_code_or_of_a_fact_executes_again(course, old, new):
    assert CHAPTER.replace(old, new) != CHAPTER
    assert key_of(course) != key_of(course, CHAPTER.replace(old, new))


def test_a_change_of_how_facts_are_proved_executes_again(course, monkeypatch):
    before = key_of(course)
    monkeypatch.setattr(execute, "assertion", lambda fact: f"assert {fact.expression}")
    assert key_of(course) != before


def test_an_edit_of_the_package_or_of_the_pins_executes_again(course):
    keys = [key_of(course)]
    (course.byhand / "__init__.py").write_text(BYHAND + "\n")
    keys.append(key_of(course))
    (course.root / "requirements.txt").write_text("numpy==2.0\n")
    keys.append(key_of(course))
    (course.byhand / "__pycache__").mkdir()
    (course.byhand / "__pycache__" / "x.pyc").write_bytes(b"left by Python")
    keys.append(key_of(course))
    assert len(set(keys)) == 3
    assert keys[2] == keys[3]


@pytest.mark.slow
def test_only_exposition_is_kept_never_answers_or_tests(course):
    made = execute.outputs(course, load(course, NAME))
    assert [cell for cell, outputs in made.items() if outputs] == [exposition(course)]
    assert made[exposition(course)][0]["text"] == "hello, exposition\n"
    assert "output of a test cell" not in (course.build / "executed" / f"{NAME}.json").read_text()


def exposition(course):
    return next(cell.id for cell in load(course, NAME).notebook.cells if cell.source.startswith("print("))


@pytest.mark.slow
def test_the_second_time_nothing_is_executed(course, monkeypatch):
    first = execute.outputs(course, load(course, NAME))
    monkeypatch.setattr(execute, "execute", lambda *args: pytest.fail("executed again"))
    assert execute.outputs(course, load(course, NAME)) == first


# What is wrong, and what the message must say; the line that it names must hold the last text.
FAILURES = {
    "false_fact": ("double(4) == 8", "double(4) == 9", "the fact is not true: double(4) == 9; double(4) is 8", "is 8."),
    "fact_that_fails": ("double(4) == 8", "doble(4) == 8", "'doble(4) == 8' fails with NameError", "is 8."),
    "hidden_test": ("== -14.5", "== -14.4", "the cell 'test-double' fails with AssertionError", "assert double(3)"),
    "exposition": ('greet("exposition")', "greet()", "fails with TypeError", "print(greet"),
    "stderr": ("print(greet", "import sys; print(1, file=sys.stderr); print(greet", "writes to stderr", "import sys"),
    "address": ('print(greet("exposition"))', "object()", "an object's address", "object()"),
    "end_of_the_kernel": ('print(greet("exposition"))', "import os; os._exit(1)", "ends the kernel", "import os"),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory) -> tuple[Course, dict[str, str]]:
    """A course with a chapter for each mistake, and what is said of each when all of them are executed."""
    course, names = make_course(tmp_path_factory.mktemp("failing") / "course"), {}
    for number, (failure, (old, new, _, _)) in enumerate(FAILURES.items(), 1):
        assert CHAPTER.count(old) == 1
        text = CHAPTER.replace(old, new).replace("Exercise 1.", f"Exercise {number}.")
        names[failure] = f"{number:02}_{failure}"
        write_chapter(course, text, names[failure])
    with pytest.raises(UserError) as error:
        execute.outputs_of_all(course, [load(course, name) for name in names.values()])
    told = {text.partition(".md:")[0]: text for text in re.split(r"\n\n(?=solutions/)", str(error.value))}
    return course, {failure: told.pop(f"solutions/{name}", "") for failure, name in names.items()} | told


@pytest.mark.slow
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_names_the_line(failed, failure):
    course, told = failed
    _, _, says, on_line = FAILURES[failure]
    where, _, message = told[failure].partition(": ")
    assert says in message
    path, line = where.split(":")
    assert on_line in (course.root / path).read_text().splitlines()[int(line) - 1]
    assert not (course.build / "executed" / f"{Path(path).stem}.json").exists()


@pytest.mark.slow
def test_every_chapter_that_fails_is_told_once(failed):
    _, told = failed
    assert list(told) == list(FAILURES)
    assert all(told.values())


@pytest.mark.slow
def test_kernels_see_the_static_figures_switch_and_one_seed(course):
    probe = 'import os; print(os.environ["BYHAND_STATIC"], os.environ["BYHAND_SEED"].isdigit())'
    write_chapter(course, CHAPTER.replace('print(greet("exposition"))', probe))
    cell = next(cell.id for cell in load(course, NAME).notebook.cells if cell.source.startswith("import os"))
    assert execute.outputs(course, load(course, NAME))[cell][0]["text"] == "1 True\n"
