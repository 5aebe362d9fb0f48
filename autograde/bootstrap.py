"""Makes `.venv` from requirements.txt on a bare machine; needs nothing but Python's standard library."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements.txt"
STAMP = VENV / "installed"
SPACE_NEEDED = 2.5e9  # bytes: the packages take 1.0 GB, pip's unpacking and the build the rest
OLDEST, NEWEST = (3, 11), (3, 13)

# What pip or venv says on its way out, and what a person can do about it.
ADVICE = [
    ("No space left on device", "The disk is full. Free 2.5 GB and run `make` again; nothing is lost."),
    ("ensurepip is not", "Python's venv module is missing. Run: sudo apt-get install python3-venv"),
    ("Temporary failure in name resolution", "No network: the package index is not found. Connect, then run `make`."),
    ("Network is unreachable", "No network: the package index is out of reach. Connect, then run `make`."),
    ("Failed to establish a new connection", "The package index is out of reach. Check the network or the proxy."),
    ("Connection refused", "The package index refused the connection. Check the network or the proxy."),
    ("Read timed out", "The package index did not answer in time. Run `make` again: what is downloaded is kept."),
    ("No matching distribution found", "A pinned package is not in your package index: see `pip config list`."),
]


class SetUpError(Exception):
    """The set-up cannot go on; the message is one line that says what to do."""


def check_python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    if not OLDEST <= version <= NEWEST:
        raise SetUpError(
            f"Python {version[0]}.{version[1]} is not supported: the pins are for 3.11 to 3.13. "
            "Name another one: make PYTHON=python3.12"
        )


def check_space(free: float | None = None) -> None:
    free = shutil.disk_usage(ROOT).free if free is None else free
    if free < SPACE_NEEDED:
        needed = SPACE_NEEDED / 1e9
        raise SetUpError(f"Only {free / 1e9:.1f} GB free on this disk; the set-up needs {needed:.1f} GB.")


def advice(output: str) -> str:
    """The line for a person that fits what a failed command printed."""
    for sign, line in ADVICE:
        if sign in output:
            return line
    return "Installing failed; the last lines above say why."


def run(command: list[str], total: int = 0) -> None:
    """Run a command; show one counting line instead of its output, and the output's end if it fails."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines, seen = [], 0
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Collecting "):
            seen += 1
            if sys.stdout.isatty():
                print(f"\r  {seen} of about {total}: {line.split()[1][:50]:<50}", end="", flush=True)
            elif seen % 40 == 0:
                print(f"  {seen} of about {total} packages", flush=True)
        elif line.startswith("Installing collected"):
            print("\n  unpacking (about a minute)", flush=True)
    if process.wait():
        sys.stdout.writelines(lines[-8:])
        raise SetUpError(advice("".join(lines)))


def fingerprint() -> str:
    """What `.venv` was made from: the pins and the Python that will run them."""
    return hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()


def main() -> int:
    try:
        check_python()
        if STAMP.exists() and STAMP.read_text() == fingerprint():
            STAMP.touch()
            return 0
        check_space()
        print("Making .venv and installing the pinned packages into it (2 to 5 minutes, once)", flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
        # Python compiles what is imported when it is; compiling all there is takes half a minute.
        pip += ["--no-compile", "--progress-bar", "off", "-r", str(REQUIREMENTS)]
        run(pip, total=REQUIREMENTS.read_text().count("=="))
        STAMP.write_text(fingerprint())
    except SetUpError as error:
        print(f"make: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
