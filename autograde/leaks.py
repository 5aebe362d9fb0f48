"""The leak check: no secret line in anything that students or readers get.

Each published file is read in every way in which it can be read (autograde.unwrap), and each reading is searched
for the secret lines (autograde.secret) that the file's own chapter does not show students anyway.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import brotli
import numpy as np
import snowballstemmer

from autograde import markers
from autograde.book.compress import COPIES
from autograde.course import Course
from autograde.progress import progress
from autograde.secret import (
    LONG,
    SHORT,
    WORD,
    Public,
    Secret,
    public_texts,
    reference_answers,
    secrets,
    squash,
    words_only,
)
from autograde.solutions import page_of, released
from autograde.source import Chapter
from autograde.unwrap import readings

# Folders of the checkout that are never given to anyone: ours that hold secrets, and the test tools' caches.
PRIVATE = {".git", ".venv", "_build", "autograde", "solutions", "tests"}
PRIVATE |= {".hypothesis", ".pytest_cache", ".ruff_cache"}
TRACES = re.compile(rf"### {markers.WORDS}|<!--\s*true:")
INDEX_TERM = re.compile(r"[\"{,]\"?(\w+)\"?:")
ENGLISH = snowballstemmer.stemmer("porter")
# Whose files a built site holds unchanged.
PACKAGES = ("sphinx_book_theme", "pydata_sphinx_theme", "sphinx", "myst_nb", "sphinx_copybutton")
SHORT_LINE = 80  # letters; no longer line is one of the short secrets, whatever its spaces
WINDOW = 8  # bytes; a secret's first ones, by which a whole file is searched for all secrets at once


@dataclass(frozen=True, order=True)
class Leak:
    """A secret in a published file. Shown without the secret itself: logs are read by students too."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


class Searcher:
    """Finds any of many texts in a long one."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self.by_start: dict[int, list[bytes]] = {}
        for text in sorted(set(wanted)):
            data = text.encode()
            start = int(np.frombuffer(data[:WINDOW], dtype=np.uint64)[0])
            self.by_start.setdefault(start, []).append(data)
        self.starts = np.array(sorted(self.by_start), dtype=np.uint64)

    def find(self, text: str) -> set[str]:
        data = text.encode("utf-8", "replace")
        if len(data) < WINDOW or not len(self.starts):
            return set()
        letters = np.frombuffer(data, dtype=np.uint8)
        windows = np.lib.stride_tricks.sliding_window_view(letters, WINDOW)
        windows = np.ascontiguousarray(windows).view(np.uint64).ravel()
        places = np.searchsorted(self.starts, windows).clip(max=len(self.starts) - 1)
        found = set()
        for place in np.flatnonzero(self.starts[places] == windows):
            for secret in self.by_start[int(windows[place])]:
                if data.startswith(secret, int(place)):
                    found.add(secret.decode())
        return found


class LeakCheck:
    """The secrets of a course, ready to look for in files."""

    def __init__(self, course: Course, chapters: Sequence[Chapter]) -> None:
        self.course = course
        self.public, self.package = public_texts(course, chapters)
        # {file: what may stand in it besides}: the page of released solutions, and the source of it that Sphinx copies.
        self.released: dict[str, Public] = {}
        for chapter in chapters:
            if chapter.name in released(course):
                answers, page = Public.of(reference_answers(chapter)), page_of(chapter.name)
                html = (course.build / "html").relative_to(course.root).as_posix()
                files = (f"{page}.md", f"{html}/{page}.html", f"{html}/_sources/{page}.md")
                self.released |= dict.fromkeys(files, answers)
        self.code: dict[str, list[Secret]] = {}
        self.prose: dict[str, list[Secret]] = {}
        for secret in secrets(course, chapters):
            if all(public.holds(secret) for public in self.public.values()) or self.package.holds(secret):
                continue
            kept, key = (self.prose, words_only(secret.text)) if secret.prose else (self.code, squash(secret.text))
            kept.setdefault(key, []).append(secret)
        self.short = {text for text in self.code if len(text) < LONG}
        self.search_code = Searcher(set(self.code) - self.short)
        self.search_prose = Searcher(self.prose)
        self.words = self._secret_words()
        self.third_party = _third_party_sizes()
        self.lite = course.build / "html" / "lite"
        self.lite_third_party = _lite_third_party() if self.lite.exists() else set()
        self.files = 0
        # {digest of a text: what it holds}: each chapter's folder and zip has the same package in it.
        self.seen: dict[bytes, list[Secret]] = {}

    def __len__(self) -> int:
        return sum(map(len, self.code.values())) + sum(map(len, self.prose.values()))

    def check(self, path: Path) -> list[Leak]:
        """The leaks in one file."""
        data = path.read_bytes()
        if any(other.read_bytes() == data for other in self.third_party.get((path.name, len(data)), [])):
            return []  # a file of Sphinx's or its theme's, byte for byte
        if path.suffix in COPIES:
            data, original = _opened(path.suffix, data), path.with_suffix("")
            if original.is_file() and original.read_bytes() == data:
                return []  # the compressed copy of a file that is looked through itself
        if self.lite in path.parents and hashlib.sha256(data).hexdigest() in self.lite_third_party:
            return []  # a file of JupyterLite's or Pyodide's
        self.files += 1
        leaks = set()
        for name, text in readings(data, path.relative_to(self.course.root).as_posix()):
            allowed = self._public_for(name)
            for secret in self._found(text):
                if not any(public.holds(secret) for public in allowed):
                    leaks.add(Leak(name, f"the {secret}"))
            if "/" in name:  # pages at the top of the checkout tell authors how to write a chapter
                leaks.update(Leak(name, f"the marker {trace[0]!r}") for trace in TRACES.finditer(text))
            if name.endswith("searchindex.js"):
                leaks.update(Leak(name, f"words of the {secret}") for secret in self._indexed(text))
        return sorted(leaks)

    def _found(self, text: str) -> list[Secret]:
        """The secrets that one reading of a file holds, as the code or the prose that they are."""
        digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
        if digest not in self.seen:
            self.seen[digest] = self._look_through(text)
        return self.seen[digest]

    def _look_through(self, text: str) -> list[Secret]:
        lines = (line.strip() for line in text.splitlines())
        lines = {squash(line) for line in lines if SHORT <= len(line) < SHORT_LINE}
        code = self.search_code.find(squash(text)) | self.short & lines
        found = [secret for hit in code for secret in self.code[hit]]
        return found + [secret for hit in self.search_prose.find(words_only(text)) for secret in self.prose[hit]]

    def _public_for(self, name: str) -> list[Public]:
        """What may stand in a file: its own chapter's cells, or those of all if it belongs to none.

        On the page of a chapter's released solutions its reference answers may stand as well, and nowhere else.
        """
        own = [public for chapter, public in self.public.items() if chapter in name]
        more = [self.released[name]] if name in self.released else []
        return (own or list(self.public.values())) + more

    def _secret_words(self) -> dict[str, Secret]:
        """Words of secrets, as the search index spells them, that nothing public holds."""
        pages = [path for path in self.course.chapters.glob("*.md") if not path.name.startswith("solutions_")]
        pages = Public.of(page.read_text(encoding="utf-8") for page in pages)
        public = pages.words.union(self.package.words, *(public.words for public in self.public.values()))
        stems = {_stem(word) for word in public}
        words = {}
        for group in [*self.code.values(), *self.prose.values()]:
            for secret in group:
                for word in WORD.findall(secret.text):
                    if _stem(word) not in stems:
                        words.setdefault(_stem(word), secret)
        return words

    def _indexed(self, text: str) -> set[Secret]:
        """The cells whose secret words are in the search index: one name of theirs, or two ordinary words.

        One ordinary word can come from what a figure or a cell prints.
        """
        by_cell: dict[tuple[str, str], list[str]] = {}
        for term in set(INDEX_TERM.findall(text)) & set(self.words):
            secret = self.words[term]
            by_cell.setdefault((secret.chapter, secret.cell), []).append(term)
        return {
            self.words[terms[0]] for terms in by_cell.values() if len(terms) > 1 or "_" in terms[0]
        }


def _opened(suffix: str, data: bytes) -> bytes:
    """What a compressed copy holds; the bytes themselves if it is none."""
    try:
        return COPIES[suffix](data)
    except (OSError, EOFError, zlib.error, brotli.error):
        return data


def published_files(course: Course) -> Iterator[Path]:
    """Everything that students and readers get, and what lies about in the checkout beside it."""
    places = [course.release, course.build / "release", course.build / "html", course.build / "pdf"]
    places += [path for path in sorted(course.root.iterdir()) if path.name not in PRIVATE and path != course.root]
    for place in places:
        for folder, folders, files in os.walk(place):
            folders.sort()
            yield from (Path(folder) / name for name in sorted(files))
        if place.is_file():
            yield place


def find_leaks(course: Course, chapters: Sequence[Chapter]) -> tuple[list[Leak], LeakCheck]:
    """Check every published file."""
    check = LeakCheck(course, chapters)
    leaks = []
    for path in progress(list(published_files(course)), "leak check", "file"):
        if path.is_file() and not path.is_symlink():
            leaks += check.check(path)
    return leaks, check


def _third_party_sizes() -> dict[tuple[str, int], list[Path]]:
    """The files that Sphinx and its extensions copy into a site, by name and size."""
    known: dict[tuple[str, int], list[Path]] = {}
    for package in PACKAGES:
        for path in Path(importlib.util.find_spec(package).origin).parent.rglob("*.*"):
            if path.suffix in (".js", ".css", ".map", ".svg", ".woff2", ".ttf", ".png", ".json"):
                known.setdefault((path.name, path.stat().st_size), []).append(path)
    return known


def _lite_third_party() -> set[str]:
    from autograde.lite.known import digests  # what it needs is installed wherever the book has JupyterLite

    return digests()


def _stem(word: str) -> str:
    """A word as Sphinx's English search index spells it."""
    return ENGLISH.stemWord(word.lower())
