"""The progress bar of long work: how far it is and when it will be done."""

from __future__ import annotations

import sys

from tqdm import tqdm

# Seconds between two lines where nobody watches a bar move: a log file shall not fill with copies of it.
_SECONDS_IN_A_LOG = 15


def progress(total: int, what: str, unit: str = "submission", hidden: bool = False) -> tqdm:
    """A bar over `total` units with an estimate of the time left; in a log file it is a line now and then."""
    watched = sys.stderr.isatty()
    return tqdm(
        total=total,
        desc=what,
        unit=unit,
        disable=hidden,
        leave=watched,
        mininterval=0.1 if watched else _SECONDS_IN_A_LOG,
        maxinterval=10 if watched else 2 * _SECONDS_IN_A_LOG,
        ascii=None if watched else True,
    )
