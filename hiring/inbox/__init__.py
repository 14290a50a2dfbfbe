"""Mail that comes back to the house: answers to invitations, what candidates write, and letters that came back."""

from __future__ import annotations
