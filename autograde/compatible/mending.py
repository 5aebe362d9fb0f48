"""TRUSTED. Mends cell metadata on which nbgrader would end the whole batch, or fail a submission, before it looks."""

from __future__ import annotations

from typing import Any

from nbgrader.nbgraderformat import SCHEMA_VERSION, MetadataValidator
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_solution


class MendMetadata(NbGraderPreprocessor):
    """Copied cells, emptied metadata, and other versions of nbgrader's metadata; each repair goes to the log."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        for cell in nb.cells:
            self._mend(cell)
        by_id: dict[str, list] = {}
        for cell in nb.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id:
                by_id.setdefault(grade_id, []).append(cell)
        for grade_id, cells in by_id.items():
            if len(cells) > 1:
                self._keep_one(grade_id, cells)
        return nb, resources

    def _mend(self, cell: Any) -> None:
        if "nbgrader" not in cell.metadata:
            return
        meta = cell.metadata.nbgrader
        if not isinstance(meta, dict) or not meta:
            self._forget(cell, "a cell with empty nbgrader metadata")
            return
        found = meta.get("schema_version", 0)
        try:
            version = int(found)
        except (TypeError, ValueError):
            version = SCHEMA_VERSION
        meta["schema_version"] = min(max(version, 0), SCHEMA_VERSION)
        if meta["schema_version"] != SCHEMA_VERSION:
            MetadataValidator().upgrade_cell_metadata(cell)
        if found != SCHEMA_VERSION:
            self.log.warning(
                "Cell '%s': metadata of version %r read as %s", meta.get("grade_id"), found, SCHEMA_VERSION
            )

    def _keep_one(self, grade_id: str, cells: list) -> None:
        """Of copies of a cell, keep the first that was edited if it is an answer, else the first."""
        edited = [c for c in cells if is_solution(c) and c.metadata.nbgrader.get("checksum") != compute_checksum(c)]
        kept = (edited or cells)[0]
        for cell in cells:
            if cell is not kept:
                self._forget(cell, f"a copy of cell '{grade_id}'")

    def _forget(self, cell: Any, what: str) -> None:
        self.log.warning("Not graded: %s", what)
        del cell.metadata["nbgrader"]
