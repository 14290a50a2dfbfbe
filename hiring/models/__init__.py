"""Every table, one file each or a tight pair."""

from __future__ import annotations

from hiring.models.application import Application, Attachment, Move, Note, PortalPass
from hiring.models.calibration import CalibrationRow, SeverityRow
from hiring.models.candidate import Candidate
from hiring.models.conflict import BreakGlass, Conflict
from hiring.models.event import Event, EventHead, Reading
from hiring.models.interview import Draft, GuestPass, Interview, Jotting, Reminder, Slot
from hiring.models.opening import Opening, PayBand, TeamMember
from hiring.models.outbox import IdempotencyKey, Outgoing
from hiring.models.packet import Ballot, Decision, Dissent, Packet, Vote
from hiring.models.person import Capability, MailedLink, Person, PersonSession, SignInAttempt
from hiring.models.plan_revision import PlanRevision, RoundRow, StageRow
from hiring.models.rubric_version import RubricVersion
from hiring.models.scorecard import Amendment, Rating, Scorecard
from hiring.models.standing_in import Absence, Deputy

__all__ = [
    "Absence",
    "Amendment",
    "Application",
    "Attachment",
    "Ballot",
    "BreakGlass",
    "CalibrationRow",
    "Candidate",
    "Capability",
    "Conflict",
    "Decision",
    "Deputy",
    "Dissent",
    "Draft",
    "Event",
    "EventHead",
    "GuestPass",
    "IdempotencyKey",
    "Interview",
    "Jotting",
    "MailedLink",
    "Move",
    "Note",
    "Opening",
    "Outgoing",
    "Packet",
    "PayBand",
    "Person",
    "PersonSession",
    "PlanRevision",
    "PortalPass",
    "Rating",
    "Reading",
    "Reminder",
    "RoundRow",
    "RubricVersion",
    "Scorecard",
    "SeverityRow",
    "SignInAttempt",
    "Slot",
    "StageRow",
    "TeamMember",
    "Vote",
]
