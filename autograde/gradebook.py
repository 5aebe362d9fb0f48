"""Where the gradebook is: the one place that all verbs ask. What it says of it never holds a password.

A file beside the course unless `--db`, the variable BYHAND_GRADEBOOK, or `CourseDirectory.db_url` in
`nbgrader_config.py` names another. nbgrader's own commands read that file too, so with the variable set they work on
the same gradebook.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from autograde.assignment import nbgrader_config
from autograde.course import Course, UserError

VARIABLE = "BYHAND_GRADEBOOK"
REQUIREMENTS = "autograde/requirements-postgres.txt"
_FORM = "postgresql://USER@HOST/DATABASE or sqlite:////absolute/path/of/gradebook.db"


def add_argument(parser: argparse.ArgumentParser) -> None:
    """`--db`, for a verb that reads or writes the gradebook."""
    parser.add_argument(
        "--db", default="", metavar="URL",
        help=f"the gradebook, such as postgresql://USER@HOST/DATABASE (default: ${VARIABLE}, else "
        "autograde/gradebook.db); the password is better kept in ~/.pgpass or $PGPASSWORD",
    )  # fmt: skip


def use(url: str) -> None:
    """Let this be the gradebook of this process and of those that it starts.

    Raises
    ------
    UserError
        If it is no address of a database.
    """
    _parse(url)
    os.environ[VARIABLE] = url


def url_of(course: Course) -> str:
    """The gradebook's address, with its password: not to be shown."""
    return os.environ.get(VARIABLE) or nbgrader_config(course).CourseDirectory.get("db_url", course.db_url)


def file_of(course: Course) -> Path | None:
    """The gradebook's file; None if it is a server's."""
    parsed = _parse(url_of(course))
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def shown(url: str) -> str:
    """The gradebook in words that may be shown: no user, no password, no options."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.database or "in memory"
    place = f"{parsed.host or 'this machine'}{f':{parsed.port}' if parsed.port else ''}"
    return f"{parsed.database or 'without a name'} ({parsed.get_backend_name()} on {place})"


@contextmanager
def opened(course: Course) -> Iterator[Engine]:
    """The course's gradebook, for SQL of one's own.

    Raises
    ------
    UserError
        If the driver is not installed, or the database refuses what the block asks of it.
    """
    url = url_of(course)
    with driver_needed(url):
        engine = create_engine(url)
    try:
        with in_words(url):
            yield engine
    finally:
        engine.dispose()


@contextmanager
def driver_needed(url: str) -> Iterator[None]:
    """Says what to install where a database's driver is missing."""
    parsed = _parse(url)
    try:
        yield
    except (ModuleNotFoundError, ImportError, NoSuchModuleError) as error:
        missing = getattr(error, "name", None) or parsed.drivername
        hint = f"`pip install -r {REQUIREMENTS}`" if "postgres" in parsed.drivername else "install it"
        raise UserError(f"the gradebook {shown(url)} needs {missing}, which is not installed: {hint}.") from None


@contextmanager
def in_words(url: str) -> Iterator[None]:
    """Says what a database refuses without the statement and its values, and what to do about it."""
    try:
        yield
    except DBAPIError as error:
        raise UserError(f"the gradebook {shown(url)} cannot be used: {cause(error)}. {_advice(url)}") from None


def is_file(url: str) -> bool:
    return _parse(url).get_backend_name() == "sqlite"


def cause(error: DBAPIError) -> str:
    """What the database said, in one line; never a statement with its values."""
    return (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0]


def _advice(url: str) -> str:
    """What to do about a gradebook that cannot be opened."""
    if is_file(url):
        return (
            "Close other programs that use it, then run the same command again. If nbgrader was updated, make a copy "
            "of the file and run `nbgrader db upgrade`."
        )
    return (
        "Is the server running, does the database exist (`createdb`), and may this user write to it? If nbgrader was "
        "updated, run `nbgrader db upgrade`."
    )


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # whose text may hold a piece of the password
        raise UserError(f"the gradebook's address cannot be read. It has to be like {_FORM}.") from None
