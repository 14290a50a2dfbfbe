"""Which evidence helped: a question for each card."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField

from hiring.mirror import queries
from hiring.models import Packet
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData
from hiring.web.language import say
from hiring.web.sign_in_state import current_person

PREFIX = "card-"
ANSWERS: dict[str, Text] = {
    "helped": text("It helped"),
    "in_part": text("In part"),
    "did_not_help": text("It did not help"),
}


class UsefulnessForm(BaseForm):
    """One question a card that the reader has not answered; each may be left out."""

    cards: list[queries.Rated]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> UsefulnessForm:
        (packet,) = subject
        assert isinstance(packet, Packet)
        cards = queries.to_rate(packet, current_person())
        fields: dict[str, Any] = {f"{PREFIX}{card.ref}": RadioField(card.name, validate_choice=False) for card in cards}
        made: UsefulnessForm = type("UsefulnessFormOfPacket", (cls,), fields)(formdata)
        made.cards = cards
        for name in fields:
            made[name].choices = [(answer, say(words)) for answer, words in ANSWERS.items()]
        return made

    @property
    def answers(self) -> dict[str, str]:
        """By the refs of cards, those that were given."""
        given = {card.ref: self[f"{PREFIX}{card.ref}"].data for card in self.cards}
        return {ref: answer for ref, answer in given.items() if answer}
