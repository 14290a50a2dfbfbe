"""Ratings with every code used, whole or a connected part of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hiring.calibration.codes import coded
from hiring.calibration.groups import groups, meetings, network
from hiring.calibration.ratings import Column, Ratings


class Codes(NamedTuple):
    """The codes in use, sorted: place k in packed ratings is the k-th of these."""

    candidate: Column
    interviewer: Column
    dimension: Column


def pack(ratings: Ratings) -> tuple[Ratings, Codes]:
    """The same ratings with every code from 0 to the highest used, and what the codes were."""
    candidates, candidate = coded(ratings.candidate)
    interviewers, interviewer = coded(ratings.interviewer)
    dimensions, dimension = coded(ratings.dimension)
    packed = ratings.recoded(candidate=candidate, interviewer=interviewer, dimension=dimension)
    return packed, Codes(candidates, interviewers, dimensions)


def without_apart(packed: Ratings) -> Ratings:
    """The same without perspectives where some of these rated nothing that the others did, so that the levels of
    dimensions and of perspectives cannot be told apart.
    """
    if packed.perspective is None:
        return packed
    of_dimension, _ = groups(packed.dimension, packed.perspective)
    return packed if of_dimension.max() == 0 else packed.blind_to_perspective()


def connected_part(packed: Ratings, group_of_interviewer: Column, size: int) -> Ratings:
    """All ratings of some candidates who hang together, `size` or a few more, packed anew.

    Breadth first from one interviewer of the largest group, then of the next if that was all. A random sample of
    candidates would cut the links by which severity is told from strength.
    """
    from scipy.sparse.csgraph import breadth_first_order

    candidates = int(packed.candidate.max()) + 1
    graph = network(*meetings(packed.candidate, packed.interviewer), candidates + len(group_of_interviewer))
    each = np.bincount(packed.candidate)
    is_taken = np.zeros(candidates, dtype=bool)
    _, roots = np.unique(group_of_interviewer, return_index=True)
    for root in roots:
        reached = breadth_first_order(graph, candidates + int(root), directed=False, return_predecessors=False)
        people = reached[reached < candidates]
        room = size - each[is_taken].sum()
        is_taken[people[: int(np.searchsorted(np.cumsum(each[people]), room)) + 1]] = True
        if each[is_taken].sum() >= size:
            break
    return pack(packed.only(is_taken[packed.candidate]))[0]
