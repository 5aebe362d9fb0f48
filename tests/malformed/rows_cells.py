"""Rows M31 to M54: cells and their metadata."""

from __future__ import annotations

from copy import deepcopy

from malformed_case import NAME, Case, edited, marks, own
from small_course import RIGHT, cell_of, place_of

from autograde.damage import pack


def _copied_answer(notebook: dict) -> None:
    copy = deepcopy(cell_of(notebook, "double"))
    cell_of(notebook, "double")["source"] = "def double(x):\n    return x * x"
    notebook["cells"].insert(place_of(notebook, "test-double"), copy)


def _copied_blank(notebook: dict) -> None:
    copy = deepcopy(cell_of(notebook, "double"))
    copy["source"] = "def double(x):\n    \"\"\"Twice x.\"\"\"\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    notebook["cells"].insert(place_of(notebook, "test-double"), copy)


def _copied_test(notebook: dict) -> None:
    notebook["cells"].append(deepcopy(cell_of(notebook, "test-double")))


def _copied_test_without_mark(notebook: dict) -> None:
    text = "".join(cell_of(notebook, "test-double")["source"])
    notebook["cells"].append(own(text + "\nassert False"))


def _strip(notebook: dict) -> None:
    notebook["metadata"] = {}
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)


def _forged(notebook: dict) -> None:
    cell = own("bonus = 50")
    cell["metadata"] = {"nbgrader": {"grade_id": "bonus", "grade": True, "points": 50, "solution": False}}
    notebook["cells"].append(cell)


def _delete(*names: str):
    def change(notebook: dict) -> None:
        for name in names:
            notebook["cells"].remove(cell_of(notebook, name))

    return edited(change)


def _metadata(value: object, name: str = "double"):
    return edited(lambda notebook: cell_of(notebook, name).update(metadata=value))


def _mark(name: str, **values: object):
    return edited(lambda notebook: marks(notebook, name).update(values))


def _without_metadata(notebook: dict) -> None:
    del cell_of(notebook, "double")["metadata"]


def _move_test(notebook: dict) -> None:
    test = notebook["cells"].pop(place_of(notebook, "test-double"))
    notebook["cells"].insert(place_of(notebook, "double"), test)


def _move_exercise(notebook: dict) -> None:
    notebook["cells"].insert(0, notebook["cells"].pop(place_of(notebook, "parts")))


def _same_ids(notebook: dict) -> None:
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = "same"
        if number % 3 == 0:
            del cell["id"]


def _odd_fields(notebook: dict) -> None:
    for cell in notebook["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
        cell["surprise"] = {"a": [1, None]}
    cell_of(notebook, "double")["source"] = RIGHT["double"].splitlines(keepends=True)
    cell_of(notebook, "parts")["outputs"] = "none"


def _colab(notebook: dict) -> None:
    notebook["metadata"] |= {"colab": {"provenance": []}, "accelerator": "GPU"}
    for cell in notebook["cells"]:
        cell["metadata"] |= {"id": "abc", "colab": {"base_uri": "https://x"}, "vscode": {"languageId": "python"}}


def _answered_below(notebook: dict) -> None:
    cell_of(notebook, "double")["source"] = _blank_double()
    notebook["cells"].insert(place_of(notebook, "test-double"), own(RIGHT["double"]))


def _answered_at_the_end(notebook: dict) -> None:
    cell_of(notebook, "double")["source"] = _blank_double()
    notebook["cells"].append(own(RIGHT["double"]))


def _blank_double() -> str:
    return 'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'


CASES = (
    Case("M31", "copied answer cell, the copy edited", edited(_copied_answer), ("duplicate_cell",), tells=("double",)),
    Case("M31b", "blank copy below the answer", edited(_copied_blank), ("duplicate_cell",)),
    Case("M32", "copied test cell", edited(_copied_test), ("duplicate_cell",), tells=("test-double",)),
    Case("M32b", "changed copy of a test without its mark", edited(_copied_test_without_mark), ("test_copy_ignored",)),
    Case("M33", "nbgrader's metadata emptied", _metadata({"nbgrader": {}}), ("matched_by_content",), tells=("double",)),
    Case("M33b", "the same in a written answer", _metadata({}, "why"), ("matched_by_place",), tells=("why",)),
    Case("M34", "schema version 1", _mark("double", schema_version=1)),
    Case("M35", "schema version 99", _mark("double", schema_version=99)),
    Case("M36", 'schema version "3"', _mark("test-double", schema_version="3")),
    Case("M37", "all metadata stripped", edited(_strip), ("metadata_missing",),
         tells=("4 answer cells found by content and order",)),
    Case("M38", "nbgrader's metadata is a list", _metadata({"nbgrader": []}), ("matched_by_content",)),
    Case("M38b", "nbgrader's metadata is null", _metadata({"nbgrader": None}), ("matched_by_content",)),
    Case("M39", "cell without metadata", edited(_without_metadata), ("matched_by_content",)),
    Case("M40", "grade id renamed", _mark("double", grade_id="dooble"), ("matched_by_content",)),
    Case("M41", "forged points in an own cell", edited(_forged), ("unknown_cell_id",), tells=("bonus",)),
    Case("M42", "grade flag of a test cleared", _mark("test-double", grade=False, solution=True, locked=False)),
    Case("M42b", "test changed", edited(lambda n: cell_of(n, "test-double").update(source="pass")),
         ("locked_cell_changed",), tells=("test-double",)),
    Case("M43", 'points "abc"', _mark("test-double", points="abc")),
    Case("M43b", "points null", _mark("test-double", points=None)),
    Case("M44", "points 1000", _mark("test-double", points=1000)),
    Case("M45", "test cell deleted", _delete("test-double"), ("test_restored",), tells=("test-double",)),
    Case("M46", "answer cell deleted", _delete("double"), ("answer_missing",), {"double": 0.0},
         outcomes={"double": "not_answered"}, tells=("double",)),
    Case("M47", "test turned into text", edited(lambda n: cell_of(n, "test-double").update(cell_type="markdown"))),
    Case("M47b", "test turned into raw", edited(lambda n: cell_of(n, "test-double").update(cell_type="raw"))),
    Case("M48", "answer turned into text", edited(lambda n: cell_of(n, "double").update(cell_type="markdown")),
         ("cell_type_restored",), tells=("double",)),
    Case("M49", "test above its answer", edited(_move_test), ("order_restored",)),
    Case("M49b", "answer moved to the top", edited(_move_exercise), ("order_restored",)),
    Case("M50", "repeated and missing cell ids", edited(_same_ids)),
    Case("M51", "fields missing, fields too many", edited(_odd_fields)),
    Case("M52", "metadata of Colab and VS Code", edited(_colab)),
    Case("M53", "no kernelspec", edited(lambda n: n.update(metadata={}))),
    Case("M53b", "unknown kernelspec", edited(lambda n: n["metadata"].update(kernelspec={"name": "conda-env-foo-py"}))),
    Case("M54", "answered in a new cell below", edited(_answered_below), ("answered_in_other_cell",),
         tells=("double",)),
    Case("M54b", "answered at the end of the notebook", edited(_answered_at_the_end), ("answered_in_other_cell",)),
    Case("M54c", "everything blank", lambda folder, solved, blank: (folder / NAME).write_bytes(pack(blank)),
         (), {"double": 0.0, "predict_sign": 0.0, "parts": 0.0}, outcomes={"double": "not_answered"}),
)  # fmt: skip
