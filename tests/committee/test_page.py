"""The figures of a packet against fractions worked out here, and the order in which people stand."""

from __future__ import annotations

from fractions import Fraction
from statistics import median

import pytest
from flask import g
from sqlalchemy import select

from hiring.committee import queries
from hiring.committee.adjusted import Reader
from hiring.committee.page import PacketPage, packet_page
from hiring.committee.rule import declared
from hiring.committee.together import shuffled
from hiring.db import db
from hiring.models import Application, Packet, Person
from tests.cast import NOW
from tests.committee.loops import PERSPECTIVES, a_group, in_committee, many_cards, some_people
from tests.house import House


def noel(house: House, interviewers: int, *, twice: int = 0) -> None:
    """Noel before the committee; the first `twice` people met Noel twice. Dana's cards are the noise."""
    with house.changing():
        rita, application = house.one(Person, "rita"), house.one(Application, "noel")
        people = some_people(interviewers)
        many_cards(application, people, by=rita)
        for at, person in enumerate(people[:twice]):
            many_cards(application, [person], by=rita, level=1 + at % 5)
        in_committee(application, by=rita)


def drawn(house: House, reader: str = "max", application: str = "noel") -> tuple[PacketPage, queries.Material]:
    """What the reader gets, inside a request's context."""
    person, packet = house.one(Person, reader), _packet(house, application)
    g.person = person
    material = queries.material(packet, person)
    return packet_page(
        packet, material, reader=Reader(person.id, may_name=False), with_private_notes=False, now=NOW
    ), material


def _packet(house: House, application: str) -> Packet:
    return db.session.scalars(select(Packet).filter_by(application_id=house.one(Application, application).id)).one()


def own_means(material: queries.Material, dimension: str) -> list[Fraction]:
    """One exact level a person."""
    levels: dict[int, list[int]] = {}
    for card in material.cards:
        for rating in card.ratings:
            if rating.dimension == dimension and rating.level is not None:
                levels.setdefault(card.slot.person_id, []).append(rating.level)
    return [Fraction(sum(given), len(given)) for given in levels.values()]


@pytest.mark.parametrize(("interviewers", "twice"), [(1, 0), (1, 1), (2, 0), (3, 1), (6, 4), (7, 0)])
def test_every_figure_is_the_fraction_rounded_once(house: House, interviewers: int, twice: int) -> None:
    noel(house, interviewers, twice=twice)
    with house.app.test_request_context():
        page, material = drawn(house)
        (rubric,) = material.rubrics.values()
        (table,) = page.tables
        assert [row.title for row in table.rows] == [one.title for one in rubric.dimensions]
        for row, dimension in zip(table.rows, rubric.dimensions, strict=True):
            own = own_means(material, dimension.id)
            assert row.mean == (f"{float(sum(own) / len(own)):.1f}" if len(own) > 1 else None)
            assert str(row.assessed) == f"{len(own)} of {interviewers} assessed it"
            spread = max(own) - min(own)
            assert row.is_split == (spread >= 3)
            if len(own) > 1:
                assert str(row.agreement) == (
                    "Within 1" if spread <= 1 else f"{'Split, ' if spread >= 3 else ''}{float(spread):.3g} apart"
                )
            assert (None if row.few is None else str(row.few)) == (
                "1 rater" if len(own) == 1 else "Few raters" if len(own) <= 3 else None
            )


@pytest.mark.parametrize("interviewers", [1, 2, 5])
def test_the_rule_reads_medians_and_decides_nothing(house: House, interviewers: int) -> None:
    noel(house, interviewers)
    with house.app.test_request_context():
        _page, material = drawn(house)
        (rubric,) = material.rubrics.values()
        assert rubric.decision is not None
        expected = []
        for dimension in rubric.dimensions:
            if dimension.must_have and dimension.floor is not None:
                own = own_means(material, dimension.id)
                state = "Met" if median(own) >= dimension.floor else "Not met"
                shown = len(own) >= rubric.decision.quorum
                expected.append((dimension.title, state if shown else "Not shown"))
        rule = declared(_packet(house, "noel"), material)
        assert rule is not None
        assert [(one.title, str(one.state)) for one in rule.must_haves] == expected


def test_people_stand_by_perspective_and_then_by_name(house: House) -> None:
    noel(house, 6)
    with house.app.test_request_context():
        page, _material = drawn(house)
        shown = [(one.voice.perspective, one.voice.name) for one in page.recommendations]
        order = ("executive", "peer", "report", "adviser")
        assert shown == sorted(shown, key=lambda pair: (order.index(pair[0]), pair[1]))
        assert sorted(perspective for perspective, _ in shown) == sorted(PERSPECTIVES)
        (table,) = page.tables
        assert [str(group.title) for group in table.people] == ["Executives", "Peers", "Reports", "Advisers"]


def test_two_people_with_the_same_initials_are_told_apart(house: House) -> None:
    noel(house, 3)
    with house.app.test_request_context():
        page, _material = drawn(house)
        initials = [voice.initials for group in page.tables[0].people for voice in group.voices]
        assert sorted(initials) == ["GP", "GP2", "GP3"]


def test_the_words_of_others_stay_out_of_this_packet(house: House) -> None:
    """Dana's cards lie in the same opening, by other people."""
    noel(house, 2)
    with house.app.test_request_context():
        _page, material = drawn(house)
        assert {card.slot.application_id for card in material.cards} == {house.one(Application, "noel").id}
        assert len(material.cards) == 2


def test_a_dimension_that_nobody_assessed_is_a_gap(house: House) -> None:
    noel(house, 2)
    with house.changing():
        rita, casey = house.one(Person, "rita"), house.one(Application, "casey")
        in_committee(casey, by=rita)
    with house.app.test_request_context():
        assert drawn(house)[0].gaps.dimensions == ()
        page, _ = drawn(house, application="casey")
        assert page.gaps.dimensions == ()
        assert [str(one) for one in page.gaps.missing] != []


def test_a_dimension_of_a_group_needs_four_who_rated_it(house: House) -> None:
    with house.changing():
        people = some_people(4, "report")
        a_group(house.one(Application, "dana"), people, (5, 3, 1, 1), by=house.one(Person, "rita"), skips_first=1)
    with house.app.test_request_context():
        page, material = drawn(house, application="dana")
        (group,) = page.groups
        rubric = next(one for one in material.rubrics.values() if one.kind == "role")
        titles = [one.title for one in rubric.dimensions]
        assert group.thin == (titles[0],)
        assert [one.title for one in group.answers] == titles[1:]
        for one in group.answers:
            assert [share.number for share in one.shares] == [2, 0, 1, 0, 1]
            assert one.n == 4
        assert [share.number for share in group.verdicts] == [0, 4]  # all chose one: only the side is told


def test_shuffling_forgets_who_came_first() -> None:
    texts = ["", *"hgfedcba"]
    assert shuffled(texts) == shuffled(reversed(texts))
    assert sorted(shuffled(texts)) == list("abcdefgh")
    assert "".join(shuffled(texts)) not in {"abcdefgh", "hgfedcba"}
