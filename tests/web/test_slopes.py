"""The slope graph: a line a person, heavy for whoever moved, and no two dots on each other."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from hiring.web.slopes import LONGEST_NAME, Slope, Word, slopes

WORDS = [Word("Strong no", "r1"), Word("No", "r2"), Word("Yes", "r4"), Word("Strong yes", "r5")]
place = st.none() | st.integers(0, 3)
people = st.lists(
    st.builds(
        Slope,
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1),
        st.just("XY"),
        place,
        place,
    ),
    max_size=9,
    unique_by=lambda one: one.name,
)


def drawn(those: list[Slope], *, rtl: bool = False) -> ET.Element:
    return ET.fromstring(str(slopes(those, WORDS, ("Before", "After"), "said", rtl=rtl)))


@given(people)
def test_each_who_voted_twice_has_one_line_and_movers_a_heavy_one(those: list[Slope]) -> None:
    lines = [line.get("class") for line in drawn(those).iter("line")]
    both = [one for one in those if one.before is not None and one.after is not None]
    assert lines.count("rw") == sum(one.has_moved for one in both)
    assert lines.count("ra") == sum(not one.has_moved for one in both)


@given(people)
def test_no_dot_lies_on_another_and_all_lie_inside(those: list[Slope]) -> None:
    graph = drawn(those)
    dots = [
        (one.get("x"), int(one.get("y") or 0)) for one in graph.iter("svg") if (one.get("class") or "").startswith("d ")
    ]
    expected = sum((one.before is not None) + (one.after is not None) for one in those)
    assert (len(dots), len(set(dots))) == (expected, expected)
    assert all(12 <= y <= int(graph.get("height") or 0) for _x, y in dots)
    columns = [sorted(y for x, y in dots if x == side) for side in {x for x, _y in dots}]
    assert all(later - earlier >= 25 for ys in columns for earlier, later in pairwise(ys))


@given(people)
def test_right_to_left_is_the_mirror(those: list[Slope]) -> None:
    there, back = (
        re.findall(r'x1?="(\d+)%"', str(slopes(those, WORDS, ("B", "A"), "s", rtl=rtl))) for rtl in (False, True)
    )
    assert [100 - int(x) for x in there] == [int(x) for x in back if x != "100"]


def test_names_are_escaped_and_long_ones_are_cut() -> None:
    shown = str(
        slopes([Slope("<b>&", "B", 0, 1), Slope("N" * 40, "N", 1, 1)], WORDS, ("B", "A"), 'a "label"', rtl=False)
    )
    assert "&lt;b&gt;&amp;" in shown
    assert f"{'N' * (LONGEST_NAME - 1)}…" in shown
    assert 'aria-label="a &#34;label&#34;"' in shown
