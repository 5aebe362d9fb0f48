"""The list of references: each entry can be looked up, each is cited, and each citation has an entry."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from pybtex.database import BibliographyData, Entry, parse_file, parse_string

from autograde.course import find_course

COURSE = find_course()
CITATION = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")

# Where an entry can be looked up: the field, what it must look like, and how many digits of it are checked.
DOI = re.compile(r"10\.\d{4,9}/[^\s{}]+")
ARXIV = re.compile(r"\d{2}(0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{2}(0[1-9]|1[0-2])\d{3}")
ADDRESS = re.compile(r"https?://[a-z0-9.-]+\.[a-z]{2,}(/\S*)?")


def is_isbn(text: str) -> bool:
    """Whether the last digit of an ISBN of 13 or 10 digits is what the others demand."""
    digits = text.replace("-", "").replace(" ", "")
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 if digit == "X" else int(digit)) * (10 - i) for i, digit in enumerate(digits)) % 11 == 0
    return False


LOOKED_UP_BY = {
    "doi": lambda text: DOI.fullmatch(text) is not None,
    "isbn": is_isbn,
    "eprint": lambda text: ARXIV.fullmatch(text) is not None,
    "url": lambda text: ADDRESS.fullmatch(text) is not None,
}


def problems_of_entry(key: str, entry: Entry) -> list[str]:
    """What keeps a reader from finding an entry."""
    given = {field: entry.fields[field] for field in LOOKED_UP_BY if field in entry.fields}
    wrong = [f"{key}: {field} {text}" for field, text in given.items() if not LOOKED_UP_BY[field](text)]
    wrong += [f"{key}: no {field}" for field in ("title", "year") if not entry.fields.get(field)]
    wrong += [] if entry.persons.get("author") else [f"{key}: no author"]
    return wrong if given else [*wrong, f"{key}: no DOI, ISBN, arXiv number or address"]


def cited(pages: dict[str, str]) -> list[str]:
    """Every key that a page cites, as often as it does."""
    found = [match for text in pages.values() for match in CITATION.findall(text)]
    return [key.strip() for keys in found for key in keys.split(",")]


def problems(bibliography: BibliographyData, pages: dict[str, str]) -> list[str]:
    """Everything that is wrong with the references of some pages."""
    entries = bibliography.entries
    wrong = [problem for key, entry in entries.items() for problem in problems_of_entry(key, entry)]
    keys = set(cited(pages))
    wrong += [f"{key}: never cited" for key in entries if key not in keys]
    wrong += [f"{key}: cited, but not in the list" for key in sorted(keys) if key not in set(entries)]
    wrong += [f"{key}: spelt in several ways" for key in _repeated({*keys, *entries}, _plain)]
    for field in LOOKED_UP_BY:
        texts = [entry.fields[field] for entry in entries.values() if field in entry.fields]
        wrong += [f"{text}: listed twice" for text in _repeated(texts, _plain)]
    return wrong + [f"{text}: listed twice" for text in _repeated(map(_work, entries.values()), _plain)]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _work(entry: Entry) -> str:
    """First author and title: two works may share a title."""
    return " ".join([*(str(person) for person in entry.persons.get("author", [])[:1]), entry.fields.get("title", "")])


def _repeated(texts, spelling) -> list[str]:
    counts = Counter(spelling(text) for text in texts)
    return [text for text in sorted(counts) if counts[text] > 1]


def test_every_reference_can_be_looked_up_and_is_cited():
    pages = {path.name: path.read_text(encoding="utf-8") for path in COURSE.chapters.glob("*.md")}
    assert problems(parse_file(COURSE.chapters / "references.bib"), pages) == []


# Planted defects: the check finds each of them.

GOOD = """
@book{minsky1969,
  author = {Minsky, Marvin and Papert, Seymour}, title = {Perceptrons}, year = {1969}, isbn = {978-0-262-63022-1},
}
@article{cybenko1989,
  author = {Cybenko, George}, title = {Approximation by superpositions}, year = {1989}, doi = {10.1007/BF02551274},
}
@misc{telgarsky2016,
  author = {Telgarsky, Matus}, title = {Benefits of depth}, year = {2016}, eprint = {1602.04485},
  url = {https://arxiv.org/abs/1602.04485},
}
"""
PAGE = "Limits {cite:p}`minsky1969` and powers {cite:t}`cybenko1989, telgarsky2016`."


def test_good_references_pass():
    assert problems(parse_string(GOOD, "bibtex"), {"page.md": PAGE}) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("63022-1", "63022-7", "minsky1969: isbn 978-0-262-63022-7"),
        ("63022-1", "6302-1", "minsky1969: isbn 978-0-262-6302-1"),
        ("10.1007/BF", "https://doi.org/10.1007/BF", "cybenko1989: doi https://doi.org/10.1007/BF02551274"),
        ("10.1007/", "1007/", "cybenko1989: doi 1007/BF02551274"),
        ("eprint = {1602.04485}", "eprint = {1614.04485}", "telgarsky2016: eprint 1614.04485"),
        ("https://arxiv", "arxiv", "telgarsky2016: url arxiv.org/abs/1602.04485"),
        ("doi = {10.1007/BF02551274}", "note = {in print}", "cybenko1989: no DOI, ISBN, arXiv number or address"),
        ("year = {1969}, ", "", "minsky1969: no year"),
        ("author = {Cybenko, George}, ", "", "cybenko1989: no author"),
        ("eprint = {1602.04485}", "doi = {10.1007/bf02551274}", "101007bf02551274: listed twice"),
        (
            "Telgarsky, Matus}, title = {Benefits of depth}",
            "Minsky, Marvin}, title = {Perceptrons.}",
            "minskymarvinperceptrons: listed twice",
        ),
        ("@misc{telgarsky2016", "@misc{Telgarsky2016", "telgarsky2016: spelt in several ways"),
        ("@misc{telgarsky2016", "@misc{telgarsky2015", "telgarsky2016: cited, but not in the list"),
        ("@misc{telgarsky2016", "@misc{telgarsky2015", "telgarsky2015: never cited"),
    ],
)
def test_a_planted_defect_is_found(before, after, found):
    assert GOOD.count(before) == 1
    assert found in problems(parse_string(GOOD.replace(before, after), "bibtex"), {"page.md": PAGE})


def test_a_citation_with_another_spelling_is_found():
    twice = PAGE + " See {cite}`Minsky1969`."
    found = problems(parse_string(GOOD, "bibtex"), {"page.md": twice})
    assert "minsky1969: spelt in several ways" in found
    assert "Minsky1969: cited, but not in the list" in found


@pytest.mark.parametrize("text", ["0-306-40615-2", "978 0 306 40615 7", "080442957X"])
def test_right_isbns_pass(text):
    assert is_isbn(text)


@pytest.mark.parametrize("text", ["0-306-40615-3", "978-0-306-40651-7", "X804429570", "978-0-306-40615", ""])
def test_wrong_isbns_do_not_pass(text):
    assert not is_isbn(text)
