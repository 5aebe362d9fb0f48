"""UNTRUSTED. IPython without ZMQ: runs the student's cells, shows nothing, keeps a bounded part of what they print."""

from __future__ import annotations

import builtins
import getpass
import io
import sys
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets import Type

from autograde.syntax import parse

_DOTS_PER_INCH = 72


class Printed(io.TextIOBase):
    """Takes the place of stdout and stderr; drops what goes beyond `limit` characters until it is taken."""

    encoding = "utf-8"

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._parts: list[str] = []
        self._size = 0

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        room = self.limit - self._size
        if room > 0 and text:
            self._parts.append(text[:room])
        self._size += len(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def take(self) -> tuple[str, int]:
        """What was printed since the last time, and how many characters were dropped."""
        text, dropped = "".join(self._parts), max(0, self._size - self.limit)
        self._parts, self._size = [], 0
        return text, dropped


class _Silent(DisplayFormatter):
    """Results of student cells are not rendered, and figures only if somebody wants to look at them.

    `most` is how many figures of one cell are drawn; `drawn` holds those of the last one, as PNG.
    """

    most = 0
    drawn: list[bytes]

    def format(self, obj: Any, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        if self.most > len(self.drawn) and type(obj).__module__ == "matplotlib.figure":
            buffer = io.BytesIO()
            obj.savefig(buffer, format="png", dpi=_DOTS_PER_INCH, bbox_inches="tight")
            self.drawn.append(buffer.getvalue())
        return {}, {}


class _NoPublisher(DisplayPublisher):
    def publish(self, *args: Any, **kwargs: Any) -> None:
        pass

    def clear_output(self, wait: bool = False) -> None:
        pass


class _NoDisplay(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        pass

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Compiler(CachingCompiler):
    cell = ""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return f"<cell {self.cell}>"


class StudentShell(InteractiveShell):
    """The shell in which one submission's cells run."""

    displayhook_class = Type(_NoDisplay)
    display_pub_class = Type(_NoPublisher)
    compiler_class = Type(_Compiler)

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = False
        super().init_history()

    def init_display_formatter(self) -> None:
        self.display_formatter = _Silent(parent=self)
        self.display_formatter.drawn = []
        self.configurables.append(self.display_formatter)

    def init_virtualenv(self) -> None:
        pass

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        pass

    def _format_exception_for_storage(self, *args: Any, **kwargs: Any) -> dict:
        """Neither is there a history to keep one in."""
        return {}

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Formatting a traceback costs more than most cells, and the judge says what went wrong."""

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        pass

    def transform_cell(self, raw_cell: str) -> str:
        """Only a cell that is no Python as it stands can hold magics, which IPython looks for by tokenising."""
        if not self.input_transformers_post and not raw_cell[:1].isspace():
            try:
                parse(raw_cell)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                pass
            else:
                return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
        return super().transform_cell(raw_cell)

    def system(self, cmd: str) -> None:
        """`!pip install numpy`: a worker starts no programs (see `seccomp`), and such a line costs nothing."""
        self.user_ns["_exit_code"] = 1

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> str | SList:
        """`files = !ls`: likewise."""
        return SList() if split else ""

    def run(self, cell: str, source: str) -> BaseException | None:
        """Run one cell; returns the exception that ended it."""
        self.compile.cell = cell
        self.display_formatter.drawn = []
        result = self.run_cell(source, store_history=True)
        return result.error_before_exec or result.error_in_exec


class StdinNotImplementedError(RuntimeError):
    """Named as in a notebook: a student's code asked for keyboard input."""


def _no_keyboard(prompt: object = "", *args: object) -> str:
    raise StdinNotImplementedError("input() was called, but nobody is at the keyboard when answers are graded")


def make_shell() -> StudentShell:
    """A fresh shell; the one that a worker uses is made in the warm process, before the fork."""
    StudentShell.clear_instance()
    return StudentShell.instance()


def capture(limit: int) -> Printed:
    """Send what is printed from now on into one bounded place, and take away the keyboard."""
    printed = Printed(limit)
    sys.stdout = sys.stderr = printed
    builtins.input = getpass.getpass = _no_keyboard
    sys.breakpointhook = lambda *args, **kwargs: None  # one that was left in costs nothing
    return printed
