"""Charts: well-formed, escaped, mirrored, inside their plot, and saying in words what they draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from hiring.text import Text
from hiring.web.charts import NARROWEST, PITCH, RADIUS, Dot, Estimate, Strip, axis, colour_class, dots

FIVE = (1, 5)
WORDS = [(1, "Well below"), (2, "Below"), (3, "Meets"), (4, "Strong"), (5, "Exceptional")]
PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12)

RUTH, DANIEL, MAJA, JO = (
    Dot("RC", "Ruth Chen", 2),
    Dot("DO", "Daniel Osei", 4),
    Dot("ML", "Maja Lindqvist", 2),
    Dot("JW", "Jo Whitfield", 5),
)


def strip(*people: Dot, mean: float | None = None, disputed: bool = False, scale: tuple[int, int] = FIVE) -> Strip:
    return Strip(scale, people, mean, disputed, "Risk")


def at(*levels: float) -> tuple[Dot, ...]:
    return tuple(Dot(f"P{number}", f"Person {number}", level) for number, level in enumerate(levels))


def piles(markup: Markup) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(x, y, [(initials, shift)]) of each pile."""
    return [
        (pile.attrib["x"], pile.attrib["y"], [(dot.findtext("text", ""), dot.attrib["transform"]) for dot in pile[0]])
        for pile in ET.fromstring(markup).findall("svg")
        if pile[0].get("class") == "pile"
    ]


def lines(markup: Markup, kind: str) -> list[dict[str, str]]:
    return [line.attrib for line in ET.fromstring(markup).iter("line") if line.get("class") == kind]


def marks(markup: Markup, width: float = NARROWEST) -> Iterator[tuple[float, float]]:
    """Centre of each dot in pixels on a plot of that width."""
    for x, y, people in piles(markup):
        for _, transform in people:
            yield float(x.rstrip("%")) / 100 * width + float(transform[len("translate(") : -1]), float(y)


def test_dots_stand_at_their_levels_side_by_side() -> None:
    drawn = dots(strip(RUTH, DANIEL, MAJA, JO))
    assert piles(drawn) == [
        ("25%", "20", [("RC", "translate(-14.5)"), ("ML", "translate(14.5)")]),
        ("75%", "20", [("DO", "translate(0)")]),
        ("100%", "20", [("JW", "translate(0)")]),
    ]


def test_right_to_left_mirrors_places_and_order() -> None:
    drawn = dots(strip(RUTH, DANIEL, MAJA, JO, mean=3.25, disputed=True), rtl=True)
    assert piles(drawn) == [
        ("75%", "20", [("RC", "translate(14.5)"), ("ML", "translate(-14.5)")]),
        ("25%", "20", [("DO", "translate(0)")]),
        ("0%", "20", [("JW", "translate(0)")]),
    ]
    assert lines(drawn, "rw") == [{"class": "rw", "x1": "43.75%", "x2": "43.75%", "y1": "40", "y2": "56"}]


def test_a_fourth_person_at_one_level_stands_below() -> None:
    assert [(y, len(people)) for _, y, people in piles(dots(strip(*at(3, 3, 3, 3))))] == [("20", 3), ("49", 1)]


def test_fine_scales_stack_instead_of_covering() -> None:
    drawn = dots(strip(*at(50, 52, 90), scale=(0, 100)))
    assert [(x, y) for x, y, _ in piles(drawn)] == [("50%", "20"), ("52%", "49"), ("90%", "20")]
    assert [line["x1"] for line in lines(drawn, "gl")] == ["0%", "25%", "50%", "75%", "100%"]


def test_a_line_at_each_level() -> None:
    assert [line["x1"] for line in lines(dots(strip(RUTH)), "gl")] == ["0%", "25%", "50%", "75%", "100%"]


def test_people_of_one_perspective_stand_beside_each_other() -> None:
    people = [Dot("A", "A", 3, "peer"), Dot("B", "B", 3, "executive"), Dot("C", "C", 3, "peer")]
    drawn = dots(strip(*people))
    assert [initials for initials, _ in piles(drawn)[0][2]] == ["A", "C", "B"]
    assert ET.fromstring(drawn).attrib["aria-label"] == "Risk: A (peer) 3; C (peer) 3; B (executive) 3."


def test_mean_is_a_tick() -> None:
    drawn = dots(strip(RUTH, DANIEL, mean=3.0))
    assert lines(drawn, "rw") == [{"class": "rw", "x1": "50%", "x2": "50%", "y1": "40", "y2": "56"}]
    assert lines(dots(strip(RUTH)), "rw") == []


def test_the_capsule_goes_around_the_outer_piles() -> None:
    drawn = dots(strip(RUTH, DANIEL, MAJA, JO, disputed=True))
    edge, end = lines(drawn, "sp1")
    assert (edge["x1"], edge["x2"], edge["stroke-width"]) == ("25%", "100%", "36")
    assert (end["x1"], end["x2"], end["stroke-width"]) == ("-14.5", "14.5", "36")
    assert [line["stroke-width"] for line in lines(drawn, "sp2")] == ["34", "34"]


def test_the_capsule_covers_all_rows() -> None:
    (edge,) = lines(dots(strip(*at(1, 1, 1, 1, 1, 1, 1, 5), disputed=True)), "sp1")
    assert (edge["y1"], edge["stroke-width"]) == ("49", str(36 + 2 * PITCH))


def test_no_capsule_without_dispute_or_people() -> None:
    assert lines(dots(strip(RUTH, JO)), "sp1") == []
    assert lines(dots(strip(disputed=True)), "sp1") == []


@pytest.mark.parametrize(
    ("drawn", "sentence"),
    [
        (strip(), "Risk: nobody assessed it."),
        (strip(RUTH), "Risk: Ruth Chen 2."),
        (strip(RUTH, DANIEL, mean=3.04), "Risk: Ruth Chen 2; Daniel Osei 4. Raw mean 3.0."),
        (strip(RUTH, JO, mean=3.5, disputed=True), "Risk, disputed: Ruth Chen 2; Jo Whitfield 5. Raw mean 3.5."),
        (strip(Dot("RC", "Ruth Chen", 2.5)), "Risk: Ruth Chen 2.5."),
    ],
)
def test_the_picture_has_a_sentence(drawn: Strip, sentence: str) -> None:
    svg = ET.fromstring(dots(drawn))
    assert (svg.attrib["role"], svg.attrib["aria-label"]) == ("img", sentence)


def test_each_dot_names_its_person() -> None:
    svg = ET.fromstring(dots(strip(RUTH, JO)))
    assert [(title.text) for title in svg.iter("title")] == ["Ruth Chen 2", "Jo Whitfield 5"]


def test_sentences_are_translated() -> None:
    german = {"%(title)s: nobody assessed it.": "%(title)s: von niemandem beurteilt."}

    def say(sentence: Text) -> str:
        return german[sentence.msgid] % sentence.params

    assert ET.fromstring(dots(strip(), say=say)).attrib["aria-label"] == "Risk: von niemandem beurteilt."


HOSTILE = "\"><script>alert('1')</script>&amp;{height}%(name)s"


def test_hostile_names_stay_text() -> None:
    drawn = dots(Strip(FIVE, [Dot(HOSTILE, HOSTILE, 3, HOSTILE)], None, disputed=False, title=HOSTILE))
    svg = ET.fromstring(drawn)
    assert {element.tag for element in svg.iter()} == {"svg", "line", "g", "title", "circle", "text"}
    assert svg.attrib["aria-label"] == f"{HOSTILE}: {HOSTILE} ({HOSTILE}) 3."
    assert [text.text for text in svg.iter("text")] == [HOSTILE]
    assert "<script" not in drawn


def test_a_hostile_word_on_the_axis_stays_text() -> None:
    svg = ET.fromstring(axis([(1, HOSTILE), (2, "Fine")]))
    assert [word.text for word in svg.iter("tspan")] == ["1", HOSTILE, "2", "Fine"]


@settings(deadline=None)
@given(PRINTABLE, PRINTABLE, PRINTABLE)
def test_any_name_is_well_formed(initials: str, name: str, title: str) -> None:
    svg = ET.fromstring(dots(Strip(FIVE, [Dot(initials, name, 3)], None, disputed=True, title=title)))
    assert [text.text for text in svg.iter("text")] == [initials]


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), max_size=8), st.booleans(), st.booleans())
def test_everything_is_inside_and_nobody_is_covered(levels: list[int], disputed: bool, rtl: bool) -> None:
    people = at(*levels)
    mean = sum(levels) / len(levels) if levels else None
    drawn = dots(strip(*people, mean=mean, disputed=disputed, scale=(1, 9)), rtl=rtl)
    assert all(0 <= float(share) <= 100 for share in re.findall(r'x\d?="([^"%]*)%"', drawn))
    assert "style=" not in drawn
    assert {text.text for text in ET.fromstring(drawn).iter("text")} == {dot.person_initials for dot in people}
    centres = list(marks(drawn))
    height = float(ET.fromstring(drawn).attrib["height"])
    assert all(RADIUS <= y <= height - RADIUS for _, y in centres)
    for number, (x, y) in enumerate(centres):
        for other_x, other_y in centres[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= (2 * RADIUS) ** 2 - 1e-6


@pytest.mark.parametrize("mean", [0.9, 5.1])
def test_off_the_scale_is_refused(mean: float) -> None:
    with pytest.raises(ValueError, match=rf"^Level {mean} is not on the scale 1 to 5\.$"):
        dots(strip(RUTH, mean=mean))
    with pytest.raises(ValueError, match=r"^Level 3 is not on the scale 3 to 3\.$"):
        colour_class(3, (3, 3))


@pytest.mark.parametrize(("rtl", "ends", "at_"), [(False, ("25%", "75%"), "60%"), (True, ("75%", "25%"), "40%")])
def test_an_adjusted_value_is_a_diamond_on_its_range(rtl: bool, ends: tuple[str, str], at_: str) -> None:
    """In the band of the raw mean's tick, under however many rows of dots."""
    one = Strip(FIVE, at(1, 1, 1, 1), 1.0, disputed=False, title="Risk", adjusted=Estimate(3.4, 2, 4))
    markup = dots(one, rtl=rtl)
    (line,), (tick,) = lines(markup, "ra"), lines(markup, "rw")
    assert (line["x1"], line["x2"]) == ends
    assert line["y1"] == line["y2"]
    assert float(tick["y1"]) < float(line["y1"]) < float(tick["y2"])
    (diamond,) = [each for each in ET.fromstring(markup).findall("svg") if each[0].get("class") == "di"]
    assert (diamond.attrib["x"], diamond.attrib["y"]) == (at_, line["y1"])
    said = ET.fromstring(markup).attrib["aria-label"]
    assert said.endswith("Raw mean 1.0. Adjusted 3.4, four times in five 2.0–4.0.")


def test_axis_has_number_and_word_at_each_level() -> None:
    svg = ET.fromstring(axis(WORDS))
    assert [(mark.attrib["x"], *(part.text for part in mark)) for mark in svg] == [
        ("0%", "1", "Well below"),
        ("25%", "2", "Below"),
        ("50%", "3", "Meets"),
        ("75%", "4", "Strong"),
        ("100%", "5", "Exceptional"),
    ]
    assert svg.attrib["aria-hidden"] == "true"
    assert [mark.attrib["x"] for mark in ET.fromstring(axis(WORDS, rtl=True))] == ["100%", "75%", "50%", "25%", "0%"]


@pytest.mark.parametrize(
    ("scale", "classes"),
    [
        ((1, 5), "1 2 3 4 5"),
        ((1, 9), "1 1 2 2 3 4 4 5 5"),
        ((1, 4), "1 2 4 5"),
        ((0, 1), "1 5"),
        ((1, 3), "1 3 5"),
        ((1, 6), "1 2 3 3 4 5"),
        ((0, 10), "1 1 2 2 3 3 3 4 4 5 5"),
    ],
)
def test_colours_go_by_fifths_of_the_scale(scale: tuple[int, int], classes: str) -> None:
    low, high = scale
    assert [colour_class(level, scale) for level in range(low, high + 1)] == [f"r{each}" for each in classes.split()]


@settings(deadline=None)
@given(st.integers(-5, 5), st.integers(1, 120), st.data())
def test_colours_are_symmetric(low: int, span: int, data: st.DataObject) -> None:
    steps = data.draw(st.integers(0, span))
    scale = (low, low + span)
    here, there = colour_class(low + steps, scale), colour_class(low + span - steps, scale)
    assert int(here[1]) + int(there[1]) == 6
