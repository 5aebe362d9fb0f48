"""Attacks by the file that is handed in: its cells, its metadata, what lies beside it, how it is packed.

Each function changes a notebook whose answer to `sigmoid` is wrong, or writes what it likes into its folder.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from attacked_course import CHAPTER, Places, cell_of, hand_in

XSS = (
    "<script>window.stolen = document.cookie</script><img src=x onerror=alert(1)><svg onload=alert(1)>"
    "[link](javascript:alert(1)) ![image](https://attacker.example/x.png) <a href='data:text/html,x'>x</a>"
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><style>*{display:none}</style></pre></details>"
)
HIDING = (
    "\x1b[2J\x1b[31mred\x1b[0m \u202eelpmis\u202c zero\u200bwidth \u2066x\u2069 "
    "\x00\x07\x08 A\u0300\u0301\u0302\u0303\u0304 \U000e0041"
)


@dataclass(frozen=True)
class Tampering:
    """One way to tamper: `act(places, student, notebook)` writes the hand-in; `loses` names what may go with it."""

    row: int
    name: str
    act: Callable[[Places, str, dict], object]
    loses: frozenset[str]
    status: str


TAMPERINGS: list[Tampering] = []


def tampering(row: int, name: str, loses: str = "", status: str = "") -> Callable:
    def add(act: Callable) -> Callable:
        TAMPERINGS.append(Tampering(row, name, act, frozenset(loses.split()), status))
        return act

    return add


def _metadata(notebook: dict, name: str) -> dict:
    return cell_of(notebook, name)["metadata"]["nbgrader"]


def _put(places: Places, student: str, notebook: dict) -> None:
    hand_in(places.course, student, notebook)


@tampering(2, "results stored in the file")
def _(places, student, notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            shown = {"data": {"text/plain": "3"}, "metadata": {}, "execution_count": 1}
            cell["outputs"] = [{"output_type": "execute_result", **shown}]
    _put(places, student, notebook)


@tampering(22, "a thousand points for the test")
def _(places, student, notebook):
    _metadata(notebook, "test-sigmoid")["points"] = 1000
    _metadata(notebook, "test-first").update(points="abc", grade=None)
    _put(places, student, notebook)


@tampering(22, "tests that pass whatever comes")
def _(places, student, notebook):
    for name in ("test-sigmoid", "test-sigmoid-plain"):
        cell_of(notebook, name)["source"] = "3"
    _put(places, student, notebook)


@tampering(22, "tests turned into text")
def _(places, student, notebook):
    for name in ("test-sigmoid", "test-sigmoid-plain"):
        cell_of(notebook, name).update(cell_type="markdown")
    _put(places, student, notebook)


@tampering(22, "a tag that skips the test")
def _(places, student, notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]
    _put(places, student, notebook)


@tampering(23, "no cell is a test")
def _(places, student, notebook):
    for cell in notebook["cells"]:
        cell["metadata"].get("nbgrader", {}).update(grade=False, locked=False, solution=False)
    _put(places, student, notebook)


@tampering(23, "tests are answers and answers are tests")
def _(places, student, notebook):
    _metadata(notebook, "sigmoid").update(grade=True, solution=False, locked=True, points=99)
    _metadata(notebook, "test-sigmoid").update(grade=True, solution=True, locked=False)
    cell_of(notebook, "test-sigmoid")["source"] = "3.0"
    _put(places, student, notebook)


@tampering(23, "grade ids exchanged")
def _(places, student, notebook):
    one, other = _metadata(notebook, "test-sigmoid"), _metadata(notebook, "test-first")
    one["grade_id"], other["grade_id"] = other["grade_id"], one["grade_id"]
    _put(places, student, notebook)


@tampering(26, "no tests at all")
def _(places, student, notebook):
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell.get("id", "").startswith("test")]
    _put(places, student, notebook)


@tampering(27, "schema version 99")
def _(places, student, notebook):
    for version, name in ((99, "sigmoid"), (1, "first"), ("x", "last")):
        _metadata(notebook, name)["schema_version"] = version
    _put(places, student, notebook)


@tampering(27, "graded cells copied")
def _(places, student, notebook):
    notebook["cells"] += json.loads(json.dumps(notebook["cells"]))
    _put(places, student, notebook)


@tampering(27, "metadata of every odd kind")
def _(places, student, notebook):
    odd = [None, [], "x", {"grade_id": ["a"]}, {"grade_id": {"a": 1}}, {"grade_id": "x" * 10**6}, 1e999]
    for cell, kind in zip(notebook["cells"], odd * 10, strict=False):
        if "grade_id" not in cell["metadata"].get("nbgrader", {}):
            cell["metadata"]["nbgrader"] = kind
        cell["id"] = kind
    notebook["metadata"] = {"kernelspec": None, "widgets": [1]}
    notebook["cells"] += [None, 3, "cell", {"cell_type": None, "source": 3}, {"cell_type": "code", "source": [1, None]}]
    _put(places, student, notebook)


@tampering(28, "a test of one's own")
def _(places, student, notebook):
    forged = json.loads(json.dumps(cell_of(notebook, "test-first")))
    forged["source"] = "50"
    forged["metadata"]["nbgrader"].update(grade_id="test-sigmoid-forged", points=50)
    notebook["cells"].append(forged)
    _put(places, student, notebook)


@tampering(28, "cells that set what the test computes")
def _(places, student, notebook):
    source = "want = got = 0; expected = {'a': 0}; constant = 0; seen = []; right = [True] * 4; z = np.zeros(4)"
    place = notebook["cells"].index(cell_of(notebook, "test-sigmoid"))
    for position in (len(notebook["cells"]), place, 0):
        notebook["cells"].insert(position, {"cell_type": "code", "metadata": {}, "source": source, "outputs": []})
    _put(places, student, notebook)


@tampering(28, "a cell whose id is a test's")
def _(places, student, notebook):
    cell = {"cell_type": "code", "metadata": {}, "source": "import os; os._exit(0)", "outputs": []}
    notebook["cells"].insert(3, {**cell, "id": "test-sigmoid"})
    notebook["cells"].append({**cell, "source": "3.0", "id": "sigmoid"})
    _put(places, student, notebook)


@tampering(29, "tests before answers")
def _(places, student, notebook):
    notebook["cells"].reverse()
    _put(places, student, notebook)


@tampering(30, "another kernel")
def _(places, student, notebook):
    notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "x", "argv": ["touch", "/tmp/kernel-86417"]}
    notebook["metadata"]["language_info"] = {"name": "bash"}
    _put(places, student, notebook)


@tampering(31, "a time in the past")
def _(places, student, notebook):
    _put(places, student, notebook)
    hand_in(places.course, student, "0001-01-01 00:00:00 UTC", "timestamp.txt")


@tampering(31, "a time that is no time")
def _(places, student, notebook):
    _put(places, student, notebook)
    hand_in(places.course, student, "9" * 10**6 + "\u202e", "timestamp.txt")


@tampering(48, "links beside the notebook")
def _(places, student, notebook):
    _put(places, student, notebook)
    folder = places.course.submitted / student / CHAPTER
    source = places.course.source / CHAPTER / f"{CHAPTER}.ipynb"
    for name in ("data.txt", "leak.html", f"{CHAPTER}.html", "submission_secret.txt", "timestamp.txt"):
        (folder / name).symlink_to(source)
    (folder / "tree").symlink_to(places.course.root)


@tampering(48, "a link as the notebook", status="failed")
def _(places, student, notebook):
    folder = places.course.submitted / student / CHAPTER
    folder.mkdir(parents=True)
    (folder / f"{CHAPTER}.ipynb").symlink_to(places.course.submitted / "aaa-right" / CHAPTER / f"{CHAPTER}.ipynb")


@tampering(48, "a pipe as the notebook", status="failed")
def _(places, student, notebook):
    folder = places.course.submitted / student / CHAPTER
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{CHAPTER}.ipynb")


@tampering(48, "a link in place of what the grader writes")
def _(places, student, notebook):
    _put(places, student, notebook)
    folder = places.course.submitted / student / CHAPTER
    (folder / "autograded").symlink_to(places.course.autograded)
    (folder / "feedback").symlink_to(places.home)


@tampering(58, "a zip in the folder", status="failed")
def _(places, student, notebook):
    path = hand_in(places.course, student, b"", "bomb.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{CHAPTER}.ipynb", b" " * 50_000_000)


@tampering(59, "stored output of 60 MB")
def _(places, student, notebook):
    cell_of(notebook, "first")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}]
    _put(places, student, notebook)


@tampering(59, "brackets inside brackets", status="failed")
def _(places, student, notebook):
    hand_in(places.course, student, '{"cells": ' + "[" * 2_000_000)


@tampering(59, "millions of small cells", status="failed")
def _(places, student, notebook):
    hand_in(places.course, student, '{"nbformat": 4, "metadata": {}, "cells": [' + "{}," * 4_000_000 + "{}]}")


@tampering(59, "a number with a million digits", status="failed")
def _(places, student, notebook):
    text = json.dumps(notebook).replace('"nbformat": 4', '"nbformat": 4, "x": ' + "9" * 10**6)
    hand_in(places.course, student, text)


@tampering(59, "an answer of 5 MB")
def _(places, student, notebook):
    cell_of(notebook, "sigmoid")["source"] += "\n# " + "(" * 5_000_000
    _put(places, student, notebook)


@tampering(59, "an answer that is hard to parse")
def _(places, student, notebook):
    cell_of(notebook, "sigmoid")["source"] += "\nx = " + "(" * 50_000 + ")" * 50_000
    _put(places, student, notebook)


@tampering(61, "script in the written answer")
def _(places, student, notebook):
    cell_of(notebook, "why")["source"] = XSS
    _put(places, student, notebook)


@tampering(61, "script in code, printed text, errors and names")
def _(places, student, notebook):
    quoted = repr(XSS)
    cell_of(notebook, "sigmoid")["source"] = (
        f"from IPython.display import HTML, display\nprint({quoted}); display(HTML({quoted}))\n# {XSS}\n"
        f"def sigmoid(z):\n    print({quoted})\n    raise type({quoted}, (ValueError,), {{}})({quoted})"
    )
    _put(places, student, notebook)


@tampering(61, "script in what the answer gives back")
def _(places, student, notebook):
    quoted = repr(XSS)
    cell_of(notebook, "sigmoid")["source"] = f"def sigmoid(z):\n    return {{{quoted}: {quoted}}}"
    cell_of(notebook, "first")["source"] += f"\nfirst.__name__ = {quoted}"
    cell_of(notebook, "last")["source"] += f"\nlast.__qualname__ = {quoted}"
    _put(places, student, notebook)


@tampering(61, "script in file names and grade ids")
def _(places, student, notebook):
    cell = {"cell_type": "code", "source": "1", "outputs": [], "metadata": {"nbgrader": {"grade_id": XSS}}}
    notebook["cells"].append(cell)
    _put(places, student, notebook)
    hand_in(places.course, student, "{", "<img src=x onerror=alert(1)>.ipynb")


@tampering(62, "hiding characters everywhere")
def _(places, student, notebook):
    quoted = repr(HIDING)
    cell_of(notebook, "why")["source"] = HIDING
    cell_of(notebook, "sigmoid")["source"] = (
        f"# {HIDING}\nprint({quoted})\ndef sigmoid(z):\n    print({quoted})\n    raise ValueError({quoted})"
    )
    _put(places, student, notebook)
    hand_in(places.course, student, "x", f"no{HIDING[2:30].replace('/', '')}tes.ipynb".replace("\0", ""))


@tampering(62, "hiding characters in what the answer gives back")
def _(places, student, notebook):
    cell_of(notebook, "sigmoid")["source"] = f"def sigmoid(z):\n    return {HIDING!r}"
    _put(places, student, notebook)


@tampering(63, "a formula in texts")
def _(places, student, notebook):
    formula = "=HYPERLINK(\"https://attacker.example\",\"x\")"
    cell_of(notebook, "sigmoid")["source"] = f"def sigmoid(z):\n    raise ValueError({formula!r})"
    cell_of(notebook, "why")["source"] = formula
    _put(places, student, notebook)


@tampering(65, "files whose names lead outside")
def _(places, student, notebook):
    _put(places, student, notebook)
    for name in ("..\\..\\evil.ipynb", "%2e%2e%2fevil.ipynb", "~root", "-rf.ipynb", "a\nb.ipynb"):
        hand_in(places.course, student, "{}", name)


def student_ids() -> list[str]:
    """Names of folders that are no student ids."""
    return ["=HYPERLINK(1)", "..%2f..", "-rf", ".hidden", "a b;c", "x\u202ey", "<script>", "@SUM(1)", "x" * 200, "a\nb"]


def make_class_zip(path: Path, notebook: dict) -> None:
    """What an LMS would hand over, with members that lead outside, a link, a bomb, and a neighbour's name inside."""
    text = json.dumps(notebook)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"carl/{CHAPTER}.ipynb", text)
        archive.writestr(f"carl/aaa-right/{CHAPTER}/{CHAPTER}.ipynb", text)
        archive.writestr("carl/timestamp.txt", "0001-01-01 00:00:00 UTC")
        archive.writestr(f"carl/../aaa-right/{CHAPTER}/{CHAPTER}.ipynb", text)
        archive.writestr(f"../../aaa-right/{CHAPTER}/{CHAPTER}.ipynb", text)
        archive.writestr("/etc/evil.ipynb", text)
        archive.writestr(f"dora/{CHAPTER}.ipynb", b" " * 300_000_000)
        archive.writestr(f"emil/..\\..\\{CHAPTER}.ipynb", text)
        archive.writestr(f"=cmd|x/{CHAPTER}.ipynb", text)
        link = zipfile.ZipInfo("carl/solution.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, f"../../source/{CHAPTER}/{CHAPTER}.ipynb")
