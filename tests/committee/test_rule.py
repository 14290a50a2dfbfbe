"""What a packet says of the decision rule: since when it stands, what would turn it, and the declared composite."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from hiring.ballots.actions import cast, open_ballot
from hiring.calibration.fragility import NOTHING
from hiring.committee import decisions, queries
from hiring.committee.rule import Declared, declared, rule_said
from hiring.db import db
from hiring.models import Application, Packet, Person, RubricVersion, Scorecard, Slot
from tests.cast import DAY, NOW
from tests.committee.loops import in_committee, many_cards, some_people
from tests.committee.test_decisions import GO, dana, noel_below_the_bar
from tests.house import House


def said(packet: Packet, house: House, name: str = "max") -> Declared:
    with house.app.test_request_context():
        found = declared(packet, queries.material(packet, house.one(Person, name)))
    assert found is not None
    return found


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def noel(house: House, levels: tuple[int, ...]) -> Packet:
    """Before the committee, each of them at one level throughout."""
    application, rita = house.one(Application, "noel"), house.one(Person, "rita")
    for person, level in zip(some_people(len(levels)), levels, strict=True):
        many_cards(application, [person], by=rita, level=level)
    in_committee(application, by=rita)
    return db.session.scalars(select(Packet).filter_by(application_id=application.id)).one()


def test_where_nothing_single_would_turn_it_that_is_said(house: House) -> None:
    """At 2, 4 and 5 on everything: the median is far enough from every floor."""
    with house.changing():
        found = said(dana(house), house)
    assert (found.says, found.turned_by, found.others) == ("met", NOTHING, None)


@pytest.mark.parametrize(
    ("levels", "says", "sentence", "others"),
    [
        (
            (3, 3, 3),
            "met",
            "Were the floor of Strategy and focus 4 instead of 3, the rule would say not met rather than met.",
            "3 other",
        ),
        (
            (3, 3),
            "met",
            "Had Guest Person0 given 2 instead of 3 on Strategy and focus, the rule would say not met rather than met.",
            "13 other",
        ),
        ((4,), "not shown", None, None),
        (
            (2, 3, 4),
            "met",
            "Had Guest Person1 given 2 instead of 3 on Strategy and focus, the rule would say not met rather than met.",
            "8 other",
        ),
    ],
)
def test_it_names_the_smallest_change_that_would_turn_it(
    house: House, levels: tuple[int, ...], says: str, sentence: str | None, others: str | None
) -> None:
    with house.changing():
        found = said(noel(house, levels), house)
    assert (found.says, str(found.turned_by)) == (says, sentence or str(NOTHING))
    assert (None if found.others is None else str(found.others).split(" single")[0]) == others


def test_it_was_there_before_the_first_card(house: House) -> None:
    with house.changing():
        found = said(dana(house), house)
        version = dana(house).application.opening.rubric_version
        assert found.sha256 == version.sha256
        assert str(found.fixed).startswith("Part of engineering-executive@1, kept here unchanged since")
        version.imported_at = NOW + DAY
        assert "A card from before that" in str(said(dana(house), house).fixed)


def test_cards_of_another_version_and_practice_are_not_read_and_it_is_said(house: House) -> None:
    with house.changing():
        packet = noel_below_the_bar(house, level=4)
        own = packet.application.opening.rubric_version
        other = RubricVersion(
            slug=own.slug,
            number=2,
            sha256="1" * 64,
            title=own.title,
            yaml=own.yaml.replace("version: 1", "version: 2", 1),
            imported_at=NOW - 20 * DAY,
        )
        db.session.add(other)
        db.session.flush()
        first, second, _third = db.session.scalars(
            select(Scorecard).join(Slot).where(Slot.application_id == packet.application_id).order_by(Scorecard.id)
        )
        first.slot.rubric_version_id, first.slot.rubric_sha256 = other.id, other.sha256
        db.session.flush()
        found = said(packet, house)
        assert [str(one) for one in found.left_out] == [
            "1 card was written under another version of this rubric; the rule does not read it."
        ]
        assert rule_said(packet, house.one(Person, "max")) == "met"
        second.slot.rubric_version_id = other.id
        db.session.flush()
        assert rule_said(packet, house.one(Person, "max")) == "not shown"


def test_the_composite_waits_for_the_first_ballot(house: House) -> None:
    with house.changing():
        packet, max_, mona = dana(house), house.one(Person, "max"), house.one(Person, "mona")
        packet.application.opening.adjusted = "always"
        assert said(packet, house).composite is None
        open_ballot(packet, by=max_, now=NOW)
        assert said(packet, house).composite is None
        for person in (max_, mona):
            cast(packet, "yes", has_read=True, by=person, now=NOW)
        found = said(packet, house).composite
        assert found is not None
        assert re.fullmatch(
            r"3\.7, four times in five within \d\.\d–\d\.\d, from 8 of 8 dimensions and 3 people\.", str(found)
        )


def test_a_decision_without_a_ballot_shows_it_too(house: House) -> None:
    with house.changing():
        decisions.decide(dana(house), GO, by=house.one(Person, "max"), now=NOW)
        assert said(dana(house), house).composite is not None


@pytest.mark.parametrize("name", ["rita", "max", "mona", "cleo"])
def test_the_page_says_it_to_every_reader(house: House, name: str) -> None:
    page = words(house.visitor(name).get(f"/packets/{house.ref('dana-packet')}").text)
    assert "What the decision rule reads: met" in page
    assert "What would turn it" in page
    assert "Declared before the first score" in page
