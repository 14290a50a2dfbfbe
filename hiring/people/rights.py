"""The rights over the house that somebody can be given, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hiring.text import Text, text

WORDS: Mapping[str, Text] = {
    "open_openings": text("May create openings"),
    "user_admin": text("Administers people and mail"),
    "privacy_officer": text("Guards privacy"),
    "auditor": text("Audits the trail"),
    "reports": text("Reads reports"),
    "group_reports": text("Reads how groups get on"),
}
MEANINGS: Mapping[str, Text] = {
    "open_openings": text("May start an opening and becomes its recruiter."),
    "user_admin": text("Invites and deactivates people. Sees no candidate because of it."),
    "privacy_officer": text("Answers requests about personal data."),
    "auditor": text("Checks the audit trail, which holds no text anybody wrote."),
    "reports": text("Sees how the house hires: how far interviewers agree, how long things take. Names no candidate."),
    "group_reports": text("Sees counts of what candidates said of themselves, never fewer than ten people."),
}


def in_words(kinds: Iterable[str]) -> tuple[Text, ...]:
    """The rights in the order in which they are always shown."""
    held = frozenset(kinds)
    return tuple(words for kind, words in WORDS.items() if kind in held)
