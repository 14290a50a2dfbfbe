"""Shares the questions of one area out among its talks, so that the candidate hears each of them once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hiring.workflow.coverage import Area, Matrix, askers, repeated


def share_questions(matrix: Matrix, area: Area) -> Matrix:
    """The matrix with no question of that area in two talks, and as many talks with a question left as can be.

    A talk that has begun keeps what it asked. Otherwise a question that is asked twice stays with whoever leads, but
    for those that another talk needs so as to have one at all.
    """
    by_question = askers(matrix, area)
    doubled = {question for question, seats in by_question.items() if repeated(seats)}
    if not doubled:
        return matrix
    keeps = _keepers(matrix, area, {question: by_question[question] for question in doubled})
    cells = dict(matrix.cells)
    for seat, cell in matrix.row(area.id):
        if seat.is_over or not cell.counts:
            continue
        asks = tuple(one for one in cell.asks if one not in doubled or keeps[one] == seat.talk)
        cells[area.id, seat.id] = replace(cell, asks=asks)
    return matrix.with_cells(cells)


def _keepers(matrix: Matrix, area: Area, doubled: Mapping[str, Sequence[object]]) -> dict[str, str]:
    """The talk that keeps each question asked twice."""
    row = [(seat, cell) for seat, cell in matrix.row(area.id) if cell.counts]
    over = {question: seat.talk for seat, cell in row if seat.is_over for question in cell.asks if question in doubled}
    # whoever leads is served first, and gets what nobody else needs
    ahead = sorted(((seat, cell) for seat, cell in row if not seat.is_over), key=lambda one: not one[1].leads)
    wishes: dict[str, list[str]] = {}
    provided = {seat.talk for seat, cell in ahead if any(one not in doubled for one in cell.asks)}
    for seat, cell in ahead:
        wishes.setdefault(seat.talk, [])
        wishes[seat.talk] += [one for one in cell.asks if one in doubled and one not in over]
    keeper: dict[str, str] = {}
    for talk in wishes:
        if talk not in provided:
            _serve(talk, wishes, keeper, set())
    for talk, wished in wishes.items():
        for question in wished:
            keeper.setdefault(question, talk)
    return keeper | over


def _serve(talk: str, wishes: Mapping[str, Sequence[str]], keeper: dict[str, str], tried: set[str]) -> bool:
    """Find the talk a question, if need be by finding another for whoever keeps it (Kuhn's matching)."""
    for question in wishes[talk]:
        if question in tried:
            continue
        tried.add(question)
        if question not in keeper or _serve(keeper[question], wishes, keeper, tried):
            keeper[question] = talk
            return True
    return False
