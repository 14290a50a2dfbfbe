"""The minutes: what they hold, that they are made from the database alone, and that no file says less than the page."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from datetime import datetime
from html import unescape

import pytest
from sqlalchemy import select

from hiring.ballots.actions import cast, close_ballot, note_point, open_ballot
from hiring.committee import decisions
from hiring.committee.minutes import minutes_of
from hiring.committee.minutes_told import COLUMNS, as_json, lines_of
from hiring.conflicts.actions import declare, end_conflict
from hiring.db import db
from hiring.models import Opening, Packet, Person, Proposal
from hiring.openings.actions import add_to_team
from tests.ballots.committees import five, vote
from tests.cast import DAY, NOW
from tests.committee.test_decisions import AGAINST, IF, dana, noel_below_the_bar
from tests.house import House

HOUR = DAY / 24


def url(house: House) -> str:
    return f"/packets/{house.ref('dana-packet')}/minutes"


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.split("<main")[1])).split())


def a_whole_meeting(house: House) -> Packet:
    """Five members and two ballots: one moves, one is away, one steps back; then a condition, met, and a dissent."""
    packet, rita, max_, mona = dana(house), *(house.one(Person, name) for name in ("rita", "max", "mona"))
    opening = packet.application.opening
    others = [house.one(Person, name) for name in ("omar", "priya", "adam")]
    for person in others:
        add_to_team(opening, person, "committee", by=rita, now=NOW)
    omar, priya, adam = others
    open_ballot(packet, by=max_, now=NOW)
    for place, (person, verdict, reason) in enumerate(
        ((max_, "yes", "=2+3 of the episodes"), (mona, "no", "No focus."), (omar, "yes", ""), (adam, "no", "Too soon."))
    ):
        cast(packet, verdict, reason=reason, has_read=True, by=person, now=NOW + place * HOUR)
    declare(packet.application, reason="CANARY-why", by=priya, now=NOW + 5 * HOUR)
    point = f"{opening.rubric_version.slug}@{opening.rubric_version.number}/strategy-and-focus"
    note_point(packet, point, "The later episode is the stronger one.", by=mona, now=NOW + 6 * HOUR)
    open_ballot(packet, by=max_, now=NOW + 7 * HOUR)
    for person, verdict, reason in ((max_, "yes", ""), (mona, "yes", "The later episode."), (omar, "yes", "")):
        cast(packet, verdict, reason=reason, by=person, now=NOW + 8 * HOUR)
    close_ballot(packet, by=max_, now=NOW + 9 * HOUR)
    decisions.decide(packet, IF, by=max_, now=NOW + 10 * HOUR)
    decisions.dissent(packet, reason="Too soon, still.", by=adam, now=NOW + 11 * HOUR)
    decisions.settle(packet, is_met=True, finding="Both references say so.", by=rita, now=NOW + 12 * HOUR)
    decisions.note(packet, body="She starts in March.", by=rita, now=NOW + 13 * HOUR)
    db.session.flush()
    return packet


def test_they_hold_every_ballot_change_and_word(house: House) -> None:
    with house.changing():
        told = minutes_of(a_whole_meeting(house))
    first, second = told.ballots
    assert [(vote.name, vote.verdict, vote.was) for vote in first.votes] == [
        ("Adam Lindqvist", "no", None),
        ("Max Oyelaran", "yes", None),
        ("Mona Lindgren", "no", None),
        ("Omar Haddad", "yes", None),
    ]
    assert (first.closed_by, len(first.left), first.absent) == (None, 1, ())
    assert [(vote.name, vote.was, vote.reason) for vote in second.changes] == [
        ("Mona Lindgren", "no", "The later episode.")
    ]
    assert (second.closed_by, second.left, len(second.absent)) == ("Max Oyelaran", (), 1)
    assert told.stepped_back == first.left
    assert [(one.title, one.name, one.body) for one in told.points] == [
        ("Strategy and focus", "Mona Lindgren", "The later episode is the stronger one.")
    ]
    assert told.decision is not None
    assert (told.decision.outcome, told.decision.rests_on, told.decision.rule_said) == (
        "go_ahead_if",
        ("Strategy and focus",),
        "met",
    )
    assert told.settlement is not None
    assert (told.settlement.is_met, told.settlement.finding) == (True, "Both references say so.")
    assert [one.body for one in (*told.dissents, *told.notes)] == ["Too soon, still.", "She starts in March."]
    assert "CANARY-why" not in str(told)


def test_a_fresh_process_makes_the_same_minutes_from_the_database(house: House) -> None:
    with house.changing():
        a_whole_meeting(house)
    max_ = house.visitor("max")
    page, told = max_.get(url(house)).text, max_.get(f"{url(house)}?as=json").json
    with house.app.app_context():
        address = db.engine.url.render_as_string(hide_password=False)
    settings = house.app.extensions["settings"]
    made = subprocess.run(
        [sys.executable, "-c", AGAIN, address, str(settings.instance_path), house.ref("dana-packet")],
        capture_output=True,
        text=True,
        check=True,
    )
    again = json.loads(made.stdout)
    assert again == told
    for line in _texts(again):
        assert line in words(page), line


AGAIN = """
import json, sys
from hiring.app import create_app
from hiring.committee.minutes import minutes_of
from hiring.committee.minutes_told import as_json
from hiring.db import db
from hiring.models import Packet
from hiring.settings import read
from sqlalchemy import select
house = {"HIRING_DATABASE_URL": sys.argv[1], "HIRING_INSTANCE_PATH": sys.argv[2], "HIRING_ENV": "development"}
app = create_app(read(house))
with app.app_context():
    print(json.dumps(as_json(minutes_of(db.session.scalars(select(Packet).filter_by(ref=sys.argv[3])).one()))))
"""


def _texts(told: object) -> list[str]:
    """Every name and sentence, wherever it stands."""
    if isinstance(told, dict):
        own = [
            value
            for key, value in told.items()
            if isinstance(value, str)
            and value
            and key in {"name", "body", "reason", "reasons", "finding", "condition", "sha256"}
        ]
        return own + [each for value in told.values() for each in _texts(value)]
    if isinstance(told, list):
        return [each for value in told for each in _texts(value)]
    return []


def test_files_say_what_the_page_says(house: House) -> None:
    with house.changing():
        a_whole_meeting(house)
    max_ = house.visitor("max")
    page = words(max_.get(url(house)).text)
    text = max_.get(f"{url(house)}?as=text")
    assert (text.mimetype, text.headers["Content-Disposition"].split(";")[0]) == ("text/plain", "attachment")
    rows = list(csv.reader(io.StringIO(max_.get(f"{url(house)}?as=csv").text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == COLUMNS
    for row in rows[1:]:
        assert row[2] in page
    told = max_.get(f"{url(house)}?as=json").json
    assert {line for line in _texts(told) if line not in text.text} == set()
    assert max_.get(f"{url(house)}?as=pdf").status_code == 404


def test_a_spreadsheet_runs_nothing_in_it(house: House) -> None:
    with house.changing():
        a_whole_meeting(house)
    rows = csv.reader(io.StringIO(house.visitor("max").get(f"{url(house)}?as=csv").text))
    assert [row[4] for row in rows if "2+3" in row[-1]] == ["'=2+3 of the episodes"]


def test_an_open_ballot_is_not_in_them(house: House) -> None:
    with house.changing():
        packet, max_ = dana(house), house.one(Person, "max")
        open_ballot(packet, by=max_, now=NOW)
        cast(packet, "strong_no", reason="CANARY-sealed", has_read=True, by=max_, now=NOW)
        told = minutes_of(packet)
        assert (told.ballots, told.is_voting) == ((), True)
        assert "CANARY" not in str([*lines_of(told)]) + json.dumps(as_json(told))
    for kind in ("", "?as=text", "?as=json", "?as=csv"):
        assert "CANARY" not in house.visitor("mona").get(f"{url(house)}{kind}").text


def test_what_somebody_voted_before_they_stepped_back_is_not_told(house: House) -> None:
    with house.changing():
        packet, max_, mona = dana(house), house.one(Person, "max"), house.one(Person, "mona")
        open_ballot(packet, by=max_, now=NOW)
        cast(packet, "strong_no", reason="CANARY-struck", has_read=True, by=mona, now=NOW)
        declare(packet.application, reason="We worked together.", by=mona, now=NOW)
        cast(packet, "yes", has_read=True, by=max_, now=NOW)
        told = minutes_of(packet)
    (ballot,) = told.ballots
    assert ([vote.name for vote in ballot.votes], ballot.left) == (["Max Oyelaran"], ("Mona Lindgren",))
    assert told.stepped_back == ("Mona Lindgren",)
    assert [name for name, _role in told.committee] == ["Max Oyelaran"]
    assert "CANARY" not in str(told)


def test_nor_beside_what_they_vote_once_they_are_back(house: House) -> None:
    """A struck vote is not what the next one is compared with."""
    five(house)
    with house.changing():
        packet, mona, rita = dana(house), house.one(Person, "mona"), house.one(Person, "rita")
        open_ballot(packet, by=house.one(Person, "max"), now=NOW)
        cast(packet, "strong_no", has_read=True, by=mona, now=NOW)
        conflict = declare(packet.application, reason="We worked together.", by=mona, now=NOW)
        for name in ("ann", "bo", "cy", "max"):
            vote(house, name, "yes")
        end_conflict(conflict, by=rita, now=NOW)
        open_ballot(packet, by=house.one(Person, "max"), now=NOW)
        cast(packet, "yes", reason="On second thoughts.", has_read=True, by=mona, now=NOW)
        for name in ("ann", "bo", "cy", "max"):
            vote(house, name, "yes")
        told = minutes_of(packet)
    assert [ballot.changes for ballot in told.ballots] == [(), ()]


def proposed(packet: Packet, *, by: Person, now: datetime) -> Proposal:
    against = decisions.decide(packet, AGAINST, by=by, now=now)
    assert isinstance(against, Proposal)
    return against


def test_proposals_that_came_to_nothing_stay(house: House) -> None:
    with house.changing():
        packet, max_, mona = noel_below_the_bar(house), house.one(Person, "max"), house.one(Person, "mona")
        first = proposed(packet, by=max_, now=NOW)
        decisions.withdraw(packet, first.ref, by=max_, now=NOW + HOUR)
        again = proposed(packet, by=max_, now=NOW + 2 * HOUR)
        waiting = minutes_of(packet)
        decisions.second(packet, again.ref, by=mona, now=NOW + 3 * HOUR)
        told = minutes_of(packet)
    assert [(one.ended_by, one.ended_at) for one in waiting.proposals] == [("Max Oyelaran", NOW + HOUR), (None, None)]
    assert [one.ended_at for one in told.proposals] == [NOW + HOUR]
    assert told.decision is not None
    assert (told.decision.seconded_by, told.decision.rule_said) == ("Mona Lindgren", "not met")


def test_later_changes_of_the_team_do_not_change_them(house: House) -> None:
    with house.changing():
        packet = a_whole_meeting(house)
        told = minutes_of(packet)
        opening = packet.application.opening
        add_to_team(opening, house.one(Person, "remy"), "committee", by=house.one(Person, "rita"), now=NOW + 2 * DAY)
        assert minutes_of(packet) == told


@pytest.mark.parametrize(
    ("name", "status"), [("rita", 403), ("cleo", 403), ("mona", 200), ("omar", 404), ("ines", 404)]
)
def test_before_the_decision_they_are_the_committees(house: House, name: str, status: int) -> None:
    assert house.visitor(name).get(url(house)).status_code == status


def test_once_decided_the_recruiter_reads_them_and_the_hiring_manager_does_not(house: House) -> None:
    with house.changing():
        a_whole_meeting(house)
    assert [house.visitor(name).get(url(house)).status_code for name in ("rita", "cleo")] == [200, 403]


def test_they_take_as_many_queries_however_much_was_said(house: House) -> None:
    max_ = house.visitor("max")
    sent = []
    for prepare in (lambda _house: None, a_whole_meeting):
        with house.changing():
            prepare(house)
        max_.get(url(house))
        with house.counting() as here:
            assert max_.get(url(house)).status_code == 200
        sent.append(len(here))
    assert sent == [12, 15]


def test_a_confidential_opening_goes_by_its_codename(house: House) -> None:
    with house.changing():
        opening = db.session.scalars(select(Opening).filter_by(ref=house.ref("executive"))).one()
        opening.codename, opening.confidential = "Project Wren", True
        assert minutes_of(dana(house)).opening == "Project Wren"
