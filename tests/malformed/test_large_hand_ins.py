"""The largest and most awkward files cost bounded time and memory of the process that reads them.

Each is read in a process of its own whose processor time and memory end where these bounds are.
"""

from __future__ import annotations

import json
import os
import resource
import traceback
from collections.abc import Callable

import pytest
from malformed_case import own
from reading_chain import through
from small_course import CHAPTER, RIGHT, cell_of, student_notebook

from autograde.decode import MAX_BYTES

pytestmark = pytest.mark.slow

SECONDS, MEGABYTES = 60, 1200
WANTED = "double predict_sign parts"


def filled(piece: bytes, start: bytes = b'{"cells": [') -> Callable[[dict, dict], bytes]:
    return lambda solved, blank: start + piece * ((MAX_BYTES - 100) // len(piece))


def cells(*sources: str, times: int, **metadata: object) -> Callable[[dict, dict], bytes]:
    """A blank notebook with so many cells more."""

    def make(solved: dict, blank: dict) -> bytes:
        for number in range(times):
            cell = own(sources[number % len(sources)])
            blank["cells"].append(cell | {"metadata": {"nbgrader": metadata} if metadata else {}})
        return json.dumps(blank).encode()

    return make


def copies_of(name: str, times: int) -> Callable[[dict, dict], bytes]:
    def make(solved: dict, blank: dict) -> bytes:
        solved["cells"] += [cell_of(solved, name)] * times
        return json.dumps(solved).encode()

    return make


def widened(solved: dict, blank: dict) -> bytes:
    """Every answer as long as a cell may be."""
    for name in RIGHT:
        cell_of(solved, name)["source"] = RIGHT[name] + "\n#" + "x" * 99_000
    return json.dumps(solved).encode()


LARGE = {
    "brackets": filled(b"[],"),
    "braces": filled(b"{},"),
    "brackets that close nothing": filled(b"]"),
    "numbers": filled(b"1,"),
    "empty strings": filled(b'"",'),
    "quotation marks": filled(b'"'),
    "backslashes": filled(b"\\", b'{"cells": ["'),
    "escapes": filled(b"\\u0000", b'{"cells": ["'),
    "conflict markers": filled(b"=======\n"),
    "digits": filled(b"1.3", b'{"cells": [1.'),
    "one long number": lambda solved, blank: b'{"cells": [1.' + b"3" * 60_000_000 + b"]}",
    "repeated keys": lambda solved, blank: b'{"cells": [], ' + b'"a": 1, ' * 3_000_000 + b'"b": 2}',
    "line ends": filled(b"\n"),
    "lines that are nearly markers": filled(b"======\n"),
    "high bytes": filled(b"\xff"),
    "half characters in UTF-16": lambda solved, blank: b"\xff\xfe{\0" + b"\x00\xd8" * 8_000_000,
    "UTF-16 throughout": filled(b"\x00\xd8", b"\xff\xfe{\0"),
    "cells that define what is asked": cells(
        *(f"def {name}(): pass\nx = 1" for name in WANTED.split()), "double = predict_sign = 0", times=19_000
    ),
    "cells as long as may be": cells("double\n" + "1,\n" * 33_000, times=600),
    "cells that nearly parse": cells("double\n" + "!a\n" * 33_000 + "(", times=600),
    "cells with the same unknown mark": cells("x = 1", times=19_000, grade_id="nothing"),
    "copies of an answer": copies_of("double", 19_000),
    "copies of a test": copies_of("test-double", 19_000),
    "copies of a cell without a mark": cells("shown = double if False else 3", times=19_000),
    "blank cells": cells("", times=19_000),
    "long answers": widened,
    "text of four megabytes": lambda solved, blank: json.dumps(
        solved | {"cells": [*solved["cells"], own("x") | {"cell_type": "markdown", "source": "x" * 4_000_000}]}
    ).encode(),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_hand_in_is_read_within_bounds(name, chapter, empty_course, tmp_path):
    if (child := os.fork()) == 0:
        status = 1
        try:
            made = LARGE[name](student_notebook(empty_course, RIGHT), student_notebook(empty_course))
            with (tmp_path / f"{CHAPTER}.ipynb").open("wb") as file:
                file.write(made)
            del made
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (_size() + MEGABYTES * 2**20,) * 2)
            through({}, tmp_path, chapter)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(ended) == 0


def _size() -> int:
    """Bytes of address space of this process."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
