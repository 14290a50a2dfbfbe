"""A card that was changed, in the packet and on the application page: now, at first, and what had been seen between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import select

from hiring.candidates.cards import cards_of
from hiring.committee import queries
from hiring.committee.adjusted import Reader
from hiring.committee.page import PacketPage, packet_page
from hiring.committee.rule import declared
from hiring.db import db
from hiring.models import Application, Packet, Person, Reading, Scorecard, Slot
from hiring.scorecards.amending import amend
from hiring.scorecards.layers import fields_of
from hiring.scorecards.queries import answers_of, answers_on, sheet_of
from tests.cast import NOW
from tests.committee.loops import a_group, some_people
from tests.factories import a_scorecard, an_interview
from tests.house import House

HOUR = timedelta(hours=1)


def changed(slot: Slot, fields: Mapping[str, str], *, saw: bool = False) -> None:
    """Its author has a later word, after reading the packet or before."""
    if saw:
        read = Reading(person_id=slot.person_id, application_id=slot.application_id, what="packet", at=NOW - HOUR)
        db.session.add(read)
        db.session.flush()
    card, sheet = db.session.scalars(select(Scorecard).filter_by(slot_id=slot.id)).one(), sheet_of(slot)
    answers = answers_of(sheet, {**fields_of(sheet, answers_on(card)), **fields})
    amend(slot, answers, reason="She sent the figures.", by=slot.person, now=NOW)


def drawn(house: House, reader: str = "max") -> PacketPage:
    """Dana's packet, inside a request's context."""
    person, packet = house.one(Person, reader), house.one(Packet, "dana-packet")
    g.person = person
    material = queries.material(packet, person)
    return packet_page(packet, material, reader=Reader(person.id, may_name=False), with_private_notes=False, now=NOW)


@pytest.mark.parametrize(
    ("saw", "mark"), [(True, "changed after seeing others"), (False, "changed before seeing others")]
)
def test_the_packet_shows_now_and_first(house: House, saw: bool, mark: str) -> None:
    """Ines gave 2, Ivan 4 and Cleo 5 on everything."""
    with house.changing():
        slot = house.one(Slot, "dana-ines")
        first, *others = slot.dimensions
        level = {f"{first}-level": "5", f"{first}-situation": "The later story."}
        changed(slot, {"verdict": "yes", **level}, saw=saw)
    with house.app.test_request_context():
        page = drawn(house)
        (table,) = page.tables
        changes = [[str(words) for words in row.changed] for row in table.rows if row.changed]
        assert changes == [[f"Ines Calder: first 2, now 5, {mark}"]]
        assert sorted(row.mean or "" for row in table.rows if str(row.assessed)[0] == "3") == [
            *["3.7"] * len(others),
            "4.7",
        ]
        told = [one for one in (*page.disputed, *page.agreed) if any(each.first for each in one.accounts)]
        (account,) = [each for one in told for each in one.accounts if each.first]
        assert (account.level, account.parts[0][1], account.voice.name) == (5, "The later story.", "Ines Calder")
        assert account.first is not None
        assert (account.first.number, account.first.parts[0][1]) == ("2", "CANARY-dana-2 situation")
        (verdict,) = [one for one in page.recommendations if one.layers]
        assert (str(verdict.verdict), str(verdict.first), str(verdict.layers and verdict.layers.mark)) == (
            "Yes",
            "No",
            mark,
        )
    shown = house.visitor("max").get(f"/packets/{house.ref('dana-packet')}").text
    assert shown.count("She sent the figures.") == 1
    assert shown.count(mark) >= 3


def test_the_rule_reads_what_stands_and_says_what_it_read_at_first(house: House) -> None:
    with house.changing():
        slot = house.one(Slot, "dana-ines")
        ivan = next(one for one in slot.interview.slots if one.person.name == "Ivan Petrov")
        must = next(one for one in sheet_of(slot).dimensions if one.must_have)
        changed(ivan, {f"{must.id}-level": "1"})
    with house.app.test_request_context():
        material = queries.material(house.one(Packet, "dana-packet"), house.one(Person, "max"))
        told = declared(house.one(Packet, "dana-packet"), material)
        assert told is not None
        (rule,) = [one for one in told.must_haves if one.at_first is not None]
        assert (rule.title, str(rule.state), rule.is_met) == (must.title, "Not met", False)
        assert str(rule.at_first) == "As first handed in: met, median 4."


def test_a_flag_taken_back_stays_in_sight(house: House) -> None:
    with house.changing():
        slot = house.one(Slot, "dana-ines")
        first = slot.dimensions[0]
        changed(slot, {f"{first}-red_flag": "1", f"{first}-check": "Ask the auditor."})
    with house.app.test_request_context():
        (flag,) = drawn(house).flags
        assert (flag.to_check, flag.taken_back) == ("Ask the auditor.", None)
        cards, flags = cards_of(house.one(Application, "dana"), house.one(Person, "rita"))
        assert [(one.to_check, one.taken_back) for one in flags] == [("Ask the auditor.", None)]
        assert [[str(mark) for mark in card.marks] for card in cards if card.name == "Ines Calder"] == [
            ["changed before seeing others"]
        ]


def test_a_group_is_counted_by_what_stands(house: House) -> None:
    """Three may change their answers until the fourth is in; nothing shows that anybody did."""
    with house.changing():
        people, rita = some_people(4, "report"), house.one(Person, "rita")
        slots = a_group(house.one(Application, "dana"), people, (1, 2, 4, None), by=rita)
        changed(slots[0], {**{f"{one}-level": "4" for one in slots[0].dimensions}, "verdict": "no"})
        a_scorecard(slots[3], level=4, verdict="yes", words="fourth", at=NOW)
    with house.app.test_request_context():
        (group,) = drawn(house).groups
        assert [(str(share.words), share.number) for share in group.verdicts if share.number] == [("No", 1), ("Yes", 3)]
        assert {tuple(share.number for share in one.shares) for one in group.answers} == {(0, 1, 0, 3, 0)}
    assert "She sent the figures." not in house.visitor("max").get(f"/packets/{house.ref('dana-packet')}").text


def test_somebody_met_twice_gives_two_readings_and_one_mean(house: House) -> None:
    with house.changing():
        dana, ines = house.one(Application, "dana"), house.one(Person, "ines")
        again = an_interview(dana, "deep-dives", [ines], starts_at=NOW - 4 * 24 * HOUR, by=house.one(Person, "rita"))
        a_scorecard(again.slots[0], level=5, verdict="yes", words="The second talk", at=NOW - 3 * 24 * HOUR)
        shared = len(again.slots[0].dimensions)
    with house.app.test_request_context():
        page = drawn(house)
        accounts = [one.accounts for one in (*page.disputed, *page.agreed)]
        hers = [[each.level for each in one if each.voice.name == "Ines Calder"] for one in accounts]
        assert hers == [[2, 5]] * shared
        # 3.5 from Ines, 4 from Ivan, 5 from Cleo
        assert [row.mean for row in page.tables[0].rows if row.mean] == ["4.2"] * shared
        assert [str(one.verdict) for one in page.recommendations if one.voice.name == "Ines Calder"] == ["No", "Yes"]


def test_whoever_owes_sees_no_layer_of_anybody(house: House) -> None:
    """The blind rule is the same for every layer: Ivan still owes on Casey, and Ines changed hers."""
    with house.changing():
        changed(house.one(Slot, "casey-ines"), {"verdict": "strong_no", "headline": "CANARY-later-word"})
    page = house.visitor("ivan").get(f"/applications/{house.ref('casey')}").text
    assert ("CANARY-later-word" in page, "changed before" in page, "Strong no" in page) == (False, False, False)
    page = house.visitor("rita").get(f"/applications/{house.ref('casey')}").text
    assert ("first: yes" in page, "changed before seeing others" in page, "Strong no" in page) == (True, True, True)
