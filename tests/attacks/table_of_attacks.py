"""The suite's table: row, attack, what became of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from attacked_course import POINTS, make_course
from catalogue import NOT_HERE, ROWS
from class_runs import TIME_LIMITS, ClassRun, all_attacks, honest_part, run_class

OTHER_TESTS = {
    24: "resubmission without tests: test_other_roads",
    25: "resubmission that ends its process: test_other_roads",
    32: "another's name in a class's zip: test_other_roads",
    45: "every page against every hidden line: test_other_roads",
    50: "what the feedback folders hold: test_other_roads",
}


def main() -> int:
    """Print the table; 1 if a cheat gained, leaked or disturbed anybody."""
    attacks = all_attacks()
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        alone = honest_part(run_class(make_course(Path(folder, "honest")), []))
        runs = {}
        for group in dict.fromkeys(attack.run for attack in attacks):
            own = [attack for attack in attacks if attack.run == group]
            runs[group] = run_class(make_course(Path(folder, group)), own, TIME_LIMITS.get(group, 20))
    undisturbed = {group: honest_part(run) == alone and not run.left for group, run in runs.items()}
    bad = 0
    print("| row | attack | fixture | verdict | points for the wrong answer | neighbours | leaks |")
    print("|---|---|---|---|---|---|---|")
    for row, title in ROWS.items():
        for attack in (one for one in attacks if one.row == row):
            verdict, points, leaks, good = _became(attack, runs[attack.run])
            calm = undisturbed[attack.run]
            bad += not (good and calm)
            print(
                f"| {row} | {title} | {attack.label[3:]} | {verdict} | {points} | "
                f"{'unaffected' if calm else 'AFFECTED'} | {leaks} |"
            )
        if row in NOT_HERE or row in OTHER_TESTS:
            print(f"| {row} | {title} | {OTHER_TESTS.get(row) or 'not here: ' + NOT_HERE[row]} | | | | |")
    print(f"\n{len(attacks)} hand-ins, {bad} with something to look at")
    return 1 if bad else 0


def _became(attack, run: ClassRun) -> tuple[str, str, str, bool]:
    record = run.records[attack.student]
    exercise = record.exercises[attack.target]
    wanted = POINTS[attack.target] if attack.right else 0
    leaks = run.leaks(attack.student)
    good = exercise.score == wanted and not leaks and "grader_error" not in record.flags
    outcome = next((test.outcome for test in exercise.tests if test.score < test.max_score), "passed")
    points = f"{exercise.score:g} of {exercise.max_score:g}" + (" (answer right)" if attack.right else "")
    verdict = f"{record.status}: {outcome}" if record.status != "failed" else f"failed: {record.flags[-1]}"
    return verdict, points if good else f"**{points}**", ", ".join(leaks) or "none", good

