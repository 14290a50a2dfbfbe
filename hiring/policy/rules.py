"""The policy itself: for each permission the ways to have it, each way a list of facts that must all hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hiring.policy.permission import Permission
from hiring.policy.standing import Standing
from hiring.text import Text, text

Predicate = Callable[[Standing], bool]
Ways = tuple[tuple[Predicate, ...], ...]


def anybody(_standing: Standing) -> bool:
    """Whoever has signed in."""
    return True


def administers(standing: Standing) -> bool:
    return "user_admin" in standing.capabilities


def opens_openings(standing: Standing) -> bool:
    return "open_openings" in standing.capabilities


def guards_privacy(standing: Standing) -> bool:
    return "privacy_officer" in standing.capabilities


def recruits(standing: Standing) -> bool:
    return "recruiter" in standing.roles


def manages(standing: Standing) -> bool:
    return "hiring_manager" in standing.roles


def chairs(standing: Standing) -> bool:
    return "chair" in standing.roles


def sits_on_committee(standing: Standing) -> bool:
    return bool(standing.roles & {"chair", "committee"})


def decides_here(standing: Standing) -> bool:
    """Has the role that the plan lets decide what stands before the committee."""
    return standing.decides in standing.roles


def is_decided(standing: Standing) -> bool:
    return standing.is_decided


def reads_reports(standing: Standing) -> bool:
    return "reports" in standing.capabilities


def reads_group_reports(standing: Standing) -> bool:
    return "group_reports" in standing.capabilities


def sees_packet(standing: Standing) -> bool:
    return standing.has_packet


def has_broken_glass(standing: Standing) -> bool:
    return standing.has_broken_glass


def sits(standing: Standing) -> bool:
    return standing.sits


def owns_seat(standing: Standing) -> bool:
    return standing.is_own


def asked_or_approved(standing: Standing) -> bool:
    return standing.is_own


def types_it(standing: Standing) -> bool:
    """Types the card for the one who judges."""
    return standing.types_it


def schedules_it(standing: Standing) -> bool:
    """Looks after the interviews of whoever holds the seat."""
    return standing.schedules_it


def has_handed_in(standing: Standing) -> bool:
    return standing.has_handed_in


def still_owes(standing: Standing) -> bool:
    return not standing.has_handed_in


def owes_nothing(standing: Standing) -> bool:
    """Owes no card for this candidate in any round."""
    return not standing.owes


def owes_nothing_now(standing: Standing) -> bool:
    return not standing.owes_now


LEADS: Ways = ((recruits,), (manages,))
READS_PACKET: Ways = ((sits_on_committee, sees_packet),)
IN_EMERGENCY: Ways = ((has_broken_glass, owes_nothing),)
IN_COMMITTEE: Ways = ((sits_on_committee, sees_packet, owes_nothing),)
# a hiring manager who decides nothing here never reads votes, a recruiter once they can sway nobody any more
READS_VOTES: Ways = (
    *IN_COMMITTEE,
    (decides_here, sees_packet, owes_nothing),
    (recruits, sees_packet, owes_nothing, is_decided),
)

POLICY: Mapping[Permission, Ways] = {
    Permission.HOME_READ: ((anybody,),),
    Permission.ACCOUNT_EDIT: ((anybody,),),
    Permission.ABSENCE_EDIT: ((anybody,),),  # whose, the loader says
    Permission.SEARCH_READ: ((anybody,),),
    Permission.RUBRIC_READ: ((anybody,),),
    Permission.PERSON_LIST: ((administers,),),
    Permission.PERSON_INVITE: ((administers,),),
    Permission.PERSON_DEACTIVATE: ((administers,),),
    Permission.MAIL_READ: ((administers,),),
    Permission.MAIL_PREVIEW: ((administers,), (opens_openings,)),
    Permission.OPENING_LIST: ((anybody,),),
    Permission.OPENING_CREATE: ((opens_openings,),),
    Permission.OPENING_READ: (*LEADS, *READS_PACKET, *IN_EMERGENCY),
    Permission.OPENING_TEAM: ((recruits,),),
    Permission.OPENING_PAY: LEADS,
    Permission.OPENING_ADJUSTED: LEADS,
    Permission.OPENING_CLOSE: LEADS,
    Permission.CHARTER_READ: (*LEADS, *READS_PACKET),
    Permission.CHARTER_WRITE: LEADS,
    Permission.CHARTER_APPROVE: ((manages,),),
    Permission.PLAN_READ: (*LEADS, *READS_PACKET),
    Permission.PLAN_CHANGE: LEADS,
    Permission.CANDIDATE_ADD: ((recruits,),),
    Permission.CANDIDATE_MERGE: ((recruits,),),  # of both, the verb says
    Permission.APPLICATION_READ: (*LEADS, *READS_PACKET, (sits,), *IN_EMERGENCY),
    Permission.APPLICATION_CONTACT: LEADS,
    # reasons for moves retell cards
    Permission.APPLICATION_HISTORY: (
        (recruits, owes_nothing),
        (manages, owes_nothing),
        (sits_on_committee, sees_packet, owes_nothing),
        *IN_EMERGENCY,
    ),
    Permission.APPLICATION_MOVE: (
        (recruits, owes_nothing_now),
        (manages, owes_nothing_now),
        (chairs, sees_packet, owes_nothing_now),
    ),
    Permission.APPLICATION_NOTE: LEADS,
    Permission.APPLICATION_TAG: LEADS,
    Permission.APPLICATION_OWN: LEADS,
    # what a stage's kind writes down retells its talks
    Permission.RECORD_READ: (
        (recruits, owes_nothing),
        (manages, owes_nothing),
        (sits_on_committee, sees_packet, owes_nothing),
    ),
    Permission.RECORD_WRITE: ((recruits, owes_nothing_now), (manages, owes_nothing_now)),
    Permission.EXPECTATION_READ: LEADS,
    Permission.QUESTION_READ: (*LEADS, (sits,)),
    Permission.QUESTION_NOTE: (*LEADS, (sits,)),
    Permission.QUESTION_ANSWER: (*LEADS, (owns_seat,)),  # one's own is the answer one owes
    Permission.LETTER_READ: LEADS,
    Permission.LETTER_WRITE: LEADS,
    Permission.LETTER_TEMPLATES: ((opens_openings,),),
    Permission.PROMISE_MAKE: LEADS,
    # why somebody needs it is for recruiters alone; what is arranged goes to whoever holds the interview
    Permission.ADJUSTMENT_READ: ((recruits,),),
    Permission.ADJUSTMENT_ARRANGE: ((recruits,),),
    # whoever only reads in an emergency does nothing
    Permission.CONFLICT_DECLARE: (*LEADS, *READS_PACKET, (sits,)),
    Permission.CONFLICT_READ: LEADS,
    Permission.CONFLICT_NAME: ((recruits,),),
    Permission.CONFLICT_END: ((recruits,),),
    Permission.ATTACHMENT_ADD: ((recruits,),),
    Permission.ATTACHMENT_READ: (*LEADS, *READS_PACKET, (sits,)),
    Permission.INTERVIEW_SCHEDULE: LEADS,
    Permission.INTERVIEW_LIST: ((anybody,),),
    Permission.INTERVIEW_OFFER: LEADS,
    Permission.COVERAGE_READ: LEADS,
    # what was not assessed yet is read from cards
    Permission.COVERAGE_RESULTS: ((recruits, owes_nothing), (manages, owes_nothing)),
    Permission.COVERAGE_CHANGE: LEADS,
    Permission.INTERVIEWER_LIST: ((opens_openings,),),
    Permission.INTERVIEWER_TRAIN: ((opens_openings,),),
    Permission.CALENDAR_READ: ((anybody,),),
    Permission.CALENDAR_FEED: ((anybody,),),
    Permission.INTERVIEW_TELL: (*LEADS, *READS_PACKET, (sits,)),
    Permission.SLOT_READ: ((owns_seat,),),
    Permission.SLOT_DECLINE: ((owns_seat, still_owes), (schedules_it,)),
    Permission.SLOT_JOT: ((owns_seat,),),
    Permission.SCORECARD_WRITE: ((owns_seat,),),
    Permission.SCORECARD_RECEIPT: ((owns_seat, has_handed_in),),
    Permission.SCORECARD_TYPE: ((types_it,),),
    Permission.SCORECARD_AMEND: ((owns_seat, has_handed_in),),
    Permission.PACKET_BUILD: ((recruits, owes_nothing),),
    Permission.PACKET_READ: (
        (recruits, sees_packet, owes_nothing),
        (manages, sees_packet, owes_nothing),
        (sits_on_committee, sees_packet, owes_nothing),
        (has_broken_glass, sees_packet, owes_nothing),
    ),
    # who opened it and when; everybody else hears how many have
    Permission.PACKET_READINGS: (
        (recruits, sees_packet, owes_nothing),
        (chairs, sees_packet, owes_nothing),
    ),
    # who rates high or low, by name; everybody else hears how many do
    Permission.SEVERITY_NAME: (
        (recruits, sees_packet, owes_nothing),
        (chairs, sees_packet, owes_nothing),
    ),
    Permission.BALLOT_OPEN: ((chairs, sees_packet, owes_nothing),),
    Permission.BALLOT_CLOSE: ((chairs, sees_packet, owes_nothing),),
    Permission.BALLOT_READ: READS_VOTES,  # closed ones; an open one nobody reads
    Permission.VOTE_CAST: IN_COMMITTEE,
    Permission.POINT_NOTE: IN_COMMITTEE,
    Permission.MINUTES_READ: READS_VOTES,
    Permission.DECISION_RECORD: ((decides_here, sees_packet, owes_nothing),),
    Permission.DECISION_SECOND: (*IN_COMMITTEE, (manages, sees_packet, owes_nothing)),
    Permission.DECISION_DISSENT: (
        (sits_on_committee, sees_packet, owes_nothing),
        (manages, sees_packet, owes_nothing),
    ),
    Permission.DECISION_SETTLE: ((decides_here, sees_packet, owes_nothing), (recruits, sees_packet, owes_nothing)),
    Permission.DECISION_NOTE: (
        *IN_COMMITTEE,
        (manages, sees_packet, owes_nothing),
        (recruits, sees_packet, owes_nothing),
    ),
    Permission.EVIDENCE_RATE: IN_COMMITTEE,
    Permission.MEETING_LIST: ((anybody,),),
    Permission.MEETING_CALL: ((recruits,), (chairs, sees_packet)),
    Permission.MEETING_READ: (*LEADS, *READS_PACKET),
    Permission.OPENING_COMPARE: (*LEADS, *READS_PACKET),
    Permission.SEVERITY_LIST: ((recruits,), (chairs, sees_packet)),
    Permission.MIRROR_READ: ((anybody,),),
    Permission.CASE_READ: ((anybody,),),
    Permission.CASE_WRITE: ((opens_openings,),),
    Permission.REPORT_READ: ((opens_openings,), (reads_reports,)),
    Permission.GROUP_REPORT_READ: ((reads_group_reports,),),
    Permission.BREAK_GLASS_LIST: ((guards_privacy,), (administers,)),
    Permission.BREAK_GLASS_ASK: ((guards_privacy,),),
    Permission.BREAK_GLASS_APPROVE: ((guards_privacy,), (administers,)),
    Permission.BREAK_GLASS_END: ((asked_or_approved,), (recruits,)),
}

_BLIND = frozenset({owes_nothing, owes_nothing_now})
_BY_ACCOUNT = {administers, opens_openings, guards_privacy, reads_reports, reads_group_reports}
_OF_THE_HOUSE = frozenset(
    permission for permission, ways in POLICY.items() if {predicate for way in ways for predicate in way} <= _BY_ACCOUNT
)


def permits(permission: Permission, standing: Standing) -> bool:
    """Whether one of the ways to have the permission holds in full."""
    return any(all(holds(standing) for holds in way) for way in POLICY[permission])


def reason_against(permission: Permission, standing: Standing) -> Text:
    """Why not, in words that rest on nothing but the reader's own seats and rights."""
    for way in POLICY[permission]:
        missing = {predicate for predicate in way if not predicate(standing)}
        if missing and missing <= _BLIND:
            if permission is Permission.APPLICATION_MOVE:
                return text(
                    "Your scorecard for this candidate is still out. Until you hand it in, or your interview is "
                    "cancelled, somebody else moves them."
                )
            return text(
                "You owe a scorecard for this candidate, so what others wrote stays closed to you. Hand in yours first."
            )
    if permission in _OF_THE_HOUSE:
        return text("Your account does not include this. Ask an administrator.")
    return text("Your part in this opening does not include this. Ask the recruiter.")
