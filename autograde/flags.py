"""What the grader may say about a submission: one catalogue, one code a row, a text for each reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """One thing that was noticed about one submission.

    Parameters
    ----------
    code : str
        A key of `FLAGS` or of `FAILURES`.
    detail : str
        What exactly was seen: a file name, a grade id, a position. Plain text, never code of a test.
    """

    code: str
    detail: str = ""


# Their details name somebody else, so that students are not told them.
ABOUT_OTHERS = frozenset({"not_in_roster"})
MOST = 20  # notes of one code in one record


def few_of_each(flags: Iterable[Flag]) -> list[Flag]:
    """The distinct ones of `flags`; of each code the first `MOST`, and how many there were besides."""
    kept, count = [], Counter[str]()
    for flag in dict.fromkeys(flags):
        count[flag.code] += 1
        if count[flag.code] <= MOST:
            kept.append(flag)
    return kept + [Flag(code, f"and {number - MOST} more") for code, number in count.items() if number > MOST]


# code: (what the student should do, what the grader did - for the instructor). These are graded all the same.
FLAGS: dict[str, tuple[str, str]] = {
    "bom_removed": (
        "Nothing to do. Your file began with an invisible mark that some editors add.",
        "Removed a byte-order mark from the start of the file.",
    ),
    "utf16_converted": (
        "Save the notebook from Jupyter next time: an editor stored it in an unusual encoding (UTF-16).",
        "Converted the file from UTF-16 or UTF-32.",
    ),
    "not_utf8": (
        "Check the accented letters in your answers: the file was not stored as UTF-8. Save it from Jupyter.",
        "Decoded the file as Windows-1252 or Latin-1, since it is not UTF-8. Accented letters may be wrong.",
    ),
    "broken_characters": (
        "Check your answers: some characters in them are damaged and were replaced.",
        "Replaced half characters (lone surrogates) and removed NUL characters.",
    ),
    "odd_json": (
        "Nothing to do, but hand in the file as Jupyter saves it.",
        "The JSON held NaN, Infinity, control characters or a repeated key, of which the last value was taken.",
    ),
    "cell_too_long": (
        "A cell of your notebook is far too long and was left out. Read large data from a file, or compute them.",
        "A cell longer than any answer was taken as blank.",
    ),
    "old_format": (
        "Nothing to do. Your Jupyter is old: update it when you can.",
        "Read a notebook of an old format (nbformat 3 or older).",
    ),
    "newer_format": (
        "Look through your marks: your notebook is of a newer format than this course knows.",
        "Read a notebook of a newer format as far as it is like nbformat 4.",
    ),
    "wrong_name": (
        "Keep the file name that the notebook came with.",
        "Recognised the notebook by the cells in it, not by its file name.",
    ),
    "found_in_subfolder": (
        "Hand in the notebook itself, not a folder inside a folder.",
        "Found the notebook in a folder below the submission's own.",
    ),
    "several_notebooks": (
        "Hand in one notebook. The one with the most answers was graded: make sure that it is the one you mean.",
        "Several notebooks of this chapter were handed in; graded the one with the most answered cells.",
    ),
    "link_ignored": (
        "Hand in the file itself, not a link to it.",
        "Ignored a symbolic link or another thing that is not a regular file.",
    ),
    "file_ignored": (
        "Check that nothing you need was left out: a file could not be read.",
        "Ignored a file that could not be opened or a folder that looks like a notebook.",
    ),
    "bad_timestamp": (
        "Nothing to do. The time at which you handed in is not known, so it does not count as late.",
        "timestamp.txt holds no date; the time of the hand-in counts as unknown, so no late penalty applies.",
    ),
    "metadata_missing": (
        "Work in the notebook as you downloaded it. A tool removed the marks by which answers are found.",
        "No cell carried a grade id; cells were matched by their content and order.",
    ),
    "matched_by_content": (
        "Check that the right answer was marked: the cell had lost the mark by which it is found.",
        "Found an answer cell by what it defines, since its grade id was missing or changed.",
    ),
    "matched_by_place": (
        "Check that the right answer was marked: the cell had lost the mark by which it is found.",
        "Found an answer cell by its place between known cells, since its grade id was missing or changed.",
    ),
    "answered_in_other_cell": (
        "Write your answer in the answer cell itself. This time it was found in another cell.",
        "The answer cell was blank; a cell that defines what it asks for was taken as the answer.",
    ),
    "duplicate_cell": (
        "Delete copies of answer cells before you hand in. The last copy that you edited was graded.",
        "A graded cell occurred more than once; kept the last edited copy, and ran other edited ones before it.",
    ),
    "answer_missing": (
        "The answer cell is missing from your notebook. Download the notebook again and copy your answers into it.",
        "An answer cell was missing; the blank one of the instructor's copy was graded.",
    ),
    "test_restored": (
        "Nothing to do: a test that your notebook lacks was run all the same. Keep the tests, they help you.",
        "A test cell was missing; it was put back from the instructor's copy.",
    ),
    "locked_cell_changed": (
        "Leave the given cells and the tests as they are. Your changes to them were not used.",
        "A locked cell had been changed; the instructor's copy was used.",
    ),
    "test_copy_ignored": (
        "Nothing to do. Your own copy of a test was not run.",
        "A copy of a test cell was left out; only the instructor's tests are run.",
    ),
    "cell_type_restored": (
        "Keep answer cells what they are: one had been turned into text or into code.",
        "The type of a graded cell was put back to that of the instructor's copy.",
    ),
    "order_restored": (
        "Keep the cells in order: they were graded in the order of the original notebook.",
        "Graded cells had been moved; they were run in the order of the instructor's copy.",
    ),
    "unknown_cell_id": (
        "Nothing to do. A cell carried a mark that this chapter does not have; it earns no points.",
        "A cell carried a grade id that the chapter does not have; the id was ignored.",
    ),
    "many_extra_cells": (
        "Remove cells that your answers do not need: not all of them were run.",
        "More cells were added than are run; only those that define something were run, up to the limit.",
    ),
    "keyboard_input": (
        "Remove input(): nobody types while your notebook is graded. Put the value into a variable.",
        "A cell asks for keyboard input; while grading, the call ends with an error.",
    ),
    "breakpoint_left": (
        "Remove breakpoint() before you hand in. It was skipped.",
        "A cell calls the debugger; while grading, breakpoint() does nothing.",
    ),
    "not_in_roster": (
        "Ask your instructor whether you handed in under the right name: it is not on the list of the class.",
        "The student is not in the roster. If the name is mistyped, rename the folder and grade again.",
    ),
    "mended_by_instructor": (
        "Nothing to do. Your file could not be graded as it was, so a mended copy of it was graded.",
        "Graded the mended copy that lies beside the student's file; the original is as it was handed in.",
    ),
    "process_ended": (
        "One of your cells ended the program or ran too long. It lost its points; the rest was graded.",
        "A cell ended its process or ran out of time; a new process replayed the answers without it.",
    ),
    "time_used_up": (
        "Your notebook took too long as a whole; tests at its end were not run. Look for endless loops.",
        "The time for the whole submission was used up; the remaining tests were not run and count as 0.",
    ),
    "output_cut": (
        "Remove what prints without end from your answers.",
        "A cell printed more than is kept; the rest of its output was dropped.",
    ),
}

# These end a submission without a grade: it gets a row with zeros and the reason.
FAILURES: dict[str, tuple[str, str]] = {
    "nothing_submitted": (
        "Your folder is empty. Hand in the notebook (the .ipynb file).",
        "The folder holds no file.",
    ),
    "no_notebook": (
        "No notebook was found. Hand in the .ipynb file itself, not an export of it.",
        "The folder holds files, but no notebook.",
    ),
    "link_only": (
        "You handed in a link to the notebook. Hand in the file itself.",
        "The notebook is a symbolic link or another thing that is not a regular file; it was not followed.",
    ),
    "unreadable_file": (
        "The file could not be opened. Hand it in again.",
        "The file could not be opened; look at its permissions.",
    ),
    "file_too_large": (
        "The file is too large. Clear the outputs (Kernel, Restart and clear outputs) and hand in again.",
        "The file is larger than the grader reads.",
    ),
    "too_many_files": (
        "Hand in the notebook alone. Your folder holds too many files or too many folders inside one another.",
        "The folder holds more entries than the grader looks through.",
    ),
    "empty_file": (
        "The file is empty: saving or downloading it failed. Open your notebook, save it, hand in again.",
        "The notebook file holds no byte of content.",
    ),
    "web_page": (
        "This is a web page, not a notebook. In Jupyter use File, Download, and hand in the .ipynb file.",
        "An HTML or XML page was saved under the name of a notebook.",
    ),
    "pdf_file": (
        "This is a PDF, not a notebook. Hand in the .ipynb file.",
        "A PDF was saved under the name of a notebook.",
    ),
    "archive_file": (
        "This is a zip archive, not a notebook. Unpack it and hand in the .ipynb file.",
        "An archive was saved under the name of a notebook.",
    ),
    "merge_conflict": (
        "The file holds an unfinished Git merge (lines with <<<<<<< and >>>>>>>). Finish it and hand in again.",
        "The notebook holds Git merge-conflict markers.",
    ),
    "truncated_file": (
        "The file is cut off: the upload stopped early. Hand it in again.",
        "The JSON of the notebook ends in the middle.",
    ),
    "nested_too_deep": (
        "The file is damaged. Download the notebook again and copy your answers into it.",
        "The JSON is nested deeper than any notebook; it was not parsed.",
    ),
    "broken_json": (
        "The file is damaged and cannot be read as a notebook. Save it from Jupyter and hand in again.",
        "The file is not valid JSON.",
    ),
    "not_a_notebook": (
        "The file is not a notebook, although it is named like one. Hand in the notebook of this chapter.",
        "The file is JSON, but has no list of cells.",
    ),
    "other_chapter": (
        "This is the notebook of another chapter. Hand in the notebook of this one.",
        "None of the cells belongs to this chapter.",
    ),
    "unknown_chapter": (
        "There is no chapter of this name. Ask your instructor where to hand in.",
        "The folder's name is not that of a chapter.",
    ),
    "invalid_student_id": (
        "Ask your instructor to put your folder in order.",
        "The folder's name is not a student id: letters, digits, dot, dash and underscore are allowed.",
    ),
    "ended_its_workers": (
        "Grading your notebook ended the grader itself, again and again. Ask your instructor to look at it with you.",
        "Each worker of the cluster that graded this submission was gone before it had finished, also when it graded "
        "nothing else. Grade it alone with --student ID --force and watch the machine's memory.",
    ),
    "grader_error": (
        "The grader failed on your notebook. This is not your fault; your instructor has been told.",
        "The grader itself failed on this submission; please report what the reason says.",
    ),
}


def student_text(code: str) -> str:
    """What the student should do about `code`."""
    return (FLAGS.get(code) or FAILURES[code])[0]


def instructor_text(code: str) -> str:
    """What the grader did about `code`."""
    return (FLAGS.get(code) or FAILURES[code])[1]
