"""The measured figures as a page: tables, the bars of the course beside them, and how it was measured."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from tests.bench.account import how_counted
from tests.bench.endless import TIME_LIMIT
from tests.bench.graders import Cost
from tests.bench.grading import FLOOR_ALL, FLOOR_OURS, OTTER, OURS, START, STOCK, Results
from tests.bench.machine import machine, versions
from tests.bench.mixed_class import SEED
from tests.bench.otter_course import OTTER as OTTER_PIN

_NOISY = 0.5  # processes that wanted a processor before the bench began
# What counts as "another student waited": neighbours' times differ by so much from run to run anyway.
_SAME = 1.5

_HOW = f"""## How it was measured

- The class: STUDENTS students, chapters 01 and 02, answers from the bank: all right, every third wrong, unfinished,
  cells that print much, cells that warn. No endless loops; those have a table of their own. Each grader gets the
  same bytes, an empty gradebook that knows the chapters, and the same random numbers (`BYHAND_SEED={SEED}`).
- Graders take turns within a round. Ours grades the whole class in each round; to save minutes, stock and the floor
  another equal part of it in each, so that stock grades the class once, and otter-grader half of that part. Two at a
  time, stock and otter-grader were run in the first round only.
  Figures are medians over the rounds; start-up is included and divided among the submissions. The bars on processor
  time leave the start-up out, as the floor does: they are about one more submission.
- Stock has no option for several at a time: "2" is two commands side by side, one chapter each, with a gradebook
  each.
- otter-grader ({OTTER_PIN}) runs its function `grade_notebook` in one process, without the archive and the copies
  of `otter run`, and keeps no gradebook. Test cells were translated into its test files, to be run at their places.
- The floor runs cells in one process that has everything imported and an IPython shell ready, renders no figures and
  formats no tracebacks, and is counted from the first cell to the last: no reading, aligning, isolation, judging or
  recording, and start-up is free. One floor runs all code cells, as stock does; the other leaves out those that the
  split grader leaves out (given cells from which nothing is used).
- COUNTED.
  Memory is the largest sum of proportional set sizes (PSS) over all processes of the command, looked at four times
  a second.
- Recording is the wall time of one call that enters a submission into a gradebook and writes its files. The array
  crosses in a test that times its own calls of a student's function, a new array each time. A worker is ready when
  it says so after its last wall.

`make bench` measures again and writes this page.
"""


@dataclass(frozen=True)
class Bar:
    what: str
    wanted: str
    measured: str
    met: bool | None

    def row(self) -> str:
        return f"| {self.what} | {self.wanted} | {self.measured} | {_word(self.met)} |"


def _word(met: bool | None) -> str:
    return "not measured" if met is None else "yes" if met else "**no**"


def table_of(found: Iterable[Bar]) -> str:
    """The bars as Markdown."""
    return "\n".join(["| bar | wanted | measured | met |", "|---|---|---|---|", *(bar.row() for bar in found)])


def page(results: Results, load: float) -> str:
    """The whole page as Markdown; `load` is the machine's load before the bench."""
    noise = (
        f" The machine did other work at the time ({load:.1f} processes wanted a processor before it began): read "
        "ratios rather than seconds."
        if load > _NOISY
        else ""
    )
    parts = [
        "# Benchmarks of grading",
        "Written by `make bench`; do not edit.",
        f"{results.submissions} submissions, {_times(results.rounds)}, on {machine()}; {versions()}.{noise}",
        "## The bars",
        table_of(bars(results)),
        "## Cost of a submission",
        _cost_table(results),
        "## Single costs",
        _small_table(results),
        "## An endless loop and its neighbours",
        _endless_table(results),
        "## The same scores",
        _scores(results),
        _HOW.replace("STUDENTS", str(results.submissions // 2)).replace("COUNTED", how_counted()),
    ]
    return "\n\n".join(parts)


def bars(results: Results) -> list[Bar]:
    """What the course asks of the grader, and what was measured."""
    stock, ours = _median(results, STOCK, 1), _median(results, OURS, 2)
    floor, all_cells = _median(results, FLOOR_OURS, 1), _median(results, FLOOR_ALL, 1)
    faster = stock.wall / ours.wall
    more = another(results)
    times, times_all = more / floor.cpu, more / all_cells.cpu
    largest = max(cost.megabytes for cost in results.costs[OURS, 2])
    found = [
        Bar("throughput on 2 cores", "10 x stock's", f"{faster:.1f} x", faster >= 10),
        Bar("processor time of a submission, the same cells", "1.5 x the floor", f"{times:.2f} x", times <= 1.5),
        Bar("the same, every code cell on the floor as under stock", "1.5 x", f"{times_all:.2f} x", times_all <= 1.5),
        Bar("memory with 2 jobs", "300 MB", f"{largest:.0f} MB", largest <= 300),
    ]
    for name, what, most in (("recording", "recording a submission", 30), ("take", "6 MB array crosses", 50)):
        value = results.small.get(name, [0.0])[0]
        found.append(Bar(what, f"{most} ms", f"{value:.1f} ms", value <= most if value else None))
    changed = sum(one.scores_changed for one in results.endless)
    slower = max((one.neighbour_with_it / one.neighbour_without for one in results.endless), default=0.0)
    longest = max((one.own for one in results.endless), default=float("nan"))
    found += [
        Bar("an endless loop ends", f"{TIME_LIMIT} s and a submission's own cost", f"{longest:.1f} s",
            TIME_LIMIT <= longest < 2 * TIME_LIMIT),
        Bar(
            "its neighbours", "same scores, same time each", f"{changed} scores changed, {slower:.2f} x the time",
            changed == 0 and slower < _SAME,
        ),
        Bar("scores", "stock's, but where it is unfair", f"{len(results.differ)} differ", not results.differ),
    ]  # fmt: skip
    return found


def another(results: Results) -> float:
    """Processor seconds of one more submission: driver, worker, judge and record, without start-up."""
    count = results.submissions
    return (count * _median(results, OURS, 1).cpu - 2 * _median(results, START, 1).cpu) / (count - 2)


def _cost_table(results: Results) -> str:
    stock = _median(results, STOCK, 1)
    rows = [
        "| grader | at a time | wall s | processor s | memory MB | x stock's throughput |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for (name, jobs), costs in sorted(results.costs.items(), key=lambda item: -_typical(item[1]).wall):
        if costs and name != START:
            one = _typical(costs)
            most = max(cost.megabytes for cost in costs)
            figures = f"{one.wall:.3f} | {one.cpu:.3f} | {most:.0f} | {stock.wall / one.wall:.1f}"
            rows.append(f"| {name} | {jobs} | {figures} |")
    start = _median(results, START, 1)
    rows.append(
        f"\nOf ours, a run over two hand-ins, one a chapter, takes {2 * start.wall:.1f} s and {2 * start.cpu:.1f} s of "
        f"processor time, nearly all of it start-up; each further submission takes {another(results):.3f} s of it."
    )
    if results.otter:
        rows.append(f"\notter-grader was **not measured**: {results.otter.splitlines()[0][:200]}")
    return "\n".join(rows)


def _small_table(results: Results) -> str:
    names = {
        "recording": "recording one submission",
        "take": "6 MB array to the student's function",
        "double": "6 MB array there, another one back",
        "worker ready": "a worker, from the request until it is shut in",
    }
    rows = ["| | ms, median | ms, 95th percentile |", "|---|---:|---:|"]
    for name, what in names.items():
        median, most = results.small[name]
        rows.append(f"| {what} | {median:.1f} | {most:.1f} |")
    return "\n".join(rows)


def _endless_table(results: Results) -> str:
    rows = [
        f"One more hand-in, whose function never returns, in a small class; {TIME_LIMIT} s for an exercise.\n",
        "| jobs | whole run without s | with s | the looping one s | a neighbour without s | with s | scores changed |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    rows += [
        f"| {one.jobs} | {one.without:.1f} | {one.with_it:.1f} | {one.own:.1f} | {one.neighbour_without:.2f} "
        f"| {one.neighbour_with_it:.2f} | {one.scores_changed} |"
        for one in results.endless
    ]
    return "\n".join(rows)


def _scores(results: Results) -> str:
    lines = [
        f"Of {results.compared} scores that stock and the split grader gave in this run, {results.unfair} differ "
        "because stock gives nothing for a test during which a warning was printed (the split grader gives what the "
        f"test gives); {len(results.differ)} differ otherwise."
    ]
    lines += [f"- {name}" for name in results.differ[:20]]
    if results.otter_compared:
        lines.append(f"\n{OTTER} agrees on {results.otter_agrees} of {results.otter_compared} tests.")
    return "\n".join(lines)


def _median(results: Results, name: str, jobs: int) -> Cost:
    return _typical(results.costs[name, jobs])


def _typical(costs: list[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "megabytes")))


def _times(rounds: int) -> str:
    return "one round" if rounds == 1 else f"{rounds} rounds"
