"""One kernel and its private folder: nbgrader's own execution, opened up to run a cell at a time. UNTRUSTED code
runs in the kernel's process; this module only reads what it prints.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute

from autograde.assignment import JUNK

MAX_CELL_OUTPUT = 2**20  # bytes
MAX_NOTEBOOK_OUTPUT = 10 * 2**20
MAX_ERROR_TEXT = 8_000  # characters of an error's text

_PREFIX = "by-hand-"

# All that a student's code sees of the grader's environment: where programs are, the language, and what this
# machine's arithmetic library needs.
_PASSED_ON = re.compile(r"PATH|LANG|LC_[A-Z]+|TZ|SYSTEMROOT|LD_LIBRARY_PATH|VIRTUAL_ENV|OPENBLAS_(CORETYPE|L2_SIZE)")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")

# The kernels that are running in this process, so that all can be stopped at once.
LIVE: set[Kernel] = set()


@dataclass
class CellOutcome:
    """What became of one code cell.

    Parameters
    ----------
    status : str
        "ok", "error", "timeout", "killed" (it ended the kernel) or "not_run".
    ename, evalue : str
        The exception that ended it.
    line : int or None
        The line of the cell at which it was raised.
    result : str or None
        The text of the cell's value, if it has one.
    """

    status: str
    ename: str = ""
    evalue: str = ""
    line: int | None = None
    result: str | None = None
    seconds: float = 0.0


class Kernel(Execute):
    """nbgrader's execution, opened up to run one cell at a time with the output capped in bytes."""

    def __init__(self, notebook: NotebookNode, folder: Path, environment: dict[str, str], number: int) -> None:
        super().__init__(
            kernel_name="python3",
            interrupt_on_timeout=False,  # a cell out of time is ended with its kernel: code can swallow an interrupt
            raise_on_iopub_timeout=False,  # a flood of output is cut, and costs nothing
            store_widget_state=False,
            record_timing=False,
            shutdown_kernel="immediate",
            # `exit()` ends a program; in a notebook it must not take the rest of it along.
            extra_arguments=["--IPKernelApp.exec_lines=get_ipython().ask_exit = lambda: None"],
        )
        self.nb = notebook
        self.owns_km = True
        self.reset_execution_trackers()
        self.folder, self.environment, self.number = folder, environment, number
        self.cell_bytes = self.total_bytes = 0
        self.was_cut = False

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Sockets are files in the run's own folder, so that parallel runs cannot meet on a port."""
        self.km = AsyncKernelManager(
            kernel_name="python3",
            transport="ipc",
            ip=str(self.folder / f"k{self.number}"),
            connection_file=str(self.folder / f"k{self.number}.json"),
        )
        return self.km

    def open(self) -> None:
        self.create_kernel_manager()
        LIVE.add(self)
        self.start_new_kernel(cwd=str(self.folder / "work"), env=self.environment)
        self.start_new_kernel_client()

    def close(self) -> None:
        self.kill_group()
        with suppress(Exception):  # the kernel may be gone already in any number of ways
            self._cleanup_kernel()
        LIVE.discard(self)

    @property
    def is_dead(self) -> bool:
        """Whether the kernel's process has ended by itself, between two cells."""
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        return process is None or process.poll() is not None

    def kill_group(self) -> None:
        """SIGKILL to the kernel and what it started in its process group."""
        provisioner = getattr(self.km, "provisioner", None)
        group = getattr(provisioner, "pgid", None)
        if group:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, 9)

    def execute_one(self, cell: NotebookNode, index: int, limit: float) -> CellOutcome:
        """Run one cell; its outputs are stored in it."""
        self.timeout = max(1, math.ceil(limit))
        self.cell_bytes, self.was_cut = 0, False
        started = time.monotonic()
        try:
            self.execute_cell(cell, index)
            outcome = _read_outputs(cell)
        except CellTimeoutError:
            outcome = CellOutcome("timeout", "CellTimeoutError", f"ran longer than {self.timeout} seconds")
        except DeadKernelError:
            outcome = CellOutcome("killed", "DeadKernelError", "ended the program")
        if outcome.status in ("timeout", "killed"):
            cell.outputs = [*cell.get("outputs", []), _error_output(outcome)]
        outcome.seconds = time.monotonic() - started
        return outcome

    def process_message(self, msg: dict, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Drop what goes beyond the limits; errors always pass, shortened."""
        kind, content = msg["msg_type"], msg["content"]
        if kind.startswith("comm"):  # widgets need a browser; their state is not kept
            return None
        if kind == "error":
            content["evalue"] = str(content.get("evalue", ""))[:MAX_ERROR_TEXT]
            content["traceback"] = [str(line)[:MAX_ERROR_TEXT] for line in content.get("traceback", [])[:50]]
        elif kind == "stream" or "data" in content:
            room = min(MAX_CELL_OUTPUT - self.cell_bytes, MAX_NOTEBOOK_OUTPUT - self.total_bytes)
            size = _size(content)
            if kind == "stream" and size > room > 0:
                content["text"], size = content["text"][:room], room
                self.was_cut = True
            elif size > room:
                self.was_cut = True
                return None
            self.cell_bytes += size
            self.total_bytes += size
        return super().process_message(msg, cell, cell_index)


def new_folder() -> Path:
    """A throw-away folder for one run. Its name is short, since the path of a socket has 107 characters at most."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def remove_leftovers() -> None:
    """Remove the folders of runs whose grader was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if not owner.isdecimal() or folder.is_symlink() or folder.stat().st_uid != os.getuid():
            continue
        try:
            os.kill(int(owner), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def prepare_folder(folder: Path, resources_dir: Path, seed: int) -> dict[str, str]:
    """Lay out a run's private folders; returns the environment that makes the kernel use them."""
    work, home = folder / "work", folder / "home"
    shutil.copytree(resources_dir, work, ignore=shutil.ignore_patterns("*.ipynb", *JUNK), symlinks=False)
    for name in ("home", "tmp", "home/ipython", "home/jupyter", "home/matplotlib"):
        (folder / name).mkdir(exist_ok=True)
    for cache in _font_caches():
        shutil.copy(cache, home / "matplotlib")
    environment = {key: value for key, value in os.environ.items() if _PASSED_ON.fullmatch(key)}
    return environment | {
        "HOME": str(home),
        "TMPDIR": str(folder / "tmp"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTER_DATA_DIR": str(home / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(home / "jupyter"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "BYHAND_SEED": str(seed),
    }


def _font_caches() -> list[Path]:
    """Matplotlib's list of fonts, made once: each run would otherwise search the machine for fonts anew."""
    import matplotlib
    import matplotlib.font_manager

    return sorted(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))


def _read_outputs(cell: NotebookNode) -> CellOutcome:
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors:
        # The last one: nbgrader's Execute adds that of the kernel's reply if the displayed one differs.
        error = errors[-1]
        trace = _ANSI.sub("", "\n".join(error.traceback))
        line = _CELL_LINE.search(trace)
        return CellOutcome("error", error.ename, _ANSI.sub("", error.evalue), int(line.group(1)) if line else None)
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    text = results[-1]["data"].get("text/plain") if results else None
    return CellOutcome("ok", result=text if isinstance(text, str) else None)


def _error_output(outcome: CellOutcome) -> NotebookNode:
    return new_output("error", ename=outcome.ename, evalue=outcome.evalue, traceback=[f"The cell {outcome.evalue}."])


def _size(content: dict) -> int:
    if "text" in content:
        return len(content["text"])
    return sum(len(value) if isinstance(value, str) else len(str(value)) for value in content["data"].values())
