"""Hiring Loop: interview scorecards and hiring loops, from a rubric file to a decision."""
