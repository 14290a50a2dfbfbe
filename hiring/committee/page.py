"""The packet as one reader sees it: everything the template shows, worked out beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hiring.calibration.panel import Disagreement
from hiring.committee import evidence, scores, together
from hiring.committee.adjusted import NOTHING, Beside, Panel, Reader, beside
from hiring.committee.people import Voice, voices_of
from hiring.committee.queries import Card, Material, Member, Seat
from hiring.committee.rule import MustHave, read_rule
from hiring.models import Packet
from hiring.text import Text, count, text
from hiring.web.language import day

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the committee's work, as the bar at the top shows it."""

    label: Text
    state: str
    small: Text


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is not in the packet: dimensions nobody assessed, people whose cards are out, groups still closed."""

    dimensions: tuple[str, ...]
    missing: tuple[Text, ...]
    closed_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PacketPage:
    """One packet for one reader."""

    about: Text
    steps: tuple[Step, ...]
    disputes: tuple[scores.Dispute, ...]
    has_panel: bool
    tables: tuple[scores.Table, ...]
    kept_back: Text | None
    disputed: tuple[evidence.Evidence, ...]
    agreed: tuple[evidence.Evidence, ...]
    flags: tuple[evidence.Flag, ...]
    recommendations: tuple[evidence.Recommendation, ...]
    rule: tuple[MustHave, ...]
    quorum: int
    groups: tuple[together.Group, ...]
    gaps: Gaps


def packet_page(
    packet: Packet, material: Material, *, reader: Reader, with_private_notes: bool, now: datetime
) -> PacketPage:
    """Draw the packet from what its reader may see."""
    seats = [seat for seat in material.seats if not seat.collective]
    voices = voices_of([*(card.slot for card in material.cards), *seats])
    sheets = _sheets(packet, material, seats)
    found = scores.disputed(sheets)
    tops = scores.disputes(found)
    written = [each for one in sheets for each in evidence.evidence_of(one, voices)]
    opened = {dispute.anchor: place for place, dispute in enumerate(tops)}
    own = sheets[0]
    decision_rule = own.rubric.decision
    groups = together.groups(material.group_cards, material.rubrics)
    return PacketPage(
        about=_about(packet, material.cards),
        steps=_steps(packet, material.committee, reader.person_id),
        disputes=tops,
        has_panel=any(cell.n > 1 for one in sheets for cell in one.cells.values()),
        tables=tuple(
            _table(one, voices, found, _beside(packet, material, one, voices, reader))
            for one in sheets
            if one.cards or one is own
        ),
        kept_back=_kept_back(packet),
        disputed=tuple(sorted((one for one in written if one.anchor in opened), key=lambda one: opened[one.anchor])),
        agreed=tuple(one for one in written if one.anchor not in opened),
        flags=evidence.flags_of(sheets),
        recommendations=evidence.recommendations(material.cards, voices, with_private_notes=with_private_notes),
        rule=read_rule(own),
        quorum=0 if decision_rule is None else decision_rule.quorum,
        groups=groups,
        gaps=_gaps(own, seats, material, groups, now),
    )


def _sheets(packet: Packet, material: Material, seats: Sequence[Seat]) -> list[scores.Sheet]:
    """The opening's own rubric first, then those of single stages in the order of the loop."""
    own = packet.application.opening.rubric_version_id
    cards: defaultdict[int, list[Card]] = defaultdict(list)
    chairs: defaultdict[int, list[Seat]] = defaultdict(list)
    places = {own: -1}
    for card in material.cards:
        cards[card.slot.rubric_version_id].append(card)
    for seat in {slot.id: slot for slot in (*(card.slot for card in material.cards), *seats)}.values():
        chairs[seat.rubric_version_id].append(seat)
        places.setdefault(seat.rubric_version_id, seat.stage_position)
    return [
        scores.sheet(version, material.rubrics[version], f"r{number}", cards[version], chairs[version])
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
    return beside(Panel(one.scale, one.cells, one.scores, people), material.habits.get(one.version_id), reader)


def _kept_back(packet: Packet) -> Text | None:
    """Why there are no adjusted numbers, where the opening keeps them back."""
    if packet.shows_adjusted:
        return None
    if packet.application.opening.adjusted == "off":
        return text("Adjusted numbers are switched off for this opening.")
    return text("Numbers adjusted for how each interviewer usually rates appear once the decision is recorded.")


def _about(packet: Packet, cards: Sequence[Card]) -> Text:
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


def _steps(packet: Packet, committee: Sequence[Member], reader_id: int) -> tuple[Step, ...]:
    people = {member.person_id for member in committee}
    have_read = {member.person_id for member in committee if member.has_read or member.person_id == reader_id}
    decision = packet.decision
    is_read = decision is not None or have_read == people
    chair = next((member.name for member in committee if member.role == "chair"), None)
    return (
        Step(
            text("Read alone"),
            "done" if is_read else "now",
            text("%(read)s of %(all)s have opened it", read=len(have_read), all=len(people)),
        ),
        Step(
            text("Decide"),
            "done" if decision is not None else "now" if is_read else "ahead",
            text("%(day)s", day=day(decision.at))
            if decision is not None
            else text("no chair yet")
            if chair is None
            else text("chair: %(name)s", name=chair),
        ),
    )


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
