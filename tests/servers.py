"""A folder served on this machine, for browser tests and benchmarks."""

from __future__ import annotations

import functools
import http.server
import random
import socket
import threading
from pathlib import Path


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class _Compressed(_Quiet):
    """Sends the compressed copy beside a file, and keeps connections open, as servers on the internet do."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> object:
        path = Path(self.translate_path(self.path))
        copy = path.with_name(path.name + ".gz")
        if not copy.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(copy.stat().st_size))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        return copy.open("rb")


def new_server(folder: Path, *, compressed: bool = False) -> http.server.ThreadingHTTPServer:
    """A running server at a free port; end it with `shutdown` and `server_close`."""
    handler = _Compressed if compressed else _Quiet
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def free_port() -> int:
    """A free port below those that the system gives out itself, so that nobody is given it before it is used."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def address(server: http.server.ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"
