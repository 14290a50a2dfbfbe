"""What the decision rule of the opening's rubric reads, and what would turn it. It reads levels; people decide."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hiring.calibration import floors, panel
from hiring.calibration.components import Components
from hiring.calibration.fragility import Rule, fragility
from hiring.calibration.weighted import Weighted, weighted
from hiring.committee import queries
from hiring.committee.outcomes import RULE_WORDS
from hiring.committee.queries import Material
from hiring.committee.scores import Sheet, cells_of, sheet
from hiring.models import Packet, Person
from hiring.text import Text, count, text
from hiring.web.language import day, say

STATE_WORDS: Mapping[floors.State, Text] = {
    "met": text("Met"),
    "not met": text("Not met"),
    "not shown": text("Not shown"),
}


@dataclass(frozen=True, slots=True)
class MustHave:
    """What the declared rule reads of one must-have."""

    title: str
    state: Text
    is_met: bool
    details: Text
    at_first: Text | None


@dataclass(frozen=True, slots=True)
class Declared:
    """The rule as a packet shows it.

    says: "met", "not met" when any must-have is, else "not shown" when any is. fixed: when the rule was, beside the
    first card; sha256 of the rubric version it is a part of. turned_by: the smallest single change that would turn it.
    composite: None unless declared, and until the first ballot is over. left_out: what the rule does not read, and why.
    """

    says: floors.State
    words: Text
    quorum: int
    must_haves: tuple[MustHave, ...]
    fixed: Text
    sha256: str
    turned_by: Text
    others: Text | None
    composite: Text | None
    left_out: tuple[Text, ...]


def declared(packet: Packet, material: Material) -> Declared | None:
    """What the packet says of the rule; None where the rubric declares none."""
    one = own_sheet(packet, material)
    decision = one.rubric.decision
    if decision is None:
        return None
    names: dict[Hashable, object] = {card.slot.person_id: card.slot.name for card in one.cards}
    titles: dict[Hashable, object] = {dimension.id: dimension.title for dimension in one.rubric.dimensions}
    found = fragility(one.scores, _rule(one, decision.quorum), scale=one.scale, names=names, titles=titles)
    return Declared(
        says=found.says.state,
        words=RULE_WORDS[found.says.state],
        quorum=decision.quorum,
        must_haves=read_rule(one),
        fixed=_fixed(packet, material),
        sha256=packet.application.opening.rubric_version.sha256,
        turned_by=found.sentence,
        others=_others(len(found.changes) - 1),
        composite=_composite(packet, one, material),
        left_out=tuple(_left_out(packet, material)),
    )


def rule_said(packet: Packet, reader: Person) -> str:
    """What the rule reads at this moment, for whoever owes no card there; empty where the rubric declares none."""
    one = own_sheet(packet, queries.material(packet, reader))
    decision = one.rubric.decision
    return "" if decision is None else _rule(one, decision.quorum).says(_own(one.cells)).state


def own_sheet(packet: Packet, material: Material) -> Sheet:
    """What the rule reads: cards under the very version of the rubric that the opening goes by, no practice."""
    own = packet.application.opening.rubric_version_id
    cards = [card for card in material.cards if card.slot.rubric_version_id == own]
    return sheet(own, material.rubrics[own], "r0", cards, [card.slot for card in cards])


def read_rule(one: Sheet) -> tuple[MustHave, ...]:
    """What the rule says of each must-have: of what cards say now, and where it differs of what they said first."""
    decision = one.rubric.decision
    if decision is None:
        return ()
    is_changed = any(card.layers is not None for card in one.cards)
    first = cells_of([card.as_handed_in for card in one.cards]) if is_changed else one.cells
    return tuple(
        _must_have(one, reading, was, decision.quorum)
        for reading, was in zip(
            _readings(one, one.cells, decision.quorum), _readings(one, first, decision.quorum), strict=True
        )
    )


def _rule(one: Sheet, quorum: int) -> Rule:
    """Without the composite: the rubric declares no bar for it, so nothing is read from it."""
    return Rule(one.floors, quorum)


def _own(cells: Mapping[str, panel.Cell]) -> dict[Hashable, Sequence[Fraction | int]]:
    return {name: cell.own for name, cell in cells.items()}


def _readings(one: Sheet, cells: Mapping[str, panel.Cell], quorum: int) -> Sequence[floors.Reading]:
    return floors.rule(_own(cells), one.floors, quorum)


def _must_have(one: Sheet, reading: floors.Reading, was: floors.Reading, quorum: int) -> MustHave:
    dimension = one.rubric.dimension(str(reading.dimension))
    floor = one.floors[dimension.id]
    if reading.state == "not shown":
        details = count(
            "Assessed by %(n)s; the rule asks for %(num)d person.",
            "Assessed by %(n)s; the rule asks for %(num)d people.",
            quorum,
            n=reading.n,
        )
    else:
        details = text(
            "Median %(median)s from %(n)s people. The floor is %(floor)s, %(word)s.",
            median=f"{reading.median:.3g}",
            n=reading.n,
            floor=floor,
            word=one.rubric.word(floor).lower(),
        )
    at_first = None if was == reading else _as_handed_in(was)
    return MustHave(dimension.title, STATE_WORDS[reading.state], reading.state == "met", details, at_first)


def _as_handed_in(was: floors.Reading) -> Text:
    state = say(STATE_WORDS[was.state]).lower()
    if was.state == "not shown":
        return text("As first handed in: %(state)s.", state=state)
    return text("As first handed in: %(state)s, median %(median)s.", state=state, median=f"{was.median:.3g}")


def _fixed(packet: Packet, material: Material) -> Text:
    """When the rule came into the house and when the first card about the candidate came in: which was first."""
    version = packet.application.opening.rubric_version
    rubric, imported_at = f"{version.slug}@{version.number}", version.imported_at
    seats = [card.slot for card in (*material.cards, *material.group_cards, *material.practice)]
    first = min((seat.handed_in_at for seat in seats if seat.handed_in_at is not None), default=None)
    if first is None:
        return text("Part of %(rubric)s, kept here since %(since)s.", rubric=rubric, since=day(imported_at))
    if imported_at < first:
        return text(
            "Part of %(rubric)s, kept here unchanged since %(since)s. The first card came in on %(first)s.",
            rubric=rubric,
            since=day(imported_at),
            first=day(first),
        )
    return text(
        "Part of %(rubric)s, kept here since %(since)s. A card from before that, %(first)s, was brought in.",
        rubric=rubric,
        since=day(imported_at),
        first=day(first),
    )


def _others(changes: int) -> Text | None:
    if changes < 1:
        return None
    return count(
        "%(num)d other single change of this size or larger would turn it too.",
        "%(num)d other single changes of this size or larger would turn it too.",
        changes,
    )


def _composite(packet: Packet, one: Sheet, material: Material) -> Text | None:
    """In words: the declared weights are the rubric's own, and nothing is read from the number."""
    decision = one.rubric.decision
    if decision is None or not decision.composite or not packet.first_ballot_is_over:
        return None
    habits = material.habits.get(one.version_id)
    weights: dict[Hashable, int] = {dimension.id: dimension.weight for dimension in one.rubric.dimensions}
    components = Components.prior(one.scale) if habits is None else habits.components
    found = weighted(one.scores, weights, components=components, scale=one.scale)
    if found is None:
        return None
    return _in_words(found, len(one.rubric.dimensions))


def _in_words(found: Weighted, of: int) -> Text:
    return text(
        "%(value)s, four times in five within %(low)s–%(high)s, from %(dimensions)s of %(of)s dimensions and "
        "%(people)s people.",
        value=f"{found.value:.1f}",
        low=f"{found.low:.1f}",
        high=f"{found.high:.1f}",
        dimensions=found.dimensions,
        of=of,
        people=found.people,
    )


def _left_out(packet: Packet, material: Material) -> list[Text]:
    own = packet.application.opening.rubric_version_id
    slug = material.rubrics[own].slug
    others = [
        card
        for card in material.cards
        if card.slot.rubric_version_id != own and material.rubrics[card.slot.rubric_version_id].slug == slug
    ]
    practice = [card for card in material.practice if card.slot.rubric_version_id == own]
    said = []
    if others:
        said.append(
            count(
                "%(num)d card was written under another version of this rubric; the rule does not read it.",
                "%(num)d cards were written under another version of this rubric; the rule does not read them.",
                len(others),
            )
        )
    if practice:
        said.append(
            count(
                "%(num)d card was practice; the rule does not read it.",
                "%(num)d cards were practice; the rule does not read them.",
                len(practice),
            )
        )
    return said
