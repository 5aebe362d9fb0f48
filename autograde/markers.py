"""Markers: the lines between which stands what is cut out of a cell on the way to a student."""

from __future__ import annotations

import re
from collections.abc import Iterator

# The region that is cut out of each kind of cell.
REGIONS = {"exercise": "SOLUTION", "test": "HIDDEN TESTS", "manual": "MARK SCHEME"}
WORDS = rf"(?P<edge>BEGIN|END) (?P<region>{'|'.join(REGIONS.values())})"
MARKER = re.compile(rf"\s*### {WORDS}\s*")
# nbgrader cuts at these words wherever they stand in a line, and lets every other spelling through to students.
ALMOST_MARKER = re.compile(
    rf"#\s*(?i:begin|end)[\s_-]*(?i:solution|hidden|mark[\s_-]*scheme)|{WORDS}|###\s*(BEGIN|END)\b"
)


def regions(source: str) -> Iterator[tuple[str | None, str]]:
    """The text of a cell without its markers, in pieces: the region that each stands in (None: in none), and its lines.

    The cell is a chapter's, so its markers pair up.
    """
    region, lines = None, []
    for line in source.splitlines():
        marker = MARKER.fullmatch(line)
        if marker is None:
            lines.append(line)
            continue
        if lines:
            yield region, "\n".join(lines)
        region, lines = marker["region"] if marker["edge"] == "BEGIN" else None, []
    if lines:
        yield region, "\n".join(lines)
