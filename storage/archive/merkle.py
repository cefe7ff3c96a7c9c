"""Merkle trees over the ledger, as RFC 6962 (section 2.1) builds them: SHA-256, leaves and nodes told apart.

A tree's root stands for every line of the ledger. One line can be shown to be under a root with a
path of some thirty hashes, and the others stay unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that only grows, kept as the roots of its whole sub-trees: some thirty hashes for a thousand million."""

    def __init__(self, size: int = 0, roots: Iterable[bytes] = ()) -> None:
        """A tree of that size; ValueError where `roots` are not as many as such a tree has."""
        self.size = size
        self.roots = list(roots)
        if size < 0 or len(self.roots) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} whole sub-trees, not {len(self.roots)}")

    def add(self, leaf: bytes) -> None:
        """One more leaf, given by its hash, stands at the end."""
        size, root = self.size, leaf
        while size & 1:
            root = node_hash(self.roots.pop(), root)
            size >>= 1
        self.roots.append(root)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if not self.roots:
            return EMPTY
        root = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            root = node_hash(left, root)
        return root


class Tree:
    """A whole tree in memory, which gives a path for any leaf: 64 bytes a leaf."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        """The tree over these hashes of leaves."""
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_level_above(self._levels[-1]))

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def root(self) -> bytes:
        """The root of the tree."""
        return self._levels[-1][0] if self.size else EMPTY

    def path(self, index: int) -> list[bytes]:
        """The hashes beside the way from leaf `index` (from 0) up to the root; IndexError beyond the tree."""
        if not 0 <= index < self.size:
            raise IndexError(f"a tree of {self.size} leaves has none with the number {index}")
        path = []
        for level in self._levels[:-1]:
            if (beside := index ^ 1) < len(level):
                path.append(level[beside])
            index >>= 1
        return path


def _level_above(level: list[bytes]) -> list[bytes]:
    """Two by two; what is left over at the end goes up as it is, which gives the trees of the RFC."""
    above = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return above + level[len(above) * 2 :]


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root of a tree of `size` leaves in which `leaf` has that index and that path (RFC 9162, 2.1.3.2).

    ValueError where no path of that length can belong there.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has none with the number {index}")
    root, at, last = leaf, index, size - 1
    for beside in path:
        if last == 0:
            raise ValueError("the path is too long for this tree")
        if at & 1 or at == last:
            root = node_hash(beside, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the path is too short for this tree")
    return root
