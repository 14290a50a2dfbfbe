"""Sending what was planned, and holding each answer against the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hiring.db import db
from hiring.models import Outgoing
from hiring.refs import new_ref
from tests import unsafe_routes
from tests.house import House, Visitor
from tests.matrix.bodies import BODIES, ELSEWHERE
from tests.matrix.canaries import found_in, open_to
from tests.matrix.doors import secret_of, visitor
from tests.matrix.plan import METHODS, NOBODY_TAKES, OF_ANOTHER_KIND, SIGN_IN, UNKNOWN, Cell, cells, own_thing, rule_of
from tests.matrix.table import ROWS, Row

OF_NO_CANDIDATE = frozenset({"absence", "deputy", "interviewer", "person", "principal", "secret", "slug/number"})
ITS_OWN = re.compile(rb'(name="(?:csrf_token|key)"[^>]*?value=)"[^"]*"')
A_REF = re.compile(rb"[A-Za-z0-9_-]{22,}")
SEE_OTHER, NOT_KEPT, SERVER_ERROR = 303, 400, 500


@dataclass
class Matrix:
    """One house and what was sent to it."""

    house: House
    sent: int = 0
    _unknown: dict[tuple[str, str, str], bytes] = field(default_factory=dict)
    _plain: dict[tuple[str, str, str], bytes] = field(default_factory=dict)
    _browsers: dict[str, Visitor] = field(default_factory=dict)
    _fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    _seen_to_work: set[str] = field(default_factory=set)

    def faults(self, endpoint: str) -> Iterator[str]:
        """What is wrong with this endpoint, as sentences, in the order in which it is found."""
        row = ROWS[endpoint]
        self._start_afresh(endpoint)
        before, watches = unsafe_routes.contents(self.house), True
        for cell in cells(endpoint, rule_of(self.house.app, endpoint)):
            if watches and cell.passes:
                watches = False
                yield from self._changed(endpoint, before, "is refused")
            if cell.method == "POST" and (cell.passes or row.otherwise is not None):
                self._start_afresh(endpoint)
                yield from self._taken(cell)
            else:
                yield from self._wrong(cell, self.send(cell))
        if "POST" not in (rule_of(self.house.app, endpoint).methods or set()):
            yield from self._changed(endpoint, before, "only reads")

    def send(self, cell: Cell) -> TestResponse:
        """The answer to one request."""
        self.sent += 1
        if cell.who not in self._browsers:
            self._browsers[cell.who] = visitor(self.house, cell.who)
        browser = self._browsers[cell.who]
        url = self.address(cell) + cell.query
        client = {"REMOTE_ADDR": f"10.0.0.{self.sent % 250}"}  # or the throttle would answer
        options: dict[str, Any] = {"headers": cell.headers, "environ_base": client, "buffered": True}
        if cell.method != "POST":
            return browser.client.open(url, method=cell.method, **options)
        return browser.post(url, self.body(cell.endpoint), **options)

    def address(self, cell: Cell) -> str:
        """Where it is sent: the address with the ref of the thing, of nothing, or of a thing of another kind."""
        rule = rule_of(self.house.app, cell.endpoint)
        fixed = ROWS[cell.endpoint].part
        names = [name for name in re.findall(r"<(?:\w+:)?(\w+)>", rule.rule) if name not in fixed]
        parts = cell.about.split("/") if cell.about else []
        if cell.about in {UNKNOWN, OF_ANOTHER_KIND}:
            parts = [*own_thing(cell.endpoint).split("/")[:-1], cell.about]
        values = {name: self._value(name, part, cell) for name, part in zip(names, parts, strict=True)}
        built = rule.build({**values, **fixed})
        assert built is not None, f"{cell.endpoint} has no address for {values}"
        return built[1]

    def _value(self, name: str, part: str, cell: Cell) -> Any:
        if part == UNKNOWN:
            return 999_999 if name == "number" else new_ref()
        if part == OF_ANOTHER_KIND:
            return self.house.ref("executive" if ROWS[cell.endpoint].on != "opening" else "casey")
        if name == "number":
            return int(part)
        return secret_of(part) if name == "secret" else self.house.world.refs.get(part, part)

    def asked(self, endpoint: str, who: str, words: str) -> str:
        """What a list answers to a question."""
        answer = self.send(Cell(endpoint, "GET", who, "", frozenset(), passes=True, query=f"?q={quote(words)}"))
        return self._masked(answer.data).decode()

    def body(self, endpoint: str) -> dict[str, Any]:
        if endpoint in BODIES:
            return dict(BODIES[endpoint])
        if endpoint not in ELSEWHERE:
            return {}
        if endpoint not in self._fields:
            self._fields[endpoint] = unsafe_routes.body(self.house, endpoint)
        return self._fields[endpoint] | unsafe_routes.files(endpoint)

    def _start_afresh(self, endpoint: str) -> None:
        self.house.world.reset()
        self._browsers.clear()
        self._fields.clear()
        ROWS[endpoint].before(self.house)
        if endpoint in ELSEWHERE:
            ELSEWHERE[endpoint].before(self.house)

    def _taken(self, cell: Cell) -> Iterator[str]:
        """A write that passes does something, seen once for each, and the mail it promises tells nobody what they may
        not know.
        """
        is_own = ROWS[cell.endpoint].on is not None and cell.about == own_thing(cell.endpoint)
        is_watched = is_own and cell.endpoint not in self._seen_to_work
        before, last = unsafe_routes.contents(self.house) if is_watched else {}, self._last_mail()
        answer = self.send(cell)
        yield from self._wrong(cell, answer)
        if is_watched and answer.status_code == SEE_OTHER:
            self._seen_to_work.add(cell.endpoint)
            if unsafe_routes.contents(self.house) == before:
                yield f"{cell} was taken and changed nothing."
        for who, words in self._mailed_since(last):
            strange = found_in(words) - open_to(who, None)
            if strange and who != ROWS[cell.endpoint].invites:
                yield f"{cell} mailed {who} {sorted(strange)}."

    def _wrong(self, cell: Cell, answer: TestResponse) -> Iterator[str]:
        status = answer.status_code
        is_door = cell.method != "POST" and answer.headers.get("Location", "").startswith("/sign-in")
        if (SIGN_IN if is_door else status) not in cell.right:
            yield f"{cell}: {status}, not {sorted(cell.right)}."
        body = answer.get_data()
        said = found_in(f"{answer.headers}\n{body.decode('utf-8', 'replace')}")
        beside = ROWS[cell.endpoint].beside.get(cell.about, "")
        strange = said - (open_to(cell.who, _about(cell), beside) if cell.passes else set())
        if strange:
            yield f"{cell} shows {sorted(strange)}."
        yield from self._unkept(cell, answer)
        if status >= NOT_KEPT and not cell.passes and cell.is_plain:
            yield from self._unlike_unknown(cell, status, body)
        if cell.method == "GET" and cell.passes:
            yield from self._unlike_plain(cell, body)

    def _unkept(self, cell: Cell, answer: TestResponse) -> Iterator[str]:
        """Nothing may be kept by a browser or a proxy, or run what it was not sent to run."""
        control = answer.headers.get("Cache-Control", "")
        if "no-store" not in control:
            yield f"{cell} may be kept: Cache-Control is {control!r}."
        if "Cookie" not in answer.headers.get("Vary", ""):
            yield f"{cell} does not vary by cookie."
        if "Content-Security-Policy" not in answer.headers:
            yield f"{cell} has no Content-Security-Policy."

    def _unlike_unknown(self, cell: Cell, status: int, body: bytes) -> Iterator[str]:
        """What is not theirs reads, to the byte, like what is not there."""
        if ROWS[cell.endpoint].on is None or status == 403:
            return
        key = (cell.endpoint, cell.method, cell.who)
        if key not in self._unknown:
            nothing = replace(cell, about=UNKNOWN)
            self._unknown[key] = self._masked(self.send(nothing).data)
        if self._masked(body) != self._unknown[key]:
            yield f"{cell} reads otherwise than what does not exist."

    def _unlike_plain(self, cell: Cell, body: bytes) -> Iterator[str]:
        """What the page does not know how to be asked changes nothing on it."""
        key = (cell.endpoint, cell.who, cell.about)
        if cell.is_plain:
            self._plain[key] = self._masked(body)
        if cell.query in NOBODY_TAKES:
            masked = self._masked(body.replace(escape(cell.query).encode(), b""))
            if masked != self._plain[key]:
                yield f"{cell} is another page than without {cell.query}."

    def _masked(self, body: bytes) -> bytes:
        """Without what is random for everybody, and without refs."""
        return ITS_OWN.sub(rb"\1", A_REF.sub(b"", body))

    def _changed(self, endpoint: str, before: dict[str, list[str]], why: str) -> Iterator[str]:
        after = unsafe_routes.contents(self.house)
        tables = [table for table, rows in after.items() if rows != before[table]]
        if tables:
            yield f"{endpoint} {why} and yet changed {', '.join(tables)}."

    def _last_mail(self) -> int:
        with self.house.app.app_context():
            return db.session.scalar(select(func.max(Outgoing.id))) or 0

    def _mailed_since(self, last: int) -> list[tuple[str, str]]:
        """Who was written to, by their name here, and what."""
        names = {ref: name for name, ref in self.house.world.refs.items()}
        with self.house.app.app_context():
            written = db.session.scalars(select(Outgoing).where(Outgoing.id > last)).all()
            return [(self._reader_of(one, names), f"{one.subject}\n{one.body}") for one in written]

    def _reader_of(self, outgoing: Outgoing, names: Mapping[str, str]) -> str:
        if outgoing.person is not None:
            return names.get(outgoing.person.ref, "somebody new")
        return f"{outgoing.address.removeprefix('canary-').partition('-')[0]}@portal"


def _about(cell: Cell) -> str | None:
    """Which candidate, opening or mail the page is about; None for a list."""
    if not cell.about or ROWS[cell.endpoint].on in OF_NO_CANDIDATE:
        return None
    return cell.about if cell.about.startswith("mail-") else cell.about.split("/")[0].split("-")[0]


def missing(app: Flask, rows: Mapping[str, Row], sight: Mapping[str, object]) -> list[str]:
    """What a new endpoint lacks before the matrix can try it, in words that say what to add."""
    said = []
    for rule in app.url_map.iter_rules():
        name, row = rule.endpoint, rows.get(rule.endpoint)
        if row is None:
            said.append(f"{name}: say in ROWS of tests/matrix/table.py what it is about and who passes.")
            continue
        if row.on is not None and row.on not in sight:
            said.append(f"{name}: say in SIGHT of tests/matrix/table.py who knows of each {row.on}, then make some.")
        if not (rule.methods or set()) <= {*METHODS, "OPTIONS"}:
            said.append(f"{name}: pages are read and forms are posted; the matrix sends nothing else.")
        if "POST" in (rule.methods or set()) and name not in unsafe_routes.SENDINGS.keys() | BODIES.keys():
            said.append(f"{name}: say in SENDINGS of tests/unsafe_routes.py what a good request holds.")
    gone = sorted(rows.keys() - {rule.endpoint for rule in app.url_map.iter_rules()})
    return [*said, *(f"{name}: there is no such endpoint any more; take its row out." for name in gone)]
