"""Every table, one file each or a tight pair."""

from __future__ import annotations

from hiring.models.accepted_finding import AcceptedFinding
from hiring.models.adjustment import Adjustment
from hiring.models.application import Application, Attachment, Mention, Move, Note, PortalPass, Tag
from hiring.models.ballot import Ballot, PointNote, Vote
from hiring.models.calibration import CalibrationRow, SeverityRow
from hiring.models.candidate import Candidate
from hiring.models.candidate_mail import CandidateMail, LetterTemplate, Promise
from hiring.models.charter import Charter, OffLimits
from hiring.models.conflict import BreakGlass, Conflict
from hiring.models.decision import Decision, DecisionNote, Dissent, Proposal, Settlement
from hiring.models.event import Event, EventHead, Reading
from hiring.models.interview import Draft, GuestPass, Interview, Jotting, Reminder, Slot
from hiring.models.interviewer import BusyFeed, BusyTime, CalendarFeed, Substitute, Training
from hiring.models.meeting import AgendaItem, Meeting
from hiring.models.opening import Opening, PayBand, TeamMember
from hiring.models.outbox import IdempotencyKey, Outgoing
from hiring.models.packet import Packet
from hiring.models.person import Capability, MailedLink, Person, PersonSession, SignInAttempt
from hiring.models.plan_revision import PlanRevision, RoundRow, StageRow
from hiring.models.report import EvidenceFeedback, GroupAnswer, StoredReport
from hiring.models.rubric_version import RubricVersion
from hiring.models.scorecard import Amendment, Rating, Scorecard
from hiring.models.search_entry import SearchEntry
from hiring.models.stage_record import CandidateQuestion, PayExpectation, StageRecord
from hiring.models.standing_in import Absence, Deputy
from hiring.models.time_offer import OfferedTime, TimeOffer
from hiring.models.written_case import AgreedLevel, CaseLevel, CaseReading, WrittenCase

__all__ = [
    "Absence",
    "AcceptedFinding",
    "Adjustment",
    "AgendaItem",
    "AgreedLevel",
    "Amendment",
    "Application",
    "Attachment",
    "Ballot",
    "BreakGlass",
    "BusyFeed",
    "BusyTime",
    "CalendarFeed",
    "CalibrationRow",
    "Candidate",
    "CandidateMail",
    "CandidateQuestion",
    "Capability",
    "CaseLevel",
    "CaseReading",
    "Charter",
    "Conflict",
    "Decision",
    "DecisionNote",
    "Deputy",
    "Dissent",
    "Draft",
    "Event",
    "EventHead",
    "EvidenceFeedback",
    "GroupAnswer",
    "GuestPass",
    "IdempotencyKey",
    "Interview",
    "Jotting",
    "LetterTemplate",
    "MailedLink",
    "Meeting",
    "Mention",
    "Move",
    "Note",
    "OffLimits",
    "OfferedTime",
    "Opening",
    "Outgoing",
    "Packet",
    "PayBand",
    "PayExpectation",
    "Person",
    "PersonSession",
    "PlanRevision",
    "PointNote",
    "PortalPass",
    "Promise",
    "Proposal",
    "Rating",
    "Reading",
    "Reminder",
    "RoundRow",
    "RubricVersion",
    "Scorecard",
    "SearchEntry",
    "Settlement",
    "SeverityRow",
    "SignInAttempt",
    "Slot",
    "StageRecord",
    "StageRow",
    "StoredReport",
    "Substitute",
    "Tag",
    "TeamMember",
    "TimeOffer",
    "Training",
    "Vote",
    "WrittenCase",
]
