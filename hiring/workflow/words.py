"""What pages call the people and the rounds of a plan."""

from __future__ import annotations

from hiring.text import text

DECIDED_BY = {
    "recruiter": text("The recruiter decides who goes on"),
    "hiring_manager": text("The hiring manager decides who goes on"),
    "chair": text("The chair decides who goes on"),
}
WHO = {
    "recruiter": text("recruiter"),
    "executive": text("executive"),
    "hiring_manager": text("hiring manager"),
    "peer": text("peers"),
    "future_report": text("future reports"),
    "adviser": text("adviser"),
    "committee": text("committee"),
}


def round_title(slug: str) -> str:
    """`first-calls` as a heading: First calls."""
    return slug.replace("-", " ").capitalize()
