"""Every way in which a published file's bytes can be read as text.

A line of code can stand in a file in many dresses: cut up by highlighting spans, escaped for HTML or JSON,
percent-encoded, in base64, deflated, in a zip inside a zip. `readings` undresses it.
"""

from __future__ import annotations

import base64
import bz2
import contextlib
import html
import io
import json
import lzma
import re
import tarfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator

DEPTH = 4  # containers inside containers
LEVELS = 3  # escapes inside escapes
LARGEST = 200_000_000  # bytes that one file may unfold to; nothing that is published comes near

TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
ESCAPE = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrt]))")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}")
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e]{8,}")


def readings(data: bytes, name: str = "", depth: int = DEPTH) -> Iterator[tuple[str, str]]:
    """Yield (name, text) for each reading of `data`; members of archives have names `archive!member`."""
    for inner, content in _members(data):
        if depth:
            yield from readings(content, f"{name}!{inner}" if inner else name, depth - 1)
    text = _decode(data)
    yield from ((name, reading) for reading in _unescaped(text))
    if name.endswith(".ipynb"):
        yield from ((name, reading) for reading in _cells(text))
    if depth and not data.startswith(b"%PDF"):
        for run in set(BASE64.findall(re.sub(r"\s|\\n", "", text))):
            for content in _from_base64(run):
                yield from readings(content, name, depth - 1)


def _decode(data: bytes) -> str:
    """The bytes as text; of pictures, databases and the like, the runs that are text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[1:200:2].count(0) > 80:
        return data.decode("utf-16", "replace")
    if len(CONTROL.findall(data[:4096])) > 40:
        return "\n".join(run.decode() for run in PRINTABLE.findall(data))
    return data.decode("utf-8", "replace")


def _unescaped(text: str) -> Iterator[str]:
    """The text as it stands, and without the escapes and tags of HTML, JSON and URLs, level by level."""
    seen = set()
    for _ in range(LEVELS):
        if text in seen:
            return
        seen.add(text)
        yield text
        yield html.unescape(text)  # what stands in the attributes of tags
        if "%" in text:
            yield urllib.parse.unquote(text)
        text = html.unescape(TAG.sub("", ESCAPE.sub(_character, text)))


def _character(escape: re.Match) -> str:
    if escape[3]:
        return {"n": "\n", "r": "\n", "t": "\t"}[escape[3]]
    return chr(int(escape[1] or escape[2], 16))


def _cells(text: str) -> Iterator[str]:
    """The cells of a notebook as lines, which its JSON hides."""
    try:
        cells = json.loads(text).get("cells", [])
    except (ValueError, AttributeError):
        return
    for cell in cells:
        source = cell.get("source", "")
        yield source if isinstance(source, str) else "".join(source)


def _from_base64(run: str) -> Iterator[bytes]:
    """What a run of base64 letters may encode: it can start anywhere among other letters."""
    letters = run.replace("-", "+").replace("_", "/")  # the alphabet for URLs
    for start in range(4):
        piece = letters[start:]
        if len(piece) % 4 == 1:
            piece = piece[:-1]
        content = base64.b64decode(piece + "=" * (-len(piece) % 4))
        head = content[:64]
        printable = sum(32 <= byte < 127 or byte in (9, 10, 13) for byte in head)
        if printable > 0.9 * len(head) or head.startswith((b"PK", b"\x1f\x8b", b"x\x9c", b"x\xda", b"BZh")):
            yield content


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in an archive, or what a compressed stream holds."""
    if data.startswith(b"PK"):
        broken = (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error)
        with contextlib.suppress(*broken), zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if not member.is_dir() and member.file_size < LARGEST:
                    yield member.filename, archive.read(member)
            yield "(comments)", b"\n".join([archive.comment, *(m.comment for m in archive.infolist())])
    elif data.startswith(b"BZh") or data.startswith(b"\xfd7zXZ"):
        expand = bz2.decompress if data.startswith(b"BZh") else lzma.decompress
        with contextlib.suppress(OSError, lzma.LZMAError):
            yield "", expand(data)
    elif data.startswith(b"\x1f\x8b"):
        yield from _inflated(data, zlib.MAX_WBITS | 16)
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                if member.isfile() and member.size < LARGEST:
                    yield member.name, archive.extractfile(member).read()
    elif data.startswith(b"%PDF"):
        yield "", _printed(data)
    else:  # streams inside other files: Sphinx's inventory, a picture's comments
        for header in ZLIB.finditer(data):
            yield from _inflated(data[header.start() :], zlib.MAX_WBITS)


def _printed(data: bytes) -> bytes:
    """What the pages of a PDF say: their streams hold numbers of letters rather than letters."""
    import pypdfium2  # here, as only the leak check of a site with a PDF needs it

    with contextlib.suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).encode("utf-8", "replace")
    return b""


def _inflated(data: bytes, window: int) -> Iterator[tuple[str, bytes]]:
    try:
        content = zlib.decompressobj(window).decompress(data, LARGEST)
    except zlib.error:
        return
    if content:
        yield "", content
