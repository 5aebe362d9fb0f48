"""Prints what was measured: one line per exercise, then every bar that is missed and every surviving mutant."""

from __future__ import annotations

from collections.abc import Iterable

from autograde.quality.measure import Row

HEADINGS = ("exercise", "points", "right full", "wrong lose", "named", "mutants killed", "equivalent")


def table(rows: Iterable[Row]) -> str:
    """The measurements as text in columns, with a last line for all exercises together."""
    lines = [HEADINGS]
    totals = [[0, 0] for _ in range(4)]
    for row in rows:
        killed = len(row.mutants) - len(row.survivors)
        pairs = [
            (sum(row.full(verdict) for _, verdict in row.right), len(row.right)),
            (sum(not row.full(verdict) for _, verdict in row.wrong), len(row.wrong)),
            (sum(row.named(*pair) for pair in row.wrong), len(row.wrong)),
            (killed, len(row.mutants)),
        ]
        for total, pair in zip(totals, pairs, strict=True):
            total[0] += pair[0]
            total[1] += pair[1]
        shares = [f"{part}/{whole}" for part, whole in pairs]
        lines.append((row.task.name, f"{row.task.points:g}", *shares, str(len(row.equivalent))))
    lines.append(("all", "", *(f"{part}/{whole}" for part, whole in totals), ""))
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(
            zip(line, widths, strict=True)
        )).rstrip()
        for line in lines
    )


def details(rows: Iterable[Row]) -> str:
    """Every bar that is missed, then every mutant that survives; empty if there is nothing to say."""
    rows = list(rows)
    complaints = [f"- {complaint}" for row in rows for complaint in row.complaints()]
    survivors = [f"- {row.task.name}: {mutant}" for row in rows for mutant in row.survivors]
    parts = []
    if complaints:
        parts += ["To mend:", *complaints]
    if survivors:
        parts += ["Surviving mutants (strengthen a test, or list the mutant as equivalent with a reason):", *survivors]
    return "\n".join(parts)
