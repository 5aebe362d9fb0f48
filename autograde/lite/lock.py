"""Wheels for the browser: `byhand` made into one, and the list by which Pyodide finds what code imports."""

from __future__ import annotations

import email
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograde.course import Course, UserError
from autograde.generate import package_files
from autograde.lite.pyodide import digest, pins, python_version
from autograde.stable_zip import EPOCH

# What requirements of packages are decided by in the browser.
IN_THE_BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix", "extra": ""}


def byhand_wheel(course: Course, folder: Path) -> Path:
    """Make the course's `byhand` into a wheel; the same files give the same bytes and name, others another name.

    A cache between the site and its readers may hold the wheel and the list that names it for different times.

    Raises
    ------
    UserError
        If chapters/pyproject.toml does not describe it.
    """
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary)
        for name, content in package_files(course.byhand).items():
            (project / "byhand" / name).parent.mkdir(parents=True, exist_ok=True)
            (project / "byhand" / name).write_bytes(content)
        shutil.copy(course.chapters / "pyproject.toml", project)
        script = "import sys; from flit_core.buildapi import build_wheel; print(build_wheel(sys.argv[1]))"
        done = subprocess.run(
            [sys.executable, "-c", script, str(folder.resolve())],
            cwd=project, env=os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)}, capture_output=True, text=True,
        )
    if done.returncode:
        raise UserError(f"byhand cannot be made into a wheel: {done.stderr.strip().splitlines()[-1]}")
    wheel = folder / done.stdout.split()[-1]
    project, number, tags = wheel.name.split("-", 2)
    build = f"0{digest(wheel)[:12]}"  # a digit comes first
    return wheel.replace(folder / f"{project}-{number}-{build}-{tags}")


def lock(wheels: Iterable[Path], address: str = "") -> dict[str, Any]:
    """What Pyodide reads as `pyodide-lock.json`.

    Parameters
    ----------
    wheels : iterable of Path
        The wheels beside the list that are not Pyodide's own.
    address : str
        Where Pyodide's own files are; empty if they stand beside the list.
    """
    packages = {canonicalize_name(name): dict(entry) for name, entry in pins()["packages"].items()}
    for entry in packages.values():
        entry["file_name"] = f"{address}/{entry['file_name']}" if address else entry["file_name"]
    own = [_entry(wheel) for wheel in wheels]
    packages |= {entry["name"]: entry for entry in own}
    for entry in own:
        # A package that the browser can do without (a shell, a server's extension) is not there.
        entry["depends"] = sorted(set(entry["depends"]) & packages.keys())
    return {"info": pins()["info"], "packages": dict(sorted(packages.items()))}


def _entry(wheel: Path) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        about = email.message_from_bytes(archive.read(metadata))
    tops = {name.split("/")[0] for name in names}
    modules = {top.removesuffix(".py") for top in tops if not top.endswith((".dist-info", ".data"))}
    environment = IN_THE_BROWSER | {"python_version": python_version()}
    needs = [Requirement(line) for line in about.get_all("Requires-Dist", [])]
    return {
        "name": canonicalize_name(about["Name"]),
        "version": about["Version"],
        "file_name": wheel.name,
        "sha256": digest(wheel),
        "imports": sorted(modules),
        "depends": [
            canonicalize_name(need.name) for need in needs if need.marker is None or need.marker.evaluate(environment)
        ],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }
