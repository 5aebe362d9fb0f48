"""Ways in which hand-ins come in broken: one function per row of the course's catalogue of malformed inputs.

Each takes the notebook that a student would have handed in (JSON data) and the names it needs, and returns the
files of the folder that arrives instead. The sample class and the grader's tests are made from them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

Files = dict[str, bytes]  # path below submitted/<student>/<chapter>/ to content


@dataclass(frozen=True)
class Damage:
    """One row.

    Parameters
    ----------
    row, title : str
        Its number in the catalogue, and what it is.
    make : callable
        (notebook, chapter, exercise) -> files; `exercise` is a grade id of an answer cell that may be touched.
    status : str
        How grading has to end.
    flags : tuple of str
        The flags that have to be set, no others.
    loses : bool
        Whether the touched exercise gets no points.
    """

    row: str
    title: str
    make: Callable[[dict, str, str], Files]
    status: str
    flags: tuple[str, ...] = ()
    loses: bool = False


def pack(notebook: dict) -> bytes:
    """The bytes that Jupyter would save."""
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def answer_cell(notebook: dict, exercise: str) -> dict:
    """The cell with this grade id."""
    return next(cell for cell in notebook["cells"] if _grade_id(cell) == exercise)


def _grade_id(cell: dict) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def _named(chapter: str, data: bytes) -> Files:
    return {f"{chapter}.ipynb": data}


def _empty(notebook: dict, chapter: str, exercise: str) -> Files:
    return _named(chapter, b"")


def _merge_conflict(notebook: dict, chapter: str, exercise: str) -> Files:
    lines = pack(notebook).decode().splitlines(keepends=True)
    at = len(lines) // 2
    ours, theirs = lines[at], lines[at].replace('"', '"# mine\\n', 1)
    conflict = ["<<<<<<< HEAD\n", ours, "=======\n", theirs, ">>>>>>> 3f2a9c1\n"]
    return _named(chapter, "".join(lines[:at] + conflict + lines[at + 1 :]).encode())


def _truncated(notebook: dict, chapter: str, exercise: str) -> Files:
    data = pack(notebook)
    return _named(chapter, data[: len(data) * 2 // 3])


def _newer_format(notebook: dict, chapter: str, exercise: str) -> Files:
    return _named(chapter, pack({**notebook, "nbformat": 5, "nbformat_minor": 0}))


def _byte_order_mark(notebook: dict, chapter: str, exercise: str) -> Files:
    return _named(chapter, b"\xef\xbb\xbf" + pack(notebook))


def _wrong_name(notebook: dict, chapter: str, exercise: str) -> Files:
    return {f"{chapter} (1).ipynb": pack(notebook)}


def _no_notebook(notebook: dict, chapter: str, exercise: str) -> Files:
    sources = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return {f"{chapter}.py": "\n\n".join(sources).encode(), f"{chapter}.pdf": b"%PDF-1.4\n%%EOF\n"}


def _nothing(notebook: dict, chapter: str, exercise: str) -> Files:
    return {}


def _copied_answer(notebook: dict, chapter: str, exercise: str) -> Files:
    """The answer was written into a copy of the answer cell; above it stands a first try."""
    changed = deepcopy(notebook)
    cell = answer_cell(changed, exercise)
    copy = deepcopy(cell)
    copy["id"] = f"{exercise}-copy"[:64]
    cell["source"] = "# my first try\npass"
    changed["cells"].insert(changed["cells"].index(cell) + 1, copy)
    return _named(chapter, pack(changed))


def _emptied_metadata(notebook: dict, chapter: str, exercise: str) -> Files:
    changed = deepcopy(notebook)
    answer_cell(changed, exercise)["metadata"]["nbgrader"] = {}
    return _named(chapter, pack(changed))


def _stripped_metadata(notebook: dict, chapter: str, exercise: str) -> Files:
    changed = deepcopy(notebook)
    changed["metadata"] = {}
    for cell in changed["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    return _named(chapter, pack({**changed, "nbformat_minor": 4}))


def _deleted_test(notebook: dict, chapter: str, exercise: str) -> Files:
    changed = deepcopy(notebook)
    tests = [cell for cell in changed["cells"] if (_grade_id(cell) or "").split("-")[:2] == ["test", exercise]]
    changed["cells"].remove(tests[0])
    return _named(chapter, pack(changed))


def _prints_to_stderr(notebook: dict, chapter: str, exercise: str) -> Files:
    changed = deepcopy(notebook)
    cell = answer_cell(changed, exercise)
    noise = "import sys, warnings\nprint('debug: got here', file=sys.stderr)\nwarnings.warn('a warning')\n\n"
    cell["source"] = noise + "".join(cell["source"])
    return _named(chapter, pack(changed))


def _ends_the_process(notebook: dict, chapter: str, exercise: str) -> Files:
    changed = deepcopy(notebook)
    cell = answer_cell(changed, exercise)
    cell["source"] = "".join(cell["source"]) + "\n\nimport os\n\nos._exit(1)"
    return _named(chapter, pack(changed))


DAMAGES = (
    Damage("M01", "empty file", _empty, "failed", ("empty_file",)),
    Damage("M02", "Git merge-conflict markers", _merge_conflict, "failed", ("merge_conflict",)),
    Damage("M03", "file cut off", _truncated, "failed", ("truncated_file",)),
    Damage("M09", "notebook format of the future", _newer_format, "flagged", ("newer_format",)),
    Damage("M11", "byte-order mark", _byte_order_mark, "flagged", ("bom_removed",)),
    Damage("M22", "name changed by the browser", _wrong_name, "flagged", ("wrong_name",)),
    Damage("M25", "no notebook, only exports of it", _no_notebook, "failed", ("no_notebook",)),
    Damage("M26", "empty folder", _nothing, "failed", ("nothing_submitted",)),
    Damage("M31", "answer written into a copy of the cell", _copied_answer, "flagged", ("duplicate_cell",)),
    Damage("M33", "metadata of an answer emptied", _emptied_metadata, "flagged", ("matched_by_content",)),
    Damage("M37", "all metadata stripped", _stripped_metadata, "flagged", ("metadata_missing",)),
    Damage("M45", "test cell deleted", _deleted_test, "flagged", ("test_restored",)),
    Damage("M55", "prints to stderr and warns", _prints_to_stderr, "graded"),
    Damage("M63", "ends its process", _ends_the_process, "flagged", ("process_ended",), loses=True),
)
