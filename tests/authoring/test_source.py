"""What an author writes becomes nbgrader's metadata, and every mistake is told with its line."""

from __future__ import annotations

import re

import pytest

from autograde.course import UserError
from autograde.source import dumps, load, load_all
from tests.authoring.tiny_course import CHAPTER, write_chapter


def marks(chapter, grade_id):
    return next(cell.metadata.nbgrader for cell in chapter.notebook.cells if cell.id == grade_id)


def test_compact_tags_become_nbgrader_metadata(course):
    chapter = load(course, "01_doubling")
    assert marks(chapter, "double") == {
        "grade": False, "grade_id": "double", "locked": False, "schema_version": 3, "solution": True, "task": False,
    }  # fmt: skip
    assert marks(chapter, "test-double") == {
        "grade": True, "grade_id": "test-double", "locked": True, "points": 2, "schema_version": 3,
        "solution": False, "task": False,
    }  # fmt: skip
    assert marks(chapter, "why_adding")["points"] == 2
    assert marks(chapter, "why_adding")["solution"]
    assert marks(chapter, "setup_01")["locked"]


def test_an_exercise_is_read_from_its_text(course):
    chapter = load(course, "01_doubling")
    assert chapter.title == "Doubling"
    exercise = chapter.exercises["double"]
    assert (exercise.number, exercise.title) == ("1.1", "Double a number")
    assert (exercise.points, exercise.difficulty, exercise.minutes) == (3, "★☆☆", 5)
    assert exercise.hints == ["Think of addition.", "Add `x` to itself."]
    assert exercise.tests == ["test-double", "test-double-type"]
    assert not exercise.manual
    assert chapter.exercises["why_adding"].manual


def test_facts_are_taken_out_and_remembered_with_their_place(course):
    chapter = load(course, "01_doubling")
    assert "<!--" not in dumps(chapter.notebook)
    assert [fact.expression for fact in chapter.facts] == ["2 * 3 == 6", "double(4) == 8"]
    text = chapter.path.read_text().splitlines()
    assert all(fact.expression in text[fact.line - 1] for fact in chapter.facts)


def test_reading_twice_gives_the_same_bytes(course):
    assert dumps(load(course, "01_doubling").notebook) == dumps(load(course, "01_doubling").notebook)


def test_an_edit_changes_no_other_cells_id(course):
    before = [cell.id for cell in load(course, "01_doubling").notebook.cells]
    write_chapter(course, CHAPTER.replace("You can double.", "You can double now."))
    after = [cell.id for cell in load(course, "01_doubling").notebook.cells]
    assert [old == new for old, new in zip(before, after, strict=True)] == [True] * (len(before) - 1) + [False]


def test_equal_cells_get_different_ids(course):
    cell = "\n```{code-cell} ipython3\nprint(1)\n```\n"
    write_chapter(course, CHAPTER + cell + cell)
    ids = [cell.id for cell in load(course, "01_doubling").notebook.cells]
    assert len(ids) == len(set(ids))


# Each row: what the author writes wrong (old text, new text), what the message must say, and the text that
# stands on the line which the message must name (None: any line).
SOLUTION = "    ### BEGIN SOLUTION\n"
MISTAKES = {
    "unknown_tag": ("[exercise:double]", "[excercise:double]", "unknown tag 'excercise:double'", "def double"),
    "missing_points": ("test:double:2", "test:double", "points are missing", "assert double(3)"),
    "points_on_an_exercise": ("exercise:double", "exercise:double:2", "points belong to the test cell", "def double"),
    "two_tags_on_a_graded_cell": ("[test:double:2]", "[test:double:2, skip-execution]", "one tag", "assert double(3)"),
    "duplicate_id": ("test:double-type:1", "test:double:1", "'test-double' is used twice", "isinstance"),
    "test_of_an_unknown_exercise": ("test:double-type:1", "test:treble:1", "'treble'", "isinstance"),
    "aspect_on_an_exercise": ("exercise:double", "exercise:double-fast", "only a test has an aspect", "def double"),
    "points_that_do_not_add_up": ("test:double:2", "test:double:1", "3 points, but its tests are worth 2", "### Ex"),
    "solution_not_closed": ("    ### END SOLUTION\n", "", "without its END", "BEGIN SOLUTION"),
    "solution_not_opened": (SOLUTION, "", "without its BEGIN", "END SOLUTION"),
    "solution_opened_twice": (SOLUTION, SOLUTION * 2, "still open", "BEGIN SOLUTION"),
    "no_solution": (re.compile(r"    ### BEGIN SOL(.|\n)*END SOLUTION"), "    return 1", "holds no", "def double"),
    "nothing_in_the_solution": (
        re.compile(r"    doubled_secretly = (.|\n)*?_secretly\n"), "", "nothing stands between", "END SOLUTION",
    ),
    "misspelt_marker": ("### BEGIN HIDDEN TESTS", "### BEGIN HIDDEN TEST", "almost a marker", "HIDDEN TEST"),
    "marker_in_lower_case": ("### BEGIN SOLUTION", "# begin solution", "almost a marker", "begin solution"),
    "marker_with_code": (SOLUTION, "    x = x  ### BEGIN SOLUTION\n", "almost a marker", "x = x"),
    "hidden_test_in_an_answer": ("SOLUTION", "HIDDEN TESTS", "belongs in a cell tagged test:", "BEGIN HIDDEN"),
    "no_hidden_test": (re.compile(r"### BEGIN HIDDEN(.|\n)*END HIDDEN TESTS"), "", "has no hidden test", "### Ex"),
    "exercise_without_tests": (
        re.compile(r"```{code-cell} ipython3\n:tags: \[test(.|\n)*?```\n"), "", "has no test cell", "### Exercise 1.1",
    ),
    "exercise_without_answer": (
        re.compile(r"```{code-cell} ipython3\n:tags: \[(exercise|test)(.|\n)*?```\n"), "", "has no answer cell",
        "### Exercise 1.1",
    ),
    "answer_without_heading": ("### Exercise 1.2: Why?", "### Why?", "has no heading", "Because"),
    "wrong_number": ("Exercise 1.2", "Exercise 1.3", "this is Exercise 1.2", "Exercise 1.3"),
    "heading_of_another_form": ("### Exercise 1.2: Why?", "## Exercise 1.2: Why?", "write the heading as", "## Ex"),
    "no_points_line": ("*Points: 3 · Diff", "*Points 3 · Diff", "line after the heading", "### Exercise 1.1"),
    "hints_out_of_order": ("Hint 2", "Hint 3", "this is Hint 2, not Hint 3", "Hint 3"),
    "hint_before_any_exercise": (
        "Twice three", "<details><summary>Hint 1</summary>\n\nx\n\n</details>\n\nTwice", "hints stand", "Hint 1",
    ),
    "manual_answer_in_code": ("test:double-type:1", "manual:other:1", "is a Markdown cell", "isinstance"),
    "manual_answer_with_tests": ("test:double-type:1", "test:why_adding:1", "before or without", "isinstance"),
    "no_title": ("# Doubling", "Doubling", "start with its title", "Doubling"),
    "fact_that_is_no_expression": ("2 * 3 == 6", "2 * = 6", "not a Python expression", "2 * = 6"),
    "comment_that_is_no_fact": ("<!-- true: 2 * 3 == 6 -->", "<!-- to do -->", "an HTML comment", "to do"),
    "fact_without_colon": ("true: 2 * 3", "true 2 * 3", "an HTML comment that is no fact", "true 2"),
    "directive_in_prose": ("Write `double(x)`.", "```{note}\nWrite.\n```", "MyST directives", "{note}"),
    "role_in_prose": ("Write `double(x)`.", "See {ref}`there`.", "MyST directives", "{ref}"),
    "code_cell_in_a_list": (
        "Write `double(x)`.", "- a\n  ```{code-cell} ipython3\n  x = 1\n  ```", "MyST directives", "{code-cell}",
    ),
    "metadata_that_students_would_get": (
        '["manual:why_adding:2"]}', '["manual:why_adding:2"], "author": "me"}', "author", "Because",
    ),
    "tags_that_are_no_list": (":tags: [exercise:double]", ":tags: {a: b}", "tags must be a list", None),
    "tags_that_are_no_yaml": (":tags: [exercise:double]", ":tags: [exercise:double", "Invalid YAML", None),
    "empty_cell": ('ipython3\nprint(greet("exposition"))', "ipython3\n", "is empty", None),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_line(course, mistake):
    old, new, says, on_line = MISTAKES[mistake]
    text = old.sub(new, CHAPTER) if isinstance(old, re.Pattern) else CHAPTER.replace(old, new)
    assert text != CHAPTER
    write_chapter(course, text)
    with pytest.raises(UserError) as error:
        load(course, "01_doubling")
    message = str(error.value)
    assert says in message
    assert message.startswith("solutions/01_doubling.md")
    if on_line is not None:
        line = int(message.split(":")[1])
        assert on_line in (course.solutions / "01_doubling.md").read_text().splitlines()[line - 1]


def test_a_name_may_not_return_in_another_chapter(course):
    other = CHAPTER.replace("Exercise 1.", "Exercise 2.").replace("setup_01", "setup_02")
    write_chapter(course, other, "02_again")
    with pytest.raises(UserError, match=r"02_again.md:\d+: the name 'double' is taken by 01_doubling"):
        load_all(course)


def test_an_unknown_chapter_lists_those_that_exist(course):
    with pytest.raises(UserError, match="The chapters are: 01_doubling"):
        load(course, "09_nothing")


def test_a_file_that_is_not_utf8_is_told(course):
    (course.solutions / "01_doubling.md").write_bytes(b"# Caf\xe9\n")
    with pytest.raises(UserError, match="not UTF-8"):
        load(course, "01_doubling")


def test_raises_exception_is_a_tag_for_exposition(course):
    write_chapter(course, CHAPTER + "\n```{code-cell} ipython3\n:tags: [raises-exception]\n\n1 / 0\n```\n")
    assert load(course, "01_doubling").notebook.cells[-1].metadata["tags"] == ["raises-exception"]


def test_a_cell_without_its_input_is_folded_away_in_notebooks_too(course):
    cell = "\n```{{code-cell}} ipython3\n{}print(1)\n```\n"
    write_chapter(course, CHAPTER + cell.format(":tags: [remove-input]\n\n") + cell.format(""))
    folded, open_one = load(course, "01_doubling").notebook.cells[-2:]
    assert folded.metadata == {"tags": ["remove-input"], "jupyter": {"source_hidden": True}, "cellView": "form"}
    assert open_one.metadata == {}
