"""Reports attacked over time: whatever comes in which order, any two ever shown differ by nobody or by five."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hiring.results import FEWEST
from hiring.results.agreement import Asked, bring_forward, nothing_kept, packed, told, unpacked
from hiring.results.gathering import NOT_ASSESSED
from hiring.results.moments import COLUMNS
from hiring.results.passages import bring_forward as bring_walks
from hiring.results.passages import nothing_kept as no_walks
from hiring.results.walks import Stay, Walk

LEVELS = (1, 2, 3, 4, 5)
PEOPLE = ("candidates", "assessed", "met_twice")
level = st.sampled_from([*LEVELS, NOT_ASSESSED])
# of each application: its quarter, and what up to three people said; some say it another time, as if amended
loop = st.tuples(st.integers(8100, 8102), st.lists(level, min_size=1, max_size=3))
days = st.lists(st.lists(loop, max_size=8), min_size=1, max_size=6)


def asked_of(loops: Mapping[int, Sequence[int]]) -> Asked:
    rows = [(one, person, said, -1) for one, levels in loops.items() for person, said in enumerate(levels)]
    application, person, said, reason = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Asked(application, person, said, reason)


def told_of(kept: dict[str, Any]) -> dict[tuple[str, str], float]:
    """How many people stand behind each figure, by quarter and in all."""
    found: dict[tuple[str, str], float] = {}
    for quarter, cell in kept["sums"].get("x", {}).items():
        for name in PEOPLE:
            many = float(np.sum(cell[COLUMNS.index(name)]))
            found[quarter, name] = many
            found["", name] = found.get(("", name), 0.0) + many
    return found


@given(days, st.randoms())
def test_agreement_moves_by_nobody_or_by_five(stream: list[list[tuple[int, list[int]]]], chance: Any) -> None:
    loops: dict[int, list[int]] = {}
    quarters: dict[int, int] = {}
    kept, shown = nothing_kept(), [told_of(nothing_kept())]
    for day in stream:
        for quarter, levels in day:
            loops[len(loops) + 1], quarters[len(quarters) + 1] = levels, quarter
        for one in list(loops):
            if chance.random() < 0.2:  # an amendment
                loops[one] = [chance.choice(LEVELS) for _ in loops[one]]
        gone = {one for one in loops if chance.random() < 0.1}  # opened again, or a card is owed
        bring_forward(kept, "x", asked_of({one: loops[one] for one in loops if one not in gone}), quarters, LEVELS)
        shown.append(told_of(kept))
    for before, after in combinations(shown, 2):
        moved = {key: after.get(key, 0.0) - before.get(key, 0.0) for key in after.keys() | before.keys()}
        assert all(many == 0 or many >= FEWEST for many in moved.values()), moved


@given(st.lists(st.lists(loop, min_size=1, max_size=12), min_size=2, max_size=4))
def test_who_is_in_stays_in_with_what_was_said_then(stream: list[list[tuple[int, list[int]]]]) -> None:
    kept, number = nothing_kept(), 0
    for day in stream:
        loops = {number + at: levels for at, (_quarter, levels) in enumerate(day, start=1)}
        quarters = {number + at: quarter for at, (quarter, _levels) in enumerate(day, start=1)}
        number += len(day)
        bring_forward(kept, "x", asked_of(loops), quarters, LEVELS)
        before = told(kept, {"x": "X"})
        inside = unpacked(kept["members"].get("x", ""))
        again = {one: [5] * len(levels) for one, levels in loops.items() if one in inside}
        assert bring_forward(kept, "x", asked_of(again), dict.fromkeys(again, 8103), LEVELS) == 0
        assert told(kept, {"x": "X"}) == before


step = st.tuples(
    st.integers(8100, 8101),
    st.sampled_from(["inbound", "network", "investor", "internal"]),
    st.lists(st.sampled_from(["sourcing", "panel", "offer"]), min_size=1, max_size=3, unique=True),
    st.sampled_from(["rejected", "withdrawn", "hired"]),
    st.booleans(),
)


def behind(kept: dict[str, Any]) -> dict[tuple[str, str, str], int]:
    """How many applications stand behind each figure, by quarter and in all."""
    found: dict[tuple[str, str, str], int] = {}
    for quarter, cell in kept["quarters"].items():
        parts = {("stages", kind): one["entered"] for kind, one in cell["stages"].items()}
        parts |= {("sources", name): one["applications"] for name, one in cell["sources"].items()}
        for (part, name), many in parts.items():
            for where in (quarter, ""):
                found[where, part, name] = found.get((where, part, name), 0) + many
    return found


@given(st.lists(st.lists(step, max_size=12), min_size=1, max_size=6))
def test_passing_moves_by_nobody_or_by_five(stream: list[list[Any]]) -> None:
    waiting: list[Walk] = []
    kept, number = no_walks(), 0
    shown = [behind(kept)]
    for day in stream:
        for quarter, channel, kinds, outcome, has_card in day:
            number += 1
            walk = Walk(number, channel, outcome, quarter, days=9.0, last=kinds[-1])
            walk.stays = {kind: Stay(3.0, 5) for kind in kinds}
            walk.waits = [(number % 3, -0.5)] if has_card else []
            waiting.append(walk)
        bring_walks(kept, waiting)
        inside = set(unpacked(kept["members"]).tolist())
        waiting = [walk for walk in waiting if walk.application not in inside]
        shown.append(behind(kept))
    for before, after in combinations(shown, 2):
        moved = {key: after.get(key, 0) - before.get(key, 0) for key in after.keys() | before.keys()}
        assert all(many == 0 or many >= FEWEST for many in moved.values()), moved


@given(st.sets(st.integers(1, 2**40)))
def test_numbers_come_back_as_they_were_packed(numbers: set[int]) -> None:
    assert unpacked(packed(np.array(sorted(numbers), dtype=np.int64))).tolist() == sorted(numbers)
