"""Each invariant holds over the cast, and each has been seen broken: planted where the database itself was let go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, DateTime, Integer, Table
from sqlalchemy.types import TypeDecorator

from hiring import invariants
from hiring.db import Base, reading
from tests.cast import NOW
from tests.house import House, World
from tests.soundness import unsound
from tests.tampering import tampering

MOMENT = "2026-11-17 10:00:00.000000"
HANDED_IN = "(SELECT min(id) FROM slot WHERE handed_in_at IS NOT NULL)"
OWED = "(SELECT min(id) FROM slot WHERE handed_in_at IS NULL)"
FIRST_CARD = "(SELECT min(id) FROM scorecard)"
JUDGE = "(SELECT person_id FROM slot WHERE slot.id = slot_id)"
AS_AGREED = (
    "INSERT INTO case_level (reading_id, dimension, position, level, evidence) "
    "SELECT 1, dimension, position, level, because FROM agreed_level WHERE case_id = 1"
)
SKIP = "(SELECT min(id) FROM move WHERE kind = 'skip')"


def put(table: str, **given: str) -> str:
    """An INSERT with these expressions, and something of the right type wherever a column must have a value."""
    columns = Base.metadata.tables[table].c
    needed = [one.name for one in columns if not one.nullable and one.name not in {"id", *given}]
    values = {**given, **{name: _something(columns[name].type) for name in needed}}
    return f'INSERT INTO "{table}" ({", ".join(values)}) SELECT {", ".join(values.values())}'


def _something(kind: Any) -> str:
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    said = {Boolean: "0", Integer: "1", DateTime: f"'{MOMENT}'", JSON: "'{}'"}
    return next((value for one, value in said.items() if isinstance(plain, one)), "hex(randomblob(8))")


def loosened(table: str) -> list[str]:
    """The same rows without what the table forbids."""
    return [
        f"CREATE TABLE loose AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE loose RENAME TO {table}",
    ]


def once_more(table: str, **other: str) -> str:
    """The first row again, but for these columns."""
    columns: Table = Base.metadata.tables[table]
    names = ", ".join(f'"{one.name}"' for one in columns.c)
    values = ", ".join(other.get(one.name, f'"{one.name}"') for one in columns.c)
    return f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" LIMIT 1'


def another_talk(minutes: int) -> str:
    """A talk as long as the first one, that many minutes after it began."""
    later = f"strftime('%Y-%m-%d %H:%M:00.000000', starts_at, '{minutes} minutes')"
    return once_more("interview", id="99", ref="'another'", starts_at=later)


ANOTHER_SEAT = once_more("slot", id="99", ref="'another'", interview_id="99")
IVAN_AT_CASEYS = {
    "person_id": f"(SELECT person_id FROM slot WHERE id = {OWED})",
    "application_id": f"(SELECT application_id FROM slot WHERE id = {OWED})",
    "kind": "'declared'",
}
DECISION = put("decision", packet_id="1", outcome="'stop'", by_id="1", condition="''")
OPEN_BALLOT = put("ballot", packet_id="1", number="1")
CLOSED_BALLOT = put("ballot", packet_id="1", number="1", closed_at=f"'{MOMENT}'")
MAIL = {"person_id": "1", "kind": "'notice'"}

PLANTED: dict[str, list[list[str]]] = {
    "trail_is_whole": [["UPDATE event SET subject_id = 99 WHERE seq = 3"]],
    "added_rows_are_guarded": [[]],
    "events_follow_the_head": [[]],
    "cards_have_their_event": [["UPDATE event SET kind = 'x.y' WHERE kind = 'scorecard.handed_in'"]],
    "events_have_their_card": [[f"DELETE FROM scorecard WHERE id = {FIRST_CARD}"]],
    "amendments_have_their_event": [[put("amendment", scorecard_id=FIRST_CARD)]],
    "moves_have_their_event": [
        ["DELETE FROM event WHERE kind = 'application.moved'"],
        [f"DELETE FROM move WHERE id = {SKIP}"],
    ],
    "packets_have_their_event": [["UPDATE event SET kind = 'x.y' WHERE kind = 'packet.built'"]],
    "decisions_have_their_event": [[DECISION]],
    "overrides_have_their_second": [
        [put("decision", packet_id="1", outcome="'stop'", condition="''", seconded_by_id="2")]
    ],
    "proposals_end_with_the_decision": [
        [
            DECISION,
            put("proposal", packet_id="1", outcome="'stop'", condition="''", ended_at="NULL", ended_by_id="NULL"),
        ]
    ],
    "seals_hold": [["UPDATE rating SET evidence = 'another word' WHERE id = 1"]],
    "seats_have_one_card": [[*loosened("scorecard"), once_more("scorecard", id="99", ref="'another'")]],
    "seats_know_their_card": [
        [f"UPDATE slot SET handed_in_at = NULL WHERE id = {HANDED_IN}"],
        [f"UPDATE slot SET handed_in_at = '{MOMENT}' WHERE id = {HANDED_IN}"],
        [f"UPDATE slot SET handed_in_at = '{MOMENT}' WHERE id = {OWED}"],
    ],
    "handed_in_seats_have_no_draft": [[put("draft", slot_id=HANDED_IN)]],
    "seats_without_a_form_have_no_card": [[f"UPDATE slot SET card = 'none' WHERE id = {HANDED_IN}"]],
    "seats_stand_where_their_interview_does": [
        [f"UPDATE slot SET round = 'elsewhere' WHERE id = {OWED}"],
        [f"UPDATE slot SET collective = 1 WHERE id = {OWED}"],
        [f"UPDATE slot SET application_id = application_id + 1 WHERE id = {OWED}"],
    ],
    "seats_are_pinned_to_their_rubric": [[f"UPDATE slot SET rubric_sha256 = '{'0' * 64}' WHERE id = {OWED}"]],
    "rubrics_are_what_they_were": [
        ["UPDATE rubric_version SET yaml = replace(yaml, 'title: ', 'title: Not ') WHERE id = 1"],
        ["UPDATE rubric_version SET yaml = 'nothing' WHERE id = 1"],
    ],
    "cards_are_from_their_rubric": [[f"UPDATE scorecard SET rubric_sha256 = '{'0' * 64}' WHERE id = {FIRST_CARD}"]],
    "cards_answer_what_was_asked": [
        ["DELETE FROM rating WHERE id = 1"],
        ["UPDATE rating SET level = 99 WHERE id = 1"],
        ["UPDATE rating SET dimension = 'charm' WHERE id = 1"],
        [f"UPDATE slot SET card = 'short' WHERE id = {HANDED_IN}"],
    ],
    "amendments_have_no_gap": [[put("amendment", scorecard_id=FIRST_CARD, number="2")]],
    "amendments_are_by_the_judge": [
        [put("amendment", scorecard_id=FIRST_CARD, number="1", by_id="9", at=f"'{MOMENT}'")],
        [
            put(
                "amendment",
                scorecard_id=FIRST_CARD,
                by_id=f"(SELECT person_id FROM slot WHERE id = {HANDED_IN})",
                at="'2026-01-01 10:00:00.000000'",
            )
        ],
    ],
    "drafts_count_their_saves": [['UPDATE draft SET revs = \'{"headline": [99, "", 0]}\'']],
    "typists_are_not_the_judge": [
        [f"UPDATE scorecard SET typed_by_id = {JUDGE} WHERE id = {FIRST_CARD}"],
        [f"UPDATE draft SET typed_by_id = {JUDGE}"],
    ],
    "others_were_seen_before": [
        [f"UPDATE scorecard SET saw_others_at = '2027-01-01 10:00:00.000000' WHERE id = {FIRST_CARD}"],
        [put("amendment", scorecard_id=FIRST_CARD, first_saw_others_at="'2027-01-01 10:00:00.000000'")],
    ],
    "interviews_end_after_they_begin": [
        [*loosened("interview"), f"UPDATE interview SET minutes = {minutes} WHERE id = 1"] for minutes in (0, -60)
    ],
    "nobody_sits_in_two_at_once": [[another_talk(minutes), ANOTHER_SEAT] for minutes in (-59, 0, 59)],
    "moves_have_no_gap": [[f"UPDATE move SET number = number + 7 WHERE id = {SKIP}"]],
    "applications_stand_where_moves_led": [
        ["UPDATE application SET due_at = applied_at WHERE id = 1"],
        ["UPDATE application SET entered_at = NULL WHERE id = 1"],
        ["UPDATE application SET current_move_id = NULL WHERE id = 1"],
        ["DELETE FROM move WHERE application_id = 1"],
    ],
    "moves_follow_the_plan": [
        [f"UPDATE move SET kind = '{kind}' WHERE id = {SKIP}"] for kind in ("back", "enter", "reopen", "undo")
    ]
    + [["UPDATE move SET kind = 'close', outcome = 'rejected', stage_id = NULL WHERE kind = 'enter'"]],
    "moves_have_their_reason": [[f"UPDATE move SET reason = ' ' WHERE id = {SKIP}"]],
    "moves_have_their_person": [[f"UPDATE move SET by_id = 999 WHERE id = {SKIP}"]],
    "packets_are_decided_once": [[*loosened("decision"), DECISION, DECISION]],
    "ballots_have_their_events": [[OPEN_BALLOT], [put("ballot", packet_id="1", number="1", closed_at=f"'{MOMENT}'")]],
    "votes_have_their_event": [[OPEN_BALLOT, put("vote", ballot_id="1", verdict="'yes'", cast_at=f"'{MOMENT}'")]],
    "ballots_end_when_all_are_in": [[OPEN_BALLOT], [CLOSED_BALLOT, put("vote", ballot_id="1")]],
    "ballots_have_their_quorum": [
        [
            put("ballot", packet_id="1", number="1", closed_at=f"'{MOMENT}'", closed_by_id="1"),
            put("vote", ballot_id="1", verdict="'yes'", cast_at=f"'{MOMENT}'"),
            put("vote", ballot_id="1", person_id="2"),
        ]
    ],
    "votes_are_cast_while_it_is_open": [
        [OPEN_BALLOT, put("vote", ballot_id="1", verdict="'yes'", cast_at="'2026-01-01 10:00:00.000000'")],
        [CLOSED_BALLOT, put("vote", ballot_id="1", verdict="'yes'", cast_at="'2027-01-01 10:00:00.000000'")],
    ],
    "ballots_follow_one_another": [
        [put("ballot", packet_id="1", number="2")],
        [
            *loosened("ballot"),
            put("ballot", id="1", packet_id="1", number="1"),
            put("ballot", id="2", packet_id="1", number="2"),
        ],
    ],
    "decisions_come_after_ballots": [
        [OPEN_BALLOT, DECISION],
        [put("ballot", packet_id="1", number="1", closed_at="'2027-01-01 10:00:00.000000'"), DECISION],
    ],
    "confidential_openings_have_a_codename": [
        ["UPDATE opening SET codename = NULL WHERE confidential"],
        ["UPDATE opening SET codename = '' WHERE confidential"],
    ],
    "shut_out_means_out": [["UPDATE person SET deactivated_at = created_at WHERE id = 1"]],
    "guests_stay_guests": [
        ["UPDATE person SET is_guest = 1 WHERE id = 1"],
        [
            "DELETE FROM session",
            "DELETE FROM capability",
            "UPDATE person SET is_guest = 1, password_hash = 'x' WHERE id = 1",
        ],
    ],
    "passes_open_a_guests_seat": [
        [put("guest_pass", slot_id=OWED, expires_at="'2027-01-01 10:00:00.000000'")],
        [
            f"UPDATE slot SET declined_at = '{MOMENT}' WHERE id = {OWED}",
            f"UPDATE person SET is_guest = 1 WHERE id = (SELECT person_id FROM slot WHERE id = {OWED})",
            put("guest_pass", slot_id=OWED, expires_at="'2027-01-01 10:00:00.000000'"),
        ],
    ],
    "seats_have_one_live_pass": [
        [put("guest_pass", slot_id=OWED), put("guest_pass", slot_id=OWED)],
        [put("guest_pass", slot_id=OWED, entered_at=f"'{MOMENT}'")] * 2,
    ],
    "passes_know_their_browser": [
        [put("guest_pass", slot_id=OWED, entered_at=f"'{MOMENT}'")],
        [put("guest_pass", slot_id=OWED, cookie_sha256="'x'")],
    ],
    "inside_candidates_are_known": [["UPDATE candidate SET email = 'Omar@example.org' WHERE id = 1"]],
    "nobody_in_conflict_owes_a_card": [[put("conflict", **IVAN_AT_CASEYS)]],
    "conflicts_name_their_opening": [[put("conflict", opening_id="2", **IVAN_AT_CASEYS)]],
    "emergencies_end": [
        [put("break_glass", asked_by_id="1", approved_by_id="1", approved_at=f"'{MOMENT}'", ends_at=f"'{MOMENT}'")],
        [put("break_glass", asked_by_id="1", approved_by_id="2", approved_at=f"'{MOMENT}'")],
        [put("break_glass", approved_by_id="2", approved_at=f"'{MOMENT}'", ends_at="'2026-11-17 11:00:00.000001'")],
    ],
    "mails_are_told_apart": [[*loosened("outbox"), *[put("outbox", id=id_, message_id="'<one>'") for id_ in "12"]]],
    "mails_end_one_way": [
        [put("outbox", sent_at=f"'{MOMENT}'", parked_at=f"'{MOMENT}'", **MAIL)],
        [put("outbox", sent_at=f"'{MOMENT}'", claimed_until=f"'{MOMENT}'", **MAIL)],
    ],
    "mails_name_their_opening": [
        [put("outbox", application_id="1", opening_id="2", **MAIL)],
    ],
    "requests_are_answered_once": [
        [*loosened("idempotency_key"), *[put("idempotency_key", id=id_, route="'x'", key="'k'") for id_ in "12"]]
    ],
}
PLANTED |= {
    "closed_openings_are_left": [["UPDATE opening SET closed_at = opened_at WHERE id = 1"]],
    "entries_stay_with_their_application": [
        ["UPDATE search_entry SET application_id = 4 WHERE kind = 'card' AND application_id = 1"],
        ["UPDATE search_entry SET source_id = 999 WHERE id = 1"],
    ],
    "published_cases_are_agreed_on": [
        ["DELETE FROM agreed_level"],
        ["UPDATE agreed_level SET level = 3"],
        ["UPDATE agreed_level SET because = '–'"],
    ],
    "readings_are_judged_by_the_rule": [
        [put("case_reading", id="1", case_id="1", person_id="2", passed="1")],
        [put("case_reading", id="1", case_id="1", person_id="2", passed="0"), AS_AGREED],
    ],
    "readings_are_of_others_cases": [
        [put("case_reading", case_id="1", person_id="(SELECT written_by_id FROM written_case WHERE id = 1)")],
        [put("case_reading", case_id="2", person_id="2")],
    ],
}
BY_NAME = {one.name: one for one in invariants.INVARIANTS}
CASES = [(name, number) for name, ways in PLANTED.items() for number in range(len(ways))]


@pytest.fixture
def sqlite_house(sqlite_world: World) -> Iterator[House]:
    with sqlite_world.visited() as house:
        yield house


def test_all_hold_over_the_cast(house: House) -> None:
    assert unsound(house.app) == []


def test_each_is_seen_broken() -> None:
    assert PLANTED.keys() == BY_NAME.keys()


@pytest.mark.parametrize(("name", "number"), CASES, ids=[f"{name}-{number}" for name, number in CASES])
def test_what_is_planted_is_found(sqlite_house: House, name: str, number: int) -> None:
    with tampering(sqlite_house) as execute:
        for statement in PLANTED[name][number]:
            execute(statement)
    with sqlite_house.app.app_context(), reading():
        result = BY_NAME[name].check(NOW)
    assert result.count > 0
    assert str(result).startswith(f"BROKEN  {result.sentence} {result.count}: {BY_NAME[name].table} ")


APART: dict[str, list[str]] = {
    "one after the other": [another_talk(60), ANOTHER_SEAT],
    "one before the other": [another_talk(-60), ANOTHER_SEAT],
    "booked all the same": [another_talk(30), ANOTHER_SEAT, "UPDATE slot SET anyway = 1 WHERE id = 99"],
    "called off": [another_talk(30), ANOTHER_SEAT, f"UPDATE interview SET cancelled_at = '{MOMENT}' WHERE id = 99"],
    "declined": [another_talk(30), ANOTHER_SEAT, f"UPDATE slot SET declined_at = '{MOMENT}' WHERE id = 99"],
    "told afterwards": [another_talk(30), ANOTHER_SEAT, "UPDATE interview SET unscheduled = 1 WHERE id = 99"],
    "somebody else's": [
        another_talk(30),
        ANOTHER_SEAT,
        "UPDATE slot SET person_id = (SELECT id FROM person WHERE name = 'Omar Haddad') WHERE id = 99",
    ],
}


@pytest.mark.parametrize("how", APART)
def test_two_talks_of_one_person_that_may_be(sqlite_house: House, how: str) -> None:
    with tampering(sqlite_house) as execute:
        for statement in APART[how]:
            execute(statement)
    with sqlite_house.app.app_context(), reading():
        assert BY_NAME["nobody_sits_in_two_at_once"].check(NOW).count == 0


def test_no_more_than_ten_are_named(sqlite_house: House) -> None:
    with tampering(sqlite_house) as execute:
        execute("DELETE FROM draft")
        for number in range(20, 33):
            execute(put("draft", slot_id=str(number)))
            execute(
                once_more(
                    "slot", id=str(number), ref=f"'{number}'", interview_id=str(number), handed_in_at=f"'{MOMENT}'"
                )
            )
    with sqlite_house.app.app_context(), reading():
        result = BY_NAME["handed_in_seats_have_no_draft"].check(NOW)
    named = ", ".join(f"slot {number}" for number in range(20, 30))
    assert str(result) == f"BROKEN  Nobody has a draft for a scorecard that is in. 13: {named}, …"
