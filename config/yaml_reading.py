"""YAML into plain values with the line each was written on.

A library reads the text into nodes; the values are made here, after the core schema of YAML 1.2: `no` and
`2024-01-01` stay text, only `true` and `false` are truth values, and no tag makes anything else. libyaml reads what
is sound (35 times as fast); what it refuses, ruamel.yaml reads again, because its words say better what is wrong.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml import nodes as ruamel_nodes
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

Node = yaml.Node | ruamel_nodes.Node
ScalarNode = (yaml.ScalarNode, ruamel_nodes.ScalarNode)
MappingNode = (yaml.MappingNode, ruamel_nodes.MappingNode)

Path = tuple[str | int, ...]

DEEPEST = 20
"""Levels of nesting; our deepest declaration has six."""

MOST_REPEATED = 20_000
"""Values that aliases (`*name`) may repeat in one file: enough for any list, too few for a bomb."""

LARGEST_FILE = 10 * 1000**2
"""Bytes; about 100,000 subjects."""

LONGEST_LINE = 4_000
MOST_BRACKETS = 4_000
"""Bounds within which libyaml may read: they bound the nesting, and so the stack that it takes."""

_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("map", "seq", "str", "null", "bool", "int", "float", "timestamp", "merge", "value")
)
"""What ruamel.yaml calls the values that we read; any other tag asks for something else to be made."""

_TAGGED = re.compile(r"(?:^|[\s,\[{])!", re.MULTILINE)

_PLAIN_WORDS = (
    ("'\\t'", "a tab stands where only spaces may; YAML is indented with spaces"),
    (
        "mapping values are not allowed",
        'not YAML: a text with ": " in it needs quotes, or the line is indented wrongly',
    ),
    ("could not find expected ':'", 'not YAML: a key without ":", or a line indented wrongly'),
    ("expected <block end>", "not YAML: this line is indented differently from the lines it belongs to"),
    ("end of stream", "not YAML: a quote or bracket is opened and never closed"),
    ("maximum depth", f"nested more than {DEEPEST} levels deep"),
    ("expected a single document", "more than one document in the file; remove the line ---"),
    ("found undefined alias", "an alias (*name) without its anchor (&name); a text that begins with * needs quotes"),
    ("while scanning an alias", "a text that begins with * needs quotes"),
    ("while scanning an anchor", "a text that begins with & needs quotes"),
    ("cannot start any token", "a text that begins with one of @ ` % needs quotes"),
    ("unknown escape character", "not YAML: a backslash inside double quotes; use single quotes"),
    ("special characters are not allowed", "a control character stands in the file"),
)


class UnreadableYamlError(Exception):
    """The text is not YAML that we read; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(slots=True)
class Document:
    """A file's value, the line of each path in it, and the keys written twice (line, key, first line)."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    twice: list[tuple[int, str, int]] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(raw: bytes) -> Document:
    """The document in the bytes of a file; UnreadableYamlError where it is not UTF-8, not YAML, or a bomb."""
    if len(raw) > LARGEST_FILE:
        raise UnreadableYamlError(0, f"larger than {LARGEST_FILE // 1000**2} MB; split it into several files")
    text = _decode(raw)
    node = _compose_quickly(text) or _compose(text)
    document = Document()
    if node is not None:
        document.value = _Values(document).read(node, ())
    return document


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableYamlError(line, f"not UTF-8 (byte {raw[error.start]:#04x}); save the file as UTF-8") from None


def _compose_quickly(text: str) -> Node | None:
    """What libyaml reads; None where it refuses, or where the text could be too much for it."""
    longest = max(map(len, text.splitlines()), default=0)
    if longest > LONGEST_LINE or text.count("[") + text.count("{") > MOST_BRACKETS or _TAGGED.search(text):
        return None  # a tag of its own (`!!str 7`) is told apart by ruamel.yaml only
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError):
        return None
    return node if node is not None and _height(node, 0, {}) <= DEEPEST else None


def _height(node: Node, above: int, known: dict[int, int]) -> int:
    """The levels below this node; more than allowed where they are, or where an alias holds itself.

    Each node is measured once, however often aliases repeat it.
    """
    if isinstance(node, ScalarNode):
        return 0
    if above > DEEPEST:
        return DEEPEST + 1
    if id(node) not in known:
        known[id(node)] = DEEPEST + 1  # stands while it is measured: who meets it then is inside it
        inner = [part for each in node.value for part in (each if isinstance(each, tuple) else (each,))]
        known[id(node)] = 1 + max((_height(each, above + 1, known) for each in inner), default=0)
    return known[id(node)]


def _compose(text: str) -> Node | None:
    reader = YAML(typ="safe", pure=True)
    reader.max_depth = DEEPEST
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node: Node | None = reader.compose(io.StringIO(text))
            return node
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableYamlError(mark.line + 1 if mark else 0, _plain_words(error)) from None
    except ReaderError as error:
        raise UnreadableYamlError(text.count("\n", 0, error.position) + 1, _plain_words(error)) from None
    except Exception:  # noqa: BLE001  a true boundary: on hostile text the library slips with ValueError
        # (`%YAML x.y`), OverflowError ("\U99999999", before 3.13), AssertionError and others; none may reach a user.
        line = getattr(reader.reader, "line", -1) + 1
        raise UnreadableYamlError(line, "not YAML, near this line: no reader makes sense of it") from None


def _plain_words(error: YAMLError) -> str:
    said = str(error)
    for fragment, words in _PLAIN_WORDS:
        if fragment in said:
            return words
    problem = getattr(error, "problem", None) or "it cannot be read"
    return f"not YAML: {problem}"


class _Values:
    """Makes plain values of nodes and notes where each stood; counts what aliases repeat."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.seen: set[int] = set()
        self.open: set[int] = set()
        self.repeated = 0

    def read(self, node: Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self._count(node, line)
        self.document.lines.setdefault(path, line)
        if isinstance(node, ScalarNode):
            return read_scalar(node)
        if id(node) in self.open:
            raise UnreadableYamlError(line, "an alias (*name) that contains itself")
        self.open.add(id(node))
        value = self._collection(node, path)
        self.open.discard(id(node))
        return value

    def _collection(self, node: Node, path: Path) -> Any:
        _check_tag(node)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        return [self.read(each, (*path, place)) for place, each in enumerate(node.value)]

    def _count(self, node: Node, line: int) -> None:
        self.repeated += id(node) in self.seen
        self.seen.add(id(node))
        if self.repeated > MOST_REPEATED:
            raise UnreadableYamlError(line, f"aliases (*name) repeat more than {MOST_REPEATED} values")

    def _mapping(self, node: yaml.MappingNode | ruamel_nodes.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise UnreadableYamlError(line, "a key is a word; a text that begins with { or [ needs quotes")
            key = key_node.value
            if key in values:
                self.document.twice.append((line, key, self.document.lines[(*path, key)]))
                continue
            self.document.lines[(*path, key)] = line
            values[key] = self.read(value_node, (*path, key))
        return values


def read_scalar(node: yaml.ScalarNode | ruamel_nodes.ScalarNode) -> str | int | float | bool | None:
    """The value of a scalar after YAML 1.2's core schema (section 10.3.2); numbers too long to count stay text."""
    text: str = node.value
    _check_tag(node)
    if node.style or (isinstance(node, ruamel_nodes.ScalarNode) and str(node.tag).endswith(":str")):
        return text
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    return _number(text)


def _check_tag(node: Node) -> None:
    if str(node.tag) not in _TAGS:
        raise UnreadableYamlError(node.start_mark.line + 1, "a text that begins with ! needs quotes")


def _number(text: str) -> str | int | float:
    if len(text) > 300:
        return text
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"0o[0-7]+|0x[0-9a-fA-F]+", text):
        return int(text, 0)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return {".inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}.get(text.lower(), text)
