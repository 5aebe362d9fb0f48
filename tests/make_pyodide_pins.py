"""Makes autograde/lite/pyodide.json, the files of Pyodide that the course uses, from npm's package of it.

`npm pack pyodide@314.0.3`, then `python -m tests.make_pyodide_pins pyodide-314.0.3.tgz`. npm's client has proved that
the package is the one that was published; the wheels' hashes stand in its own list of packages.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "autograde" / "lite" / "pyodide.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# What is compiled for the browser, and what that needs. All else comes from the package index: requirements.txt here.
ROOTS = ("numpy", "matplotlib", "micropip")


def pins(archive: Path) -> dict:
    with tarfile.open(archive) as package:
        files = {name: package.extractfile(f"package/{name}").read() for name in (*CORE, "pyodide-lock.json")}
        version = json.load(package.extractfile("package/package.json"))["version"]
    lock = json.loads(files["pyodide-lock.json"])
    needed, waiting = {}, list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = lock["packages"][name]
            waiting += needed[name]["depends"]
    return {
        "version": version,
        "core": {name: hashlib.sha256(files[name]).hexdigest() for name in CORE},
        "info": lock["info"],
        "packages": dict(sorted(needed.items())),
    }


def main(archive: str) -> int:
    TARGET.write_text(json.dumps(pins(Path(archive)), indent=1) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
