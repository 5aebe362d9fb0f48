"""The constructs that were tried both ways, and how to run one in a single notebook."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell

GIVEN = "import numpy as np\nfrom byhand import checks"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Tried:
    """One construct.

    Parameters
    ----------
    name, answer, test : str
    rules : tuple of str
        What the linter has to say; nothing if `shown` is by other means.
    shown : str
        "rule", "reference" (the reference answer loses points) or "same" (nothing is wrong with it).
    harmless : bool
        Whether a rule forbids it although it works in both: the linter cannot tell it from what does not.
    """

    name: str
    answer: str
    test: str
    rules: tuple[str, ...]
    shown: str
    harmless: bool = False


def read_tried() -> dict[str, Tried]:
    tried = {}
    for part in (HERE / "both_ways.txt").read_text(encoding="utf-8").split("# %% ")[1:]:
        head, body = part.split("\n", 1)
        mark, name = re.fullmatch(r"\[(.+)\] (.+)", head).groups()
        answer, test = body.rstrip().split("# --- test\n")
        shown = mark if mark in ("same", "reference") else "rule"
        rules = [word for word in mark.split() if word != "harmless"] if shown == "rule" else []
        tried[name] = Tried(name, answer, test, tuple(rules), shown, "harmless" in mark.split())
    return tried


def cells_of(*cells: tuple[str, str, str]) -> list:
    """Notebook cells from (kind, name, source); kind is "given", "answer" or "test"."""
    roles = {"given": {"locked": True}, "answer": {"solution": True}, "test": {"grade": True, "locked": True}}
    plain = {"grade": False, "solution": False, "locked": False}
    return [
        new_code_cell(source, metadata={"nbgrader": {"grade_id": name, **plain, **roles[kind]}})
        for kind, name, source in cells
    ]


def in_one_process(*cells: str) -> bool:
    """Whether the last of the cells runs to its end in one notebook, as under stock nbgrader."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(write, b"1" if _run_all(cells) else b"0")
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(pid, 0)
    with os.fdopen(read, "rb") as pipe:
        return pipe.read() == b"1"


def _run_all(cells: tuple[str, ...]) -> bool:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    shell.showtraceback = shell._showtraceback = lambda *args, **kwargs: None
    for cell in cells:
        with capture_output():
            result = shell.run_cell(cell, store_history=True)
    return result.success
