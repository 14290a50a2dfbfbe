"""The `hiring worker` command, killed at one point of its work: `python -m tests.faults.dying_worker POINT NUMBER`.

A fault named after these is planted first.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
from dataclasses import dataclass
from itertools import count
from typing import Any

from hiring import worker
from hiring.cli import main
from tests.faults.planted import FAULTS


@dataclass(frozen=True, slots=True)
class Point:
    """Just before or just after a function of the worker's, and how many mails are sent twice because of it."""

    owner: Any
    function: str
    is_after: bool
    sent_twice: int


POINTS = {
    "before claim": Point(worker, "_claim", is_after=False, sent_twice=1),
    "after claim": Point(worker, "_claim", is_after=True, sent_twice=0),
    "before DATA": Point(smtplib.SMTP, "data", is_after=False, sent_twice=0),
    "after 250": Point(smtplib.SMTP, "data", is_after=True, sent_twice=1),
    "before mark": Point(worker, "_note", is_after=False, sent_twice=1),
    "after mark": Point(worker, "_note", is_after=True, sent_twice=1),
}
"""The transaction that claims a mail marks the one before: until it is committed, that one is sent and not marked."""


def die_at(point: Point, number: int) -> None:
    """Kill this process when it comes to the point for that time."""
    whole, times = getattr(point.owner, point.function), count(1)

    def dying(*given: Any, **named: Any) -> Any:
        is_last = next(times) == number
        if is_last and not point.is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = whole(*given, **named)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(point.owner, point.function, dying)


if __name__ == "__main__":
    for fault in sys.argv[3:]:
        FAULTS[fault]()
    die_at(POINTS[sys.argv[1]], int(sys.argv[2]))
    sys.argv = ["hiring", "worker"]
    main()
