"""TRUSTED. Takes the place of nbgrader's `Execute`: the same preprocessor, with a sandboxed worker for a kernel."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute
from traitlets import Bool, Dict, Enum, Integer, List, Unicode

from autograde.compatible.manager import Job, WorkerManager
from autograde.compatible.pool import Settings, warm_process
from autograde.course import UserError
from autograde.doctor import require_walls
from autograde.split.limits import Limits

_ENVIRONMENT = ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING")


class SandboxError(Exception):
    """A submission is not run, because it could not be run safely; the message says what to do."""


class SandboxedExecute(Execute):
    """nbgrader's `Execute` in a sandboxed worker; `c.Execute` and `c.ExecutePreprocessor` are heeded as before."""

    preload = List(
        Unicode(), help="Modules that are imported once instead of once for every submission, e.g. ['pandas']."
    ).tag(config=True)
    given = Dict(
        help="{name: path} of files and folders that submissions may read, as /course/name; packages in them can be "
        "imported. Files of the source and of the submission are copied beside the notebook without it."
    ).tag(config=True)
    memory_megabytes = Integer(2048, help="Memory that one process of a submission may take.").tag(config=True)
    disk_megabytes = Integer(256, help="All files of a submission together, those beside the notebook too.").tag(
        config=True
    )
    cpu_seconds = Integer(3600, help="CPU time of one notebook's process; `timeout` bounds each cell.").tag(config=True)
    processes = Integer(64, help="Processes and threads of one submission at one time.").tag(config=True)
    other_kernels = Enum(
        ("stock", "refuse"),
        "stock",
        help="What becomes of assignments whose own kernel is not this Python: run as stock nbgrader does, WITHOUT "
        "any sandbox, or refused.",
    ).tag(config=True)
    without_walls = Bool(
        False, help="Go on where this machine cannot put up every wall (`python -m autograde doctor` says which)."
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any, km: Any = None) -> tuple[Any, Any]:
        self._nbgrader = resources.get("nbgrader", {})
        return super().preprocess(nb, resources, km)

    def create_kernel_manager(self) -> Any:
        """A worker; a Jupyter kernel for assignments in another language or another Python.

        Raises
        ------
        jupyter_client.kernelspec.NoSuchKernel
            As stock does, for a kernel that is not installed.
        SandboxError
            If it could not be run safely.
        """
        stock = super().create_kernel_manager()
        if not _is_this_python(stock.kernel_spec):
            self._allow_other_kernel(stock.kernel_name)
            return stock
        self.log.info("Executing in a sandboxed worker instead of a kernel")
        self.km = WorkerManager(warm_process(self._settings()), self._job())
        return self.km

    def _allow_other_kernel(self, name: str) -> None:
        if self.other_kernels == "refuse":
            raise SandboxError(f"kernel '{name}' is not this Python, and c.SandboxedExecute.other_kernels is 'refuse'")
        if not self._instructor_chose_kernel():
            raise SandboxError(
                f"the submission asks for kernel '{name}', which would run outside of the sandbox; "
                "the assignment's source names no kernel: give it one and generate the assignment again"
            )
        self.log.warning("Kernel '%s' is not this Python: the notebook is executed WITHOUT the sandbox", name)

    def _instructor_chose_kernel(self) -> bool:
        if not self._nbgrader:
            return False
        with Gradebook(self._nbgrader["db_url"]) as gradebook:
            found = gradebook.find_notebook(self._nbgrader["notebook"], self._nbgrader["assignment"])
            return found.kernelspec not in (None, "", "{}", "null")

    def _settings(self) -> Settings:
        try:
            walls, missing = require_walls(self.without_walls)
        except UserError as error:
            raise SandboxError(f"{error}\nHere that option is `c.SandboxedExecute.without_walls = True`.") from None
        if missing:
            self.log.warning("This machine does not ensure: %s", "; ".join(missing))
        disk = self.disk_megabytes << 20
        limits = Limits(
            submission_seconds=float(self.cpu_seconds),
            memory=self.memory_megabytes << 20,
            processes=self.processes,
            file_bytes=disk,
            disk_bytes=disk,
        )
        given = tuple(sorted((str(name), str(path)) for name, path in self.given.items()))
        return Settings(limits, walls, tuple(self.preload), given)

    def _job(self) -> Job:
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        return Job(self.log, self.disk_megabytes << 20, frozenset(self._links()), environment)

    def _links(self) -> list[str]:
        """Paths in the submitted folder that are links: nbgrader has copied what they point to, be it what it may."""
        converter = getattr(self.parent, "parent", None)
        coursedir = getattr(converter, "coursedir", None)
        if coursedir is None or not self._nbgrader:
            return []
        submitted = Path(
            coursedir.format_path(
                coursedir.submitted_directory, self._nbgrader["student"], self._nbgrader["assignment"]
            )
        )
        found = []
        for place, folders, names in os.walk(submitted):
            for name in (*folders, *names):
                path = Path(place, name)
                if path.is_symlink():
                    found.append(str(path.relative_to(submitted)))
        if found:
            self.log.warning("Links in the submission, whose targets are kept from it: %s", ", ".join(found))
        return found


def _is_this_python(spec: Any) -> bool:
    program = spec.argv[0] if spec.argv else ""
    here = program in ("python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    here = here or os.path.realpath(program) == os.path.realpath(sys.executable)
    return here and spec.language.lower() == "python" and "ipykernel_launcher" in spec.argv
