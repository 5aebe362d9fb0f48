"""nbgrader's settings for this course. `nbgrader` commands and `python -m autograde` both read them."""

import os
from pathlib import Path

c = get_config()  # noqa: F821 (given by traitlets)

HERE = Path(__file__).resolve().parent

c.CourseDirectory.course_id = "neural-networks-by-hand"
c.CourseDirectory.root = str(HERE)
# Absolute, so that the gradebook is the same file whatever folder a command is started in. For a server's database set
# the variable: postgresql://USER@HOST/DATABASE
c.CourseDirectory.db_url = os.environ.get("BYHAND_GRADEBOOK") or f"sqlite:///{HERE / 'gradebook.db'}"
# Our records stand beside the autograded notebooks; `nbgrader generate_feedback` must not hand them to students.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "record.json"]
