"""What every page of ours promises, as functions that return what breaks the promise."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Text flows through these; every other tag ends a word.
INLINE = {"a", "b", "code", "em", "mi", "mn", "mo", "span", "strong"}


class _Reader(HTMLParser):
    """Collects tags, attributes and the text outside `<style>` and `<script>`."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._raw = False

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._space(tag)
        self._raw = tag in ("style", "script")

    def handle_endtag(self, tag):
        self._raw = False
        self._space(tag)

    def _space(self, tag):
        if tag not in INLINE:
            self.text.append(" ")

    def handle_data(self, data):
        if not self._raw:
            self.text.append(data)


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def text_of(html: str) -> str:
    """The page's text, with white space made single."""
    return " ".join("".join(read(html).text).split())


def external_resources(html: str) -> list[str]:
    """Whatever could load something from outside, or lead there."""
    found = re.findall(r"(?:https?|ftp|javascript|data):[^\s\"'<]*|url\((?!#)[^)]*\)|@import[^;]*", html)
    for tag, attributes in read(html).tags:
        if tag in ("link", "iframe", "object", "embed", "img", "image", "base", "form"):
            found.append(tag)
        for name, value in attributes.items():
            if name in ("src", "srcset", "action", "xlink:href", "ping") or (value or "").startswith("//"):
                found.append(f"{name}={value}")
    return found


def active_content(html: str, scripts: int = 0) -> list[str]:
    """Handlers, style attributes, and scripts beyond the number that is ours."""
    tags = read(html).tags
    found = [f"{tag} {name}" for tag, given in tags for name in given if name.startswith("on") or name == "style"]
    count = sum(tag == "script" for tag, _ in tags)
    return found + (["script"] if count != scripts else [])


def repeated_ids(html: str) -> set[str]:
    ids = [attributes["id"] for _, attributes in read(html).tags if "id" in attributes]
    return {name for name in ids if ids.count(name) > 1}


def dead_anchors(html: str) -> set[str]:
    tags = read(html).tags
    ids = {attributes.get("id") for _, attributes in tags}
    links = {value[1:] for _, given in tags for name, value in given.items() if name == "href" and value[:1] == "#"}
    return links - ids
