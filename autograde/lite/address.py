"""The repository that students may see: its address stands once, in _config.yml, and none is set to begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from autograde.course import Course, UserError

ADDRESS = re.compile(r"https://[\w.-]+/[\w.-]+/[\w./-]*[\w-]")


@dataclass(frozen=True)
class Repository:
    """Where the course stands for Colab and Binder."""

    url: str
    branch: str

    @property
    def on_github(self) -> bool:
        """Colab opens notebooks from there and from nowhere else."""
        return self.url.startswith("https://github.com/")

    @property
    def install(self) -> str:
        """What pip installs `byhand` from."""
        return f"byhand @ git+{self.url}@{self.branch}#subdirectory=chapters"


def repository(course: Course) -> Repository | None:
    """The repository that _config.yml names, or None.

    Raises
    ------
    UserError
        If its address is not one that a browser can open.
    """
    path = course.root / "_config.yml"
    written = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    section = written.get("repository") or {}
    url = (section.get("url") or "").removesuffix(".git").rstrip("/")
    if not url:
        return None
    if not ADDRESS.fullmatch(url):
        raise UserError(f"_config.yml: repository.url is {url!r}; write it as https://github.com/NAME/REPOSITORY.")
    return Repository(url, section.get("branch") or "main")
