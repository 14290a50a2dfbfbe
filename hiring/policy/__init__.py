"""Who may do what: permissions as data, decided from facts about one person and one thing."""

from __future__ import annotations

from hiring.policy.permission import Permission
from hiring.policy.rules import POLICY, permits, reason_against
from hiring.policy.standing import Standing

__all__ = ["POLICY", "Permission", "Standing", "permits", "reason_against"]
