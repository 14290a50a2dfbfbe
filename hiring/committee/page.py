"""The packet as one reader sees it: everything the template shows, worked out beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hiring.calibration.panel import Disagreement
from hiring.committee import evidence, scores, together
from hiring.committee.adjusted import NOTHING, Beside, Panel, Reader, beside, why_not
from hiring.committee.cards import Card, Seat
from hiring.committee.disputed import Dispute, disputed, disputes, in_common
from hiring.committee.people import Voice, voices_of
from hiring.committee.queries import Material, Member
from hiring.committee.steps import Step, steps_of
from hiring.committee.usually import Usually, usually
from hiring.models import Packet
from hiring.text import Text, count, text
from hiring.web.language import day, moment

HOUR = timedelta(hours=1)
NOBODY = 0
PARTS = {
    "recruiter": text("recruiter"),
    "hiring_manager": text("hiring manager"),
    "chair": text("chair"),
    "committee": text("committee member"),
}


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is not in the packet: dimensions nobody assessed, people whose cards are out, groups still closed."""

    dimensions: tuple[str, ...]
    missing: tuple[Text, ...]
    closed_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody to whom the packet is delivered, and when they opened it."""

    name: str
    part: Text
    words: Text


@dataclass(frozen=True, slots=True)
class Apart:
    """Practice cards: read like others, and counted in no figure, rule or spread."""

    accounts: tuple[evidence.Evidence, ...]
    recommendations: tuple[evidence.Recommendation, ...]


@dataclass(frozen=True, slots=True)
class PacketPage:
    """One packet for one reader; `readings` is empty for those who hear only how many have opened it."""

    about: Text
    steps: tuple[Step, ...]
    disputes: tuple[Dispute, ...]
    in_common: Text | None
    has_panel: bool
    tables: tuple[scores.Table, ...]
    kept_back: Text | None
    disputed: tuple[evidence.Evidence, ...]
    agreed: tuple[evidence.Evidence, ...]
    flags: tuple[evidence.Flag, ...]
    recommendations: tuple[evidence.Recommendation, ...]
    practice: Apart
    groups: tuple[together.Group, ...]
    gaps: Gaps
    usually: tuple[Usually, ...]
    readings: tuple[Reading, ...]


def packet_page(
    packet: Packet,
    material: Material,
    *,
    reader: Reader,
    with_private_notes: bool,
    with_readings: bool = False,
    turnout: Text | None = None,
    now: datetime,
) -> PacketPage:
    """Draw the packet from what its reader may see. `turnout` is how many are in the last ballot."""
    seats = _seats(material)
    voices = voices_of([*(card.slot for card in (*material.cards, *material.practice)), *seats])
    sheets = sheets_of(packet, material)
    practice = sheets_of(packet, replace(material, cards=material.practice, seats=()))
    found = disputed(sheets)
    tops = disputes(found, voices)
    written = [each for one in sheets for each in evidence.evidence_of(one, voices)]
    opened = {dispute.anchor: place for place, dispute in enumerate(tops)}
    # in a room may sit somebody who is one of the group: there nobody can be left out of the count
    groups = together.groups(material.group_cards, material.rubrics, reader.person_id or NOBODY)
    return PacketPage(
        about=_about(packet, material),
        steps=steps_of(packet, material.committee, reader_id=reader.person_id, turnout=turnout),
        disputes=tops,
        in_common=in_common(tops),
        has_panel=any(cell.n > 1 for one in sheets for cell in one.cells.values()),
        tables=tuple(
            _table(one, voices, found, _beside(packet, material, one, voices, reader))
            for one in sheets
            if one.cards or one.is_own
        ),
        kept_back=_kept_back(packet),
        disputed=tuple(sorted((one for one in written if one.anchor in opened), key=lambda one: opened[one.anchor])),
        agreed=tuple(one for one in written if one.anchor not in opened),
        flags=evidence.flags_of((*sheets, *practice)),
        recommendations=evidence.recommendations(material.cards, voices, with_private_notes=with_private_notes),
        practice=Apart(
            tuple(each for one in practice for each in evidence.evidence_of(one, voices)),
            evidence.recommendations(material.practice, voices, with_private_notes=with_private_notes),
        ),
        groups=groups if reader.person_id is not None else (),
        gaps=_gaps(sheets[0], seats, material, groups, now),
        usually=tuple(_usually(packet, material, sheets, voices, reader)),
        readings=tuple(_reading(packet, member, reader.person_id) for member in material.readers)
        if with_readings
        else (),
    )


def _seats(material: Material) -> list[Seat]:
    """Whose cards stand in the tables, or would: neither of a group nor for practice."""
    practice = {card.slot.id for card in material.practice}
    return [seat for seat in material.seats if not seat.collective and seat.id not in practice]


def sheets_of(packet: Packet, material: Material) -> list[scores.Sheet]:
    """The opening's own rubric first, then those of single stages in the order of the loop."""
    own = packet.application.opening.rubric_version_id
    cards: defaultdict[int, list[Card]] = defaultdict(list)
    chairs: defaultdict[int, list[Seat]] = defaultdict(list)
    places = {own: -1}
    for card in material.cards:
        cards[card.slot.rubric_version_id].append(card)
    held = (*(card.slot for card in material.cards), *_seats(material))
    for seat in {slot.id: slot for slot in held}.values():
        chairs[seat.rubric_version_id].append(seat)
        places.setdefault(seat.rubric_version_id, seat.stage_position)
    return [
        scores.sheet(
            version,
            material.rubrics[version],
            f"r{number}",
            cards[version],
            chairs[version],
            deviation=None if (habits := material.habits.get(version)) is None else habits.deviation,
            is_own=version == own,
        )
        for number, version in enumerate(sorted(places, key=lambda version: places[version]))
    ]


def _table(
    one: scores.Sheet, voices: Mapping[int, Voice], found: Sequence[tuple[scores.Sheet, Disagreement]], adjusted: Beside
) -> scores.Table:
    here = frozenset(str(each.dimension) for where, each in found if where is one)
    return scores.table(one, voices, here, adjusted)


def _beside(
    packet: Packet, material: Material, one: scores.Sheet, voices: Mapping[int, Voice], reader: Reader
) -> Beside:
    """What adjusted numbers there are. A rubric that only one person judged by needs no word about them."""
    people = one.voices(voices)
    if not packet.shows_adjusted or not people or (len(people) == 1 and one.rubric.kind != "role"):
        return NOTHING
    return beside(panel_of(one, people), material.habits.get(one.version_id), reader)


def panel_of(one: scores.Sheet, people: Sequence[Voice]) -> Panel:
    return Panel(one.scale, one.cells, one.scores, people, one.floors)


def _usually(
    packet: Packet, material: Material, sheets: Sequence[scores.Sheet], voices: Mapping[int, Voice], reader: Reader
) -> Iterator[Usually]:
    """Of each panel whose numbers are adjusted."""
    for one in sheets if packet.shows_adjusted else ():
        people, habits = one.voices(voices), material.habits.get(one.version_id)
        if habits is not None and why_not(panel_of(one, people), habits) is None:
            yield usually(people, habits, one.scale, reader)


def _kept_back(packet: Packet) -> Text | None:
    """Why there are no adjusted numbers, where the opening keeps them back."""
    if packet.shows_adjusted:
        return None
    if packet.application.opening.adjusted == "off":
        return text("Adjusted numbers are switched off for this opening.")
    return text("Numbers adjusted for how each interviewer usually rates appear after the first ballot.")


def _about(packet: Packet, material: Material) -> Text:
    told = _came_about(packet, material.cards)
    if not material.practice:
        return told
    return count(
        "%(told)s · %(num)d practice card, not counted",
        "%(told)s · %(num)d practice cards, not counted",
        len(material.practice),
        told=told,
    )


def _came_about(packet: Packet, cards: Sequence[Card]) -> Text:
    after = sum(card.saw_others for card in cards)
    if after:
        return count(
            "%(num)d scorecard, %(after)s of them written after seeing others of the round · built %(day)s",
            "%(num)d scorecards, %(after)s of them written after seeing others of the round · built %(day)s",
            len(cards),
            after=after,
            day=day(packet.built_at),
        )
    return count(
        "%(num)d scorecard, written before its author saw any other of the round · built %(day)s",
        "%(num)d scorecards, each written before its author saw another of the round · built %(day)s",
        len(cards),
        day=day(packet.built_at),
    )


def _reading(packet: Packet, member: Member, reader_id: int | None) -> Reading:
    """Of whoever reads this nothing but that they do: the page would say another thing each time it is opened."""
    if member.person_id == reader_id:
        return Reading(member.name, PARTS[member.role], text("you, now"))
    delivered = max(packet.built_at, member.since)
    part = PARTS[member.role]
    if member.first_read_at is None or member.last_read_at is None:
        return Reading(member.name, part, text("not opened, delivered %(day)s", day=moment(delivered)))
    first, last = moment(member.first_read_at), moment(member.last_read_at)
    if first == last:
        return Reading(member.name, part, text("opened %(first)s", first=first))
    return Reading(member.name, part, text("opened %(first)s, last %(last)s", first=first, last=last))


def _gaps(
    own: scores.Sheet, seats: Sequence[Seat], material: Material, groups: Sequence[together.Group], now: datetime
) -> Gaps:
    seen = set(own.cells) | {answered.dimension for group in groups for answered in group.answers}
    shown = {group.title for group in groups}
    collective = dict.fromkeys(seat.stage for seat in material.seats if seat.collective)
    return Gaps(
        dimensions=tuple(one.title for one in own.rubric.dimensions if one.id not in seen),
        missing=tuple(_not_in(seat, now) for seat in seats if seat.owes_card),
        closed_groups=tuple(title for title in collective if title not in shown),
    )


def _not_in(seat: Seat, now: datetime) -> Text:
    """Who, and how late; nothing is put in the card's place."""
    late = now - seat.due_at
    if late < timedelta(0):
        return text("%(name)s: not in (due %(day)s)", name=seat.name, day=day(seat.due_at))
    if late < 2 * timedelta(days=1):
        return text("%(name)s: not in (%(hours)s h overdue)", name=seat.name, hours=late // HOUR)
    return text("%(name)s: not in (%(days)s days overdue)", name=seat.name, days=late.days)
