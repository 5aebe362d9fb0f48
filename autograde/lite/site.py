"""Puts JupyterLite with the chapters' notebooks into the built book, at `_build/html/lite`."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from autograde.course import Course, UserError
from autograde.generate import package_files
from autograde.history import dates
from autograde.lite import pyodide
from autograde.lite.lock import byhand_wheel, lock
from autograde.stable_zip import EPOCH

HERE = Path(__file__).resolve().parent
MODES = ("local", "cdn", "off")
# The notebook, and the list of files behind its logo; JupyterLite's other programs are left out.
APPS = ("notebooks", "tree")
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget")
# The installed packages that it is made of.
TOOLS = ("jupyterlite-core", "jupyterlite-pyodide-kernel", "flit-core", "anywidget", "jupyterlab_widgets")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
# Loaded while the kernel starts; all else when code imports it.
FIRST = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython", "byhand")
# Formats of icon fonts that no browser asks for which can run Python.
OLD_FONTS = ("*.eot", "*.ttf", "fa-*.svg")
KERNELSPEC = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}


def cache(course: Course) -> Path:
    """Where downloads are kept, so that a second build fetches nothing."""
    return course.build / "lite-cache"


def folder(course: Course) -> Path:
    """Where JupyterLite stands in the built book."""
    return course.build / "html" / "lite"


def key(course: Course, mode: str) -> str:
    """A name for all that JupyterLite in the book is made from, so that what is there already is not made again."""
    made_from = hashlib.sha256(mode.encode())
    for name in (*map(version, TOOLS), *_pages(course), *_days(course).values()):
        made_from.update(name.encode())
    files = [*HERE.glob("*.*"), course.chapters / "pyproject.toml"]
    files += [course.chapters / f"{name}.ipynb" for name in course.chapter_names]
    for path in sorted(files):
        made_from.update(path.read_bytes())
    for path, content in package_files(course.byhand).items():
        made_from.update(path.as_posix().encode() + content)
    return made_from.hexdigest()


def is_made(course: Course, mode: str) -> bool:
    stamp = cache(course) / "made"
    return folder(course).is_dir() and stamp.is_file() and stamp.read_text() == key(course, mode)


def assemble(course: Course, mode: str = "local", source: str | None = None) -> Path:
    """Make JupyterLite anew and put it into the book; returns its folder.

    Parameters
    ----------
    mode : str
        `local` brings Pyodide along; with `cdn` the reader's browser loads it from Pyodide's own site.
    source : str, optional
        An address to use in place of Pyodide's own site.

    Raises
    ------
    UserError
        If something cannot be downloaded, or is not what was pinned.
    """
    parts = [] if mode == "cdn" else pyodide.runtime(cache(course), source=source)
    parts += pyodide.pure_wheels(cache(course))
    pyodide.clean(cache(course))
    with tempfile.TemporaryDirectory(dir=cache(course)) as temporary:
        made = Path(temporary) / "lite"
        _jupyter_lite(course, Path(temporary), made)
        _add_python(course, made, parts, (source or pyodide.site()) if mode == "cdn" else "")
        _slim(made)
        _complete_pages(course, made)
        tell_days(made, _days(course))
        shutil.rmtree(folder(course), ignore_errors=True)
        made.replace(folder(course))
    (cache(course) / "made").write_text(key(course, mode))
    return folder(course)


def _jupyter_lite(course: Course, work: Path, made: Path) -> None:
    """Have JupyterLite build its pages around the notebooks."""
    notebooks = work / "files"
    notebooks.mkdir()
    for name in course.chapter_names:
        (notebooks / f"{name}.ipynb").write_text(opened(course.chapters / f"{name}.ipynb"), encoding="utf-8")
    shutil.copy(HERE / "overrides.json", work)  # how it differs from JupyterLite's own settings
    settings = work / "settings.json"
    config = {
        "apps": APPS,
        "contents": [str(notebooks)],
        "federated_extensions": [str(path) for path in labextensions()],
        "ignore_sys_prefix": ["federated_extensions"],  # what else is installed here is the author's own
        "no_libarchive": True,
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(made),
        "source_date_epoch": EPOCH,
    }
    settings.write_text(json.dumps({"LiteBuildConfig": config}))
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build", "--config", str(settings)],
        cwd=work, capture_output=True, text=True,
    )
    if done.returncode or not (made / "notebooks" / "index.html").is_file():
        raise UserError(f"JupyterLite was not built:\n{(done.stdout + done.stderr)[-2000:]}")


def labextensions() -> Iterator[Path]:
    for name in EXTENSIONS:
        path = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / name
        if not path.is_dir():
            raise UserError(f"JupyterLab's extension {name} is not installed: `make setup` installs it.")
        yield path


def opened(notebook: Path) -> str:
    """A student's notebook as JupyterLite opens it: the same but for the name of the kernel."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["metadata"]["kernelspec"] = KERNELSPEC
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _add_python(course: Course, made: Path, parts: list[Path], address: str) -> None:
    """Add Pyodide (or its address), the wheels, and the settings by which the kernel finds them."""
    target = made / "pyodide"
    target.mkdir()
    pinned = pyodide.pinned_files()
    for path in parts:
        shutil.copy(path, target)
    own = [path for path in parts if path.name not in pinned]
    kernel = made / "extensions" / "@jupyterlite" / "pyodide-kernel-extension" / "static" / "pypi"
    for name in ("ipykernel", "piplite", "pyodide_kernel"):
        own.append(next(kernel.glob(f"{name}-*.whl")))
        shutil.copy(own[-1], target)
    own.append(byhand_wheel(course, target))
    listed = lock(own, address)
    packages = target / "pyodide-lock.json"
    packages.write_text(json.dumps(listed), encoding="utf-8")
    _configure(made, address or "./pyodide", f"./pyodide/{packages.name}?v={pyodide.digest(packages)[:12]}")


def _configure(made: Path, address: str, list_of_packages: str) -> None:
    path = made / "jupyter-lite.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    data = content["jupyter-config-data"]
    data["appName"] = "Neural Networks by Hand"
    # Where the folder's own page leads, and its icon: JupyterLab, which both would be of, is left out.
    data["appUrl"], data["faviconUrl"] = "./tree", "./notebooks/favicon.ico"
    # It would say when a notebook was saved, which the list of files does, too, and for those not touched wrongly.
    data["disabledExtensions"] = ["@jupyter-notebook/notebook-extension:checkpoints"]
    settings = data.setdefault("litePluginSettings", {}).setdefault(KERNEL, {})
    settings |= {
        "disablePyPIFallback": True,
        "pyodideUrl": f"{address}/pyodide.mjs",
        "loadPyodideOptions": {"lockFileURL": list_of_packages, "packages": FIRST},
    }
    path.write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")


def _complete_pages(course: Course, made: Path) -> None:
    """Say on each page where its icon is, else browsers ask the whole site for one, and which pages the book has."""
    script = HERE / "book_pages.js"
    shutil.copy(script, made)
    links = f'<script src="../{script.name}" data-pages="{" ".join(_pages(course))}"></script>'
    for app in APPS:
        _put_into_head(made / app / "index.html", f'<link rel="icon" href="favicon.ico">\n    {links}')
    _put_into_head(made / "index.html", f'<link rel="icon" href="{APPS[0]}/favicon.ico">')


def _days(course: Course) -> dict[str, str]:
    """When each notebook was last changed, as the browser's list of files takes it."""
    sources = {f"{name}.ipynb": course.solutions / f"{name}.md" for name in course.chapter_names}
    return {name: f"{day.isoformat()}T00:00:00Z" for name, day in dates(course, sources).items()}


def tell_days(made: Path, days: dict[str, str]) -> None:
    """Say in the list of files when each was changed, where JupyterLite says 1980 of all."""
    path = made / "api" / "contents" / "all.json"
    listed = json.loads(path.read_text(encoding="utf-8"))
    for file in listed["content"]:
        if day := days.get(file["name"]):
            file["created"] = file["last_modified"] = day
    path.write_text(json.dumps(listed, indent=2, sort_keys=True), encoding="utf-8")


def _put_into_head(page: Path, what: str) -> None:
    text = page.read_text(encoding="utf-8").replace("<head>", f"<head>\n    {what}", 1)
    page.write_text(text, encoding="utf-8")


def _pages(course: Course) -> list[str]:
    """The book's pages that are no notebooks."""
    return sorted(path.stem for path in course.chapters.glob("*.md"))


def _slim(made: Path) -> None:
    """Remove what no reader's browser loads."""
    for pattern in OLD_FONTS:
        for path in (made / "build").glob(pattern):
            path.unlink()
    for name in ("rspack.config.js", "rspack.config.watch.js", "rspack.config.analyze.js", "package.json"):
        (made / name).unlink(missing_ok=True)
