"""The ways by which candidates come to us, in the words of a form, a file and a page."""

from __future__ import annotations

from collections.abc import Mapping

from hiring.text import Text, text

CHANNELS: Mapping[str, Text] = {
    "inbound": text("Applied by themselves"),
    "internal": text("Works here already"),
    "network": text("Somebody's network"),
    "in_house": text("In-house recruiter"),
    "investor": text("Investor"),
    "search_firm": text("Search firm"),
    "public_post": text("Public post"),
}


def channel_of(written: str) -> str | None:
    """The channel somebody means by `Search firm` or `search_firm`, or None."""
    key = "_".join(written.casefold().replace("-", " ").replace("_", " ").split())
    return key if key in CHANNELS else None


def words_for(channel: str) -> Text:
    """How a page says it; a channel from elsewhere is said as it was written."""
    return CHANNELS.get(channel) or text("%(channel)s", channel=channel.replace("_", " "))
