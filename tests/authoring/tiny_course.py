"""A tiny course in a temporary folder, so that tests of the tools do not depend on the real chapters."""

from __future__ import annotations

from pathlib import Path

from autograde.course import Course, find_course

HEADER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""

CHAPTER = """\
# Doubling

Twice three is 6. <!-- true: 2 * 3 == 6 -->

```{code-cell} ipython3
:tags: [readonly:setup_01]

from byhand import greet
```

```{code-cell} ipython3
print(greet("exposition"))
```

## Two exercises

### Exercise 1.1: Double a number
*Points: 3 · Difficulty: ★☆☆ · About 5 minutes*

Write `double(x)`.

<details><summary>Hint 1</summary>

Think of addition.

</details>

<details><summary>Hint 2</summary>

Add `x` to itself.

</details>

```{code-cell} ipython3
:tags: [exercise:double]

def double(x):
    ### BEGIN SOLUTION
    doubled_secretly = x + x
    return doubled_secretly
    ### END SOLUTION
```

```{code-cell} ipython3
:tags: [test:double:2]

assert double(3) == 6
### BEGIN HIDDEN TESTS
assert double(-7.25) == -14.5
print("output of a test cell")
### END HIDDEN TESTS
```

```{code-cell} ipython3
:tags: [test:double-type:1]

assert isinstance(double(1), int)
```

The doubled value of 4 is 8. <!-- true: double(4) == 8 -->

### Exercise 1.2: Why?
*Points: 2 · Difficulty: ★★☆ · About 3 minutes*

Why is adding enough?

+++ {"tags": ["manual:why_adding:2"]}

Because multiplication by two is repeated addition.

### BEGIN MARK SCHEME
One point for naming repeated addition, one for an example.
### END MARK SCHEME

+++

## Summary

You can double.
"""

BYHAND = """\
\"\"\"A package that notebooks import.\"\"\"


def greet(name):
    return f"hello, {name}"
"""


REQUIREMENTS = """\
numpy==2.4.6
matplotlib==3.11.2
ipywidgets==8.1.9
anywidget==0.11.0
jupyterlab==4.6.6
"""


def make_course(folder: Path) -> Course:
    """A course of one chapter, 01_doubling, with a code exercise and a written one."""
    course = find_course(folder)
    course.solutions.mkdir(parents=True)
    course.byhand.mkdir(parents=True)
    (course.byhand / "__init__.py").write_text(BYHAND)
    (course.root / "requirements.txt").write_text(REQUIREMENTS)
    write_chapter(course, CHAPTER)
    return course


def write_chapter(course: Course, text: str, name: str = "01_doubling") -> None:
    (course.solutions / f"{name}.md").write_text(HEADER + text)
