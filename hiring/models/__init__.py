"""Every table, one file each or a tight pair."""

from __future__ import annotations

from hiring.models.application import Application, Attachment, Move, Note, PortalPass
from hiring.models.ballot import Ballot, PointNote, Vote
from hiring.models.calibration import CalibrationRow, SeverityRow
from hiring.models.candidate import Candidate
from hiring.models.conflict import BreakGlass, Conflict
from hiring.models.decision import Decision, DecisionNote, Dissent, Proposal, Settlement
from hiring.models.event import Event, EventHead, Reading
from hiring.models.interview import Draft, GuestPass, Interview, Jotting, Reminder, Slot
from hiring.models.meeting import AgendaItem, Meeting
from hiring.models.opening import Opening, PayBand, TeamMember
from hiring.models.outbox import IdempotencyKey, Outgoing
from hiring.models.packet import Packet
from hiring.models.person import Capability, MailedLink, Person, PersonSession, SignInAttempt
from hiring.models.plan_revision import PlanRevision, RoundRow, StageRow
from hiring.models.report import EvidenceFeedback, GroupAnswer, StoredReport
from hiring.models.rubric_version import RubricVersion
from hiring.models.scorecard import Amendment, Rating, Scorecard
from hiring.models.standing_in import Absence, Deputy
from hiring.models.written_case import AgreedLevel, CaseLevel, CaseReading, WrittenCase

__all__ = [
    "Absence",
    "AgendaItem",
    "AgreedLevel",
    "Amendment",
    "Application",
    "Attachment",
    "Ballot",
    "BreakGlass",
    "CalibrationRow",
    "Candidate",
    "Capability",
    "CaseLevel",
    "CaseReading",
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
    "MailedLink",
    "Meeting",
    "Move",
    "Note",
    "Opening",
    "Outgoing",
    "Packet",
    "PayBand",
    "Person",
    "PersonSession",
    "PlanRevision",
    "PointNote",
    "PortalPass",
    "Proposal",
    "Rating",
    "Reading",
    "Reminder",
    "RoundRow",
    "RubricVersion",
    "Scorecard",
    "Settlement",
    "SeverityRow",
    "SignInAttempt",
    "Slot",
    "StageRow",
    "StoredReport",
    "TeamMember",
    "Vote",
    "WrittenCase",
]
