"""A real JupyterLab on this machine, with a home of its own."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograde.course import find_course
from autograde.source import load
from tests.servers import free_port

START = 120  # seconds that JupyterLab may take to answer, on a busy machine

SETTINGS = {
    # Every cell stays in the page, so that a test sees all outputs at once.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@dataclass
class Lab:
    """A running JupyterLab."""

    folder: Path
    address: str
    token: str

    def url(self, notebook: str) -> str:
        return f"{self.address}/lab/tree/{notebook}?token={self.token}&reset"

    def wait_for_kernel(self, page: object, notebook: str) -> None:
        """Return once `page`, which shows `notebook`, is connected to an idle kernel.

        The page itself says "Idle" from the start, and asks for a kernel when a cell is run too early.
        """
        until = time.monotonic() + START
        while time.monotonic() < until:
            answer = urllib.request.urlopen(f"{self.address}/api/sessions?token={self.token}", timeout=START)
            kernels = [session["kernel"] for session in json.load(answer) if session["path"] == notebook]
            if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
                return
            page.wait_for_timeout(500)  # not time.sleep: the page's requests are answered meanwhile
        pytest.fail(f"No kernel came for {notebook}.")


@pytest.fixture(scope="session")
def lab(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab over a folder with each chapter solved, and `byhand` beside it as students get it."""
    course, home = find_course(), tmp_path_factory.mktemp("lab")
    folder = home / "notebooks"
    shutil.copytree(course.byhand, folder / "byhand", ignore=shutil.ignore_patterns("__pycache__"))
    for name in course.chapter_names:
        notebook = load(course, name).notebook
        nbformat.write(notebook, folder / f"{name}.ipynb")
    for name, settings in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    port = free_port()
    running = Lab(folder, f"http://127.0.0.1:{port}", secrets.token_hex(16))
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("BYHAND_", "PYTHONPATH", "JUPYTER"))}
    environment |= {
        "HOME": str(home), "JUPYTER_TOKEN": running.token, "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"), "IPYTHONDIR": str(home / "ipython"),
    }
    log = (home / "log.txt").open("w")
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
            "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}",
        ],
        env=environment, cwd=folder, stdout=log, stderr=log,
    )
    try:
        _wait(running, server, home / "log.txt")
        yield running
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


def _wait(running: Lab, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{running.address}/api?token={running.token}", timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
