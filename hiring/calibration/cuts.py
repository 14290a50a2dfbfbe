"""Where a group hangs together by a single candidate or interviewer, and whom that one parts from whom.

A vertex whose removal leaves a graph in pieces is an articulation point; the blocks that meet at such points are found
as Tarjan and Vishkin do (SIAM J. Comput. 14, 1985, 862-874). Take a spanning tree; two of its edges are in one block
when an edge outside the tree makes a cycle through both. All such pairs follow from a few that preorder numbers show,
and blocks are the connected components of those. Any spanning tree will do, so we take a breadth-first one: it needs no
recursion and no trust in how deep a search went, and edges outside it never lead to an ancestor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.groups import NOBODY, meetings, network
from hiring.calibration.ratings import Column


class Split(NamedTuple):
    """The interviewers of one group in two parts, as sorted codes. `side` hangs on the rest and is never the larger."""

    group: int
    side: Column
    rest: Column


@dataclass(frozen=True, slots=True)
class _Forest:
    """Spanning trees of all groups. Vertices are ranked breadth first from 0, which is nobody but holds the trees.

    By rank: `vertex` who it is, `above` the parent's rank, `first` and `end`, between which the subtree stands in
    preorder, `interviewers` how many are in it. `root` is each group's, `one` and `other` the ends of every edge
    outside the trees, all ranks. `in_preorder` are the codes of interviewers, `before` how many of them stand before a
    place in preorder.
    """

    vertex: Column
    above: Column
    first: Column
    end: Column
    interviewers: Column
    root: Column
    one: Column
    other: Column
    in_preorder: Column
    before: Column

    @property
    def candidates(self) -> Column:
        """How many are in each subtree."""
        return self.end - self.first - self.interviewers

    def under(self, ranks: Column) -> Column:
        """The interviewers in these subtrees."""
        spans = zip(self.before[self.first[ranks]], self.before[self.end[ranks]], strict=True)
        return np.concatenate([self.in_preorder[start:end] for start, end in spans])


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What falls apart when the vertex ranked `cut` goes: a row a piece of that `group`, and how many are in it.

    `block` is the label of the block by which the piece hangs below `cut`, `NOBODY` for the piece above. `is_bridged`
    is True when a single meeting joins the piece to `cut`.
    """

    cut: Column
    group: Column
    block: Column
    interviewers: Column
    candidates: Column
    is_bridged: NDArray[np.bool_]

    def __getitem__(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> _Pieces:
        return _Pieces(*(getattr(self, name)[rows] for name in self.__slots__))


def splits(
    candidate: Column, interviewer: Column, group_of_candidate: Column, group_of_interviewer: Column, at_most: int
) -> list[Split]:
    """Where one candidate or one interviewer is all that joins two parts of a group, and a comparison is at stake.

    The first two columns hold a row a rating, the others are what `groups` says of them. A piece counts when it has an
    interviewer and a candidate of its own, besides the one who is cut. Each piece is set against everybody else in the
    group, except the largest of a cut, which would say the same again; so a cut interviewer stands on the larger side.
    Where a single meeting joins two parts, its candidate and its interviewer both are cuts: only the candidate's split
    is given. At most `at_most` a group, those that part most interviewers; by group, the most even first.
    """
    people = len(group_of_candidate)
    group = np.concatenate([group_of_candidate, group_of_interviewer])
    forest = _grow(*meetings(candidate, interviewer), group, people)
    block = _blocks(forest)
    found = _at_stake(_pieces(forest, block, group, people), forest.vertex < people)

    found = found[np.lexsort((found.cut, -found.interviewers, found.group))]
    place = np.arange(len(found.group)) - np.searchsorted(found.group, found.group)
    return _sides(forest, block, found[place < at_most], people)


def _grow(candidate: Column, interviewer: Column, group: Column, people: int) -> _Forest:
    """Trees of all groups in one search, from an added vertex that holds one vertex of each group."""
    from scipy.sparse.csgraph import breadth_first_order

    holder = len(group)
    root = np.zeros(int(group.max(initial=NOBODY)) + 1, np.int64)
    root[group[candidate]] = candidate
    edges = np.append(candidate, np.full_like(root, holder)), np.append(interviewer, root)
    vertex, parent = breadth_first_order(network(*edges, holder + 1), holder, directed=False)
    rank = np.zeros(holder + 1, np.int64)
    rank[vertex] = np.arange(len(vertex))
    above = np.append(0, rank[parent[vertex[1:]]])
    first, size = _preorder(above.tolist())
    end = first + size

    in_preorder = np.empty_like(first)
    in_preorder[first] = vertex
    is_interviewer = (in_preorder >= people) & (in_preorder < holder)
    before = np.append(0, np.cumsum(is_interviewer))
    one, other = rank[candidate], rank[interviewer]
    outside = (above[one] != other) & (above[other] != one)
    return _Forest(
        vertex=vertex,
        above=above,
        first=first,
        end=end,
        interviewers=before[end] - before[first],
        root=rank[root],
        one=one[outside],
        other=other[outside],
        in_preorder=in_preorder[is_interviewer] - people,
        before=before,
    )


def _preorder(above: list[int]) -> tuple[Column, Column]:
    """(place in preorder, size of the subtree) of every rank."""
    size = [1] * len(above)
    for child in range(len(above) - 1, 0, -1):
        size[above[child]] += size[child]
    first, free = [0] * len(above), [1] * len(above)
    for child in range(1, len(above)):
        parent = above[child]
        place = first[child] = free[parent]
        free[child] = place + 1
        free[parent] = place + size[child]
    return np.array(first), np.array(size)


def _blocks(forest: _Forest) -> Column:
    """A label for each rank but 0: equal where the edges to the parents lie in one biconnected block."""
    from scipy.sparse.csgraph import connected_components

    above, first, one, other = forest.above, forest.first, forest.one, forest.other
    low, high = first.copy(), first.copy()
    for here, there in ((one, other), (other, one)):
        np.minimum.at(low, here, first[there])
        np.maximum.at(high, here, first[there])
    lowest, highest, parents = low.tolist(), high.tolist(), above.tolist()
    for child in range(len(parents) - 1, 0, -1):
        parent = parents[child]
        lowest[parent] = min(lowest[parent], lowest[child])
        highest[parent] = max(highest[parent], highest[child])
    leaves = (np.array(lowest) < first[above]) | (np.array(highest) >= forest.end[above])
    around = np.flatnonzero(leaves & (above > 0))
    graph = network(np.append(one, around), np.append(other, above[around]), len(above))
    _, label = connected_components(graph, directed=False)
    return np.asarray(label)


def _tops(forest: _Forest, block: Column) -> Column:
    """The ranks that stand highest in their block, ordered by whom the block hangs on, the rank above."""
    top = np.flatnonzero(block[1:] != block[forest.above[1:]]) + 1
    return top[np.argsort(forest.above[top], kind="stable")]


def _pieces(forest: _Forest, block: Column, group: Column, people: int) -> _Pieces:
    """Every piece at every vertex: each block that hangs on it, and what is left of its group."""
    top, labels = _tops(forest, block), int(block.max()) + 1
    holder = np.zeros(labels, np.int64)
    holder[block[top]] = forest.above[top]
    below = np.flatnonzero(holder)
    cut = np.unique(holder[below])
    root = forest.root[group[forest.vertex[cut]]]

    def count(kind: Column, is_kind: NDArray[np.bool_]) -> Column:
        hanging, taken = np.zeros(labels, np.int64), np.zeros(len(kind), np.int64)
        np.add.at(hanging, block[top], kind[top])
        np.add.at(taken, holder, hanging)
        return np.concatenate([hanging[below], kind[root] - taken[cut] - is_kind[cut]])

    cuts = np.concatenate([holder[below], cut])
    edges = np.bincount(block[1:], minlength=labels)
    return _Pieces(
        cut=cuts,
        group=group[forest.vertex[cuts]],
        block=np.concatenate([below, np.full_like(cut, NOBODY)]),
        interviewers=count(forest.interviewers, forest.vertex >= people),
        candidates=count(forest.candidates, forest.vertex < people),
        is_bridged=edges[np.concatenate([below, block[cut]])] == 1,
    )


def _at_stake(pieces: _Pieces, is_candidate: NDArray[np.bool_]) -> _Pieces:
    """The pieces to set against everybody else: see `splits`."""
    is_shared = is_candidate[pieces.cut] | ~pieces.is_bridged
    pieces = pieces[(pieces.interviewers > 0) & (pieces.candidates > 0) & is_shared]
    pieces = pieces[np.lexsort((-pieces.interviewers, pieces.cut))]
    return pieces[np.flatnonzero(np.diff(pieces.cut) == 0) + 1]


def _sides(forest: _Forest, block: Column, pieces: _Pieces, people: int) -> list[Split]:
    """Each piece's interviewers and everybody else's of its group."""
    top, found = _tops(forest, block), []
    low, high = (np.searchsorted(forest.above[top], pieces.cut, side=side) for side in ("left", "right"))
    for row, (cut, group, label) in enumerate(zip(pieces.cut, pieces.group, pieces.block, strict=True)):
        hung = top[low[row] : high[row]]
        whole = np.sort(forest.under(forest.root[[group]]))
        if label == NOBODY:
            side = np.setdiff1d(whole, np.append(forest.under(hung), forest.vertex[cut] - people), assume_unique=True)
        else:
            side = np.sort(forest.under(hung[block[hung] == label]))
        found.append(Split(int(group), side, np.setdiff1d(whole, side, assume_unique=True)))
    return found
