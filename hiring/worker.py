"""The loop that reminds people of their scorecards, sends promised mail (claim with a lease, send outside any
transaction, mark, try again later), and now and then works out anew how interviewers usually rate, and the reports.
"""

from __future__ import annotations

import logging
import smtplib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from flask import Flask
from sqlalchemy import ScalarSelect, Select, Update, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from hiring import access, anchors, promises, reminders
from hiring.clock import utcnow
from hiring.db import db, forget, reading, writing
from hiring.mail.send import Send, Sender, sender_to
from hiring.mail.wire import Unsendable, letter
from hiring.models import Outgoing, Person
from hiring.pool.counted import stale
from hiring.refusal import Refusal
from hiring.results import due
from hiring.settings import Settings
from hiring.worker_errands import Errand, look_for_mail, read_a_calendar, run_errands

LEASE = timedelta(minutes=5)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
TRIES = len(WAITS) + 1
REST_SECONDS = 3.0
AT_MOST = timedelta(minutes=1)
BETWEEN_ANCHORS = timedelta(hours=1)
BETWEEN_REMINDERS = timedelta(minutes=1)
BETWEEN_SUMS = timedelta(hours=1)
BY_COMMAND = "import sys; from hiring.cli import main; main(sys.argv[1:])"

Sums = Callable[[Flask, datetime], int]
"""Work for numpy: answers how much of it there was."""

log = logging.getLogger(__name__)
_READER = joinedload(Outgoing.person).lazyload(Person.capabilities)


def run_once(app: Flask, now: datetime, send: Send | None) -> int:
    """Deal with the mail that is ready, and say how much there was. Without `send` there is no mail server, and a mail
    is delivered by being readable on the page of sent mail.

    One transaction says what became of a mail and claims the next. After a minute the rest is left for the next turn:
    a lease counts from `now`, and other errands wait.
    """
    settings: Settings = app.extensions["settings"]
    done, until = 0, utcnow() + AT_MOST
    with app.app_context():
        try:
            claimed = None if _is_idle(now) else _claim(now)
            while claimed is not None:
                outcome = _deal_with(claimed, settings.mail_from, now, send)
                done += 1
                if utcnow() > until:
                    with writing():
                        _note(outcome)
                    break
                claimed = _claim(now, after=outcome)
        finally:
            if isinstance(send, Sender):
                send.rest()
    return done


def run_forever(app: Flask, stop: threading.Event | None = None, *, sums: Sequence[Sums] = ()) -> None:
    """Work until told to stop. `sums` take the place of `recalibrate` and `report`."""
    stop = stop or threading.Event()
    errands = errands_of(app, sums or (recalibrate, report))
    while not stop.is_set():
        run_errands(app, errands, datetime.now(UTC))
        stop.wait(REST_SECONDS)


def errands_of(app: Flask, sums: Sequence[Sums]) -> list[Errand]:
    """What the worker does, in this order. Mail goes out in each turn, after what may promise more of it."""
    settings: Settings = app.extensions["settings"]
    send = None if settings.smtp_url is None else sender_to(settings.smtp_url)
    return [
        Errand("anchor", drop_anchor, BETWEEN_ANCHORS),
        Errand("reminders", remind, BETWEEN_REMINDERS),
        Errand("mailbox", look_for_mail, BETWEEN_REMINDERS),
        Errand("outbox", lambda app, now: run_once(app, now, send)),
        Errand("calendars", read_a_calendar),
        *(Errand(work.__name__, work, BETWEEN_SUMS) for work in sums),
    ]


def remind(app: Flask, now: datetime) -> int:
    """Promise every reminder that is due, one transaction each, and say how many there were: of scorecards that are
    out, and of days by which candidates were promised to hear.
    """
    done = 0
    with app.app_context():
        for who_waits, write in ((reminders.waiting, reminders.remind), (promises.waiting, promises.warn)):
            waiting = who_waits(now)
            forget()
            for subject_id in waiting:
                try:
                    with writing():
                        write(subject_id, now)
                except Refusal:
                    log.exception("a reminder could not be written", extra={"subject_id": subject_id})
            done += len(waiting)
    return done


def recalibrate(app: Flask, now: datetime) -> int:
    """Work out how interviewers usually rate wherever cards have changed since, and say in how many rubric versions.

    Nothing is held meanwhile: one transaction reads, one writes. What goes wrong in one version is logged, and neither
    the others nor the mail wait for it.
    """
    done = 0
    with app.app_context():
        with reading():
            versions = stale()
        for version_id in versions:
            try:
                done += _refit(version_id, now)
            except SQLAlchemyError:
                raise
            except Exception:
                log.exception("a calibration failed", extra={"rubric_version_id": version_id})
    return done


def recalibrate_apart(app: Flask, _now: datetime) -> int:
    """The same by the command line, for a worker that lives in a web server: numpy and scipy leave with the process.

    Without them the server is some forty megabytes smaller. Settings are those of the environment.
    """
    with app.app_context(), reading():
        versions = stale()
    if versions:
        log.info("interviewers' habits are worked out in a process of their own")
        _by_command("calibration", "refresh")
    return len(versions)


def report(app: Flask, now: datetime) -> int:
    """Bring the reports forward once a day, and say how many have moved. One transaction reads, one writes."""
    with app.app_context():
        with reading():
            is_time = due.is_due(now)
        try:
            return report_now(now) if is_time else 0
        except SQLAlchemyError:
            raise
        except Exception:
            log.exception("the reports could not be worked out")
            return 0


def report_apart(app: Flask, now: datetime) -> int:
    """The same by the command line, as `recalibrate_apart`."""
    with app.app_context(), reading():
        is_time = due.is_due(now)
    if is_time:
        log.info("the reports are worked out in a process of their own")
        _by_command("reports", "refresh")
    return int(is_time)


APART = (recalibrate_apart, report_apart)


def _by_command(*words: str) -> None:
    subprocess.run([sys.executable, "-c", BY_COMMAND, *words], stdout=subprocess.DEVNULL, check=False)


def report_now(now: datetime) -> int:
    """Whether or not a day is over."""
    from hiring.results import groups, storing

    with reading():
        found, periods = storing.work_out(), groups.work_out()
    with writing():
        return storing.keep(found, now=now) + groups.keep(periods, now=now)


def _refit(version_id: int, now: datetime) -> bool:
    """Whether there is a new fit."""
    from hiring.pool.fitting import fit, keep

    with reading():
        found = fit(version_id)
    with writing():
        return keep(found, now=now) is not None


def drop_anchor(app: Flask, now: datetime) -> None:
    """Write today's line to the anchor file, unless it is there. A disk that takes none does not hold up the mail."""
    settings: Settings = app.extensions["settings"]
    try:
        if anchors.is_due(settings.anchors_path, now=now):
            with app.app_context(), writing():
                anchors.drop(settings.anchors_path, now=now)
    except OSError:
        log.exception("the anchor file could not be written")


def start_thread(app: Flask, *, sums: Sequence[Sums] = ()) -> threading.Event:
    """Run the worker beside the web server of this process. Set the event to stop it."""
    stop = threading.Event()
    run = partial(run_forever, app, stop, sums=sums)
    threading.Thread(target=run, name="mail-worker", daemon=True).start()
    return stop


def _ready(now: datetime) -> Select[int]:
    return (
        select(Outgoing.id)
        .where(
            Outgoing.sent_at.is_(None),
            Outgoing.parked_at.is_(None),
            Outgoing.ready_at <= now,
            or_(Outgoing.claimed_until.is_(None), Outgoing.claimed_until <= now),
        )
        .order_by(Outgoing.ready_at, Outgoing.id)
        .limit(1)
    )


def _is_idle(now: datetime) -> bool:
    """Whether no mail is ready: asking holds up nobody who writes."""
    is_idle = db.session.scalar(_ready(now)) is None
    forget()
    return is_idle


def _claim(now: datetime, *, after: Update | None = None) -> int | None:
    """Take the next mail for as long as the lease, and note what became of the one before. Another worker passes over
    it; after a crash it comes back.
    """
    free = _ready(now).with_for_update(skip_locked=True).scalar_subquery()
    taken = {"claimed_until": now + LEASE, "attempts": Outgoing.attempts + 1}
    with writing():
        if after is not None:
            _note(after)
        return db.session.scalar(_on(free, **taken).returning(Outgoing.id))


def _note(outcome: Update) -> None:
    db.session.execute(outcome)


def _deal_with(outgoing_id: int, sender: str, now: datetime, send: Send | None) -> Update:
    """Send a mail if it is to be sent, and say what is to be noted of it."""
    outgoing = db.session.get_one(Outgoing, outgoing_id, options=[_READER])
    if not access.may_still_receive(outgoing):
        forget()
        return _park(outgoing_id, "Whoever it was for no longer has a part in this.", now)
    attempts = outgoing.attempts
    try:
        finished = letter(outgoing, sender=sender, now=now)
    except Unsendable as error:
        forget()
        return _park(outgoing_id, f"It cannot be sent as it is: {error}", now)
    forget()
    if send is not None:
        try:
            send(finished)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            log.warning("a mail was not taken", extra={"outbox_id": outgoing_id})
            return _put_off(outgoing_id, attempts, f"{type(error).__name__}: {error}", now)
    return _on(outgoing_id, sent_at=now, claimed_until=None)


def _put_off(outgoing_id: int, attempts: int, problem: str, now: datetime) -> Update:
    """Try again later, each time later still; after the last try somebody has to look."""
    if attempts >= TRIES:
        return _park(outgoing_id, problem, now)
    return _on(outgoing_id, last_error=problem, claimed_until=None, ready_at=now + WAITS[attempts - 1])


def _park(outgoing_id: int, reason: str, now: datetime) -> Update:
    return _on(outgoing_id, last_error=reason, parked_at=now, claimed_until=None)


def _on(which: int | ScalarSelect[int], **values: object) -> Update:
    return update(Outgoing).where(Outgoing.id == which).values(**values).execution_options(synchronize_session=False)
