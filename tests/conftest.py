"""What all browser tests share: Chromium, pages that reach this machine only, and a loud word where it is missing."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pytest

from autograde.chromium import FLAGS, NO_BROWSER, chromium
from tests.postgres import NO_POSTGRES
from tests.servers import address, new_server

# How long an example takes says nothing about the code; CI tries the same examples every time.
hypothesis.settings.register_profile("course", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("course")

PATIENCE = 120_000  # milliseconds for a page or an element to come, on a busy machine


@dataclass
class Visit:
    """A page that was opened, and what went wrong in it."""

    page: object
    problems: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Headless Chromium; without it the test is skipped, or fails where CI=true."""
    path = chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


# The book's pages lay out what is far below when the browser has nothing else to do (opening.js).
ALL_LAID_OUT = "!document.documentElement.matches('.opening:not([data-laid-out])')"
# As before printing, and sooner than by waiting.
LAY_ALL_OUT = f"addEventListener('load', () => {ALL_LAID_OUT} || dispatchEvent(new Event('beforeprint')))"


@contextmanager
def visiting(browser: object) -> Iterator[Callable[..., Visit]]:
    """Open pages: `visit(url, width=1280, dark=False, javascript=True)`. Only files and this machine answer."""
    contexts = []

    def open_page(
        url: str, *, width: int = 1280, height: int = 900, dark: bool = False, javascript: bool = True
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        seen = Visit(context.new_page())
        context.route("**/*", functools.partial(_answer, seen))
        seen.page.on("console", lambda m: seen.problems.append(m.text) if m.type == "error" else None)
        seen.page.on("pageerror", lambda error: seen.problems.append(str(error)))
        seen.page.add_init_script(LAY_ALL_OUT)
        seen.page.goto(url)
        return seen

    yield open_page
    for context in contexts:
        context.close()


# Brings every figure of a page to the middle of the screen, and waits until it lives; then goes back to the top.
COME_ALIVE = """async (patience) => {
  const end = performance.now() + patience, dead = [];
  for (const figure of document.querySelectorAll('.byhand[data-static]')) {
    figure.scrollIntoView({block: 'center', behavior: 'instant'});
    while (!('ready' in figure.dataset) && performance.now() < end) await new Promise(requestAnimationFrame);
    if (!('ready' in figure.dataset)) dead.push(figure.querySelector('.byhand-title').textContent);
  }
  scrollTo({top: 0, behavior: 'instant'});
  return dead;
}"""


def come_alive(page: object) -> None:
    """Scroll to each slider figure of a static page, as a reader would, until all of them live."""
    assert page.evaluate(COME_ALIVE, PATIENCE) == []


@pytest.fixture
def visit(browser: object) -> Iterator[Callable[..., Visit]]:
    """Open pages for one test, as `visiting` does."""
    with visiting(browser) as open_page:
        yield open_page


def _answer(seen: Visit, route: object) -> None:
    url = route.request.url
    if url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:", "http://localhost:")):
        route.continue_()
    else:
        seen.blocked.append(url)
        route.abort()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine: `serve(folder)` gives its address."""
    servers = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            servers[folder] = new_server(folder)
        return address(servers[folder])

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


# Why a test may be skipped where CI=true: what a kernel, a user, a Python or a checkout is. A package or a program that
# is not installed is none of these: without it dozens of tests say nothing.
KNOWN_ON_CI = (
    "NOT TRIED on a real kernel", "NO CONTROL GROUP", "no group can be made in", "no namespaces here",
    "Landlock or seccomp is missing here", "lacks walls for any user", "an ordinary user cannot run",
    "seen on CPython 3.11", "needs root", "an ordinary user can start nothing else",
    "only root can become another user", "no complete history here", "this is no checkout", "LITE=off",
)  # fmt: skip


def unknown_skips(config: pytest.Config) -> list[str]:
    """What was skipped for another reason, where CI=true."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("CI") != "true":
        return []
    skipped = [f"{report.nodeid}: {report.longrepr}" for report in reporter.stats.get("skipped", [])]
    return [one for one in skipped if not any(reason in one for reason in KNOWN_ON_CI)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On CI, a test that is skipped for want of something fails the run."""
    if session.exitstatus == pytest.ExitCode.OK and unknown_skips(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: object) -> None:
    """Say at the very end how many tests lacked what they need, so that a green run is not taken for a full one."""
    for one in unknown_skips(terminalreporter.config):
        terminalreporter.write_line(f"Not to be skipped on CI: {one}", red=True, bold=True)
    for what, why in (("browser", NO_BROWSER), ("PostgreSQL", NO_POSTGRES)):
        skipped = [r for r in terminalreporter.stats.get("skipped", []) if why in str(r.longrepr)]
        if skipped:
            terminalreporter.write_line(f"{len(skipped)} {what} tests were NOT run. {why}.", yellow=True, bold=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Which tests share a process; see `tests.together`."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from tests.together import Together

    return Together(config, log)
