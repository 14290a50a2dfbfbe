"""The whole list of bad inputs: where each target is tested, and by name what waits for pages yet to come."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bad_inputs import CASES, LIST, of_target

HERE = Path(__file__).parent

TESTED = {
    "file:rubric.yaml": "rubric/test_bad_inputs.py",
    "file:import.csv": "candidates/test_spreadsheet.py",
    "file:attachment": "candidates/test_bad_inputs.py",
    "form:candidate.name|scorecard.note|search.title": "candidates/test_bad_inputs.py",
    "form:stage.advance": "candidates/test_views.py",
    "form:scorecard.submit": "scorecards/test_bad_inputs.py",
    "form:scorecard.draft": "scorecards/test_bad_inputs.py",
    "form:any": "web/test_arrivals.py",
    "form:interview.schedule": "loops/test_views.py",
    "form:filter": "openings/test_board.py",
    "form:login": "people/test_signing_in.py",
    "form:password": "people/test_passwords.py",
    "form:user.create": "people/test_views.py",
    "token:session": "people/test_signing_in.py",
    "token:reset": "people/test_signing_in.py",
    "token:portal": "portal/test_views.py",
    "header": "web/test_arrivals.py",
    "path": "web/test_arrivals.py",
    "mail/ics": "mail/test_wire.py",
}

NO_SUCH_TARGET_YET = {
    "file:import.xlsx": "spreadsheets other than CSV are not read",
    "form:offer.create": "offers have no page",
    "api:POST/PATCH *": "there is no JSON API",
    "api:POST *": "there is no JSON API",
    "token:api": "there is no JSON API",
    "token:totp": "there is no second factor",
}

WAITING = {
    "mail_ics-013": "digests",
    "token-030": "changing one's address",
    "id-011": "deleting a candidate",
}


def test_every_target_is_tested_or_waits_by_name() -> None:
    assert {case["target"] for case in LIST} == TESTED.keys() | NO_SUCH_TARGET_YET.keys()
    assert not TESTED.keys() & NO_SUCH_TARGET_YET.keys()


def test_the_cases_that_wait_are_these() -> None:
    waiting = {name for target in NO_SUCH_TARGET_YET for name in of_target(target)} | WAITING.keys()
    assert waiting <= CASES.keys()
    assert (len(CASES), len(waiting)) == (221, 43)


@pytest.mark.parametrize("target", TESTED)
def test_the_file_that_tests_a_target_is_there(target: str) -> None:
    assert (HERE / TESTED[target]).is_file()
