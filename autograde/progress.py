"""The progress bar of long work: how far it is and when it will be done."""

from __future__ import annotations

import sys
from collections.abc import Sized

from tqdm import tqdm

# Seconds between two lines where nobody watches a bar move: a log file shall not fill with copies of it.
_SECONDS_IN_A_LOG = 15


def say(text: str) -> None:
    """A line on standard error that leaves a bar whole."""
    tqdm.write(f"autograde: {text}", file=sys.stderr)


def progress(work: Sized | int, what: str, unit: str, hidden: bool = False) -> tqdm:
    """A bar with an estimate of the time left; in a log file it is a line now and then, and none for short work.

    Parameters
    ----------
    work : collection or int
        What to iterate over; or how many units there are, each of which the caller reports with `update`.
    what, unit : str
        What is being done, and what is counted.
    """
    watched = sys.stderr.isatty()
    counted = isinstance(work, int)
    return tqdm(
        None if counted else work,
        total=work if counted else len(work),
        desc=what,
        unit=unit,
        disable=hidden,
        leave=False,
        delay=0.5 if watched else _SECONDS_IN_A_LOG,
        mininterval=0.1 if watched else _SECONDS_IN_A_LOG,
        ascii=None if watched else True,
    )
