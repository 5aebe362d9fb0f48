"""The measured classes as a page: the bars of the course, the table, and how it was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.bench.account import how_counted
from tests.bench.load import CHAPTER, HEAD, Load, row
from tests.bench.machine import machine, versions
from tests.bench.report import Bar, table_of

_WITHIN = 0.10  # what throughput may lose, and memory gain, from the smallest class to the largest
_OPENED = 2.0  # seconds

_HOW = """## How it was measured

- Classes of one chapter (CHAPTER) from the answer bank: right, every third wrong, unfinished, much printed,
  warnings. No endless loops. Each size is graded anew in each place, into an empty gradebook in a file, and
  everything runs on this one machine: `jobs-N` is `grade --jobs N`; `cluster-N` is a Dask scheduler with N workers
  of one thread, so that four workers on two cores show what they cost, not what they would bring on cores of their
  own.
- "A second" counts from the first record written to the last, so that starting up does not flatter a large class.
- COUNTED.
  They are divided among the hand-ins; start-up is included, of scheduler and workers too, which is what makes them
  dear in a small class.
- Memory is the largest proportional set size (PSS) of any one process of its kind, looked at once a second: plan
  with it. In brackets, and compared in the bars, is the part of it that is no file's (`Pss_Anon`): what a process
  itself keeps. The rest is its share of libraries, which says how many others used them at that moment, and the
  largest of 2,000 looks finds fewer than the largest of 20. Without brackets, all of it is compared.
- "Feedback" writes all pages, "report" the class report. The report's table, which links to every page, is the
  index of the feedback; "opens" is from the address until Chromium has painted it.

`make load SIZES="100 1000 10000"` measures again; it takes hours.
"""


def page(loads: Sequence[Load]) -> str:
    """The whole page as Markdown."""
    parts = [
        "# Benchmarks of large classes",
        "Written by `python -m tests.bench --only load --output autograde/LOAD.md`; do not edit.",
        f"On {machine()}; {versions()}.",
        "## The bars",
        table_of(bars(loads)),
        "## The classes",
        "\n".join([HEAD, *map(row, sorted(loads, key=lambda load: (load.size, load.place)))]),
        _HOW.replace("CHAPTER", CHAPTER).replace("COUNTED", how_counted()),
    ]
    return "\n\n".join(parts)


def bars(loads: Sequence[Load]) -> Iterator[Bar]:
    """What the course asks of large classes, each place's largest class beside its smallest, and what was measured."""
    for place in sorted({load.place for load in loads}):
        sizes = sorted((load for load in loads if load.place == place), key=lambda load: load.size)
        small, large = sizes[0], sizes[-1]
        if small is large:
            continue
        gained = large.rate / small.rate - 1
        where = f"{place}: {large.size:,} beside {small.size:,}"
        met = large.rate >= small.rate * (1 - _WITHIN)
        yield Bar(f"throughput, {where}", "at most 10 % less", f"{gained:+.1%}", met)
        for kind in sorted(large.memory.keys() & small.memory.keys()):
            both = kind in large.own and kind in small.own
            sizes = (small.own, large.own) if both else (small.memory, large.memory)
            more = sizes[1][kind] / sizes[0][kind] - 1
            met = sizes[1][kind] <= sizes[0][kind] * (1 + _WITHIN)
            yield Bar(f"memory of the {kind} process, {where}", "at most 10 % more", f"{more:+.1%}", met)
    if loads:
        largest = max(loads, key=lambda load: load.size)
        seconds = max(load.opened for load in loads if load.size == largest.size)
        yield Bar(
            f"report and index of feedback for {largest.size:,} open", f"{_OPENED:.0f} s", f"{seconds:.2f} s",
            seconds < _OPENED,
        )  # fmt: skip
