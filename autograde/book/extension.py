"""A Sphinx extension: shows the outputs of the solved notebooks on the pages of the students' notebooks.

Executing a student's notebook would stop at the first exercise. So the solved one is executed (once, see
autograde.execute), and while Sphinx reads a chapter, the outputs of exposition and figure cells are put
into it; those of answers and tests never are. The notebook that readers download is the file in chapters/,
untouched.

The extension also brings what pages load (the figures' script, formulas, icons; nothing comes from another site),
takes out what the theme loads for nothing, and proves after the build that each page exists and shows each figure.
"""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path

import nbformat
from nbgrader import utils as nbgrader_utils
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from autograde.book import finish, formulas, highlight, icons, lighter, mending
from autograde.book.fingerprint import env_version
from autograde.counts import FIGURES, PREDICTIONS, QUIZZES, calls_of
from autograde.course import Course, UserError, find_course
from autograde.execute import Outputs, is_published, key, outputs_of_all
from autograde.generate import student_text
from autograde.release import needed_pins, packed
from autograde.solutions import LINK, page_of, released, write_pages
from autograde.source import Chapter, load

LAYOUT = Path(__file__).resolve().parent / "layout"


class Book:
    """One build: the chapters that are pages, and the outputs to show on them."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.chapters: dict[str, Chapter] = {}  # by page, such as chapters/01_neurons
        self.outputs: dict[str, Outputs] = {}  # by chapter
        self.released: list[str] = []  # chapters whose solutions are pages, too

    def add_assets(self, app: Sphinx, config: Config) -> None:
        """Collect what pages load, in a folder that Sphinx copies into the site.

        Jupyter Book puts every script that it finds in a static folder on every page; one that is added
        here, after it looked, is loaded only where it is named.
        """
        folder = self.course.build / "static"
        folder.mkdir(parents=True, exist_ok=True)
        script, sheet = _byhand_assets(self.course)
        (folder / "byhand.js").write_text(script, encoding="utf-8")
        (folder / "byhand.css").write_text(sheet, encoding="utf-8")
        (folder / "formulas.css").write_text(formulas.stylesheet(), encoding="utf-8")
        (folder / "icons.css").write_text(icons.stylesheet(), encoding="utf-8")
        config.html_math_renderer = formulas.RENDERER
        config.templates_path.append(str(LAYOUT))
        config.html_static_path += [str(folder), str(self.course.chapters / "_static")]
        app.add_js_file("byhand.js", loading_method="defer")
        app.add_js_file("hints.js", loading_method="defer")
        app.add_js_file("scrollers.js", loading_method="defer")
        app.add_js_file("opening.js", loading_method="defer")
        for sheet in ("icons.css", "formulas.css", "byhand.css"):
            app.add_css_file(sheet)
        app.add_css_file("course.css")

    def add_solutions(self, app: Sphinx, config: Config) -> None:
        """Put the pages of released solutions below their chapters, as if _toc.yml named them there."""
        from sphinx_external_toc.api import Document, FileItem, TocTree

        site_map = config.external_site_map
        try:
            names = released(self.course)
        except UserError as error:
            raise ExtensionError(str(error)) from None
        self.released = [name for name in names if f"chapters/{name}" in site_map]
        for name in self.released:
            site_map[page_of(name)] = Document(page_of(name))
            site_map[f"chapters/{name}"].subtrees.append(TocTree([FileItem(page_of(name))]))
        pages = {f"{page_of(name)}.md" for name in self.released}
        config.exclude_patterns = [pattern for pattern in config.exclude_patterns if pattern not in pages]

    def execute(self, app: Sphinx) -> None:
        """Have the outputs of every chapter that is a page, executing those that changed."""
        names = set(self.course.chapter_names)
        try:
            for page in _pages(app):
                name = page.rpartition("/")[2]
                if name in names and page == f"chapters/{name}":
                    self.chapters[page] = load(self.course, name)
            self.outputs = outputs_of_all(self.course, list(self.chapters.values()))
            open_ones = [chapter for chapter in self.chapters.values() if chapter.name in self.released]
            write_pages(self.course, open_ones, self.outputs)
        except UserError as error:
            raise ExtensionError(str(error)) from None

    def outdated(self, app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
        """The pages whose outputs changed since Sphinx last read them."""
        known = getattr(env, "chapter_keys", {})
        env.chapter_keys = {
            page: (key(self.course, chapter), chapter.name in self.released) for page, chapter in self.chapters.items()
        }
        return [page for page, made_from in env.chapter_keys.items() if known.get(page) != made_from]

    def outdated_files(self, app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
        """One page if a style sheet or script changed: without a page to write Sphinx copies no file."""
        folders = [Path(app.srcdir) / folder for folder in app.config.html_static_path]
        now = env_version(sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()))
        known, env.static_files = getattr(env, "static_files", None), now
        return [] if known == now else sorted(env.all_docs)[:1]

    def splice(self, app: Sphinx, page: str, source: list[str]) -> None:
        """Put the outputs into a student's notebook while it is read."""
        chapter = self.chapters.get(page)
        if chapter is None:
            return
        if source[0] != student_text(self.course, chapter):
            raise ExtensionError(f"{page}.ipynb is not what its source gives; run: python -m autograde generate")
        notebook = nbformat.reads(source[0], as_version=4)
        for cell in notebook.cells:
            if is_published(cell):
                cell.outputs = nbformat.from_dict(self.outputs[chapter.name][cell["id"]])
            elif nbgrader_utils.is_grade(cell) and cell.cell_type == "code":
                # A reader cannot run a test; folded away, it does not stand between the text and the figure.
                cell.metadata["tags"] = ["hide-input"]
                cell.metadata["mystnb"] = {"code_prompt_show": "Show the test", "code_prompt_hide": "Hide the test"}
        if chapter.name in self.released:
            link = LINK.format(name=chapter.name)
            notebook.cells.append(nbformat.v4.new_markdown_cell(link, id="released-solutions"))
        source[0] = nbformat.writes(notebook)

    def offer_zip(self, app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
        """Add the chapter's zip to the page's download button: the notebook alone cannot import `byhand`."""
        if page not in self.chapters:
            return
        button = {
            "type": "link",
            "url": context["pathto"](f"downloads/{self.chapters[page].name}.zip", 1),
            "text": ".zip",
            "tooltip": "Download the notebook with the package that it imports",
            "icon": "fas fa-file-zipper",
            "label": "download-zip-button",
        }
        for group in context["header_buttons"]:
            if group["label"] == "download-buttons":
                group["buttons"].insert(0, button)

    def lighten(self, app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
        """Leave out scripts that the theme puts on every page: all icons there are, and the index of a search box
        that shows results while one types, which this book does without. Others wait until the page is there, or
        until somebody needs them, but not the choice between light and dark. What is far below in a chapter waits,
        too."""
        for script in context["script_files"]:
            if Path(getattr(script, "filename", None) or "").name in lighter.LATER:
                script.attributes["defer"] = "defer"
        as_typed = app.config.html_theme_options.get("search_as_you_type")
        context["without_icon_script"] = icons.without_script
        context["with_theme_at_once"] = lighter.with_theme_at_once
        context["without_preload"] = lighter.without_preload
        context["with_bootstrap_when_needed"] = lighter.with_bootstrap_when_needed
        context["part_by_part"] = page in self.chapters
        context["without_search_scripts"] = (lambda head: head) if as_typed else lighter.without_search_scripts

    def source_of(self, page: str) -> Path:
        """The file in which an author changes a page."""
        return self.chapters[page].path if page in self.chapters else self.course.root / f"{page}.md"

    def mend(self, app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
        """Give names to what hearing readers would find without one."""
        if "body" in context:
            context["body"] = mending.mended(context["body"])

    def add_zips(self, app: Sphinx, error: Exception | None) -> None:
        """Write the zips that pages offer; the same as `release` makes."""
        if error is not None or app.builder.format != "html":
            return
        folder = app.outdir / "downloads"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        pins = needed_pins(self.course)
        for chapter in self.chapters.values():
            (folder / f"{chapter.name}.zip").write_bytes(packed(self.course, chapter, pins))

    def verify(self, app: Sphinx, error: Exception | None) -> None:
        """Prove that each page of the table of contents exists and shows each figure of its chapter."""
        if error is not None or app.builder.format != "html":
            return
        if app._warncount:
            # Sphinx would keep the pages with warnings and be silent about them at the next build.
            raise ExtensionError(f"{app._warncount} warnings; each is an error here")
        wanted = {f"{page}.html" for page in _pages(app)}
        lighter.slim(app.outdir, wanted)
        finish.finish_pages(app.outdir)
        problems = [f"{page} was not built" for page in sorted(wanted) if not (app.outdir / page).is_file()]
        for page, chapter in self.chapters.items():
            path = app.outdir / f"{page}.html"
            if path.is_file():
                shown = path.read_text(encoding="utf-8")
                problems += missing_figures(chapter, self.outputs[chapter.name], shown)
        if problems:
            raise ExtensionError("The book is not complete:\n" + "\n".join(problems))


def missing_figures(chapter: Chapter, made: Outputs, page: str) -> list[str]:
    """What is wrong with the figures of a built page; empty if each figure and question of the chapter is shown."""
    problems = []
    for cell, line in zip(chapter.notebook.cells, chapter.lines, strict=True):
        if not is_published(cell):
            continue
        figures = [
            output["data"]["text/html"] for output in made[cell["id"]] if "text/html" in output.get("data", {})
        ]
        calls = calls_of(FIGURES | PREDICTIONS | QUIZZES, cell.source)
        where = f"{chapter.path.name}:{line}"
        if len(figures) < calls:
            asked = f"{calls} calls of explore, predict or quiz"
            problems.append(f"{where}: {asked}, {len(figures)} figures; one call ends each cell")
        problems += [f"{where}: the figure is not on the page" for html in figures if html.strip() not in page]
    return problems


def _pages(app: Sphinx) -> list[str]:
    """The pages of _toc.yml, as Sphinx names them."""
    from sphinx_external_toc.events import remove_suffix

    return [remove_suffix(str(page), app.config.source_suffix) for page in app.config.external_site_map]


def _byhand_assets(course: Course) -> tuple[str, str]:
    """The figures' script and style sheet, from the `byhand` of the course that is built."""
    if str(course.chapters) not in sys.path:
        sys.path.insert(0, str(course.chapters))
    try:
        assets = importlib.import_module("byhand.assets")
        return assets.classic_script(), assets.stylesheet()
    except (ImportError, OSError) as error:
        raise ExtensionError(f"The figures' script cannot be made: {error}") from error


def setup(app: Sphinx) -> dict[str, bool | int]:
    book = Book(find_course(Path(app.srcdir)))
    formulas.connect(app, book.source_of)
    highlight.install()
    app.connect("config-inited", book.add_assets)
    app.connect("config-inited", book.add_solutions, priority=950)  # after _toc.yml was read
    app.connect("builder-inited", book.execute)
    app.connect("env-get-outdated", book.outdated)
    app.connect("env-get-outdated", book.outdated_files)
    app.connect("source-read", book.splice)
    app.connect("html-page-context", book.lighten)
    app.connect("html-page-context", book.mend)
    app.connect("html-page-context", book.offer_zip, priority=900)  # after the theme made its buttons
    app.connect("build-finished", book.add_zips)
    app.connect("build-finished", book.verify, priority=900)  # after the theme wrote its style sheets
    parts = (sys.modules[__name__], formulas, highlight, icons, lighter, mending)
    version = env_version(Path(one.__file__) for one in parts)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": version}
