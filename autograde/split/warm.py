"""What the warm processes import before anything is forked from them."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import pkgutil
import tempfile
from typing import Any


def for_workers() -> Any:
    """Import what students use and prepare one shell; returns the shell. Holds nothing of the instructor's."""
    import ipywidgets  # noqa: F401
    import matplotlib.pyplot as plt
    import matplotlib_inline.backend_inline  # noqa: F401
    import numpy.fft
    import numpy.linalg
    import numpy.random
    import numpy.testing  # noqa: F401

    from autograde.split import shell, worker  # noqa: F401

    figure, axes = plt.subplots()  # fonts, ticks, mathtext: paid for once
    axes.plot([1, 2, 3], [1, 2, 4], label="$x^2$")
    axes.legend()
    figure.canvas.draw()
    figure.savefig(io.BytesIO(), format="png")
    plt.close("all")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IPYTHONDIR"] = folder
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            first = shell.make_shell()
            first.run("warm", "%matplotlib inline\nimport numpy as np\ndef f(x):\n    return x\nf(1)")
            first.run("warm", "raise ValueError")
            plt.close("all")
            ready = shell.make_shell()
    return ready


def for_judges(modules: list[str], cells: list[str]) -> None:
    """Import what the instructor's cells import, and read and compile those cells."""
    from autograde.split import judge

    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    judge.make_ready(cells)


def course_packages(names: list[str]) -> None:
    """Import the packages that stand beside the notebook; a cell that imports a broken one sees its failure."""
    for name in names:
        with contextlib.suppress(Exception):
            package = importlib.import_module(name)
            for module in pkgutil.iter_modules(getattr(package, "__path__", [])):
                with contextlib.suppress(Exception):
                    importlib.import_module(f"{name}.{module.name}")


def settle() -> None:
    """Keep the collector from touching, and so from copying, what all children share."""
    gc.collect()
    gc.freeze()
