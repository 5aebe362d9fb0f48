"""Archives whose bytes depend on what is in them and on nothing else: not on the day, the system or the user."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

EPOCH = 315_532_800  # seconds from 1970 to 1980, the first date that a zip can hold


def write_zip(target: Path | IO[bytes], top: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Write an archive of (name, content), in their order, in which everything stands in the folder `top`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(f"{top}/{name}", time.gmtime(EPOCH)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is packed
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
