"""Which tests run in one process, because they share something that takes seconds to make.

`--dist loadgroup` of pytest-xdist 3.8 does this by marks, which have no effect under pytest 9.2: it writes the group
into an attribute of the tests that pytest no longer reads.
"""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

# What each place makes once: graded classes, a built book, JupyterLab, pages with every figure, a cluster, a server.
PLACES = (
    "tests/attacks/", "tests/malformed/test_malformed_rows.py", "tests/authoring/test_book.py",
    "tests/grader/test_sample_class.py", "tests/reports/test_guide.py", "tests/live/", "tests/lite/",
    "tests/figures/test_figure_in_browser.py", "tests/publishing/test_website.py",
    "tests/grader/test_cluster.py", "tests/grader/test_postgres.py", "tests/bench/test_bench_quick.py",
    "tests/grader/test_grade.py", "tests/grader/test_run.py", "tests/crossing/test_both_ways.py", "tests/split/",
    "tests/site/test_planted_defects.py", "tests/authoring/test_execute.py",
    "tests/compatible/test_hostile_submissions.py",
)  # fmt: skip
# A page of the book is opened once a width, and pages are shared out.
PAGE = re.compile(r"tests/site/.*\[([^\]]+)\]$")


def scope_of(nodeid: str) -> str:
    """What a test shares its process with: a place, a page, or nothing but itself."""
    page = PAGE.match(nodeid)
    if page:
        return f"page {page[1]}"
    return next((place for place in PLACES if nodeid.startswith(place)), nodeid)


class Together(LoadScopeScheduling):
    """Hands out tests to processes, those of one scope to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
