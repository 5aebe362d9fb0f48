"""A PostgreSQL server of its own for a test: an ordinary user's, in a temporary folder, on a port of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import free_port

NO_POSTGRES = "PostgreSQL is not installed: `make postgres` installs it"
PASSWORD = "s3cret-of-the-gradebook"  # looked for in everything that is said
_USER, _NOBODY = "grader", 65534
_PATIENCE = 120  # seconds


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, None if they are not here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    by_name = shutil.which("initdb")
    return found[-1].parent if found else Path(by_name).resolve().parent if by_name else None


class Server:
    """A server with one database for each name that `url` is asked for."""

    def __init__(self, where: Path) -> None:
        self._programs = where
        self._folder = tempfile.TemporaryDirectory(prefix="postgres-")
        self._data = Path(self._folder.name) / "data"
        self._as = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        password = Path(self._folder.name) / "password"
        password.write_text(PASSWORD)
        if self._as:
            for path in (self._folder.name, password):
                os.chown(path, _NOBODY, _NOBODY)
        self._run(
            "initdb", "-D", str(self._data), "-U", _USER, f"--pwfile={password}", "--auth=scram-sha-256", "-E", "UTF8",
            "--locale=C", "--no-sync",
        )  # fmt: skip
        self.port = free_port()
        self._process: subprocess.Popen | None = None
        self.start()

    def url(self, database: str) -> str:
        """The address of a new, empty database."""
        import psycopg

        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        return self._address(database)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [str(self._programs / "postgres"), "-D", str(self._data), "-c", "listen_addresses=127.0.0.1", "-c",
             f"port={self.port}", "-c", "unix_socket_directories=", "-c", "fsync=off"],
            cwd=self._folder.name, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._as,
        )  # fmt: skip
        import psycopg

        end = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self._address("postgres")).close()
                return
            except psycopg.OperationalError:
                assert time.monotonic() < end, "the server does not start"
                time.sleep(0.1)

    def stop(self) -> None:
        """At once, as when the machine fails."""
        self._process.kill()
        self._process.wait()
        # Its children notice a moment later; the next server must not meet them.
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self._of_this_server():
            time.sleep(0.05)
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def close(self) -> None:
        self.stop()
        self._folder.cleanup()

    def _of_this_server(self) -> bool:
        for entry in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if entry.resolve() == self._data:
                    return True
            except OSError:
                continue
        return False

    def _address(self, database: str) -> str:
        return f"postgresql://{_USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *words], cwd=self._folder.name, capture_output=True, text=True, **self._as
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server; without PostgreSQL the test is skipped, or fails where CI=true."""
    where = programs()
    if where is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_POSTGRES)
        pytest.skip(NO_POSTGRES)
    server = Server(where)
    try:
        yield server
    finally:
        server.close()
