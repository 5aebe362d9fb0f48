"""A Sphinx extension: what the book needs as a web site.

Each page says when it was last changed and what it is about; the search finds exercises by their names. With the
site's address (`html.baseurl` in _config.yml) come canonical addresses, social cards, a sitemap and a page for wrong
addresses. Without it they are left out, because a guessed address would be wrong.
"""

from __future__ import annotations

import datetime
import re
import urllib.parse
from pathlib import Path
from xml.sax.saxutils import escape

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.search import js_index
from sphinx.util.i18n import format_date

from autograde.book.fingerprint import env_version
from autograde.course import Course, find_course
from autograde.history import dates

ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
NEEDS_ADDRESS = re.compile(r'<meta property="og:(url|image)[^>]*>\n?')
SEARCH = Path(__file__).parent / "search.js"
RELATIVE = re.compile(r'\b(href|src|action|data-content_root)="(?![a-z]+:|[#/])(?:\./)?')
EXERCISE = re.compile(r"Exercise [\d.]+: (?P<name>.+)")
NOT_FOUND = {
    "title": "Page not found",
    "body": "<h1>Page not found</h1>\n<p>No page is at this address. The list of chapters and the search lead on.</p>",
}


class Site:
    """One build of the site."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.dates: dict[str, datetime.date] = {}  # of the pages whose date is known

    def use_address(self, app: Sphinx, config: Config) -> None:
        """Tell every part the address, so that it is set in one place."""
        address = config.html_baseurl
        if address and not ADDRESS.fullmatch(address):
            raise ExtensionError(f"_config.yml: html.baseurl is {address!r}; it must be like https://example.org/book/")
        if address:
            config.html_baseurl = address.rstrip("/") + "/"
        config.ogp_site_name = config.html_title
        config.ogp_site_url = config.html_baseurl
        config.ogp_social_cards = {"enable": bool(address), "image_mini": "chapters/_static/icon.png"}

    def redate(self, app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
        """The pages to write again, because a commit changed the date that stands on them."""
        known = getattr(env, "page_dates", {})
        self.dates = env.page_dates = dates(self.course, {page: self._source(env, page) for page in env.found_docs})
        return [page for page in env.found_docs if known.get(page) != self.dates.get(page)]

    def _source(self, env: BuildEnvironment, page: str) -> Path:
        """What an author edits to change a page."""
        chapter = self.course.solutions / f"{page.rpartition('/')[2]}.md"
        return chapter if chapter.is_file() else Path(env.doc2path(page))

    def reindex(self, app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
        """Read pages with terms or index entries whenever one page is read: else Sphinx's search forgets theirs."""
        if pages:
            entries = env.get_domain("index").entries
            pages += [page for page in entries if entries[page] and page in env.found_docs and page not in pages]

    def describe(self, app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
        """Put the date on a page, and take from its description what is wrong without an address."""
        if page in self.dates:
            date = datetime.datetime.combine(self.dates[page], datetime.time())
            context["last_updated"] = format_date("%-d %B %Y", date=date, language=app.config.language)
        if page == "search":
            app.add_js_file(None, body=SEARCH.read_text(encoding="utf-8"))
        if not app.config.html_baseurl:
            context["metatags"] = NEEDS_ADDRESS.sub("", context.get("metatags", ""))

    def page_for_wrong_addresses(self, app: Sphinx) -> list[tuple[str, dict, str]]:
        return [("404", NOT_FOUND, "page.html")] if app.config.html_baseurl else []

    def finish(self, app: Sphinx, error: Exception | None) -> None:
        """Write what belongs to the whole site."""
        if error is not None or app.builder.format != "html":
            return
        find_exercises_by_name(app.outdir / "searchindex.js")
        address = app.config.html_baseurl
        sitemap, not_found = app.outdir / "sitemap.xml", app.outdir / "404.html"
        robots = "User-agent: *\nAllow: /\n"
        if address:
            page = not_found.read_text(encoding="utf-8")
            not_found.write_text(rooted(page, urllib.parse.urlsplit(address).path), encoding="utf-8")
            changed = {f"{page}.html": self.dates.get(page) for page in sorted(app.env.found_docs)}
            sitemap.write_text(sitemap_of(address, changed), encoding="utf-8")
            robots += f"Sitemap: {address}sitemap.xml\n"
        else:
            sitemap.unlink(missing_ok=True)
            not_found.unlink(missing_ok=True)
        (app.outdir / "robots.txt").write_text(robots, encoding="utf-8")


def find_exercises_by_name(index: Path) -> None:
    """Let the search find the section of an exercise by its name alone.

    Sphinx's search compares a query with whole titles and wants at least half of one: "Adam" does not find
    "Exercise 6.11: Adam". Those names are listed as titles too; longer ones are found as it is.
    """
    found = js_index.loads(index.read_text(encoding="utf-8"))
    for title, places in list(found["alltitles"].items()):
        exercise = EXERCISE.fullmatch(title)
        if exercise and len(exercise["name"]) < len(title) / 2:
            known = found["alltitles"].setdefault(exercise["name"], [])
            known += [place for place in places if place not in known]
    text = js_index.dumps(found)
    if text != index.read_text(encoding="utf-8"):
        index.write_text(text, encoding="utf-8")


def rooted(page: str, folder: str) -> str:
    """A page of the site's top folder with links that work wherever it is shown: a server shows it at any address."""
    return RELATIVE.sub(rf'\1="{folder}', page)


def sitemap_of(address: str, changed: dict[str, datetime.date | None]) -> str:
    """The sitemap of some pages, each with the day on which it changed."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for page, day in changed.items():
        when = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(address + page)}</loc>{when}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def setup(app: Sphinx) -> dict[str, bool | int]:
    app.setup_extension("sphinxext.opengraph")
    site = Site(find_course(Path(app.srcdir)))
    app.connect("config-inited", site.use_address, priority=100)
    app.connect("env-get-outdated", site.redate)
    app.connect("env-before-read-docs", site.reindex)
    app.connect("html-collect-pages", site.page_for_wrong_addresses)
    app.connect("html-page-context", site.describe, priority=800)  # after the description is there
    app.connect("build-finished", site.finish)
    version = env_version([Path(__file__), SEARCH])
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": version}
