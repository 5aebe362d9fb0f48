"""The notebook that runs is the instructor's, with the student's answers and own cells in it."""

from __future__ import annotations

from copy import deepcopy

import pytest
from small_course import RIGHT, cell_of, code, fill_in, place_of

from autograde.align import MAX_EXTRA, Aligned, align
from autograde.assignment import grade_id
from autograde.damage import DAMAGES, pack
from autograde.decode import decode


@pytest.fixture
def solved(small) -> dict:
    return fill_in(small, RIGHT)


@pytest.fixture
def aligned(small):
    def run(notebook: dict) -> Aligned:
        return align(decode(pack(notebook))[0], small)

    return run


def codes(result: Aligned) -> set[str]:
    return {flag.code for flag in result.flags}


def source(result: Aligned, name: str) -> str:
    return next(cell.source for cell in result.notebook.cells if grade_id(cell) == name)


def ids(result: Aligned) -> list[str]:
    return [grade_id(cell) or cell["id"] for cell in result.notebook.cells]


def answers(result: Aligned) -> dict[str, str]:
    return {name: source(result, name) for name in RIGHT}


def test_an_honest_notebook_keeps_its_answers_and_gets_the_hidden_tests_back(aligned, solved):
    result = aligned(solved)
    assert answers(result) == RIGHT
    assert "HIDDEN TESTS" in source(result, "test-double")
    assert result.flags == []
    assert result.blank == frozenset()


def test_a_blank_notebook_is_all_blank(aligned, small):
    assert aligned(fill_in(small, {})).blank == set(RIGHT)


@pytest.mark.parametrize("damage", [one for one in DAMAGES if one.status != "failed"], ids=lambda damage: damage.row)
def test_each_row_of_the_catalogue_keeps_its_answers_and_sets_its_flags(aligned, small, solved, damage):
    (data,) = damage.make(solved, "51_small", "double").values()
    result = align(decode(data)[0], small)
    assert codes(result) <= set(damage.flags)
    assert RIGHT["double"] in source(result, "double")
    assert answers(result) | {"double": ""} == RIGHT | {"double": ""}


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        (lambda cell: cell.update(source="pass"), "locked_cell_changed"),
        (lambda cell: cell["metadata"]["nbgrader"].update(points=1000, grade=False, solution=True), None),
        (lambda cell: cell.update(cell_type="markdown"), None),
        (lambda cell: cell["metadata"].update(tags=["skip-execution"]), None),
    ],
)
def test_nothing_about_a_test_is_taken_from_the_student(aligned, solved, change, flag):
    want = aligned(deepcopy(solved)).notebook
    change(cell_of(solved, "test-double"))
    result = aligned(solved)
    assert result.notebook == want
    assert codes(result) == ({flag} if flag else set())


@pytest.mark.parametrize("version", [1, 99, "3", None])
def test_schema_versions_are_ignored(aligned, solved, version):
    cell_of(solved, "double")["metadata"]["nbgrader"]["schema_version"] = version
    assert aligned(solved).flags == []


def test_of_two_edited_copies_the_last_is_the_answer_and_the_first_runs_before_it(aligned, solved):
    copy = deepcopy(cell_of(solved, "double"))
    cell_of(solved, "double")["source"] = "def double(x):\n    return x * x"
    solved["cells"].insert(place_of(solved, "test-double"), copy)
    result = aligned(solved)
    assert source(result, "double") == RIGHT["double"]
    assert codes(result) == {"duplicate_cell"}
    assert "def double(x):\n    return x * x" in [cell.source for cell in result.notebook.cells]


def test_an_edited_original_beats_a_blank_copy_below_it(aligned, solved, small):
    copy = deepcopy(cell_of(fill_in(small, {}), "double"))
    solved["cells"].insert(place_of(solved, "test-double"), copy)
    result = aligned(solved)
    assert source(result, "double") == RIGHT["double"]
    assert len(result.notebook.cells) == len(small.notebook.cells)


def test_a_copied_test_is_not_run(aligned, solved, small):
    solved["cells"].append(deepcopy(cell_of(solved, "test-double")))
    result = aligned(solved)
    assert codes(result) == {"duplicate_cell"}
    assert len(result.notebook.cells) == len(small.notebook.cells)


def test_a_changed_copy_of_a_test_without_its_id_is_not_run(aligned, solved, small):
    text = "".join(cell_of(solved, "test-double")["source"])
    solved["cells"].append(code(text.replace("4", "5")))
    result = aligned(solved)
    assert codes(result) == {"test_copy_ignored"}
    assert len(result.notebook.cells) == len(small.notebook.cells)


def test_a_renamed_grade_id_is_matched_by_content(aligned, solved):
    cell_of(solved, "double")["metadata"]["nbgrader"]["grade_id"] = "dooble"
    result = aligned(solved)
    assert source(result, "double") == RIGHT["double"]
    assert codes(result) == {"matched_by_content"}


def test_a_written_answer_without_metadata_is_matched_by_its_place(aligned, solved):
    cell_of(solved, "why")["metadata"] = {}
    result = aligned(solved)
    assert source(result, "why") == RIGHT["why"]
    assert codes(result) == {"matched_by_place"}


def test_answers_out_of_order_without_metadata_are_matched_by_what_they_define(aligned, solved):
    first, last = place_of(solved, "double"), place_of(solved, "parts")
    solved["cells"][first], solved["cells"][last] = solved["cells"][last], solved["cells"][first]
    for cell in solved["cells"]:
        cell["metadata"] = {}
    result = aligned(solved)
    assert answers(result) == RIGHT
    assert "metadata_missing" in codes(result)


def test_a_forged_cell_gets_no_points_and_no_role(aligned, solved):
    forged = code("bonus = 50")
    forged["metadata"] = {"nbgrader": {"grade_id": "bonus", "grade": True, "points": 50, "solution": False}}
    solved["cells"].append(forged)
    result = aligned(solved)
    assert codes(result) == {"unknown_cell_id"}
    assert result.notebook.cells[-1].metadata == {"autograde": {"role": "extra"}}


def test_deleted_cells_are_put_back(aligned, solved):
    for name in ("double", "test-parts", "setup_51"):
        solved["cells"].remove(cell_of(solved, name))
    result = aligned(solved)
    assert codes(result) == {"answer_missing", "test_restored"}
    assert {(flag.code, flag.detail) for flag in result.flags} == {
        ("answer_missing", "double"), ("test_restored", "test-parts"),
    }  # fmt: skip
    assert "double" in result.blank
    assert {"double", "test-parts", "setup_51"} <= set(ids(result))


def test_an_answer_turned_into_text_is_run_as_code(aligned, solved):
    cell_of(solved, "double")["cell_type"] = "markdown"
    result = aligned(solved)
    cell = next(cell for cell in result.notebook.cells if grade_id(cell) == "double")
    assert (cell.cell_type, cell.source) == ("code", RIGHT["double"])
    assert codes(result) == {"cell_type_restored"}


def test_moved_cells_run_in_the_instructors_order(aligned, solved, small):
    solved["cells"].insert(0, solved["cells"].pop(place_of(solved, "test-double")))
    result = aligned(solved)
    assert ids(result) == ids(aligned(fill_in(small, RIGHT)))
    assert codes(result) == {"order_restored"}


def test_a_helper_in_an_extra_cell_runs_before_the_test_that_needs_it(aligned, solved):
    cell_of(solved, "double")["source"] = "def double(x):\n    return times(2, x)"
    solved["cells"].insert(place_of(solved, "test-double"), code("def times(a, b):\n    return a * b"))
    result = aligned(solved)
    order = ids(result)
    extra = next(name for name in order if name.startswith("extra-"))
    assert order.index("double") < order.index(extra) < order.index("test-double")
    assert result.flags == []


def test_an_answer_typed_below_the_blank_answer_cell_counts(aligned, small):
    notebook = fill_in(small, {})
    notebook["cells"].insert(place_of(notebook, "test-double"), code(RIGHT["double"]))
    result = aligned(notebook)
    assert source(result, "double") == RIGHT["double"]
    assert codes(result) == {"answered_in_other_cell"}
    assert "double" not in result.blank


def test_thousands_of_extra_cells_are_cut_down_to_those_that_define_something(aligned, solved):
    at = place_of(solved, "test-double")
    solved["cells"][at:at] = [code("1 + 1") for _ in range(10_000)] + [code("def helper():\n    return 1")]
    result = aligned(solved)
    assert codes(result) == {"many_extra_cells"}
    extra = [cell.source for cell in result.notebook.cells if cell.metadata["autograde"]["role"] == "extra"]
    assert extra == ["def helper():\n    return 1"]
    assert len(extra) <= MAX_EXTRA


def test_the_instructors_copy_is_not_changed(aligned, solved, small):
    before = deepcopy(small.notebook)
    aligned(solved)
    assert small.notebook == before
