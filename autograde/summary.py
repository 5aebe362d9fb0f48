"""What `grade` says at the end: counts, then what to look at, then what to do next."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from autograde.batch import GradeRun
from autograde.flags import instructor_text
from autograde.records import Row, failure_code

SHOWN = 15  # lines of each list; the records hold the rest


def summary(outcome: GradeRun, records_file: Path | None = None) -> list[str]:
    """The lines of the summary."""
    records = sorted(outcome.rows, key=lambda record: (record.chapter, record.student))
    lines = _table(records)
    failed = [record for record in records if record.status == "failed"]
    flagged = [record for record in records if record.status == "flagged"]
    lines += _list("Failed: no grade, 0 points. The student has to hand in again.", [_failed(one) for one in failed])
    lines += _list("Flagged: graded, but look at them once.", [_flagged(one) for one in flagged])
    lines += _list("Not graded:", outcome.strays)
    waiting = sum(one.waiting for one in records)
    if outcome.unprotected:
        lines += ["", f"Graded WITHOUT these protections: {'; '.join(outcome.unprotected)}."]
    lines += ["", "Next:"]
    if outcome.stopped:
        again = "again without --force" if outcome.forced else "again"
        lines.append(f"  Stopped. Run the same command {again}: it goes on with what is left.")
    if waiting:
        lines.append(f"  {waiting} written answers wait for a mark: open the formgrader (jupyter lab, nbgrader menu).")
    lines.append("  python -m autograde feedback    a page for each student")
    lines.append("  python -m autograde report      how the class did")
    if records_file is not None:
        lines.append(f"  All records are in {records_file}.")
    return lines


def _table(records: list[Row]) -> list[str]:
    lines = [f"{'chapter':<24}{'graded':>8}{'flagged':>9}{'failed':>8}{'unchanged':>11}{'mean':>7}{'s each':>8}"]
    for chapter in sorted({record.chapter for record in records}):
        own = [record for record in records if record.chapter == chapter]
        count = Counter(record.status for record in own)
        fresh = [record for record in own if record.fresh]
        scores = [record.score / record.max_score for record in own if record.status != "failed" and record.max_score]
        mean = f"{sum(scores) / len(scores):.0%}" if scores else "-"
        seconds = f"{sum(record.seconds for record in fresh) / len(fresh):.1f}" if fresh else "-"
        unchanged = sum(record.handed_in and not record.fresh for record in own)
        lines.append(
            f"{chapter or '(none)':<24}{count['graded']:>8}{count['flagged']:>9}{count['failed']:>8}"
            f"{unchanged:>11}{mean:>7}{seconds:>8}"
        )
    return lines if records else ["Nothing was handed in yet."]


def _list(title: str, rows: list[str]) -> list[str]:
    if not rows:
        return []
    more = [f"  ... and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    return ["", title, *(f"  {row}" for row in rows[:SHOWN]), *more]


def _failed(record: Row) -> str:
    code = failure_code(record)
    detail = dict(zip(record.flags, record.details, strict=True)).get(code, "")
    said = instructor_text(code) + (f" ({detail})" if detail else "")
    return f"{record.student:<20} {record.chapter:<16} {code}: {said}"


def _flagged(record: Row) -> str:
    return f"{record.student:<20} {record.chapter:<16} {', '.join(record.flags)}"
