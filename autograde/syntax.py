"""Parse Python source from any thread."""

from __future__ import annotations

import ast
import threading
from typing import Any

# CPython counts the depth of the tree it builds in one place for all threads (python/cpython#106905). Should the
# garbage collector let another thread parse meanwhile, a right program ends in "SystemError: AST constructor recursion
# depth mismatch". Submissions are graded in threads: one of them would fail by chance.
_turn = threading.Lock()


def parse(source: str, mode: str = "exec") -> Any:
    """`ast.parse`, one thread at a time.

    Raises
    ------
    SyntaxError, ValueError, RecursionError, MemoryError
        As `ast.parse`.
    """
    with _turn:
        return ast.parse(source, mode=mode)  # noqa: TID251
