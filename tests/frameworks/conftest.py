"""Collected by `make test-frameworks` only, whose environment has PyTorch and Keras."""

import os

if os.environ.get("BYHAND_FRAMEWORKS") != "1":
    collect_ignore_glob = ["test_*.py"]
