"""The small language of every filter box: words match names; `stage:panel`, `-is:late` and the like the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from hiring.text import Text, text

LIMIT = 280
MOST_TERMS = 12
AGE = re.compile(r"(>=|<=|>|<|)([0-9]{1,4})d?")
LOOKS_LIKE_A_TERM = re.compile(r"[A-Za-z_]+(?:[:=]|[<>]=?)")
OUTCOMES = ("hired", "rejected", "withdrawn", "mutual-no", "must-have-missing")
CHOICES = {
    "scorecard": ("overdue",),
    "is": ("late", "due", "pressing", "waiting", "closed", *OUTCOMES),
    "needs": ("me", "recruiter", "hiring-manager", "chair", "nobody"),
    "packet": ("undecided",),
    "has": ("packet", "file", "question", "tag", "owner"),
}
FREE = frozenset({"stage", "round", "opening", "tag", "owner", "channel"})
ENDED = frozenset({"closed", *OUTCOMES})
EXAMPLES = ("needs:me", "scorecard:overdue", "is:late", "age:>7d")
EXPLAINED: tuple[tuple[str, Text], ...] = (
    ("needs:me", text("It is your turn. Also recruiter, hiring-manager, chair and nobody")),
    ("is:pressing", text("A scorecard is overdue, or the stage’s time ends within a day. Also late and due")),
    ("is:waiting", text("The candidate waits for a word from us")),
    ("is:closed", text("It has ended. Also hired, rejected, withdrawn, mutual-no and must-have-missing")),
    ("stage:panel-peers", text("Stands in that stage. round: takes a whole round")),
    ("age:>7d", text("More than seven days in the stage. Also >=, <, <= and a bare number")),
    ("opening:staff-engineer", text("Considered for that opening")),
    ("scorecard:overdue", text("A scorecard that you may know of is overdue")),
    ("packet:undecided", text("Stands before the committee without a decision")),
    ("tag:board-chair", text("Somebody put that word on it")),
    ("owner:me", text("Yours to keep moving. Also none, or a name: owner:rita-moreau")),
    ("channel:investor", text("Came to us that way. Also internal, network, search-firm, public-post and inbound")),
    ("has:question", text("Asked something that is open. Also packet, file, tag and owner")),
    ("-is:late", text("A minus turns a term round")),
)
"""What may be typed, for the page that explains it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a row must be, or with `negated` must not. `key` is "name" for a plain word."""

    key: str
    value: str
    negated: bool = False

    @property
    def written(self) -> str:
        said = self.value if self.key == "name" else f"{self.key}:{self.value}"
        return f"-{said}" if self.negated else said


@dataclass(frozen=True, slots=True)
class Filter:
    """What was typed: the terms understood, and a sentence for each one that was not."""

    terms: tuple[Term, ...] = ()
    complaints: tuple[Text, ...] = field(default=(), compare=False)
    typed: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        return not self.terms

    @property
    def wants_closed(self) -> bool:
        return any(term.key == "is" and term.value in ENDED and not term.negated for term in self.terms)

    @property
    def takes_closed(self) -> bool:
        """Closed ones may be among what it finds: whoever waits for a word may do so after the end too."""
        return self.wants_closed or Term("is", "waiting") in self.terms

    def without(self, term: Term) -> Filter:
        """The same with one term taken away, for the way out of an empty answer."""
        left = tuple(one for one in self.terms if one != term)
        return Filter(left, typed=" ".join(one.written for one in left))

    def url(self, path: str, page: int = 1, view: str = "") -> str:
        """Where this filter's answer stands."""
        asked = {"q": self.typed} if self.typed else {}
        if view:
            asked["view"] = view
        if page > 1:
            asked["page"] = str(page)
        return f"{path}?{urlencode(asked)}" if asked else path


def parse(typed: str) -> Filter:
    """Read what was typed. Whatever is not understood is left out, and said."""
    typed = clean(typed)
    terms: dict[Term, None] = {}
    complaints = []
    for word in typed.split()[:MOST_TERMS]:
        for read in _read(word):
            if isinstance(read, Term):
                terms[read] = None
            else:
                complaints.append(read)
    return Filter(tuple(terms), tuple(complaints), typed)


def slug(title: str) -> str:
    """How `opening:` and `owner:` name an opening and a person: `chief-technology-officer`."""
    return re.sub(r"[\W_]+", "-", title.casefold()).strip("-")


def clean(typed: str) -> str:
    """One line that any database can look for: control characters become spaces, and what is too long is cut."""
    return " ".join(
        "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in typed[:LIMIT]).split()
    )


def age(value: str) -> tuple[str, int]:
    """`>7d` as its comparison and its days; without a comparison exactly that day."""
    found = AGE.fullmatch(value)
    assert found is not None, "parse() lets nothing else through."
    return found[1] or "=", int(found[2])


def _read(word: str) -> Iterator[Term | Text]:
    negated = len(word) > 1 and word.startswith("-")
    said = word[1:] if negated else word
    key, colon, value = said.partition(":")
    key = key.lower()
    if not LOOKS_LIKE_A_TERM.match(said):
        yield Term("name", said, negated)
    elif not colon or not _is_known(key, value):
        yield text(
            "“%(term)s” is not something this box can look for, so it was left out. Try %(examples)s.",
            term=said,
            examples=", ".join(EXAMPLES),
        )
    else:
        yield Term(key, value if key == "age" else value.lower(), negated)


def _is_known(key: str, value: str) -> bool:
    if key == "age":
        return AGE.fullmatch(value) is not None
    if key in FREE:
        return bool(value)
    return value.lower() in CHOICES.get(key, ())
