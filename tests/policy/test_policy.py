"""The policy against a table written by hand, and what no combination of facts may ever give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.policy import POLICY, Permission, Standing, permits, reason_against

P = Permission

STANDINGS = {
    "anybody": Standing(),
    "administrator": Standing(capabilities=frozenset({"user_admin"})),
    "privacy officer": Standing(capabilities=frozenset({"privacy_officer"})),
    "in an emergency": Standing(capabilities=frozenset({"privacy_officer"}), has_packet=True, has_broken_glass=True),
    "opener": Standing(capabilities=frozenset({"open_openings"})),
    "recruiter": Standing(roles=frozenset({"recruiter"})),
    "recruiter who owes": Standing(roles=frozenset({"recruiter"}), owes=frozenset({"loop"}), round="loop"),
    "manager": Standing(roles=frozenset({"hiring_manager"})),
    "chair": Standing(roles=frozenset({"chair"})),
    "chair with packet": Standing(roles=frozenset({"chair"}), has_packet=True),
    "member with packet": Standing(roles=frozenset({"committee"}), has_packet=True),
    "member who owes": Standing(
        roles=frozenset({"committee"}), has_packet=True, owes=frozenset({"loop"}), round="committee"
    ),
    "interviewer": Standing(sits=True, is_own=True, owes=frozenset({"loop"}), round="loop"),
    "interviewer, handed in": Standing(sits=True, is_own=True, has_handed_in=True),
    "who looks after a seat": Standing(schedules_it=True),
}

EVERYBODY = {
    P.HOME_READ,
    P.ACCOUNT_EDIT,
    P.ABSENCE_EDIT,
    P.SEARCH_READ,
    P.RUBRIC_READ,
    P.OPENING_LIST,
    P.INTERVIEW_LIST,
    P.MEETING_LIST,
    P.MIRROR_READ,
    P.CASE_READ,
    P.CALENDAR_READ,
    P.CALENDAR_FEED,
}
LEADS_ALWAYS = {
    P.INTERVIEW_TELL,
    P.OPENING_READ,
    P.OPENING_PAY,
    P.OPENING_ADJUSTED,
    P.APPLICATION_READ,
    P.APPLICATION_CONTACT,
    P.APPLICATION_NOTE,
    P.ATTACHMENT_READ,
    P.INTERVIEW_SCHEDULE,
    P.CONFLICT_DECLARE,
    P.CONFLICT_READ,
    P.MEETING_READ,
    P.OPENING_COMPARE,
    P.OPENING_CLOSE,
    P.CHARTER_READ,
    P.CHARTER_WRITE,
    P.PLAN_READ,
    P.PLAN_CHANGE,
    P.APPLICATION_TAG,
    P.APPLICATION_OWN,
    P.EXPECTATION_READ,
    P.QUESTION_READ,
    P.QUESTION_NOTE,
    P.QUESTION_ANSWER,
    P.LETTER_READ,
    P.LETTER_WRITE,
    P.PROMISE_MAKE,
    P.INTERVIEW_OFFER,
    P.COVERAGE_READ,
    P.COVERAGE_CHANGE,
}
LEADS_WHO_OWE_NOTHING = {
    P.APPLICATION_MOVE,
    P.APPLICATION_HISTORY,
    P.RECORD_READ,
    P.RECORD_WRITE,
    P.COVERAGE_RESULTS,
}
RECRUITS_ALWAYS = LEADS_ALWAYS | {
    P.OPENING_TEAM,
    P.CANDIDATE_ADD,
    P.ATTACHMENT_ADD,
    P.CONFLICT_NAME,
    P.CONFLICT_END,
    P.BREAK_GLASS_END,
    P.MEETING_CALL,
    P.SEVERITY_LIST,
    P.CANDIDATE_MERGE,
    P.ADJUSTMENT_READ,
    P.ADJUSTMENT_ARRANGE,
}
WITH_PACKET = {
    P.INTERVIEW_TELL,
    P.OPENING_READ,
    P.APPLICATION_READ,
    P.APPLICATION_HISTORY,
    P.ATTACHMENT_READ,
    P.CONFLICT_DECLARE,
    P.MEETING_READ,
    P.OPENING_COMPARE,
    P.CHARTER_READ,
    P.PLAN_READ,
    P.RECORD_READ,
}
IN_COMMITTEE = {
    P.PACKET_READ,
    P.VOTE_CAST,
    P.BALLOT_READ,
    P.POINT_NOTE,
    P.MINUTES_READ,
    P.DECISION_SECOND,
    P.DECISION_DISSENT,
    P.DECISION_NOTE,
    P.EVIDENCE_RATE,
}
SEAT = {
    P.INTERVIEW_TELL,
    P.APPLICATION_READ,
    P.ATTACHMENT_READ,
    P.CONFLICT_DECLARE,
    P.SLOT_READ,
    P.SLOT_JOT,
    P.SCORECARD_WRITE,
    P.QUESTION_READ,
    P.QUESTION_NOTE,
    P.QUESTION_ANSWER,
    P.BREAK_GLASS_END,  # of what is one's own: the guard asks about one thing at a time
}

EXPECTED = {
    "anybody": set(),
    "administrator": {
        P.PERSON_LIST,
        P.PERSON_INVITE,
        P.PERSON_DEACTIVATE,
        P.MAIL_READ,
        P.MAIL_PREVIEW,
        P.BREAK_GLASS_LIST,
        P.BREAK_GLASS_APPROVE,
    },
    "privacy officer": {P.BREAK_GLASS_LIST, P.BREAK_GLASS_ASK, P.BREAK_GLASS_APPROVE},
    "in an emergency": {
        P.BREAK_GLASS_LIST,
        P.BREAK_GLASS_ASK,
        P.BREAK_GLASS_APPROVE,
        P.OPENING_READ,
        P.APPLICATION_READ,
        P.APPLICATION_HISTORY,
        P.PACKET_READ,
    },
    "opener": {
        P.OPENING_CREATE,
        P.CASE_WRITE,
        P.REPORT_READ,
        P.MAIL_PREVIEW,
        P.LETTER_TEMPLATES,
        P.INTERVIEWER_LIST,
        P.INTERVIEWER_TRAIN,
    },
    "recruiter": RECRUITS_ALWAYS | LEADS_WHO_OWE_NOTHING | {P.PACKET_BUILD},
    "recruiter who owes": RECRUITS_ALWAYS,
    "manager": LEADS_ALWAYS | LEADS_WHO_OWE_NOTHING | {P.CHARTER_APPROVE},
    "chair": set(),
    "chair with packet": WITH_PACKET
    | IN_COMMITTEE
    | {P.APPLICATION_MOVE, P.PACKET_READINGS, P.SEVERITY_NAME, P.SEVERITY_LIST, P.MEETING_CALL}
    | {P.BALLOT_OPEN, P.BALLOT_CLOSE}
    | {P.DECISION_RECORD, P.DECISION_SETTLE},
    "member with packet": WITH_PACKET | IN_COMMITTEE,
    "member who owes": WITH_PACKET - {P.APPLICATION_HISTORY, P.RECORD_READ},
    "interviewer": SEAT | {P.SLOT_DECLINE},
    "interviewer, handed in": SEAT | {P.SCORECARD_RECEIPT, P.SCORECARD_AMEND},
    "who looks after a seat": {P.SLOT_DECLINE},
}


@pytest.mark.parametrize("who", STANDINGS)
def test_the_policy_says_what_the_table_says(who: str) -> None:
    allowed = {permission for permission in P if permits(permission, STANDINGS[who])}
    assert allowed == EXPECTED[who] | EVERYBODY


def test_every_permission_has_a_rule() -> None:
    assert set(POLICY) == set(P)


ABOUT_PEOPLE = {"application", "attachment", "packet", "decision", "ballot", "vote", "point", "minutes", "severity"}

standings = st.builds(
    Standing,
    capabilities=st.frozensets(st.sampled_from(["user_admin", "privacy_officer", "auditor", "open_openings"])),
    roles=st.frozensets(st.sampled_from(["recruiter", "hiring_manager", "chair", "committee"])),
    is_own=st.booleans(),
    has_handed_in=st.booleans(),
    sits=st.booleans(),
    owes=st.frozensets(st.sampled_from(["first-calls", "loop", "committee"])),
    round=st.sampled_from([None, "first-calls", "loop", "committee"]),
    has_packet=st.booleans(),
)


@given(standings)
def test_no_role_is_above_the_blind_rule(standing: Standing) -> None:
    if standing.owes:
        of_the_committee = IN_COMMITTEE | {P.DECISION_RECORD, P.DECISION_SETTLE, P.BALLOT_OPEN, P.BALLOT_CLOSE}
        assert not {one for one in of_the_committee if permits(one, standing)}
    if standing.owes_now and not standing.roles & {"chair", "committee"}:
        assert not permits(P.APPLICATION_MOVE, standing)
        assert not permits(P.APPLICATION_HISTORY, standing)


@given(standings)
def test_running_the_house_opens_no_candidate(standing: Standing) -> None:
    """Somebody with every right over the house and no part in an opening reads nothing about its people."""
    outside = Standing(capabilities=standing.capabilities)
    about_people = [one for one in P if one.value.split(".")[0] in ABOUT_PEOPLE]
    assert not any(permits(permission, outside) for permission in about_people)


@given(standings, st.sampled_from(list(P)))
def test_the_reason_speaks_of_the_card_only_to_somebody_who_owes_one(standing: Standing, permission: P) -> None:
    if permits(permission, standing):
        return
    said = str(reason_against(permission, standing))
    if "scorecard" in said:
        assert standing.owes
    assert ("somebody else moves them" in said) <= (permission is P.APPLICATION_MOVE)


def test_whoever_owes_a_card_hears_how_a_candidate_is_moved_all_the_same() -> None:
    owing = Standing(roles=frozenset({"recruiter"}), owes=frozenset({"loop"}), round="loop")
    assert str(reason_against(P.APPLICATION_MOVE, owing)) == (
        "Your scorecard for this candidate is still out. Until you hand it in, or your interview is cancelled, "
        "somebody else moves them."
    )
