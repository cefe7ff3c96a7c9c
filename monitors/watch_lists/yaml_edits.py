"""One declaration in a YAML file, changed: every other line stays as it is, and so do the comments inside."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

Value = str | bool | Sequence[str] | None


class NoSuchDeclaration(Exception):
    """The file declares nothing of that name."""


def edit_declaration(text: str, *, key: str, name: str, changes: Mapping[str, Value]) -> str:
    """The text in which the declaration whose `key` says `name` has these values; None, False and () take a key out.

    Of a list only what differs is taken out or added at its end. NoSuchDeclaration where there is none.
    """
    node = next(_find(YAML().compose(text), key, name), None)
    if node is None:
        raise NoSuchDeclaration(f"no declaration has the {key} {name}")
    lines = text.splitlines(keepends=True)
    first, column, end = node.start_mark.line, node.start_mark.column, _find_end(node, lines)
    block = [lines[first][column:], *(_outdent(line, column) for line in lines[first + 1 : end])]
    edited = _change("".join(block), changes).splitlines(keepends=True)
    head = lines[first][:column] + edited[0]
    lines[first:end] = [head, *(" " * column + line if line.strip() else line for line in edited[1:])]
    return "".join(lines)


def _find(node: Node | None, key: str, name: str) -> Iterator[MappingNode]:
    """The mappings that say `name` under `key`; what stands under `codes` is another matter."""
    if isinstance(node, MappingNode):
        told = {each.value: value for each, value in node.value}
        if isinstance(told.get(key), ScalarNode) and told[key].value == name:
            yield node
        for under, value in told.items():
            if under != "codes":
                yield from _find(value, key, name)
    elif isinstance(node, SequenceNode):
        for each in node.value:
            yield from _find(each, key, name)


def _find_end(node: Node, lines: list[str]) -> int:
    """The number of lines up to the end of the last value inside."""
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    end = node.end_mark.line + (node.end_mark.column > 0)  # a text of several lines ends where the next line begins
    while not lines[end - 1].strip():
        end -= 1
    return int(end)


def _outdent(line: str, column: int) -> str:
    return line[column:] if not line[:column].strip() else line.lstrip(" ")


def _change(block: str, changes: Mapping[str, Value]) -> str:
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    declared: CommentedMap = yaml.load(block)
    for key, value in changes.items():
        if value is None or value is False or value in ("", (), []):
            declared.pop(key, None)
        elif isinstance(value, str | bool):
            declared[key] = value
        elif isinstance(declared.get(key), CommentedSeq):
            _change_list(declared[key], value)
        else:
            declared[key] = list(value)
    written = io.StringIO()
    yaml.dump(declared, written)
    return written.getvalue()


def _change_list(former: CommentedSeq, wanted: Sequence[str]) -> None:
    for place in reversed(range(len(former))):
        if read_text(former[place]) not in wanted:
            del former[place]
    there = {read_text(each) for each in former}
    for each in wanted:
        if each not in there:
            former.append(each)


def read_text(written: object) -> str:
    """The words of a list's entry: of an alias with a language or a way to match, its text."""
    return str(written["text"]) if isinstance(written, Mapping) else str(written)
