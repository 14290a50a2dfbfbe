"""Every table, one file each or a tight pair."""

from __future__ import annotations

from hiring.models.application import Application, Attachment, Move, Note, PortalPass
from hiring.models.candidate import Candidate
from hiring.models.event import Event, EventHead, Reading
from hiring.models.interview import Draft, Interview, Slot
from hiring.models.opening import Opening, PayBand, TeamMember
from hiring.models.outbox import IdempotencyKey, Outgoing
from hiring.models.packet import Ballot, Decision, Dissent, Packet, Vote
from hiring.models.person import Capability, MailedLink, Person, PersonSession, SignInAttempt
from hiring.models.plan_revision import PlanRevision, RoundRow, StageRow
from hiring.models.rubric_version import RubricVersion
from hiring.models.scorecard import Amendment, Rating, Scorecard

__all__ = [
    "Amendment",
    "Application",
    "Attachment",
    "Ballot",
    "Candidate",
    "Capability",
    "Decision",
    "Dissent",
    "Draft",
    "Event",
    "EventHead",
    "IdempotencyKey",
    "Interview",
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
    "RoundRow",
    "RubricVersion",
    "Scorecard",
    "SignInAttempt",
    "Slot",
    "StageRow",
    "TeamMember",
    "Vote",
]
