"""A Sphinx extension: the links from a chapter's page to its notebook in the browser, on Colab and on Binder.

JupyterLite is linked where the book is built with it (LITE in the environment, see autograde.lite) or has it already;
Colab and Binder where _config.yml names a repository. So no page has a link that leads nowhere.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from autograde.course import Course, UserError, find_course
from autograde.lite.address import repository
from autograde.lite.site import folder

HERE = Path(__file__).resolve().parent
NOTEBOOK = "lite/notebooks/index.html"
PARAGRAPH = (
    '<p class="lite-open"><a href="{link}">Do the exercises in your browser</a> '
    "<span>Nothing to install; {size} MB are loaded once. Your work stays in this browser: "
    "download the notebook to keep it and to hand it in.</span></p>"
)
SIZE = 30  # MB that a chapter without Matplotlib loads: the sizes of its files, added up


class Launch:
    """The links of one build."""

    def __init__(self, course: Course) -> None:
        self.course = course
        try:
            self.repository = repository(course)
        except UserError as error:
            raise ExtensionError(str(error)) from None

    def configure(self, app: Sphinx, config: Config) -> None:
        """Tell the theme of Colab and Binder if there is a repository, and bring the script of the link."""
        static = self.course.build / "static" / "lite"
        static.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "launch.js", static)
        config.html_static_path += [str(static)]
        written = yaml.safe_load((self.course.root / "_config.yml").read_text(encoding="utf-8"))
        places = dict(written.get("launch_buttons") or {})
        if self.repository is None:
            places = {}
        elif not self.repository.on_github:
            places.pop("colab_url", None)
        options = config.html_theme_options
        options["launch_buttons"] = places
        if self.repository is not None:
            options["repository_url"] = self.repository.url
            options["repository_branch"] = self.repository.branch

    def link(self, app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
        """Add the links to a chapter's page: below its heading, and in the theme's menu."""
        place, _, name = page.rpartition("/")
        if place != "chapters" or name not in self.course.chapter_names:
            return
        groups = {group.get("label"): group for group in context["header_buttons"]}
        for button in groups.get("launch-buttons", {}).get("buttons", []):
            if button["text"] == "Colab":  # a copy that first installs what the notebook imports
                button["url"] = button["url"].replace("/chapters/", "/colab/")
        if not app.config.lite:
            return
        link = f"{context['pathto'](NOTEBOOK, 1)}?path={name}.ipynb"
        context["body"] = context["body"].replace("</h1>", "</h1>\n" + PARAGRAPH.format(link=link, size=SIZE), 1)
        button = {
            "type": "link",
            "url": link,
            "text": "In the browser",
            "tooltip": "Do the exercises in your browser (JupyterLite)",
            "icon": "_static/images/logo_jupyterlite.svg",
            "label": "lite-button",
        }
        if "launch-buttons" not in groups:
            groups["launch-buttons"] = {
                "type": "group", "tooltip": "Do the exercises", "icon": "fas fa-rocket", "buttons": [],
                "label": "launch-buttons",
            }
            context["header_buttons"].append(groups["launch-buttons"])
        groups["launch-buttons"]["buttons"].insert(0, button)
        app.add_js_file("launch.js", loading_method="defer")


def is_linked(course: Course, mode: str | None) -> bool:
    """Whether chapters link to JupyterLite when the book is built with `LITE` set to `mode`.

    A book that is built without a word, by hand or by `release --solutions`, keeps its links to what is in it.
    """
    return mode != "off" if mode else folder(course).is_dir()


def setup(app: Sphinx) -> dict[str, bool]:
    launch = Launch(find_course(Path(app.srcdir)))
    # Pages with and without the links are never mixed: where the value changes, Sphinx writes every page anew.
    app.add_config_value("lite", is_linked(launch.course, os.environ.get("LITE")), "html", bool)
    app.connect("config-inited", launch.configure)
    app.connect("html-page-context", launch.link, priority=900)  # after the theme made its buttons
    return {"parallel_read_safe": True, "parallel_write_safe": True}
