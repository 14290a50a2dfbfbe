"""What is written down about stages, roles and companies, and who may not be approached."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.models import Application, Charter, Event, OffLimits, Opening, PayExpectation, Person, StageRecord
from hiring.openings.queries import off_limits
from hiring.refusal import Refusal
from hiring.stages import actions, queries
from hiring.stages.actions import CharterWords
from tests.cast import DAY, NOW
from tests.house import House

WHOLE = CharterWords(
    scope_in="All of engineering.", reports_to="The chief executive", why_open="A new seat.", held_by="Max did."
)


def write(house: House, stage: str, **said: str) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        found = queries.stage_named(noel, stage)
        assert found is not None
        actions.write_record(noel, found, said, by=rita, now=NOW)


def approve(house: House) -> None:
    with house.changing():
        actions.approve_charter(house.one(Opening, "executive"), by=house.one(Person, "cleo"), now=NOW)


def write_charter(house: House, words: CharterWords = WHOLE, adviser: str | None = None) -> None:
    with house.changing():
        asked = None if adviser is None else house.one(Person, adviser)
        opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        actions.write_charter(opening, words, adviser=asked, by=rita, now=NOW)


def put_off_limits(house: House, company: str) -> None:
    with house.changing():
        opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        actions.put_off_limits(opening, company, reason="A customer.", by=rita, now=NOW)


def told(house: House) -> list[tuple[str, dict[str, object]]]:
    """The events of these tests."""
    with house.app.app_context():
        kinds = ("stage.", "expectation.", "charter.", "opening.off")
        return [
            (one.kind, one.facts)
            for one in db.session.scalars(select(Event).order_by(Event.seq))
            if one.kind.startswith(kinds)
        ]


def test_a_record_is_kept_once_for_each_stage_and_told(house: House) -> None:
    write(house, "sourcing", reply="waiting")
    write(house, "sourcing", reply="yes", note="She wants to.")
    with house.app.app_context():
        (kept,) = db.session.scalars(select(StageRecord))
        assert (kept.stage, kept.kind, kept.version) == ("sourcing", "sourcing", 2)
        assert (kept.fields["reply"], kept.fields["note"], kept.saved_by.name) == (
            "yes",
            "She wants to.",
            "Rita Moreau",
        )
        number = kept.id
    assert told(house) == [("stage.recorded", {"record": number})] * 2


def test_what_is_wrong_with_it_is_refused_and_nothing_is_kept(house: House) -> None:
    with pytest.raises(Refusal, match="Choose one of the answers on the list"):
        write(house, "sourcing", reply="perhaps")
    with pytest.raises(Refusal, match="Say why: “Ego"):
        write(house, "ceo-call", **{"signs-ego": "seen"})
    with house.app.app_context():
        assert db.session.scalars(select(StageRecord)).all() == []


def test_nobody_at_a_company_off_limits_is_approached_without_a_word(house: House) -> None:
    put_off_limits(house, "Brightwell Ltd")  # where everybody in the cast works
    with pytest.raises(Refusal, match="Brightwell Ltd is off limits for this opening"):
        write(house, "sourcing", reply="yes", off_limits_why="")
    write(house, "sourcing", reply="yes", off_limits_why="Their chief executive agreed.")
    write(house, "deep-dives", note="The list is about approaching them.")


def test_what_was_written_of_the_employer_is_held_against_the_list_too(house: House) -> None:
    put_off_limits(house, "Castlemere")
    with pytest.raises(Refusal, match="Castlemere is off limits"):
        write(house, "sourcing", employer="Now at CASTLEMERE plc", off_limits_why="")


def test_a_company_stands_on_the_list_once_and_can_leave_it(house: House) -> None:
    put_off_limits(house, "Castlemere plc")
    with pytest.raises(Refusal, match="on the list already"):
        put_off_limits(house, "castlemere")
    with pytest.raises(Refusal, match="Write the name"):
        put_off_limits(house, "—")
    with house.changing():
        opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        actions.take_off_limits_away(opening, "Castlemere plc", by=rita, now=NOW + DAY)
        with pytest.raises(Refusal, match="not on the list any more"):
            actions.take_off_limits_away(opening, "Castlemere plc", by=rita, now=NOW + DAY)
        assert off_limits(opening) == []
        entry = db.session.scalars(select(OffLimits)).one()
        assert (entry.removed_at, entry.reason) == (NOW + DAY, "A customer.")
    assert [kind for kind, _facts in told(house)] == ["opening.off_limits_added", "opening.off_limits_removed"]


def expect(house: House, low: int, high: int | None, currency: str = "EUR") -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        actions.note_expectation(casey, currency=currency, low=low, high=high, by=rita, now=NOW)


def test_an_expectation_is_kept_in_its_smallest_units_and_replaced(house: House) -> None:
    expect(house, 180_000, None)
    expect(house, 18_000_000, 20_000_000, "JPY")
    with house.app.app_context():
        kept = db.session.scalars(select(PayExpectation)).one()
        assert (kept.currency, kept.low_minor, kept.high_minor) == ("JPY", 18_000_000, 20_000_000)
    assert told(house) == [("expectation.noted", {})] * 2, "no figure leaves its table"


def test_an_expectation_that_cannot_be_is_refused(house: House) -> None:
    with pytest.raises(Refusal, match="below the lower"):
        expect(house, 200_000, 180_000)
    with pytest.raises(Refusal, match="more than can be kept"):
        expect(house, 9_999_999_999, None)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("scope_in", "what the role covers"),
        ("reports_to", "to whom the role reports"),
        ("why_open", "why the seat is open"),
        ("held_by", "Nobody in the loop has held such a role"),
    ],
)
def test_a_charter_says_everything_before_it_is_approved(house: House, missing: str, words: str) -> None:
    with pytest.raises(Refusal, match="There is no charter yet"):
        approve(house)
    write_charter(house, replace(WHOLE, **{missing: ""}))
    with pytest.raises(Refusal, match=words):
        approve(house)


def test_an_adviser_stands_in_for_nobody_having_held_the_role(house: House) -> None:
    write_charter(house, replace(WHOLE, held_by=""), adviser="mona")
    approve(house)
    with pytest.raises(Refusal, match="approved already"):
        approve(house)


def test_what_changes_after_approval_needs_it_again(house: House) -> None:
    write_charter(house)
    approve(house)
    write_charter(house)
    with house.app.app_context():
        charter = db.session.scalars(select(Charter)).one()
        assert (charter.approved_at, charter.approved_by_id, charter.adviser_id) == (None, None, None)
    assert told(house) == [
        ("charter.written", {"was_approved": False}),
        ("charter.approved", {}),
        ("charter.written", {"was_approved": True}),
    ]
