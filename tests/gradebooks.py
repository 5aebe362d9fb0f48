"""nbgrader starts the program `alembic` for each gradebook that it makes, to be told a constant.

Once a process is enough, and saves two seconds each; what the tests run as commands still asks each time.
"""

from __future__ import annotations

import functools

from nbgrader import api

api.get_alembic_version = functools.cache(api.get_alembic_version)
