"""A cell is taken apart at its markers, which are lines of their own."""

from __future__ import annotations

import pytest

from autograde.markers import regions
from autograde.source import load_all


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("", []),
        ("a\nb", [(None, "a\nb")]),
        (
            "a\n    ### BEGIN SOLUTION\n    b\n\n    c\n    ### END SOLUTION\nd\n",
            [(None, "a"), ("SOLUTION", "    b\n\n    c"), (None, "d")],
        ),
        ("### BEGIN HIDDEN TESTS\na\n### END HIDDEN TESTS", [("HIDDEN TESTS", "a")]),
        (
            "### BEGIN SOLUTION\na\n### END SOLUTION\n### BEGIN SOLUTION\nb\n### END SOLUTION",
            [("SOLUTION", "a"), ("SOLUTION", "b")],
        ),
        ("a = '### BEGIN SOLUTION'", [(None, "a = '### BEGIN SOLUTION'")]),
    ],
)
def test_a_cell_is_taken_apart_at_its_markers(source, parts):
    assert list(regions(source)) == parts


def test_nothing_but_the_markers_is_lost(course):
    cells = [cell.source for chapter in load_all(course) for cell in chapter.notebook.cells]
    for source in cells:
        kept = [line for line in source.splitlines() if "### BEGIN" not in line and "### END" not in line]
        assert "\n".join(text for _, text in regions(source)) == "\n".join(kept)
    found = {region for source in cells for region, _ in regions(source)}
    assert found == {None, "SOLUTION", "HIDDEN TESTS", "MARK SCHEME"}
