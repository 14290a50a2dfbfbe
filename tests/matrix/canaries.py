"""What the canaries of the matrix's house are about, and who may ever be shown each: by hand, like the table."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.matrix.table import KNOWING, LEAD, LEADING, READ, RECRUIT, SIGHT

SEATED = {"casey": "gill@guest tia", "gwen": "gwyn@guest", "hal": "tia"}
NAMES = {
    "casey": "Casey Morgan",
    "dana": "Dana Whitfield",
    "gwen": "Gwen Farley",
    "noel": "Noel Abara",
    "hal": "Hal Jensen",
    "quinn": "Quinn Sato",
}


def _of(key: str, lead: str, know: str, walk: str) -> Mapping[str, tuple[str, str]]:
    """What is kept with every candidate."""
    return {
        f"CANARY-{key}-email": (key, lead),
        f"CANARY-{key}-phone": (key, lead),
        f"CANARY-{key}-note": (key, lead),
        f"CANARY-{key}-letter": (key, f"{lead} {key}@portal"),
        f"CANARY-{key}-file": (key, know),
        f"CANARY-{key}-reason": (key, walk),
    }


SECRETS: Mapping[str, tuple[str, str]] = {
    **{
        secret: said
        for key in NAMES
        for secret, said in _of(key, LEADING[key], SIGHT["attachment"][f"{key}-file"], LEADING[key]).items()
        if not (key in {"dana", "noel"} and secret.endswith("reason"))
    },
    **{name: (key, f"{SIGHT['application'][key]} {key}@portal {SEATED.get(key, '')}") for key, name in NAMES.items()},
    # Rosa owes a card on Casey, so reasons for moves are closed to her like the cards
    "CANARY-casey-reason": ("casey", "rita cleo"),
    "CANARY-casey-conflict": ("casey", LEADING["casey"]),
    "CANARY-casey-place": ("casey", KNOWING["casey"]),
    "CANARY-casey-later": ("casey", "rita rosa cleo"),
    "CANARY-ines": ("casey", "rita cleo ines"),
    "CANARY-ivan-draft": ("casey", "ivan"),
    "CANARY-dana-2": ("dana", KNOWING["dana"]),
    "CANARY-dana-4": ("dana", KNOWING["dana"]),
    "CANARY-dana-5": ("dana", KNOWING["dana"]),
    "CANARY-gwen-card": ("gwen", KNOWING["gwen"]),
    "CANARY-gwen-private": ("gwen", f"{RECRUIT} ines"),
    "CANARY-gwen-decision": ("gwen", READ),
    "CANARY-gwen-dissent": ("gwen", READ),
    # the committee's own, and the recruiters' since it has decided
    "CANARY-gwen-vote": ("gwen", f"{RECRUIT} max mona"),
    "CANARY-gwen-point": ("gwen", f"{RECRUIT} max mona"),
    "CANARY-gwen-reason": ("gwen", READ),
    "CANARY-gill-draft": ("casey", "gill@guest"),
    "CANARY-gill-place": ("casey", "rita rosa cleo gill@guest"),
    "CANARY-gwyn-card": ("gwen", f"{KNOWING['gwen']} gwyn@guest"),
    "CANARY-gwyn-private": ("gwen", f"{RECRUIT} gwyn@guest"),
    "CANARY-gwen-amended": ("gwen", KNOWING["gwen"]),
    "CANARY-gwen-why": ("gwen", KNOWING["gwen"]),
    # what was agreed opens with one's own reading, and nobody else's reading ever does
    "CANARY-exercise because": ("case", "rita ines ivan cleo max"),
    **{f"CANARY-{key}-reading": ("case", key) for key in ("ines", "ivan", "cleo", "max")},
    "CANARY-sketch": ("sketch", "remy"),
    # the candidate reads both on their own page
    "CANARY-casey-question": ("casey", f"{KNOWING['casey']} casey@portal"),
    "CANARY-quinn-question": ("quinn", f"{KNOWING['quinn']} quinn@portal"),
    "CANARY-casey-record": ("casey", "rita cleo"),
    "CANARY-dana-record": ("dana", READ),
    "CANARY-hal-record": ("hal", "remy"),
    "641,907": ("casey", LEADING["casey"]),
    "CANARY-executive-charter": ("executive", READ),
    "CANARY-executive-off-limits": ("executive", READ),
    "CANARY-heron-charter": ("heron", "remy"),
    **{
        f"CANARY-{key}-need": (key, who)
        for key, who in (("casey", "rita rosa casey@portal"), ("hal", "remy hal@portal"))
    },
    **{f"CANARY-{key}-sent": (key, f"{SIGHT['attachment'][f'{key}-file']} {key}@portal") for key in ("casey", "hal")},
    "CANARY-harbour-letter": ("harbour", "remy"),
    "CANARY-hal-reason": ("hal", "remy pete"),
    "CANARY-harbour-emergency": ("harbour", "remy adam priya pete"),
    "CANARY-rosa-jotting": ("casey", "rosa"),
    "CANARY-rosa-draft": ("casey", "rosa tia"),
    "CANARY-hal-draft": ("hal", "nils"),
    "CANARY-hal-place": ("hal", "remy nils tia pete hal@portal"),
    "CANARY-quinn-card": ("quinn", "remy nils"),
    "CANARY-quinn-private": ("quinn", "remy nils"),
    "CANARY-quinn-decision": ("quinn", "remy"),
    "CANARY-quinn-dissent": ("quinn", "remy"),
    "CANARY-heron-meeting": ("heron", "remy"),
    "CANARY-title": ("heron", "remy"),
    # whoever guards privacy must know what they may ask to read
    "Project Heron": ("heron", "remy nils priya pete quinn@portal"),
    "Head of harbour": ("harbour", "remy nils tia hal@portal adam priya pete"),
    # on the pages of its candidates too
    "731,904": ("executive", f"{LEAD} casey@portal"),
    "731,905": ("harbour", "remy hal@portal"),
    "731,906": ("heron", "remy"),
    **{f"CANARY-{mail}-{part}": (mail, "") for mail in SIGHT["message"] for part in ("subject", "body")},
}
OPENING_OF = {"casey": "executive", "dana": "executive", "gwen": "executive", "noel": "executive"} | {
    "hal": "harbour",
    "quinn": "heron",
}

_AS_WRITTEN = {secret.lower(): secret for secret in SECRETS}
_FOUND = re.compile("|".join(sorted(map(re.escape, _AS_WRITTEN), key=len, reverse=True)))
READERS = {secret: frozenset(who.split()) for secret, (_about, who) in SECRETS.items()}


def found_in(text: str) -> set[str]:
    """The secrets in a text, however they are capitalised."""
    return {_AS_WRITTEN[found] for found in _FOUND.findall(text.lower())}


def open_to(who: str, about: str | None, beside: str = "") -> set[str]:
    """What this person may be shown on a page about that thing; on a list, whatever they may be shown at all."""
    whole = {home for home, _who in SECRETS.values()}
    homes = whole if about is None else {about, OPENING_OF.get(about, about), *beside.split()}
    return {secret for secret, (home, _who) in SECRETS.items() if who in READERS[secret] and home in homes}
