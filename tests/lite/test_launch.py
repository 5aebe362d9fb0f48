"""A chapter's page links to where its exercises can be done, and to no place that is not there."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.check import stale_notebooks
from autograde.course import Course, UserError, find_course
from autograde.generate import generate
from autograde.lite.address import repository
from autograde.lite.launch import is_linked
from autograde.lite.site import APPS, _configure, _days, folder, tell_days
from autograde.source import load_all
from tests.authoring.test_book import REAL, make_book, page

ADDRESS = "https://github.com/ada/by-hand"
LINK = "../lite/notebooks/index.html?path=01_doubling.ipynb"


def set_address(course: Course, url: str, branch: str = "main") -> None:
    path = course.root / "_config.yml"
    text = re.sub(r'(?m)^  url: "".*$', f'  url: "{url}"', path.read_text())
    path.write_text(text.replace("  branch: main", f"  branch: {branch}"))


def build(course: Course, lite: str) -> None:
    script = "import pathlib, sys; from autograde.book.build import main; sys.exit(main(pathlib.Path('.')))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=course.root, capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(REAL.root), "HOME": str(course.root), "LITE": lite},
    )
    assert done.returncode == 0, done.stderr


def links(course: Course) -> list[str]:
    return re.findall(r'href="([^"]*(?:lite/|colab|mybinder)[^"]*)"', page(course))


def test_a_book_that_is_built_without_a_word_keeps_the_exercises_that_are_in_it(tmp_path):
    """So `release --solutions` and `jupyter-book build` do not take their links away."""
    course = Course(tmp_path)
    assert [is_linked(course, mode) for mode in (None, "", "off")] == [False] * 3, "the links would be dead"
    assert [is_linked(course, mode) for mode in ("local", "cdn")] == [True] * 2, "it comes after the pages"
    folder(course).mkdir(parents=True)
    assert [is_linked(course, mode) for mode in (None, "", "off")] == [True, True, False]


@pytest.mark.slow
def test_links_follow_the_settings_and_none_is_dead(tmp_path):
    course = make_book(tmp_path / "course")
    build(course, "local")
    assert links(course) == [LINK, LINK]
    below = page(course).rpartition("</h1>")[2]
    assert 0 < below.index("lite-open") < below.index("<h2")

    set_address(course, f"{ADDRESS}.git", "students")
    build(course, "off")  # no source changed, and yet each page is written anew
    assert "lite-open" not in page(course)
    assert sorted(links(course)) == [
        "https://colab.research.google.com/github/ada/by-hand/blob/students/colab/01_doubling.ipynb",
        "https://mybinder.org/v2/gh/ada/by-hand/students?urlpath=lab/tree/chapters/01_doubling.ipynb",
    ]


def test_the_copy_for_colab_installs_byhand_and_is_else_the_same(course):
    shutil.copy(REAL.root / "_config.yml", course.root)
    generate(course)
    assert not (course.root / "colab").exists()
    set_address(course, ADDRESS)
    generate(course)
    copy = json.loads((course.root / "colab" / "01_doubling.ipynb").read_text())
    first, *rest = copy["cells"]
    assert f'%pip install --quiet "byhand @ git+{ADDRESS}@main#subdirectory=chapters"' in "".join(first["source"])
    assert "nbgrader" not in first["metadata"]
    assert rest == json.loads((course.chapters / "01_doubling.ipynb").read_text())["cells"]


def test_a_stale_or_needless_copy_for_colab_is_found(course):
    shutil.copy(REAL.root / "_config.yml", course.root)
    set_address(course, ADDRESS)
    generate(course)
    assert stale_notebooks(course, load_all(course)) == []
    copy = course.root / "colab" / "01_doubling.ipynb"
    copy.write_text(copy.read_text().replace("--quiet", ""))
    assert "is not the copy" in stale_notebooks(course, load_all(course))[0]
    shutil.copy(REAL.root / "_config.yml", course.root)
    assert "names no repository" in stale_notebooks(course, load_all(course))[0]
    generate(course)
    assert not copy.exists()


def test_an_address_that_no_browser_opens_is_refused(course):
    shutil.copy(REAL.root / "_config.yml", course.root)
    set_address(course, "git@github.com:ada/by-hand.git")
    with pytest.raises(UserError, match=r"repository\.url is .* write it as https://"):
        repository(course)


def test_there_is_no_colab_outside_github(course):
    shutil.copy(REAL.root / "_config.yml", course.root)
    set_address(course, "https://gitlab.com/ada/by-hand")
    generate(course)
    assert not (course.root / "colab").exists()
    assert repository(course).url == "https://gitlab.com/ada/by-hand"


@pytest.mark.slow
def test_byhand_is_what_pip_installs_from_a_repository(tmp_path):
    """From the folder that the copies for Colab name, without its dependencies and without a network."""
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation",
        "--disable-pip-version-check", "--target", str(tmp_path), str(find_course().chapters),
    ]
    subprocess.run(command, check=True, capture_output=True)
    script = "import byhand, byhand.checks; from byhand import data; print(byhand.__file__)"
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert Path(told.stdout.strip()).parent == tmp_path / "byhand", told.stderr


def test_jupyterlite_s_own_addresses_lead_to_parts_that_are_there(tmp_path):
    """Its settings name JupyterLab, which the book leaves out."""
    settings = {"appUrl": "./lab", "faviconUrl": "./lab/favicon.ico"}
    (tmp_path / "jupyter-lite.json").write_text(json.dumps({"jupyter-config-data": settings}))
    _configure(tmp_path, "./pyodide", "./pyodide/pyodide-lock.json")
    data = json.loads((tmp_path / "jupyter-lite.json").read_text())["jupyter-config-data"]
    assert [data[name].split("/")[1] in APPS for name in settings] == [True, True]


def test_the_list_of_files_shows_the_day_on_which_a_chapter_was_last_changed(course, monkeypatch, tmp_path):
    """JupyterLite itself says 1980 of every file."""
    monkeypatch.setattr("autograde.lite.site.dates", lambda _, sources: {
        name: datetime.date(2026, 3, 5) for name, path in sources.items() if path.is_file()
    })  # fmt: skip
    path = tmp_path / "api" / "contents" / "all.json"
    path.parent.mkdir(parents=True)
    old = "1980-01-01T00:00:00Z"
    files = [{"name": name, "created": old, "last_modified": old} for name in ("01_doubling.ipynb", "byhand")]
    path.write_text(json.dumps({"content": files}))
    tell_days(tmp_path, _days(course))
    told = {file["name"]: (file["created"], file["last_modified"]) for file in json.loads(path.read_text())["content"]}
    assert told == {"01_doubling.ipynb": ("2026-03-05T00:00:00Z",) * 2, "byhand": (old, old)}


@pytest.mark.browser
@pytest.mark.slow
def test_from_a_disk_the_link_says_what_it_needs(visit, lite):
    seen = visit((lite.parent / "chapters" / "01_neurons.html").as_uri())
    seen.page.get_by_role("link", name="Do the exercises in your browser").click()
    assert "start a server on this computer" in seen.page.locator("p[role=status].lite-needs-server").inner_text()
    assert seen.page.url.endswith("chapters/01_neurons.html")
