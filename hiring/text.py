"""A sentence for a person that its maker need not translate: message id, plural and the values in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """One message. `msgid` holds `%(name)s` places; with `plural`, `params["num"]` chooses between the two."""

    msgid: str
    plural: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence, for logs, the command line and tests."""
        chosen = self.plural if self.plural is not None and self.params.get("num") != 1 else self.msgid
        return chosen % self.params if self.params else chosen


def text(msgid: str, /, **params: object) -> Text:
    """A sentence with values: `text("%(name)s has left.", name=name)`."""
    return Text(msgid, None, params)


def count(singular: str, plural: str, num: int, /, **params: object) -> Text:
    """A sentence about a number: `count("%(num)d card is out.", "%(num)d cards are out.", 2)`."""
    return Text(singular, plural, {"num": num, **params})
