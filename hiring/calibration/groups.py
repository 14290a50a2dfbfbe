"""Which candidates and interviewers hang together at all: the connected components of who met whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiring.calibration.ratings import Column

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NOBODY = -1
"""The group of a code that no rating uses."""


def groups(candidate: Column, interviewer: Column) -> tuple[Column, Column]:
    """(group of each candidate code, group of each interviewer code), for the codes from 0 to the highest given.

    `candidate` and `interviewer` are two columns of one length, a row a rating, in any order and repeated as often as
    people were rated. Two people are in one group when a chain of meetings joins them; between groups nothing can be
    said of severity. Groups are numbered from the one with most ratings, 0; of two as large, the one with the smallest
    candidate code comes first. A code that stands in no row gets `NOBODY`. Linear in the number of rows.
    """
    from scipy.sparse.csgraph import connected_components

    candidates, interviewers = (int(column.max(initial=-1)) + 1 for column in (candidate, interviewer))
    many, label = connected_components(network(*meetings(candidate, interviewer), candidates + interviewers), False)
    ratings = np.bincount(label[candidate], minlength=many)
    smallest = np.full(many, candidates)
    smallest[label[:candidates][::-1]] = np.arange(candidates)[::-1]
    order = np.lexsort((smallest, -ratings))
    number = np.empty_like(order)
    number[order] = np.arange(many)
    number[ratings == 0] = NOBODY
    return number[label[:candidates]], number[label[candidates:]]


def meetings(candidate: Column, interviewer: Column) -> tuple[Column, Column]:
    """Who met whom, as vertices: candidates by their codes, interviewers after the highest of these.

    Ratings mostly stand interview by interview, so repetitions are dropped where they follow one another; those left
    do no harm to a graph.
    """
    new = np.ones(len(candidate), dtype=bool)
    new[1:] = (np.diff(candidate) != 0) | (np.diff(interviewer) != 0)
    return candidate[new], interviewer[new] + int(candidate.max(initial=-1)) + 1


def network(one: Column, other: Column, vertices: int) -> csr_array:
    """A graph with these edges, each held in one direction only: ask scipy to read it as undirected."""
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(one)), (one, other)), shape=(vertices, vertices))
