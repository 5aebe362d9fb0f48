"""Which files of JupyterLite in the book are other people's, byte for byte: the leak check need not read those."""

from __future__ import annotations

import hashlib
import tarfile
from importlib.resources import files

from autograde.lite.pyodide import PIN, PURE, digest, pinned_files
from autograde.lite.site import labextensions


def digests() -> set[str]:
    """The SHA-256 of each file that is copied unchanged, taken from the installed packages and from the pins."""
    known = set(pinned_files().values())
    known |= {sha for _, _, sha in PIN.findall(PURE.read_text(encoding="utf-8"))}
    for folder in labextensions():
        known |= {digest(path) for path in folder.rglob("*") if path.is_file()}
    for archive in files("jupyterlite_core").glob("jupyterlite-app-*.tgz"):
        with tarfile.open(archive) as app:
            known |= {
                hashlib.sha256(app.extractfile(member).read()).hexdigest() for member in app if member.isfile()
            }
    return known
