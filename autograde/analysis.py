"""What a class's records say about its exercises: how hard, how telling, and which mistakes were made.

Difficulty is the mean fraction of the points (classical test theory's p-value: high means easy). Discrimination
is the corrected item-total correlation: Pearson's r between the points of one exercise and the points of all the
others, which for an exercise worth all or nothing is the point-biserial correlation. "Corrected" means that the
exercise is left out of the total, since otherwise it would correlate with itself. (Lord and Novick, Statistical
Theories of Mental Test Scores, 1968, section 15.)
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from autograde.records import ExerciseResult, Record

# A correlation of fewer pairs than this says nothing worth a number.
FEWEST = 10
# Below this, textbooks of test theory ask for a look at the exercise.
WEAK = 0.2


@dataclass(frozen=True)
class Discrimination:
    """The corrected item-total correlation, or why there is none."""

    value: float | None
    low: float | None = None  # 95% interval (Fisher's z)
    high: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Mistake:
    """One way of being wrong in one exercise, and who was."""

    misconception: str  # "" for a mistake that no test recognised
    sentence: str
    students: list[str]
    share: float  # of those who lost points in the exercise


@dataclass(frozen=True)
class Item:
    """One exercise in the eyes of the class."""

    name: str
    count: int
    max_score: float
    mean: float  # fraction of the points
    full: float  # fraction of the class with all points
    blank: float  # fraction that left it unanswered
    lost: int
    discrimination: Discrimination
    mistakes: list[Mistake]


@dataclass
class ChapterSummary:
    """One chapter in the eyes of the class; written answers are left out of every number but `manual`."""

    name: str
    scores: np.ndarray  # (n,) float64, points by the tests
    max_score: float
    items: list[Item]
    manual: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.scores)


def discrimination(item: np.ndarray, rest: np.ndarray) -> Discrimination:
    """Pearson's r between an exercise's points and the points of all other exercises.

    Parameters
    ----------
    item, rest : np.ndarray
        Shape (n,), float64: one value per student, without NaN.

    Returns
    -------
    Discrimination
        Without a value, and with the reason, when there are fewer than `FEWEST` students or one of the two does
        not vary. The interval is Fisher's: tanh(artanh(r) ± 1.96 / sqrt(n - 3)).
    """
    n = len(item)
    if n < FEWEST:
        return Discrimination(None, why=f"fewer than {FEWEST} submissions")
    # Scores are sums of few floats, so equal scores may differ in the last bits.
    if np.ptp(item) < 1e-9:
        return Discrimination(None, why="everybody scored the same")
    if np.ptp(rest) < 1e-9:
        return Discrimination(None, why="no difference in the other exercises")
    r = float(np.clip(np.corrcoef(item, rest)[0, 1], -1, 1))
    z, spread = math.atanh(np.clip(r, -0.999999, 0.999999)), 1.96 / math.sqrt(n - 3)
    return Discrimination(r, math.tanh(z - spread), math.tanh(z + spread))


def _sentence(messages: Sequence[str]) -> str:
    """What most students with this mistake were told: the last line, below those that show their own values."""
    told = Counter(text.strip().split("\n")[-1].strip() for text in messages if text.strip())
    return told.most_common(1)[0][0] if told else ""


def _mistakes(results: Sequence[tuple[str, ExerciseResult]], outcomes: dict[str, str]) -> list[Mistake]:
    """The ways in which points were lost, most frequent first; each student counts once for each."""
    who: dict[tuple[str, str], list[str]] = defaultdict(list)
    messages: dict[tuple[str, str], list[str]] = defaultdict(list)
    losers = set()
    for student, result in results:
        seen = set()
        for test in result.tests:
            if test.score >= test.max_score:
                continue
            losers.add(student)
            kind = outcomes.get(test.outcome, test.outcome)
            key = (test.misconception or "", "" if test.misconception else kind)
            if key not in seen:
                seen.add(key)
                who[key].append(student)
            messages[key].append(test.message)
    found = [
        Mistake(
            misconception,
            _sentence(messages[misconception, kind]) if misconception else kind,
            sorted(students),
            len(students) / len(losers),
        )
        for (misconception, kind), students in who.items()
    ]
    # Recognised ones first: they are what can be taught; the rest is what the tests could learn to recognise.
    return sorted(found, key=lambda m: (not m.misconception, -len(m.students), m.misconception, m.sentence))


def summarise(
    chapter: str, records: Sequence[Record], order: Sequence[str], outcomes: dict[str, str]
) -> ChapterSummary:
    """What the class did in one chapter.

    Parameters
    ----------
    chapter : str
        Its name.
    records : sequence of Record
        Records of any chapters; those of other chapters and the failed ones are left out.
    order : sequence of str
        The exercises in the order of the text; others follow.
    outcomes : dict of str to str
        What to call a lost test that no misconception explains, by its outcome.
    """
    graded = [record for record in records if record.chapter == chapter and record.status != "failed"]
    place = {name: index for index, name in enumerate(order)}
    names = sorted({name for record in graded for name in record.exercises}, key=lambda n: (place.get(n, 10**6), n))
    manual = [name for name in names if any(r.exercises[name].manual for r in graded if name in r.exercises)]
    tested = [name for name in names if name not in manual]
    # (n, exercises): points; 0 where a record does not know the exercise (it was graded before it was written)
    points = np.array(
        [[record.exercises[name].score if name in record.exercises else 0.0 for name in tested] for record in graded],
        dtype=np.float64,
    ).reshape(len(graded), len(tested))
    totals = points.sum(axis=1)
    items = []
    for column, name in enumerate(tested):
        results = [(record.student, record.exercises[name]) for record in graded if name in record.exercises]
        most = max(result.max_score for _, result in results)
        fractions = points[:, column] / most if most else np.zeros(len(graded))
        mistakes = _mistakes(results, outcomes)
        items.append(
            Item(
                name=name,
                count=len(results),
                max_score=most,
                mean=float(fractions.mean()),
                full=float((fractions > 1 - 1e-9).mean()),
                blank=sum(not result.answered for _, result in results) / len(results),
                lost=len({student for mistake in mistakes for student in mistake.students}),
                discrimination=discrimination(points[:, column], totals - points[:, column]),
                mistakes=mistakes,
            )
        )
    return ChapterSummary(chapter, totals, sum(item.max_score for item in items), items, manual)


def quantile(values: Sequence[float], q: float) -> float:
    """The q-quantile (linear interpolation) of a list that is not empty."""
    return float(np.quantile(np.asarray(values, dtype=np.float64), q))
