"""Results for the reports: worked out by the worker from finished applications, and stored."""

from __future__ import annotations
