"""Gradescope's "Export submissions": folders `submission_NUMBER` beside one `submission_metadata.yml`.

Gradescope publishes no description. The shape is what public programs read that process such exports (in ten
repositories: a mapping from folder to `:submitters:` with `:name:`, `:sid:` and `:email:`, to `:created_at:`, and to
`:history:`, the earlier submissions, whose files are not in the export). A group's hand-in counts for each member.
Not confirmed: older exports may write times as Ruby objects, so that these are read too, as plain data.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import PurePosixPath

import yaml

from autograde.archive import Refused, Top, Tree
from autograde.course import STUDENT_ID, UserError
from autograde.roster import Handle
from autograde.routes.way import Found, HandIn, Route
from autograde.wording import shown

METADATA = "submission_metadata.yml"
_MOST = 64 * 2**20  # bytes; results of tests of a large class are 20 MB


class _Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Plain data only; Ruby's own objects become mappings, whatever they claim to be."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge keys (`<<`) multiply when nested, and such a file needs none."""


def _as_mapping(loader: yaml.Loader, suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_Plain.add_multi_constructor("!ruby/", _as_mapping)


def sort(tree: Tree, known: list[str], ids: Collection[str]) -> Found:
    found = Found()
    metadata = _metadata(tree)
    folders = {top.name: top for top in tree.tops if top.name != METADATA}
    for name, facts in metadata.items():
        top = folders.pop(str(name), None)
        if top is None:
            found.problems.append(f"{shown(str(name))}: in {METADATA}, but not in the export")
        elif not isinstance(facts, dict) or not isinstance(facts.get(":submitters"), list):
            found.problems.append(f"{top.label}: {METADATA} does not say whose it is")
        else:
            found.hand_ins += _of_submitters(top, facts)
    found.problems += [f"{top.label}: not in {METADATA}, so nobody knows whose it is" for top in folders.values()]
    return found


def _of_submitters(top: Top, facts: dict) -> list[HandIn]:
    history = facts.get(":history")
    earlier = len(history) if isinstance(history, list) else 0
    older = (f"{top.label}: {earlier} earlier, which Gradescope does not export",) if earlier else ()
    hand_ins = []
    for place, person in enumerate(facts[":submitters"]):
        told = person if isinstance(person, dict) else {}
        name, sid, email = (str(told.get(key) or "").strip() for key in (":name", ":sid", ":email"))
        hand_ins.append(
            HandIn(
                Handle(id=sid, lms_user_id=sid, email=email, name=name),
                fallback=sid if STUDENT_ID.fullmatch(sid) else "",
                key=sid or email or f"{top.name}/{place}",
                label=top.label,
                load=top.load,
                when=_moment(facts.get(":created_at")),
                older=older,
            )
        )
    return hand_ins


def _moment(value: object) -> float | None:
    if isinstance(value, dict):  # a Ruby time: its `utc` is one that YAML knows
        value = value.get("utc")
    if not isinstance(value, datetime):
        return None
    try:
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return None


def _metadata(tree: Tree) -> dict:
    top = next((top for top in tree.tops if top.name == METADATA), None)
    if top is None:
        raise UserError(f"{tree.path} has no {METADATA}, so that nobody knows whose the submissions are.")
    try:
        file = next(file for file in top.load().files if file.name == PurePosixPath(METADATA))
        if len(file.data) > _MOST:
            raise Refused(f"it is larger than {_MOST // 2**20} MiB")
        # An alias is a reference: nothing is copied here, so that aliases of aliases cost nothing.
        data = yaml.load(file.data, Loader=_Plain)
    except (yaml.YAMLError, Refused, OSError, ValueError, RecursionError, StopIteration, TypeError) as error:
        raise UserError(f"{top.label} cannot be read ({error}). Export from Gradescope again.") from None
    if not isinstance(data, dict):
        raise UserError(f"{top.label} does not say whose the submissions are. Export from Gradescope again.")
    return data


ROUTE = Route("gradescope", "Gradescope", lambda tree: any(top.name == METADATA for top in tree.tops), sort)
