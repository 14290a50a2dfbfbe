"""What a person may see. Every query about the house starts from one of these, so nobody sees by accident."""

from __future__ import annotations

from hiring.access.applications import (
    application,
    attachment,
    overseen_applications,
    visible_applications,
    visible_attachments,
)
from hiring.access.break_glass import glass, visible_glasses
from hiring.access.calendars import absence, principal, visible_absences, visible_principals
from hiring.access.cases import case, visible_cases
from hiring.access.conflicts import conflict, visible_conflicts
from hiring.access.deputies import deputy, held_slot, slots_to_give_up, slots_to_type, typed_slot, visible_deputies
from hiring.access.events import visible_events
from hiring.access.found import Found, house
from hiring.access.guests import STAYS as GUEST_STAYS
from hiring.access.guests import guest_passes, guest_seat
from hiring.access.interviewers import interviewer, visible_interviewers
from hiring.access.interviews import interview, visible_interviews
from hiring.access.letters import adjustment, letter_template, visible_adjustments, visible_templates
from hiring.access.meetings import meeting, visible_meetings
from hiring.access.openings import opening, visible_openings
from hiring.access.packets import packet, visible_packets
from hiring.access.people import may_know_card_is_out, may_still_receive, message, person, visible_mail, visible_people
from hiring.access.polls import Poll, poll, still_out
from hiring.access.questions import question, visible_questions
from hiring.access.scorecards import group_scorecards, owed_slots, visible_scorecards
from hiring.access.slots import slot, visible_slots
from hiring.access.votes import is_unsealed

__all__ = [
    "GUEST_STAYS",
    "Found",
    "Poll",
    "absence",
    "adjustment",
    "application",
    "attachment",
    "case",
    "conflict",
    "deputy",
    "glass",
    "group_scorecards",
    "guest_passes",
    "guest_seat",
    "held_slot",
    "house",
    "interview",
    "interviewer",
    "is_unsealed",
    "letter_template",
    "may_know_card_is_out",
    "may_still_receive",
    "meeting",
    "message",
    "opening",
    "overseen_applications",
    "owed_slots",
    "packet",
    "person",
    "poll",
    "principal",
    "question",
    "slot",
    "slots_to_give_up",
    "slots_to_type",
    "still_out",
    "typed_slot",
    "visible_absences",
    "visible_adjustments",
    "visible_applications",
    "visible_attachments",
    "visible_cases",
    "visible_conflicts",
    "visible_deputies",
    "visible_events",
    "visible_glasses",
    "visible_interviewers",
    "visible_interviews",
    "visible_mail",
    "visible_meetings",
    "visible_openings",
    "visible_packets",
    "visible_people",
    "visible_principals",
    "visible_questions",
    "visible_scorecards",
    "visible_slots",
    "visible_templates",
]
