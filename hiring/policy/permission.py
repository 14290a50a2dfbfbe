"""The names of everything somebody may be allowed to do."""

from __future__ import annotations

from enum import Enum


class Permission(Enum):
    """A noun and a verb. Every view declares one."""

    HOME_READ = "home.read"
    ACCOUNT_EDIT = "account.edit"
    ABSENCE_EDIT = "absence.edit"
    SEARCH_READ = "search.read"
    RUBRIC_READ = "rubric.read"

    PERSON_LIST = "person.list"
    PERSON_INVITE = "person.invite"
    PERSON_DEACTIVATE = "person.deactivate"
    MAIL_READ = "mail.read"

    OPENING_LIST = "opening.list"
    OPENING_CREATE = "opening.create"
    OPENING_READ = "opening.read"
    OPENING_TEAM = "opening.team"
    OPENING_PAY = "opening.pay"
    OPENING_ADJUSTED = "opening.adjusted"
    CANDIDATE_ADD = "candidate.add"

    APPLICATION_READ = "application.read"
    APPLICATION_CONTACT = "application.contact"
    APPLICATION_HISTORY = "application.history"
    APPLICATION_MOVE = "application.move"
    APPLICATION_NOTE = "application.note"
    CONFLICT_DECLARE = "conflict.declare"
    CONFLICT_READ = "conflict.read"
    CONFLICT_NAME = "conflict.name"
    CONFLICT_END = "conflict.end"
    ATTACHMENT_ADD = "attachment.add"
    ATTACHMENT_READ = "attachment.read"

    INTERVIEW_SCHEDULE = "interview.schedule"
    INTERVIEW_LIST = "interview.list"
    INTERVIEW_TELL = "interview.tell"
    SLOT_READ = "slot.read"
    SLOT_DECLINE = "slot.decline"
    SLOT_JOT = "slot.jot"
    SCORECARD_WRITE = "scorecard.write"
    SCORECARD_RECEIPT = "scorecard.receipt"
    SCORECARD_AMEND = "scorecard.amend"
    SCORECARD_TYPE = "scorecard.type"

    PACKET_BUILD = "packet.build"
    PACKET_READ = "packet.read"
    SEVERITY_NAME = "severity.name"
    DECISION_RECORD = "decision.record"
    DECISION_DISSENT = "decision.dissent"

    BREAK_GLASS_LIST = "break_glass.list"
    BREAK_GLASS_ASK = "break_glass.ask"
    BREAK_GLASS_APPROVE = "break_glass.approve"
    BREAK_GLASS_END = "break_glass.end"
