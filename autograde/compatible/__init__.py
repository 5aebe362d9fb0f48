"""Compatible mode: any nbgrader course runs its submissions in warm, sandboxed workers instead of Jupyter kernels.

One line in the course's `nbgrader_config.py`, anywhere after `c = get_config()`:

    import autograde.compatible; autograde.compatible.use(c)

From then on `nbgrader autograde ASSIGNMENT`, and whatever else calls nbgrader's converter, runs every notebook in a
process that is forked from a warm one and shut in: student's cells and tests together, as such assignments expect.
Everything else stays nbgrader's: conversion, scores, comments, penalties, gradebook.

**What this mode does not give.** Tests run in the student's own process. A student's code can therefore read the hidden
tests, replace what they call, and forge a full score; no wall around the process can keep it from that. What the walls
keep safe is everything else: the instructor's files, gradebook and network, other students' submissions, and the rest
of the batch. Grades that must not be forged need tests in a process of their own: `python -m autograde grade`.

| module | side | its one job |
|---|---|---|
| `preprocessor` | trusted | takes the place of nbgrader's `Execute`; the options |
| `mending` | trusted | cell metadata on which `nbgrader autograde` would end the whole batch |
| `pool` | trusted | starts the warm process and hands out workers |
| `manager`, `channels` | trusted | a worker, as nbclient wants to see a kernel |
| `folder` | both ends | the files beside the notebook, there and back |
| `warm` | the warm process | shuts each worker in |
| `worker` | UNTRUSTED | IPython's kernel without its sockets |
"""

from __future__ import annotations

from typing import Any


def use(config: Any) -> None:
    """Make a course's nbgrader run submissions in sandboxed workers.

    Parameters
    ----------
    config : traitlets.config.Config
        What `get_config()` gives in an `nbgrader_config.py`. Preprocessors that the course has put into
        `c.Autograde.autograde_preprocessors` stay.

    Raises
    ------
    ValueError
        If the course's preprocessors do not contain nbgrader's `Execute`, so that there is nothing to replace.
    """
    from nbgrader.preprocessors import Execute

    from autograde.compatible.mending import MendMetadata
    from autograde.compatible.preprocessor import SandboxedExecute

    names = (Execute, "nbgrader.preprocessors.Execute", "nbgrader.preprocessors.execute.Execute")
    executing = _listed(config, "autograde_preprocessors")
    if SandboxedExecute not in executing:
        if not any(one in names for one in executing):
            raise ValueError("c.Autograde.autograde_preprocessors has no Execute that could be replaced")
        executing = [SandboxedExecute if one in names else one for one in executing]
    config.Autograde.autograde_preprocessors = executing
    sanitizing = _listed(config, "sanitize_preprocessors")
    if MendMetadata not in sanitizing:
        sanitizing = [MendMetadata, *sanitizing]
    config.Autograde.sanitize_preprocessors = sanitizing


def _listed(config: Any, name: str) -> list:
    """What the course has set, or added to, or nbgrader's own list."""
    from nbgrader.converters import Autograde
    from traitlets.config import LazyConfigValue

    default = list(getattr(Autograde, name).default())
    if name not in config.Autograde:
        return default
    value = config.Autograde[name]
    return list(value.get_value(default) if isinstance(value, LazyConfigValue) else value)
