"""Python for the browser is what was pinned, wherever it comes from; anything else is refused, and said so."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from autograde.course import UserError, find_course
from autograde.lite import pyodide, site
from autograde.lite.lock import byhand_wheel, lock
from autograde.release import needed_pins
from tests.servers import address, new_server

COURSE = find_course()
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def pins(monkeypatch) -> dict[str, bytes]:
    """Two small files in place of Pyodide's 14, which are 25 MB."""
    files = {"pyodide.mjs": b"export {}\n" * 9, "numpy-2.0-cp314-cp314-x.whl": b"a wheel"}
    wanted = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    monkeypatch.setattr(pyodide, "pinned_files", lambda: wanted)
    return files


@pytest.fixture
def source(tmp_path: Path, pins):
    """A site that has them: its folder and its address."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name, content in pins.items():
        (folder / name).write_bytes(content)
    server = new_server(folder)
    yield folder, address(server)
    server.shutdown()
    server.server_close()


@pytest.fixture
def index(tmp_path: Path, monkeypatch) -> Path:
    """A folder that is all that pip knows of."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def carry(index: Path, files: dict[str, bytes], tmp_path: Path, monkeypatch) -> None:
    """Put a package that carries `files` into pip's index, and pin it."""
    wheel = index / "carrier-1.0-py3-none-any.whl"
    about = {"METADATA": b"Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n", "RECORD": b""}
    about["WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"carrier/pyodide/{name}", content)
        for name, content in about.items():
            archive.writestr(f"carrier-1.0.dist-info/{name}", content)
    requirement = tmp_path / "a" / "b" / "carrier.txt"
    requirement.parent.mkdir(parents=True)
    requirement.write_text(f"carrier==1.0 --hash=sha256:{pyodide.digest(wheel)}\n")
    monkeypatch.setattr(pyodide, "CARRIER", requirement)


def test_what_is_in_the_cache_is_not_fetched_again(tmp_path, pins, source):
    folder, site_address = source
    got = pyodide.runtime(tmp_path / "cache", source=site_address)
    assert {path.name: path.read_bytes() for path in got} == pins
    shutil.rmtree(folder)
    assert pyodide.runtime(tmp_path / "cache", source=site_address) == got


def test_a_wrong_byte_is_refused_and_not_kept(tmp_path, source):
    folder, site_address = source
    (folder / "pyodide.mjs").write_bytes(b"export [}\n" * 9)
    with pytest.raises(UserError, match=r"pyodide\.mjs from .* is not the file that the course was made with"):
        pyodide.runtime(tmp_path / "cache", source=site_address)
    assert not [path for path in (tmp_path / "cache").rglob("pyodide*") if path.is_file()]


def test_a_file_that_spoilt_in_the_cache_is_fetched_again(tmp_path, pins, source):
    pyodide.runtime(tmp_path / "cache", source=source[1])
    spoilt = tmp_path / "cache" / "pyodide" / "pyodide.mjs"
    spoilt.write_bytes(b"")
    pyodide.runtime(tmp_path / "cache", source=source[1])
    assert spoilt.read_bytes() == pins["pyodide.mjs"]


@pytest.mark.slow
def test_the_package_index_stands_in_for_a_site_that_does_not_answer(tmp_path, pins, index, monkeypatch):
    carry(index, pins | {"other.js": b"x"}, tmp_path, monkeypatch)
    said = []
    got = pyodide.runtime(tmp_path / "cache", said.append, source=NOWHERE)
    assert {path.name: path.read_bytes() for path in got} == pins
    assert "does not answer" in said[0]
    assert sorted(path.name for path in (tmp_path / "cache").rglob("*") if path.is_file()) == sorted(pins)


@pytest.mark.slow
def test_a_wrong_byte_in_the_package_is_refused(tmp_path, pins, index, monkeypatch):
    carry(index, pins | {"pyodide.mjs": b"planted"}, tmp_path, monkeypatch)
    with pytest.raises(UserError, match=r"pyodide\.mjs from carrier-1\.0.* It was not kept"):
        pyodide.runtime(tmp_path / "cache", source=NOWHERE)


@pytest.mark.slow
def test_without_any_source_the_message_says_what_to_do(tmp_path, pins, index):
    with pytest.raises(UserError, match="make LITE=off") as told:
        pyodide.runtime(tmp_path / "cache", source=NOWHERE)
    assert "open-webui" in str(told.value)
    with pytest.raises(UserError, match="make LITE=off"):
        pyodide.pure_wheels(tmp_path / "cache")


@pytest.mark.slow
def test_a_wheel_with_another_hash_is_refused(tmp_path, index):
    requirements = tmp_path / "a" / "b" / "requirements.txt"
    requirements.parent.mkdir(parents=True)
    shutil.copy(byhand_wheel(COURSE, tmp_path), index)
    requirements.write_text(f"byhand==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(UserError, match=r"(?s)HASHES.*make LITE=off"):
        pyodide.pure_wheels(tmp_path / "cache", requirements=requirements)


def test_wheels_are_asked_for_as_the_pinned_python_takes_them(tmp_path, monkeypatch):
    requirements, wheel, asked = tmp_path / "requirements.txt", b"a wheel", []
    requirements.write_text(f"a==1.0 --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n")

    def download(requirements, folder, *options):
        asked.extend(options)
        folder.mkdir()
        (folder / "a-1.0-py3-none-any.whl").write_bytes(wheel)

    monkeypatch.setattr(pyodide, "pins", lambda: {"info": {"python": "3.15.2"}})
    monkeypatch.setattr(pyodide, "_pip_download", download)
    assert [path.read_bytes() for path in pyodide.pure_wheels(tmp_path, requirements=requirements)] == [wheel]
    assert "--python-version=3.15" in asked


def test_byhand_as_a_wheel_has_every_file_and_the_same_bytes_each_time(tmp_path):
    (tmp_path / "again").mkdir()
    wheel = byhand_wheel(COURSE, tmp_path)
    assert wheel.read_bytes() == byhand_wheel(COURSE, tmp_path / "again").read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("byhand/")}
    assert {"byhand/data/digits.npz", "byhand/live.js", "byhand/figure.css", "byhand/vendor/d3-array.min.js"} <= inside
    assert not any("__pycache__" in name for name in inside)


def test_byhand_brings_what_it_imports(tmp_path):
    packages = lock([byhand_wheel(COURSE, tmp_path)])["packages"]
    assert packages["byhand"]["imports"] == ["byhand"]
    assert "numpy" in packages["byhand"]["depends"]
    assert packages["numpy"]["file_name"].startswith("numpy-")
    there = lock([], address="https://example.org/full")["packages"]
    assert there["numpy"]["file_name"].startswith("https://example.org/full/numpy-")
    assert there["numpy"]["sha256"] == packages["numpy"]["sha256"]


def test_versions_in_the_browser_are_the_courses_own():
    lines = (COURSE.root / "requirements.txt").read_text().split()
    course = dict(line.lower().replace("-", "_").split("==") for line in lines if "==" in line)
    browser = {name: version for name, version, _ in pyodide.PIN.findall(pyodide.PURE.read_text())}
    different = {name for name, version in browser.items() if course.get(name.lower(), "").split(";")[0] != version}
    assert different == {"jedi"}
    asked = (COURSE.chapters / "pyproject.toml").read_text()
    assert f"anywidget =={course['anywidget']}" in asked


def test_binder_installs_what_students_install():
    lines = (COURSE.root / "binder" / "requirements.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == needed_pins(COURSE)


def test_what_is_made_is_made_again_only_if_something_changed(tmp_path):
    copy = find_course(tmp_path)
    for name in ("chapters", "solutions"):
        shutil.copytree(COURSE.root / name, copy.root / name, ignore=shutil.ignore_patterns("__pycache__", "answers"))
    first = site.key(copy, "local")
    (copy.chapters / "glossary.md").write_text("Other prose.\n")
    assert site.key(copy, "local") == first
    assert site.key(copy, "cdn") != first
    changed = copy.byhand / "live.js"
    changed.write_text(changed.read_text() + "\n")
    assert site.key(copy, "local") != first
