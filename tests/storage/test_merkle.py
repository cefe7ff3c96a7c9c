"""The Merkle tree is that of RFC 6962, to the byte."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive.merkle import EMPTY, Frontier, Tree, leaf_hash, node_hash, root_of_path

LEAVES = [
    leaf_hash(bytes.fromhex(each))
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
"""The inputs with which the implementations of Certificate Transparency are tested."""

ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
"""Leaf (from 0) and size of the tree, and the path that Certificate Transparency's tests name."""


def grown(leaves: list[bytes]) -> Frontier:
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert grown(LEAVES[:size]).root().hex() == Tree(LEAVES[:size]).root().hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_paths_are_those_of_certificate_transparency(index: int, size: int) -> None:
    path = Tree(LEAVES[:size]).path(index)
    assert [each.hex() for each in path] == PATHS[index, size]
    assert root_of_path(LEAVES[index], index, size, path).hex() == ROOTS[size]


def root_as_the_rfc_says(leaves: list[bytes]) -> bytes:
    """The recursion of RFC 6962, 2.1, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root_as_the_rfc_says(leaves[:split]), root_as_the_rfc_says(leaves[split:]))


@settings(max_examples=25)
@given(size=st.integers(1, 200), data=st.data())
def test_every_leaf_of_every_tree_is_proven_and_no_other_leaf_or_place(size: int, data: st.DataObject) -> None:
    leaves = [hashlib.sha256(b"%d" % number).digest() for number in range(size)]
    tree, root = Tree(leaves), root_as_the_rfc_says(leaves)
    assert tree.root() == grown(leaves).root() == root
    index = data.draw(st.integers(0, size - 1))
    path = tree.path(index)
    assert root_of_path(leaves[index], index, size, path) == root
    assert root_of_path(hashlib.sha256(b"another").digest(), index, size, path) != root
    for other in {index - 1, index + 1} & set(range(size)):
        try:
            assert root_of_path(leaves[index], other, size, path) != root
        except ValueError:
            pass
    with pytest.raises(ValueError, match="path is too"):
        root_of_path(leaves[index], index, size, [*path, root])


def test_a_frontier_can_be_kept_and_taken_up_again_at_any_size() -> None:
    for size in range(9):
        half = grown(LEAVES[:size])
        again = Frontier(half.size, half.roots)
        for leaf in LEAVES[size:]:
            again.add(leaf)
        assert again.root().hex() == ROOTS[8]


def test_a_frontier_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ValueError, match="2 whole sub-trees, not 1"):
        Frontier(3, [LEAVES[0]])


def test_a_leaf_beyond_the_tree_has_no_path() -> None:
    with pytest.raises(IndexError):
        Tree(LEAVES).path(8)
    with pytest.raises(ValueError, match="none with the number 8"):
        root_of_path(LEAVES[0], 8, 8, [])
