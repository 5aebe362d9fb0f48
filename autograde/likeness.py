"""Which answers of one exercise are alike: exactly the same text first, then by fingerprints that renaming keeps.

The fingerprints are those of copydetect (winnowing; S. Schleimer and others, 2003), in which names and strings are
replaced by signs and comments left out. What the stub gives, and what many of the class wrote, counts for nothing;
an answer of which too little is left is not compared, because short right answers are alike by themselves.

Measured on the answer bank, right answers that were written to differ, and copies of them with arguments and local
names changed and laid out anew by `ast.unparse`: with these settings none of 230 pairs that differ is shown, and 177 of
200 copies are. Students who learnt from one chapter write more alike than the bank, so that a class shows more.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from autograde.course import UserError

if TYPE_CHECKING:
    import numpy as np
    from copydetect import CodeFingerprint

REQUIREMENTS = "autograde/requirements-similar.txt"
GRAM = 10  # signs of code in one fingerprint
FEWEST = 60  # fingerprints of its own that an answer needs to be compared
ALIKE = 0.6  # share of the larger answer's own fingerprints that two answers have in common
COMMON = 0.25  # what more than this part of the class wrote is common
CLASS = 12  # below this many answers nothing is common
LONGEST = 20_000  # characters; no answer is longer
MOST = 50  # pairs that are shown of one exercise

# A piece of an answer, and whether the other one has it too.
Piece = tuple[str, bool]


@dataclass(frozen=True)
class Pair:
    """Two texts that are alike, and who handed in each."""

    likeness: float
    students: tuple[list[str], list[str]]
    texts: tuple[list[Piece], list[Piece]]


@dataclass
class Comparison:
    """What comparing one exercise's answers showed.

    Parameters
    ----------
    answers, compared : int
        How many there are, and how many are long enough.
    same : list of (students, text)
        Groups who handed in exactly the same text, blank lines and spaces at line ends aside.
    pairs : list of Pair
        Of texts that are alike and not the same, the most alike first; at most `MOST`.
    more : int
        How many pairs besides those.
    """

    answers: int
    compared: int = 0
    same: list[tuple[list[str], str]] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    more: int = 0


def compare(answers: Mapping[str, str], stub: str) -> Comparison:
    """Compare the answers {student: source} of one exercise.

    Raises
    ------
    UserError
        If copydetect is not installed.
    """
    fingerprint = _copydetect()[0]
    found = Comparison(len(answers))
    authors: dict[str, list[str]] = {}
    for student in sorted(answers):
        authors.setdefault(_tidy(answers[student]), []).append(student)
    given = fingerprint(_tidy(stub)).hashes
    prints = {text: fingerprint(text) for text in authors if len(text) <= LONGEST}
    own = {text: one.hashes - given for text, one in prints.items()}
    for text, students in authors.items():
        if len(students) > 1 and len(own.get(text, ())) >= FEWEST:
            found.same.append((students, text))
    found.same.sort(key=lambda group: (-len(group[0]), group[0]))
    if len(answers) >= CLASS:
        count = Counter(sign for signs in own.values() for sign in signs)
        common = {sign for sign, times in count.items() if times > COMMON * len(own)}
        own = {text: signs - common for text, signs in own.items()}
    own = {text: signs for text, signs in own.items() if len(signs) >= FEWEST}
    found.compared = sum(len(authors[text]) for text in own)
    alike = []
    for one, other in combinations(own, 2):
        most = max(len(own[one]), len(own[other]))
        if min(len(own[one]), len(own[other])) >= ALIKE * most:  # else they cannot have enough in common
            share = len(own[one] & own[other]) / most
            if share >= ALIKE:
                alike.append((share, one, other))
    alike.sort(key=lambda pair: (-pair[0], authors[pair[1]], authors[pair[2]]))
    for share, one, other in alike[:MOST]:
        pieces = _side_by_side(prints[one], prints[other], own[one] & own[other])
        found.pairs.append(Pair(share, (authors[one], authors[other]), pieces))
    found.more = max(0, len(alike) - MOST)
    return found


def _tidy(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())


def _copydetect() -> tuple[Callable[[str], CodeFingerprint], Callable[[CodeFingerprint, CodeFingerprint], tuple]]:
    """copydetect's fingerprint of a text, and its comparison of two.

    Raises
    ------
    UserError
        If copydetect is not installed.
    """
    try:
        from copydetect import CodeFingerprint
        from copydetect.detector import compare_files
    except ImportError:
        raise UserError(
            f"comparing answers needs a package that the course does not: `pip install -r {REQUIREMENTS}`"
        ) from None

    def fingerprint(text: str) -> CodeFingerprint:
        return CodeFingerprint("answer.py", GRAM, 1, language="python", fp=io.StringIO(text))

    return fingerprint, compare_files


def _side_by_side(
    one: CodeFingerprint, other: CodeFingerprint, shared: set[int]
) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces; `shared` are the fingerprints that count."""
    compare_files = _copydetect()[1]
    places = compare_files(_only(one, shared), _only(other, shared))[2]
    return _pieces(one.raw_code, places[0]), _pieces(other.raw_code, places[1])


def _only(text: CodeFingerprint, signs: set[int]) -> CodeFingerprint:
    """A copy, since the text is compared with others too, of which it shares other fingerprints."""
    same = copy(text)
    same.hashes, same.hash_idx = set(signs), {sign: text.hash_idx[sign] for sign in signs}
    return same


def _pieces(text: str, places: tuple[np.ndarray, np.ndarray]) -> list[Piece]:
    """`places` are where what is shared begins, and where it ends."""
    pieces, at = [], 0
    for start, end in zip(*(side.tolist() for side in places), strict=True):
        start, end = max(at, int(start)), min(len(text), int(end))
        if start < end:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]
