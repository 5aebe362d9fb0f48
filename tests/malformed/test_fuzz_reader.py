"""No bytes that can be handed in end outside the three statuses, or take more time or memory than is bounded.

Hypothesis makes the bytes: arbitrary ones, and notebooks and rows of the catalogue with edits of their JSON, type
swaps, deletions, repetitions, flipped bits, cut ends and other encodings. Each goes the whole way through the trusted
process without being run (see `reading_chain`). What once broke is an example of its own.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from malformed_class import CASES
from reading_chain import check, through
from small_course import CHAPTER, RIGHT, student_notebook

from autograde.assignment import Assignment
from autograde.damage import pack
from autograde.submission import Graded

NAME = f"{CHAPTER}.ipynb"
LARGEST_SEED = 100_000  # bytes; larger rows have tests of their own
FAST, SLOW = 40, 1500  # examples of each kind
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-7", "cp037")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=20)
    | st.sampled_from(["code", "markdown", "double", "test-double", "why", "cells", "### END SOLUTION", "\ud83d"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def corpus(empty_course: Any) -> list[bytes]:
    """A right notebook, a blank one, and the files of all rows of the catalogue that are not large."""
    solved, blank = student_notebook(empty_course, RIGHT), student_notebook(empty_course)
    found = [pack(solved), pack(blank)]
    for case in CASES:
        if case.row in ("M17", "M17b", "M17c", "M20", "M24b"):  # large, or not made of files
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "submitted" / "ana" / CHAPTER
            folder.mkdir(parents=True)
            case.arrange(folder, solved, blank)
            found += [path.read_bytes() for path in sorted(folder.rglob("*.ipynb")) if path.is_file()]
    return [data for data in found if len(data) <= LARGEST_SEED]


def paths(value: object, path: tuple = ()) -> list[tuple]:
    """The way to every value inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(*path, key) for key, _ in inside] + [one for key, part in inside for one in paths(part, (*path, key))]


def edit_json(draw: Callable, notebook: Any) -> Any:
    """One edit somewhere in the notebook."""
    places = paths(notebook)
    if not places:
        return draw(json_values)
    *way, last = draw(st.sampled_from(places))
    parent = notebook
    for key in way:
        parent = parent[key]
    match draw(st.sampled_from(("replace", "swap", "delete", "repeat", "move", "rename"))):
        case "replace":
            parent[last] = draw(json_values)
        case "swap":  # the same value as another type
            old = parent[last]
            parent[last] = draw(st.sampled_from([str(old), [old], {"x": old}, None, 0, str(old).splitlines()]))
        case "delete":
            del parent[last]
        case "repeat" if isinstance(parent, list):
            parent.insert(last, deepcopy(parent[last]))
        case "move" if isinstance(parent, list):
            parent.insert(draw(st.integers(0, len(parent))), parent.pop(last))
        case "rename" if isinstance(parent, dict):
            parent[draw(st.text(max_size=8))] = parent.pop(last)
    return notebook


def edit_bytes(draw: Callable, data: bytes) -> bytes:
    """One edit of the file's bytes."""
    at = draw(st.integers(0, max(0, len(data) - 1)))
    match draw(st.sampled_from(("flip", "cut", "insert", "drop", "encode", "double"))):
        case "flip" if data:
            return data[:at] + bytes([data[at] ^ 1 << draw(st.integers(0, 7))]) + data[at + 1 :]
        case "cut":
            return data[:at]
        case "insert":
            return data[:at] + draw(st.binary(max_size=20)) + data[at:]
        case "drop":
            return data[:at] + data[at + draw(st.integers(1, 200)) :]
        case "encode":
            return data.decode("utf-8", "replace").encode(draw(st.sampled_from(ENCODINGS)), "replace")
        case "double":
            return data + data[at:]
    return data


@st.composite
def hand_ins(draw: Callable, seeds: list[bytes]) -> bytes:
    """A file of the corpus after a few edits."""
    data = draw(st.sampled_from(seeds))
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError):
        notebook = None
    if isinstance(notebook, dict):
        for _ in range(draw(st.integers(0, 6))):
            notebook = edit_json(draw, notebook)
        data = json.dumps(notebook, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    for _ in range(draw(st.integers(0, 3))):
        data = edit_bytes(draw, data)
    return data


def goes_through(files: dict[str, bytes], chapter: Assignment) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        through(files, folder, chapter)
    finally:
        shutil.rmtree(folder)


def fuzz_bytes(chapter: Assignment, examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @example(b"")
    @example(b"\xff\xfe")
    @example(b'{"cells": [' + b"9" * 5000 + b"]}")
    @example(b'{"cells": [null, 1, [], {}, {"metadata": 3}]}')
    @example(b'{"cells": [], "worksheets": [{"cells": 1}], "nbformat": NaN}')
    @example(b'{"worksheets": [1, {"cells": [{"input": ["a", 1]}]}], "nbformat": "3"}')
    @given(st.binary(max_size=2000))
    def run(data: bytes) -> None:
        goes_through({NAME: data}, chapter)

    run()


def fuzz_notebooks(chapter: Assignment, corpus: list[bytes], examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(hand_ins(corpus))
    def run(data: bytes) -> None:
        goes_through({NAME: data}, chapter)

    run()


def fuzz_answers(chapter: Assignment, solved: dict, examples: int) -> None:
    """Any text as the source of an answer or of an own cell: what looks into code must not stumble over it."""
    pieces = st.sampled_from(
        ["def double(x):\n", "    return", "(" * 50, "%%time\n", "!ls\n", "x = %who\n", "lambda:", "\\", '"""', "\t",
         "\f", "\u202e", "\u2028", "f'{", "async ", "await x", "*" * 30, "match x:\n case", "1_000j", "é = 1\n", "?",
         "\x1b[31m"]
    )  # fmt: skip
    code = st.lists(pieces | st.text(max_size=10), max_size=12).map("".join)

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(code, code, st.sampled_from(["code", "markdown"]))
    def run(one: str, other: str, kind: str) -> None:
        notebook = deepcopy(solved)
        notebook["cells"][3]["source"] = one
        notebook["cells"].insert(2, {"cell_type": kind, "metadata": {}, "source": other})
        goes_through({NAME: json.dumps(notebook).encode()}, chapter)

    run()


def fuzz_folders(chapter: Assignment, right: bytes, examples: int) -> None:
    """Any names, a right notebook or not under each."""
    parts = st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=30)
    names = st.builds("{}{}".format, parts, st.sampled_from(["", ".ipynb", ".IPYNB", ".json", ".mended.ipynb", ".txt"]))
    contents = st.sampled_from([right, b"", b"{}", right[:100], b"9999-99-99"])

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(names.filter(lambda n: n.strip(".") and len(n.encode()) < 250), contents, max_size=5))
    def run(files: dict[str, bytes]) -> None:
        goes_through(files, chapter)

    run()


@pytest.fixture(scope="module")
def solved(empty_course: Any) -> dict:
    return student_notebook(empty_course, RIGHT)


def test_no_hand_in_ends_outside_the_three_statuses(chapter, corpus, solved):
    fuzz_bytes(chapter, FAST)
    fuzz_notebooks(chapter, corpus, FAST)
    fuzz_answers(chapter, solved, FAST)
    fuzz_folders(chapter, pack(solved), FAST)


@pytest.fixture(params=[SLOW // 3, pytest.param(SLOW, marks=pytest.mark.thorough)])
def examples(request):
    return request.param


@pytest.mark.slow
def test_no_arbitrary_bytes_end_outside_the_three_statuses(chapter, examples):
    fuzz_bytes(chapter, examples)


@pytest.mark.slow
def test_no_mutated_notebook_ends_outside_the_three_statuses(chapter, corpus, examples):
    fuzz_notebooks(chapter, corpus, 2 * examples)


@pytest.mark.slow
def test_no_source_of_a_cell_ends_outside_the_three_statuses(chapter, solved, examples):
    fuzz_answers(chapter, solved, examples)


@pytest.mark.slow
def test_no_names_of_files_end_outside_the_three_statuses(chapter, solved, examples):
    fuzz_folders(chapter, pack(solved), examples)


def spoil_notebook(graded: Graded, spoil: Callable) -> None:
    """Change the cells of the notebook that a graded submission holds as a file."""
    notebook = json.loads(graded.notebook)
    spoil(notebook["cells"])
    graded.notebook = json.dumps(notebook).encode()


def test_the_check_itself_bites(chapter, solved, tmp_path):
    """Planted: a record with another status, a test that was changed, a reader that raises."""
    graded = through({NAME: pack(solved)}, tmp_path, chapter)
    assert graded.record.status == "graded"
    for spoil in (
        lambda one: setattr(one.record, "status", "lost"),
        lambda one: one.record.flags.append("grader_error"),
        lambda one: setattr(one.record, "exercises", {}),
        lambda one: setattr(one.record, "file", "x" * 300_000),
        lambda one: spoil_notebook(one, lambda cells: cells[4].update(source="pass")),
        lambda one: spoil_notebook(one, lambda cells: cells.pop(4)),
    ):
        spoilt = deepcopy(graded)
        spoil(spoilt)
        with pytest.raises(AssertionError):
            check(spoilt, chapter)
