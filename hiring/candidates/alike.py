"""Which candidates may be one human, by what is written of them: the rule for two, and a way through many.

Two are alike by the same mailbox, the same phone number, or the same words of a name in any order, accents aside; and
by nearly the same name where the job or the employer is the same too. Names are nearly the same when, without the words
they share, one or two are left on either side, each a letter away from one of the other's: written too much, left out,
exchanged, or changed round with its neighbour. That is asked of words of letters alone, one of the two at least of
four: Jon is John, and Tim is not Jim.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product

from hiring.indexed import fold
from hiring.text import Text, text
from hiring.workflow.off_limits import without_legal_form

MOST_ALIKE = 8
"""So many who share a name or a number are a coincidence or an office's line, and no pairs."""
MOST_MISSPELT = 2
LONG_ENOUGH = 4
SHORTEST_NUMBER = 7
LAST_DIGITS = 9
WITHOUT_DOTS = frozenset({"gmail.com", "googlemail.com"})
"""Where dots in an address mean nothing, and both names one house."""
WHOLE_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Those whose strokes are no accents."""
AT = re.compile(r"(?:\s+at\s+|\s*@\s*)([^,;|·•]+)", re.IGNORECASE)
PARTS = re.compile(r"\s*[,;|·•]\s*|\s+[–—-]\s+")

SAME_ADDRESS = text("same e-mail address")
SAME_MAILBOX = text("same mailbox")
SAME_NUMBER = text("same phone number")
SAME_NAME = text("same name")
SAME_JOB = text("nearly the same name, same job")
SAME_EMPLOYER = text("nearly the same name, same employer")

Words = tuple[str, ...]
Mark = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What is written of a candidate."""

    id: int
    name: str
    headline: str = ""
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Traits:
    """The same as it is compared; what is not known, or says too little, is empty."""

    id: int
    address: str
    mailbox: str
    number: str
    name: Words
    job: Words
    employer: Words

    @property
    def marks(self) -> Iterator[Mark]:
        """Whoever shares one of these is alike."""
        if self.mailbox:
            yield "mail", self.mailbox
        if self.number:
            yield "phone", self.number
        if self.name:
            yield "name", self.name

    @property
    def places(self) -> Iterator[Mark]:
        """Whoever shares one of these, and nearly the name, is alike."""
        if self.job:
            yield "job", self.job
        if self.employer:
            yield "employer", self.employer


def alike(one: Known, other: Known) -> list[Text]:
    """Why these two may be one human; empty when nothing says so."""
    return _reasons(_traits(one), _traits(other))


def pairs_among(everybody: Iterable[Known]) -> dict[tuple[int, int], list[Text]]:
    """Every two of them who are alike, by their ids in the order given, with the reasons.

    No two are held against each other without a reason: the time grows with their number, not with its square.
    """
    seen = list(map(_traits, everybody))
    found = dict.fromkeys((*_sharing(seen), *_nearly_named(seen)))
    reasons = {(seen[one].id, seen[other].id): _reasons(seen[one], seen[other]) for one, other in found}
    return {two: why for two, why in reasons.items() if why}


def _reasons(one: Traits, other: Traits) -> list[Text]:
    why = []
    if one.mailbox and one.mailbox == other.mailbox:
        why.append(SAME_ADDRESS if one.address == other.address else SAME_MAILBOX)
    if one.number and one.number == other.number:
        why.append(SAME_NUMBER)
    if one.name and one.name == other.name:
        why.append(SAME_NAME)
    elif _is_nearly(one.name, other.name):
        if one.job and one.job == other.job:
            why.append(SAME_JOB)
        elif one.employer and one.employer == other.employer:
            why.append(SAME_EMPLOYER)
    return why


def _traits(known: Known) -> Traits:
    address = (known.email or "").casefold()
    digits = "".join(filter(str.isdecimal, known.phone or ""))
    name = tuple(sorted(_words(known.name)))
    return Traits(
        id=known.id,
        address=address,
        mailbox=_mailbox(address),
        number=digits[-LAST_DIGITS:] if len(digits) >= SHORTEST_NUMBER else "",
        name=name if len(name) > 1 else (),
        job=tuple(_words(known.headline)),
        employer=_employer(known.headline),
    )


def _words(said: str) -> list[str]:
    return fold(said.lower().translate(WHOLE_LETTERS))


def _mailbox(address: str) -> str:
    """Where mail to that address ends up: whatever follows a plus sorts it, and is no part of the name."""
    name, _, house = address.rpartition("@")
    name = name.partition("+")[0] or name
    return f"{name.replace('.', '')}@gmail.com" if house in WITHOUT_DOTS else f"{name}@{house}" if house else ""


def _employer(headline: str) -> Words:
    """What follows “at”, or else the first comma, without its legal form."""
    named = AT.search(headline)
    parts = PARTS.split(headline)
    company = named[1] if named else parts[1] if len(parts) > 1 else ""
    return tuple(without_legal_form(_words(company)))


def _is_nearly(one: Words, other: Words) -> bool:
    ours, theirs = list((Counter(one) - Counter(other)).elements()), list((Counter(other) - Counter(one)).elements())
    if not 0 < len(ours) == len(theirs) <= MOST_MISSPELT:
        return False
    return any(all(map(_is_a_letter_away, ours, order)) for order in permutations(theirs))


def _is_a_letter_away(one: str, other: str) -> bool:
    if max(len(one), len(other)) < LONG_ENOUGH or not (one.isalpha() and other.isalpha()):
        return False
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[shared:], other[shared:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )


Places = tuple[int, int]
"""Two of the list, the earlier first."""


def _sharing(seen: Sequence[Traits]) -> Iterator[Places]:
    by_mark: defaultdict[Mark, list[int]] = defaultdict(list)
    for place, one in enumerate(seen):
        for mark in one.marks:
            by_mark[mark].append(place)
    for places in by_mark.values():
        if len(places) <= MOST_ALIKE:
            yield from combinations(places, 2)


def _nearly_named(seen: Sequence[Traits]) -> Iterator[Places]:
    """Each name is asked for in its other spellings among those of the same job or employer."""
    spellings = _spellings({one.name for one in seen})
    named: defaultdict[Mark, defaultdict[Words, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, one in enumerate(seen):
        if one.name in spellings:
            for where in one.places:
                named[where][one.name].append(place)
    for names in named.values():
        for name, places in names.items():
            for spelt in spellings[name]:
                others = names.get(spelt, ())
                if len(places) + len(others) <= MOST_ALIKE:
                    yield from ((one, other) for one, other in product(places, others) if one < other)


def _spellings(names: Collection[Words]) -> Mapping[Words, Sequence[Words]]:
    """Of those that have any among the others: the names that are nearly the same."""
    near = _near_words({word for name in names for word in name})
    found = ((name, [spelt for spelt in _other_spellings(name, near) if spelt in names]) for name in names)
    return {name: others for name, others in found if others}


def _near_words(words: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Of each word those a letter away: both are the same once the letter in question is left out of one or both."""
    by_rest: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= LONG_ENOUGH - 1 and word.isalpha():
            for rest in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                by_rest[rest].append(word)
    near: defaultdict[str, set[str]] = defaultdict(set)
    for alike_but_for_it in by_rest.values():
        for one, other in combinations(alike_but_for_it, 2):
            if _is_a_letter_away(one, other):
                near[one].add(other)
                near[other].add(one)
    return {word: sorted(others) for word, others in near.items()}


def _other_spellings(name: Words, near: Mapping[str, Sequence[str]]) -> set[Words]:
    """That name with one or two of its words spelt as others are."""
    open_to_it = [place for place, word in enumerate(name) if word in near]
    spelt = set()
    for number in range(1, MOST_MISSPELT + 1):
        for places in combinations(open_to_it, number):
            for words in product(*(near[name[place]] for place in places)):
                changed = dict(zip(places, words, strict=True))
                spelt.add(tuple(sorted(changed.get(place, word) for place, word in enumerate(name))))
    return spelt
