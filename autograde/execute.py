"""Executes the solved notebooks once and keeps the outputs that the book shows.

    python -m autograde.execute 01_neurons

runs one chapter from top to bottom with its solutions, hidden tests and facts, and says OK or what fails.

The outputs are kept under _build/executed, keyed on everything that can change them: code cells, the code that proves
the facts, the `byhand` package, Python, the pinned packages and this module. An edit of the prose executes nothing
again.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from autograde.course import Course, UserError, find_course
from autograde.facts import Fact, assertion
from autograde.generate import package_files
from autograde.progress import progress
from autograde.source import Chapter, load

CELL_TIMEOUT = 300  # seconds; a chapter's slowest cell takes a few
SEED = "20250101"  # the tests draw new numbers at each run; the book must not
ANSI = re.compile(r"\x1b\[[0-9;]*m")
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")

Outputs = dict[str, list]  # by cell id, as nbformat has them


def is_published(cell: NotebookNode) -> bool:
    """Whether a cell's outputs are shown in the book: exposition and figures, never answers or tests."""
    marks = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and not marks.get("solution") and not marks.get("grade")


def key(course: Course, chapter: Chapter) -> str:
    """A digest of everything that the chapter's outputs depend on."""
    requirements = course.root / "requirements.txt"
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(sys.version.encode())
    digest.update(requirements.read_bytes() if requirements.exists() else b"")
    for path, content in package_files(course.byhand).items():
        digest.update(json.dumps([path.as_posix(), len(content)]).encode() + content)
    for cell, fact in _steps(chapter):
        step = ["fact", assertion(fact)] if fact else [cell["id"], cell.metadata, cell.source]
        digest.update(json.dumps(step, sort_keys=True).encode())
    return digest.hexdigest()


def outputs(course: Course, chapter: Chapter) -> Outputs:
    """The outputs of a chapter's published cells and of its answers, executing it first if anything changed.

    Raises
    ------
    UserError
        If a cell or a fact fails; the message names the line in the source file.
    """
    store = course.build / "executed" / f"{chapter.name}.json"
    wanted = key(course, chapter)
    if store.exists():
        kept = json.loads(store.read_text())
        if kept["key"] == wanted:
            return kept["outputs"]
    made = execute(course, chapter)
    store.parent.mkdir(parents=True, exist_ok=True)
    partial = store.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps({"key": wanted, "outputs": made}))
    partial.replace(store)
    return made


def outputs_of_all(course: Course, chapters: Sequence[Chapter]) -> dict[str, Outputs]:
    """`outputs` of several chapters, as many at a time as there are processors.

    Raises
    ------
    UserError
        If chapters fail: what is wrong with each of them.
    """
    made, failures = {}, []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        jobs = {pool.submit(outputs, course, chapter): chapter.name for chapter in chapters}
        with progress(len(jobs), "executing", "chapter") as bar:
            for job in as_completed(jobs):
                bar.set_postfix_str(jobs[job], refresh=False)
                bar.update()
                try:
                    made[jobs[job]] = job.result()
                except UserError as error:
                    failures.append(str(error))
    if failures:
        raise UserError("\n\n".join(sorted(failures)))
    return made


def execute(course: Course, chapter: Chapter) -> Outputs:
    """Run the solved notebook with its facts in a fresh kernel; returns what `outputs` keeps."""
    # Imported here because most verbs never start a kernel.
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    steps = _steps(chapter)
    notebook = nbformat.v4.new_notebook(metadata=copy.deepcopy(chapter.notebook.metadata))
    for cell, fact in steps:
        source = assertion(fact) if fact else cell.source
        metadata = {} if fact else copy.deepcopy(cell.metadata)
        notebook.cells.append(nbformat.v4.new_code_cell(source, metadata=metadata))
    reached = 0

    def remember(cell: NotebookNode, cell_index: int) -> None:
        nonlocal reached
        reached = cell_index

    with tempfile.TemporaryDirectory(prefix="chapter-") as folder:
        client = NotebookClient(
            notebook,
            timeout=CELL_TIMEOUT,
            kernel_name="python3",
            store_widget_state=False,
            resources={"metadata": {"path": folder}},
            on_cell_execute=remember,
            # Sockets in our own folder: those of TCP could be read by other users of the machine.
            config=Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}}),
        )
        try:
            client.execute(env=_environment(course, Path(folder)))
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise UserError(_failure(course, chapter, *steps[reached], error)) from None
    made = {}
    for (cell, fact), ran in zip(steps, notebook.cells, strict=True):
        if not fact and (is_published(cell) or cell.metadata["nbgrader"]["solution"]):
            made[cell["id"]] = [_published(output) for output in ran.outputs]
            _check_published(made[cell["id"]], _where(course, chapter, cell, fact))
    return made


def _steps(chapter: Chapter) -> list[tuple[NotebookNode | None, Fact | None]]:
    """What is executed, in order: code cells, and each fact in the place of the Markdown cell that states it."""
    facts = {}
    for fact in chapter.facts:
        facts.setdefault(fact.cell, []).append(fact)
    steps = []
    for index, cell in enumerate(chapter.notebook.cells):
        steps += [(None, fact) for fact in facts.get(index, [])]
        if cell.cell_type == "code":
            steps.append((cell, None))
    return steps


def _environment(course: Course, folder: Path) -> dict[str, str]:
    """The kernel's environment: `byhand` importable, figures static, nothing of the user's own set-up."""
    return {
        **os.environ,
        "PYTHONPATH": str(course.chapters),
        "PYTHONPYCACHEPREFIX": str(course.build / "pycache"),
        "IPYTHONDIR": str(folder / "ipython"),
        "BYHAND_STATIC": "1",
        "BYHAND_SEED": SEED,
        # As in the grader's sandbox. Chapters run side by side, and their matrices are small.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _where(course: Course, chapter: Chapter, cell: NotebookNode | None, fact: Fact | None) -> str:
    path = chapter.path.relative_to(course.root)
    if fact:
        return f"{path}:{fact.line}: the fact"
    index = next(index for index, other in enumerate(chapter.notebook.cells) if other is cell)
    return f"{path}:{chapter.lines[index]}: the cell {cell['id']!r}"


def _failure(
    course: Course, chapter: Chapter, cell: NotebookNode | None, fact: Fact | None, error: Exception
) -> str:
    where = _where(course, chapter, cell, fact)
    name = type(error).__name__
    if name == "CellTimeoutError":
        return f"{where} takes longer than {CELL_TIMEOUT} seconds"
    if name == "DeadKernelError":
        return f"{where} ends the kernel (out of memory, or a call of exit)"
    if fact and error.ename == "AssertionError":
        return f"{where} is {ANSI.sub('', error.evalue)}"
    reason = f"{error.ename}: {ANSI.sub('', error.evalue)}"
    if fact:
        return f"{where} {fact.expression!r} fails with {reason}"
    # nbclient puts the cell's source before the traceback; the line number above says where to look.
    traceback = ANSI.sub("", error.traceback).rpartition("\n------------------\n")[2].strip().splitlines()
    return f"{where} fails with {reason}\n" + "\n".join(traceback[-30:])


def _published(output: NotebookNode) -> dict:
    """An output as the book gets it: only its richest form, nothing that changes from run to run."""
    output = dict(output)
    if "data" in output:
        output["data"] = dict(output["data"])
        if len(output["data"]) > 1:
            output["data"].pop("text/plain", None)
    if "execution_count" in output:
        output["execution_count"] = None
    return output


def _check_published(made: list[dict], where: str) -> None:
    for output in made:
        if output.get("name") == "stderr":
            raise UserError(
                f"{where} writes to stderr, and the page would show it with the name of a temporary file:\n"
                f"{output['text'].strip()}\nCatch the warning in the cell, or print what readers should see."
            )
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        if ADDRESS.search(text):
            raise UserError(
                f"{where} shows an object's address, which differs at each run: {text.strip()[:100]}\n"
                "End the cell's last line with a semicolon."
            )


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m autograde.execute",
        description="Run chapters from top to bottom with their solutions, hidden tests and facts.",
    )
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="such as 01_neurons; all if none is named")
    args = parser.parse_args()
    course = find_course()
    try:
        for name in args.chapters or course.chapter_names:
            outputs(course, load(course, name))
            print(f"{name}: OK")
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
