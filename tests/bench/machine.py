"""The machine in general terms: nothing that tells whose it is."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    """Cores, processor, memory, kernel, Python."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kernel = ".".join(platform.release().split(".")[:2])
    return (
        f"{os.cpu_count()} cores ({_processor()}), {gigabytes:.0f} GB of memory, {platform.system()} {kernel}, "
        f"Python {platform.python_version()}"
    )


def versions() -> str:
    names = ("nbgrader", "ipykernel", "ipython", "numpy", "matplotlib", "SQLAlchemy")
    return ", ".join(f"{name} {version(name)}" for name in names)


def load() -> float:
    """How many processes wanted a processor during the last minute."""
    return os.getloadavg()[0]


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].split("@")[0].strip()
    except OSError:
        pass
    return platform.machine()
