"""UNTRUSTED. The warm process from which workers of compatible mode are forked; holds nothing of the instructor's."""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import os
import signal
import socket
import sys
import tempfile
from typing import Any

from autograde.split import zygote
from autograde.split.limits import Limits

_HEATING = (
    "import numpy as np, matplotlib.pyplot as plt\n%matplotlib inline\n1 + 1",
    "raise ValueError",
    "import io\nf, a = plt.subplots(); a.plot([1, 2], label='$x^2$'); a.legend(); f.savefig(io.BytesIO(), "
    "format='png', bbox_inches='tight'); plt.close('all')",
)


class Zygote(zygote.Zygote):
    """A warm process that can also interrupt a child and say whether it lives."""

    def _do(self, connection: socket.socket, request: dict, fds: list[int]) -> dict:
        pid = request.get("pid")
        if request["do"] in ("interrupt", "alive") and pid not in self._children[connection]:
            return {"alive": False}
        if request["do"] == "interrupt":
            os.kill(pid, signal.SIGINT)
            return {}
        if request["do"] == "alive":
            ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            return {"alive": ended is None}
        return super()._do(connection, request, fds)


def main(fd: int, options: dict[str, Any]) -> None:
    """Serve until the socket `fd` closes.

    Parameters
    ----------
    fd : int
    options : dict
        As `pool.WarmProcess` makes it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    trade = zygote.Trade(
        functools.partial(_heat, options["preload"]), functools.partial(_work, options["output"]), processes=True,
        zygote=Zygote,
    )  # fmt: skip
    zygote.serve_workers(socket.socket(fileno=fd), options, trade)


def _work(output: int, fds: list[int], ready: Any, limits: Limits) -> None:
    from autograde.compatible import worker

    os.environ["PATH"] = f"{sys.prefix}/bin:{os.environ['PATH']}"
    worker.main(socket.socket(fileno=fds[0]), fds[1], ready, limits, output)


def _heat(preload: list[str]) -> Any:
    """Import what notebooks use and prepare one kernel; returns the kernel."""
    import ipywidgets  # noqa: F401
    import matplotlib.pyplot as plt
    from matplotlib_inline.backend_inline import configure_inline_support
    from matplotlib_inline.config import InlineBackend

    from autograde.compatible import worker

    for name in preload:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IPYTHONDIR"] = folder
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            first = worker.make_kernel()
            for source in _HEATING:
                first.shell.run_cell(source)
            plt.close("all")
            InlineBackend.clear_instance()
            configure_inline_support.current_backend = None
            ready = worker.make_kernel()
            # As the first import of matplotlib does in a notebook.
            configure_inline_support(ready.shell, "inline")
    return ready
