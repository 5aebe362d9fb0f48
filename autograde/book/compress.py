"""Compressed copies beside the files of the built site, for servers that send such copies (`gzip_static` and its like).

The same file gives the same bytes: the gzip header holds neither name nor time.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli

COMPRESSIBLE = {
    ".html", ".css", ".js", ".mjs", ".json", ".svg", ".txt", ".xml", ".ipynb", ".md", ".wasm", ".webmanifest",
}  # fmt: skip
SMALLEST = 1000  # bytes: below, the answer's header is what counts
# JupyterLite's folder is made after the pages, by itself, and most of it is compressed already.
LEFT_OUT = "lite"
COPIES = {".gz": gzip.decompress, ".br": brotli.decompress}


def compress_site(folder: Path) -> int:
    """Write `.gz` and `.br` beside each file that gains by it, and remove copies whose file is gone or changed.

    Returns
    -------
    int
        How many files have copies.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.relative_to(folder).parts[0] != LEFT_OUT]
    for copy in files:
        if copy.suffix in COPIES and not _is_copied(copy.with_suffix("")):
            copy.unlink()
    copied = [path for path in files if _is_copied(path)]
    for path in copied:
        data = path.read_bytes()
        for suffix, opened in COPIES.items():
            copy = path.with_name(path.name + suffix)
            if not (copy.exists() and opened(copy.read_bytes()) == data):
                copy.write_bytes(_packed(data, suffix))
    return len(copied)


def _is_copied(path: Path) -> bool:
    return path.suffix in COMPRESSIBLE and path.is_file() and path.stat().st_size >= SMALLEST


def _packed(data: bytes, suffix: str) -> bytes:
    if suffix == ".gz":
        return gzip.compress(data, 9, mtime=0)
    return brotli.compress(data, mode=brotli.MODE_TEXT, quality=11)
