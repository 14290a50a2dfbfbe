"""Candidates of one opening side by side: what may be compared first, then each dimension's dots on one scale.

Never a rank, a total, or an order by what was scored: candidates stand by name, dimensions as their rubric has them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from markupsafe import Markup

from hiring.calibration import panel
from hiring.calibration.apart import Apart
from hiring.calibration.comparability import Comparability, Comparison, comparability
from hiring.calibration.points import signed, unsigned
from hiring.committee.across_queries import Level
from hiring.committee.across_table import Place, Table, scores_of, wording
from hiring.committee.people import PERSPECTIVE_WORDS, SHAPES, Legend, Voice, legend, voices_of
from hiring.models import Packet
from hiring.text import Text, count, text
from hiring.web import charts
from hiring.web.language import direction, say

Names = Mapping[Hashable, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate on one dimension; `reworded` where other words were judged by than the newest."""

    name: str
    packet: str
    strip: Markup
    mean: str | None
    estimate: charts.Estimate | None
    people: Text
    reworded: Text | None

    @property
    def adjusted(self) -> str | None:
        return None if self.estimate is None else f"{self.estimate.value:.1f}"

    @property
    def range(self) -> Text | None:
        if self.estimate is None:
            return None
        return text("%(low)s–%(high)s", low=f"{self.estimate.low:.1f}", high=f"{self.estimate.high:.1f}")


@dataclass(frozen=True, slots=True)
class Block:
    """One dimension: a row a candidate, why some may not be compared, and whether the others differ."""

    anchor: str
    title: str
    where: str
    axis: Markup
    rows: tuple[Row, ...]
    reasons: tuple[Text, ...]
    differences: tuple[Text, ...]

    @property
    def has_adjusted(self) -> bool:
        return any(row.estimate is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates, or all others, and on how much of what was assessed they may be compared."""

    names: Text
    sentence: Text
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class AcrossPage:
    """Some candidates of one opening for one reader."""

    pairs: tuple[Pair, ...]
    links: tuple[Text, ...]
    kept_back: Text | None
    blocks: tuple[Block, ...]
    people: tuple[Legend, ...]

    @property
    def has_adjusted(self) -> bool:
        return any(block.has_adjusted for block in self.blocks)


def across_page(table: Table) -> AcrossPage:
    """Draw the page."""
    names: Names = {packet.application_id: packet.application.candidate.name for packet in table.packets}
    found = comparability(
        table.seen(),
        candidates=names,
        interviewers=dict.fromkeys(level.card.person_id for level in table.levels),
        names=dict(names),
        titles={place: table.newest(place)[1].title for place in table.by_place},
    )
    voices = voices_of(level.card for level in table.levels)
    return AcrossPage(
        pairs=tuple(_pairs(found, names)),
        links=tuple(_links(table, found, names, voices)),
        kept_back=_kept_back(table.packets),
        blocks=tuple(
            _block(table, found, place, number, names, voices) for number, place in enumerate(table.by_place, start=1)
        ),
        people=legend(_in_each_shape(table, voices)),
    )


def _pairs(found: Comparability, names: Names) -> Iterator[Pair]:
    """Those who may not be compared on everything, one by one, and then all others in a line."""
    ready = 0
    for one, other in combinations(names, 2):
        both = [each for each in found.comparisons if (each.one, each.other) == (one, other)]
        able = sum(each.reason is None for each in both)
        if able == len(both):
            ready += 1
        else:
            said = text("%(one)s and %(other)s", one=names[one], other=names[other])
            yield Pair(said, _how_far(able, len(both)), is_comparable=False)
    of = len({each.dimension for each in found.comparisons})
    if ready:
        everybody = ready == len(names) * (len(names) - 1) // 2
        said = text("Each with each other") if everybody else text("All others with each other")
        words = count("on the one dimension that was assessed", "on all %(num)d dimensions that were assessed", of)
        yield Pair(said, words, is_comparable=True)


def _how_far(able: int, of: int) -> Text:
    if able == 0:
        return text("on no dimension; below, each says why")
    return text("on %(able)s of %(of)s dimensions; below, the others say why not", able=able, of=of)


def _links(table: Table, found: Comparability, names: Names, voices: Mapping[int, Voice]) -> Iterator[Text]:
    """The fewest interviews that would link everybody, as far as they can still be held."""
    interviewers: Names = {person_id: voice.name for person_id, voice in voices.items()}
    undecided = {packet.application_id for packet in table.packets if _goes_on(packet)}
    for interview in found.interviews or ():
        if interview.candidate in undecided:
            yield text(
                "One interview would link them: %(candidate)s with %(interviewer)s.",
                candidate=names[interview.candidate],
                interviewer=interviewers[interview.interviewer],
            )


def _goes_on(packet: Packet) -> bool:
    move = packet.application.current_move
    return packet.decision is None and (move is None or move.outcome is None)


def _kept_back(packets: Sequence[Packet]) -> Text | None:
    """Why it is not said of all of them whether they differ."""
    if all(packet.shows_adjusted for packet in packets):
        return None
    if packets[0].application.opening.adjusted == "off":
        return text("Whether two differ rests on adjusted numbers, which are switched off for this opening.")
    return text("Whether two differ is said here once the first ballot on both is over.")


def _block(
    table: Table,
    found: Comparability,
    place: Place,
    number: int,
    names: Names,
    voices: Mapping[int, Voice],
) -> Block:
    rubric, dimension = table.newest(place)
    here = [each for each in found.comparisons if each.dimension == place]
    return Block(
        anchor=f"d{number}",
        title=dimension.title,
        where="" if place.rubric == table.own_rubric else rubric.title,
        axis=charts.axis([(step.level, step.word) for step in rubric.scale], rtl=direction() == "rtl"),
        rows=tuple(row for packet in table.packets for row in _rows(table, place, packet, voices)),
        reasons=tuple(each.reason for each in here if each.reason is not None),
        differences=tuple(_differences(table, place, here, names)),
    )


def _rows(table: Table, place: Place, packet: Packet, voices: Mapping[int, Voice]) -> Iterator[Row]:
    """One row, or one a wording where the dimension was reworded between this candidate's interviews."""
    by_wording: defaultdict[Hashable, list[Level]] = defaultdict(list)
    for level in table.by_place[place].get(packet.application_id, ()):
        by_wording[wording(table.rubric_of(level), place.dimension)].append(level)
    newest = wording(table.newest(place)[0], place.dimension)
    for said, levels in by_wording.items() or [(newest, [])]:
        yield _row(table, place, packet, levels, voices, is_reworded=said != newest)


def _row(
    table: Table,
    place: Place,
    packet: Packet,
    levels: Sequence[Level],
    voices: Mapping[int, Voice],
    *,
    is_reworded: bool,
) -> Row:
    rubric = table.rubric_of(levels[0]) if levels else table.newest(place)[0]
    cell = next(iter(panel.cells(scores_of(levels))), None)
    estimate = table.estimate(packet.application_id, place, levels)
    strip = charts.Strip(
        scale=(rubric.levels[0], rubric.levels[-1]),
        dots=tuple(_dots(levels, voices)),
        mean=None if cell is None else cell.mean_shown,
        disputed=False,
        title=packet.application.candidate.name,
        adjusted=estimate,
    )
    return Row(
        name=packet.application.candidate.name,
        packet=packet.ref,
        strip=charts.dots(strip, rtl=direction() == "rtl", say=say),
        mean=None if strip.mean is None else f"{strip.mean:.1f}",
        estimate=estimate,
        people=_people(len(strip.dots)),
        reworded=text("judged by the words of version %(number)s", number=rubric.version) if is_reworded else None,
    )


def _dots(levels: Sequence[Level], voices: Mapping[int, Voice]) -> Iterator[charts.Dot]:
    """One a person: two meetings are not two voices."""
    told: defaultdict[int, list[Level]] = defaultdict(list)
    for level in levels:
        told[level.card.person_id].append(level)
    for person_id in sorted(told, key=lambda one: voices[one].place):
        given, card = told[person_id], told[person_id][0].card
        mean = sum(level.level for level in given) / len(given)
        kind = say(PERSPECTIVE_WORDS[card.perspective]).lower()
        yield charts.Dot(voices[person_id].initials, card.name, mean, kind, SHAPES[card.perspective])


def _in_each_shape(table: Table, voices: Mapping[int, Voice]) -> Iterator[Voice]:
    """Whoever met one candidate as a peer and another as an executive stands in the key under both."""
    for person_id, perspective in {(level.card.person_id, level.card.perspective) for level in table.levels}:
        yield replace(voices[person_id], perspective=perspective)


def _people(n: int) -> Text:
    if n == 0:
        return text("Nobody assessed it")
    return count("%(num)d person", "%(num)d people", n)


def _differences(table: Table, place: Place, here: Sequence[Comparison], names: Names) -> Iterator[Text]:
    """What is known of each pair that may be compared, both of whose packets show adjusted numbers."""
    shown: set[Hashable] = {packet.application_id for packet in table.packets if packet.shows_adjusted}
    for each in here:
        if each.reason is None and {each.one, each.other} <= shown:
            yield _difference(table.apart(each.one, each.other, place), each, names)


def _difference(found: Apart | None, pair: Comparison, names: Names) -> Text:
    one, other = names[pair.one], names[pair.other]
    if found is None:
        return text("Too little is known to say whether %(one)s and %(other)s differ.", one=one, other=other)
    if not found.differ:
        return text(
            "Nothing here tells %(one)s and %(other)s apart: the difference lies between %(low)s and %(high)s points.",
            one=one,
            other=other,
            low=signed(found.low),
            high=signed(found.high),
        )
    return text(
        "%(one)s and %(other)s differ: %(upper)s lies %(points)s points above, four times in five up to %(high)s.",
        one=one,
        other=other,
        upper=one if found.estimate > 0 else other,
        points=unsigned(abs(found.estimate)),
        high=unsigned(max(abs(found.low), abs(found.high))),
    )
