"""Who may know of what, who may do what, and who may read which secret: written out by hand, name by name.

This is what the house is held against, so nothing here asks the house. A new endpoint fails the matrix until it has a
row in `ROWS`, a new kind of thing until `SIGHT` says who knows of it. Whoever knows of a thing and may not do this with
it is refused (403); for whoever may not know of it, it does not exist (404).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.house import House
from tests.matrix.doors import EVERYBODY, SIGNED_IN
from tests.matrix.world import finish_her_draft, put_files_in_place, rosas_is_typed
from tests.unsafe_routes import ivans_card_is_late, meeting_called, nothing, two_of_three_in

Who = Mapping[str, str]

ALL = " ".join(SIGNED_IN)
ANYBODY = " ".join(EVERYBODY)
AS_FILES = ("?as=csv", "?as=json", "?as=text")
A_FEW = ("nobody", "omar", "rita", "dora", "casey@portal")
RECRUIT = "rita rosa connie"
LEAD = f"{RECRUIT} cleo"
READ = f"{LEAD} max mona"

LEADING = {"casey": "rita rosa cleo", "dana": LEAD, "gwen": LEAD, "noel": LEAD, "hal": "remy", "quinn": "remy"}
MOVING = LEADING | {"casey": "rita cleo", "dana": f"{LEAD} max", "gwen": f"{LEAD} max"}  # Rosa owes a card on Casey
WALKED = LEADING | {"casey": "rita cleo", "dana": READ, "gwen": READ, "hal": "remy pete"}
RECRUITING = {"casey": "rita rosa", "dana": RECRUIT, "gwen": RECRUIT, "noel": RECRUIT, "hal": "remy", "quinn": "remy"}
KNOWING = {
    "casey": "rita rosa cleo ines ivan",
    "dana": f"{READ} ines ivan",
    "gwen": f"{READ} ines",
    "noel": LEAD,
    "hal": "remy nils",
    "quinn": "remy nils",
}
KNOWING_OR_ASKING = {  # the committee reads what was written down, not what was asked
    "casey": "rita rosa cleo ines ivan",
    "dana": f"{LEAD} ines ivan",
    "gwen": f"{LEAD} ines",
    "noel": LEAD,
    "hal": "remy nils",
    "quinn": "remy nils",
}
WALKED_BY_TEAM = LEADING | {"casey": "rita cleo", "dana": READ, "gwen": READ}
SEATS = {
    "casey-ivan": "ivan",
    "casey-ines": "ines",
    "casey-rosa": "rosa",
    "casey-reed": "",
    "casey-dee": "",
    "casey-dora": "",
    "casey-gill": "",
    "dana-ines": "ines",
    "gwen-ines": "ines",
    "gwen-gwyn": "",
    "hal-nils": "nils",
    "quinn-nils": "nils",
}
HANDED_IN = {"casey-ines": "ines", "dana-ines": "ines", "gwen-ines": "ines", "quinn-nils": "nils"}
OWED = {"casey-ivan": "ivan", "casey-rosa": "rosa", "hal-nils": "nils"}
GIVEN_UP = {"hal-nils": "nils tia"}  # it lies ahead
MEETINGS = {
    "casey-interview": "rita rosa cleo",
    "casey-later": "rita rosa cleo",
    "casey-guests": "rita rosa cleo",
    "gwen-interview": LEAD,
    "hal-interview": "remy",
    "quinn-interview": "remy",
}
CHAIRED = {"dana-packet": "max", "gwen-packet": "max"}
IN_COMMITTEE = {"dana-packet": "max mona", "gwen-packet": "max mona"}
PACKETS = {"dana-packet": READ, "gwen-packet": READ, "quinn-packet": "remy"}
MET = {"dana-packet": READ, "heron-meeting": "remy"}  # the first by the ref of the packet it takes up
CONVENED = {"dana-packet": f"{RECRUIT} max", "heron-meeting": "remy"}
TAKEN_UP = {"dana-packet": "dana", "heron-meeting": "quinn"}
CALLED = {"executive": f"{RECRUIT} max", "harbour": "remy", "heron": "remy"}
GLASSES = {"glass": "adam priya pete", "harbour-glass": "adam priya pete"}
FILES = {f"{key}-file": who for key, who in KNOWING.items()}
THEIR_FILES = {"casey-file": "gill@guest", "gwen-file": "gwyn@guest"}
IN_AN_EMERGENCY = {"hal": "remy nils pete"}
RECRUITED = {"executive": RECRUIT, "harbour": "remy", "heron": "remy"}

CALENDARS = {"cleo": "cleo rosa", "ivan": "ivan", "nils": "nils tia"}  # Rosa schedules for Cleo, Tia for Nils
ABSENCES = {"cleo-away": "cleo rosa", "ivan": "ivan", "nils-away": "nils tia"}

CASES = {"case": "rita remy", "sketch": "remy"}
HAVE_READ = {"rita": 409, "ines": 409, "ivan": 409, "cleo": 409, "max": 409}  # Rita wrote it

QUESTIONS = {"casey-ivan": KNOWING["casey"], "quinn-question": KNOWING["quinn"]}
ANSWERING = {"casey-ivan": "rita rosa cleo ivan", "quinn-question": "remy"}  # Ivan owes it

TYPED = {"casey-rosa": "tia", "casey-ivan": "", "gwen-ines": "", "hal-nils": ""}  # Tia types for Rosa

NEEDS = {"casey-need": "rita rosa", "hal-need": "remy"}
TEMPLATES = {"letter": "rita remy", "harbour-letter": "remy"}
INSIDE = ("casey@portal", "hal@portal")
SENT = {"casey-sent": "casey@portal", "hal-sent": "hal@portal"}
IN_THE_SEARCH = {"executive": "casey dana gwen noel", "harbour": "hal", "heron": "quinn"}
LED = {"executive": LEAD, "harbour": "remy", "heron": "remy"}

INTERVIEWERS = {"ivan": "rita remy", "omar": "rita remy", "dora": ""}  # Dora has left

SIGHT: Mapping[str, Who] = {
    "absence": ABSENCES,
    "adjustment": NEEDS,
    "application": KNOWING | IN_AN_EMERGENCY,
    "attachment": FILES
    | {"casey-file": f"{FILES['casey-file']} gill@guest", "gwen-file": f"{FILES['gwen-file']} gwyn@guest"},
    "case": {"case": ALL, "sketch": "remy"},
    "conflict": {"noel-conflict": LEAD},
    "deputy": {"rosa-deputy": "rosa", "cleo-deputy": "cleo"},
    "held_slot": SEATS | GIVEN_UP,
    "glass": {"glass": "priya adam pete", "harbour-glass": "priya adam pete remy"},
    "interview": MEETINGS,
    "letter_template": {"letter": ALL, "harbour-letter": "remy"},
    "interviewer": INTERVIEWERS,
    "meeting": MET,
    "message": dict.fromkeys(("mail-rita", "mail-remy", "mail-quinn"), "adam"),
    "opening": {"executive": READ, "harbour": "remy pete", "heron": "remy"},
    "own_file": SENT,
    "packet": PACKETS,
    "poll": PACKETS,
    "person": dict.fromkeys(("omar", "adam", "remy", "dora"), "adam"),
    "principal": CALENDARS,
    "question": QUESTIONS,
    "secret": dict.fromkeys(("sign-in", "sign-in-late", "portal", "portal-late", "seat", "seat-late", "feed"), ANYBODY),
    "slot": SEATS,
    "typed_slot": TYPED,
    "slug/number": {"staff-engineer/1": ALL, "engineering-executive/1": ALL},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One endpoint. `may`: for each thing, who passes; a thing that is not named lets nobody pass.

    `on`: what the address is about, as in `SIGHT`; None is the house. `but`: what a verb answers to somebody whom the
    guard lets pass. `otherwise`: what everybody else gets where it is neither 403, 404 nor the way to sign in.
    `beside`: of whom a page about an opening or a meeting may speak besides. `is_list`: whether it is asked for with
    every kind of query. `takes`: queries it has answers of its own to. `people`: who tries. `invites`: whom it brings
    in. `is_for_guests`: whether it lies behind their door, which turns everybody else away in its own words. `part`:
    what else stands in the address.
    """

    on: str | None = None
    may: Who = field(default_factory=dict)
    but: Mapping[str, int] = field(default_factory=dict)
    otherwise: int | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    is_list: bool = False
    takes: tuple[str, ...] = ()
    before: Callable[[House], None] = nothing
    people: tuple[str, ...] = EVERYBODY
    invites: str = ""
    is_for_guests: bool = False
    part: Mapping[str, str] = field(default_factory=dict)


ROWS: Mapping[str, Row] = {
    # --- Answers
    "answers.add_template": Row(may={"": "rita remy"}),
    "answers.adjustments": Row("application", RECRUITING),
    "answers.arrange": Row("adjustment", NEEDS),
    "answers.change_template": Row("letter_template", TEMPLATES),
    "answers.close": Row("opening", LED, but=dict.fromkeys(LEAD.split(), 409), beside=IN_THE_SEARCH),
    "answers.closing": Row(
        "opening", LED, beside={"executive": "casey dana gwen noel", "harbour": "hal", "heron": "quinn"}
    ),
    "answers.index": Row(may={"": ALL}, is_list=True),
    "answers.letter": Row(may={"": ALL}),
    "answers.letters": Row("application", LEADING),
    "answers.promise": Row("application", LEADING),
    "answers.reopen": Row("opening", LED, beside=IN_THE_SEARCH),
    "answers.retire_template": Row("letter_template", TEMPLATES),
    "answers.send_to_many": Row(may={"": ALL}, but=dict.fromkeys(set(SIGNED_IN) - set(LEAD.split()), 422)),
    "answers.tell": Row("application", LEADING),
    "answers.template": Row("letter_template", TEMPLATES, beside=dict.fromkeys(TEMPLATES, "executive harbour heron")),
    "answers.templates": Row(may={"": "rita remy"}),
    "answers.write": Row("application", LEADING),
    # --- Ballots
    "ballots.close_ballot": Row("packet", CHAIRED),
    "ballots.form": Row("packet", IN_COMMITTEE),
    "ballots.note_point": Row("packet", IN_COMMITTEE),
    "ballots.open_ballot": Row("packet", CHAIRED),
    "ballots.points": Row("packet", IN_COMMITTEE),
    "ballots.status": Row("poll", PACKETS, before=two_of_three_in),
    "ballots.vote": Row("packet", IN_COMMITTEE),
    # --- Coverage
    "coverage.assign": Row("application", LEADING),
    "coverage.briefs": Row("application", LEADING),
    "coverage.end_substitute": Row("interviewer", INTERVIEWERS),
    "coverage.interviewer": Row("interviewer", INTERVIEWERS),
    "coverage.interviewers": Row(may={"": "rita remy"}, is_list=True),
    "coverage.limit": Row("interviewer", INTERVIEWERS),
    "coverage.mend": Row("application", LEADING),
    "coverage.name_substitute": Row("interviewer", INTERVIEWERS),
    "coverage.send": Row("application", LEADING),
    "coverage.show": Row("application", LEADING),
    "coverage.train": Row("interviewer", INTERVIEWERS),
    # --- Emergencies
    "break_glass.approve": Row("glass", GLASSES, {"priya": 403}),
    "break_glass.ask": Row(may={"": "priya pete"}),
    "break_glass.end": Row("glass", {"glass": "priya", "harbour-glass": "pete adam remy"}),
    "break_glass.index": Row(may={"": "adam priya pete"}, is_list=True),
    # --- Calendars
    "calendars.end_address": Row(may={"": ALL}),
    "calendars.feed": Row("secret", {"feed": ANYBODY}, otherwise=404, people=A_FEW),
    "calendars.forget_busy": Row(may={"": ALL}),
    "calendars.make_address": Row(may={"": ALL}),
    "calendars.name_busy": Row(may={"": ALL}),
    "calendars.show": Row(may={"": ALL}),
    # --- Candidates
    "candidates.add": Row("opening", RECRUITED),
    "candidates.add_one": Row("opening", RECRUITED),
    "candidates.attach": Row("application", RECRUITING),
    "candidates.correct_source": Row("application", LEADING),
    "candidates.download": Row("attachment", FILES, before=put_files_in_place),
    "candidates.import_csv": Row("opening", RECRUITED),
    "candidates.duplicates": Row(may={"": ALL}, is_list=True),
    "candidates.merge": Row("application", RECRUITING, but=dict.fromkeys("rita rosa connie remy".split(), 409)),
    "candidates.move": Row("application", MOVING),
    "candidates.note": Row("application", LEADING),
    "candidates.send_portal_link": Row("application", LEADING),
    "candidates.show": Row("application", KNOWING | IN_AN_EMERGENCY),
    "candidates.undo": Row("application", MOVING),
    # --- Cases
    "cases.edit": Row("case", CASES),
    "cases.hand_in": Row("case", SIGHT["case"], HAVE_READ),
    "cases.index": Row(may={"": ALL}, is_list=True),
    "cases.new": Row(may={"": "rita remy"}),
    "cases.retire": Row("case", CASES),
    "cases.save": Row("case", CASES),
    "cases.show": Row("case", SIGHT["case"]),
    "cases.write": Row(may={"": "rita remy"}),
    # --- History
    # Rosa owes a card on Casey: reasons for moves retell cards
    "history.show": Row(
        "application", LEADING | {"casey": "rita cleo", "dana": READ, "gwen": READ, "hal": "remy pete"}
    ),
    # --- The committee
    "committee.build": Row("application", RECRUITING | {"casey": "rita"}),
    "committee.decide": Row("packet", {"dana-packet": "max", "gwen-packet": "max"}),
    "committee.dissent": Row("packet", {"dana-packet": "cleo max mona", "gwen-packet": "cleo max mona"}, {"max": 409}),
    "committee.minutes": Row(
        "packet",
        {"dana-packet": "max mona", "gwen-packet": f"{RECRUIT} max mona", "quinn-packet": "remy"},
        takes=AS_FILES,
    ),
    "committee.note": Row("packet", PACKETS),
    "committee.packet": Row("packet", PACKETS),
    "committee.second": Row("packet", {"dana-packet": "cleo max mona", "gwen-packet": "cleo max mona"}, {"max": 409}),
    "committee.settle": Row(
        "packet", {"dana-packet": f"{RECRUIT} max", "gwen-packet": f"{RECRUIT} max", "quinn-packet": "remy"}
    ),
    "committee.withdraw": Row("packet", {"dana-packet": "max", "gwen-packet": "max"}),
    "committee.workings": Row("packet", PACKETS),
    # by an opening without a packet whoever leads it may come, and finds nobody to compare; the chair only by a packet
    "committee.severity": Row("opening", {"executive": f"{RECRUIT} max", "harbour": "remy", "heron": "remy"}),
    "committee.side_by_side": Row(
        "opening", {"executive": READ, "harbour": "remy", "heron": "remy"}, beside={"executive": "dana gwen"}
    ),
    # --- Conflicts of interest
    "conflicts.declare": Row("application", KNOWING),
    "conflicts.end": Row("conflict", {"noel-conflict": RECRUIT}),
    "conflicts.name": Row("application", RECRUITING),
    "conflicts.show": Row("application", KNOWING),
    # --- Guests
    "guests.autosave": Row(may={"": "gill@guest gwyn@guest"}, but={"gwyn@guest": 409}, is_for_guests=True),
    "guests.decline": Row(may={"": "gill@guest"}, is_for_guests=True),
    "guests.download": Row("attachment", THEIR_FILES, before=put_files_in_place, is_for_guests=True),
    "guests.enter": Row("secret", {"seat": ANYBODY}, otherwise=410, people=A_FEW),
    "guests.form": Row(may={"": "gill@guest gwyn@guest"}, is_for_guests=True),
    "guests.hand_in": Row(may={"": "gill@guest gwyn@guest"}, before=finish_her_draft, is_for_guests=True),
    "guests.receipt": Row(may={"": "gwyn@guest"}, is_for_guests=True),
    "guests.review": Row(may={"": "gill@guest gwyn@guest"}, is_for_guests=True),
    "guests.save": Row(may={"": "gill@guest gwyn@guest"}, but={"gwyn@guest": 409}, is_for_guests=True),
    "guests.show": Row(may={"": "gill@guest gwyn@guest"}, is_for_guests=True),
    # --- Home
    "home.help": Row(may={"": ALL}),
    "home.home": Row(may={"": ALL}, is_list=True),
    # --- Loops
    "loops.assign": Row("interview", MEETINGS, invites="omar"),
    "loops.brief": Row("slot", SEATS),
    "loops.calendar": Row(may={"": ALL}, is_list=True, takes=("?week=2026-W47", "?week=2026-W99", "?q=casey")),
    "loops.cancel": Row("interview", MEETINGS),
    "loops.decline": Row("held_slot", OWED | GIVEN_UP),
    "loops.diary": Row("principal", CALENDARS),
    "loops.met": Row("application", KNOWING),
    "loops.mine": Row(may={"": ALL}, is_list=True),
    "loops.move": Row("interview", MEETINGS),
    "loops.new": Row("application", LEADING),
    "loops.not_held": Row("slot", OWED),
    "loops.notes": Row("slot", SEATS),
    "loops.reschedule": Row("interview", MEETINGS),
    "loops.save_notes": Row("slot", SEATS),
    "loops.schedule": Row("application", LEADING, invites="ines"),
    "loops.show": Row("interview", MEETINGS),
    "loops.tell_met": Row("application", KNOWING),
    # --- Meetings
    "meetings.call": Row("opening", CALLED, beside={"executive": "dana"}),
    "meetings.change_agenda": Row("meeting", CONVENED, beside=TAKEN_UP),
    "meetings.end": Row("meeting", CONVENED, beside=TAKEN_UP),
    "meetings.index": Row(may={"": ALL}, is_list=True),
    "meetings.new": Row("opening", CALLED, beside={"executive": "dana"}),
    "meetings.show": Row("meeting", MET, beside=TAKEN_UP, before=meeting_called),
    # --- Openings
    "openings.add_member": Row("opening", RECRUITED),
    "openings.board": Row(may={"": ALL}, is_list=True),
    "openings.choose_adjusted": Row("opening", {"executive": LEAD, "harbour": "remy", "heron": "remy"}),
    "openings.choose_override": Row("opening", {"executive": LEAD, "harbour": "remy", "heron": "remy"}),
    "openings.choose_case": Row("opening", {"executive": LEAD, "harbour": "remy", "heron": "remy"}),
    "openings.create": Row(may={"": "rita remy"}),
    "openings.new": Row(may={"": "rita remy"}),
    "openings.remove_member": Row("opening", RECRUITED),
    "openings.show": Row("opening", SIGHT["opening"]),
    # --- Several at once: whom the fields name may not exist for the sender, and of Casey's cards Rosa may not know
    "selection.carry_out": Row(
        may={"": ALL}, but={who: 404 for who in SIGNED_IN if who not in LEADING["noel"].split()}
    ),
    "selection.remind": Row("application", LEADING, {"rosa": 409}, before=ivans_card_is_late),
    "selection.show": Row(may={"": ALL}, takes=("?do=reject",)),
    # --- Plans
    "plans.add": Row("opening", LED),
    "plans.change": Row("opening", LED, part={"stage": "references"}),
    "plans.new": Row("opening", LED),
    "plans.place": Row("opening", LED, part={"stage": "references"}),
    "plans.remove": Row("opening", LED, part={"stage": "references"}),
    "plans.show": Row("opening", {"executive": READ, "harbour": "remy", "heron": "remy"}, beside=IN_THE_SEARCH),
    "plans.stage": Row("opening", LED, part={"stage": "references"}),
    "plans.undo": Row("opening", LED, but={"remy": 409}, beside=IN_THE_SEARCH),
    # --- People
    "people.absences": Row("principal", CALENDARS),
    "people.account": Row(may={"": ALL}),
    "people.add_absence": Row("principal", CALENDARS),
    "people.become": Row(otherwise=404, people=A_FEW),
    "people.cast": Row(otherwise=404),
    "people.change_password": Row(may={"": ALL}, but=dict.fromkeys(set(SIGNED_IN) - {"omar"}, 403)),
    "people.deactivate": Row("person", dict.fromkeys(("omar", "adam", "remy", "dora"), "adam")),
    "people.deputies": Row(may={"": ALL}),
    "people.edit_account": Row(may={"": ALL}),
    "people.end_deputy": Row("deputy", SIGHT["deputy"]),
    "people.enter": Row("secret", {"sign-in": ANYBODY}, otherwise=404, people=A_FEW),
    "people.index": Row(may={"": "adam"}, is_list=True),
    "people.invite": Row(may={"": "adam"}),
    "people.mail_link": Row(may={"": ANYBODY}, people=A_FEW),
    "people.name_deputy": Row(may={"": ALL}, but={"omar": 422}),
    "people.preview": Row(may={"": "adam rita remy"}, part={"kind": "interview_assigned"}, takes=("?as=html",)),
    "people.previews": Row(may={"": "adam rita remy"}),
    "people.remove_absence": Row("absence", ABSENCES),
    "people.send_link": Row(may={"": ANYBODY}),
    "people.sent_mail": Row(may={"": "adam"}, is_list=True),
    "people.sent_message": Row("message", SIGHT["message"]),
    "people.sign_in": Row(may={"": ANYBODY}),
    "people.sign_in_with_password": Row(may={"": ANYBODY}, people=A_FEW),
    "people.sign_out": Row(may={"": ANYBODY}, people=A_FEW),
    "people.set_hours": Row(may={"": ALL}),
    "people.sign_out_others": Row(may={"": ALL}),
    "people.use_link": Row("secret", {"sign-in": ANYBODY}, otherwise=404, people=A_FEW),
    # --- One's own
    "mirror.rate": Row("packet", {"dana-packet": "max mona", "gwen-packet": "max mona"}),
    "mirror.show": Row(may={"": ALL}),
    "mirror.usefulness": Row("packet", {"dana-packet": "max mona", "gwen-packet": "max mona"}),
    # --- The portal
    "portal.ask": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.ask_for": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.clock": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.letters": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.needs": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.own_files": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.pick": Row(may={"": "casey@portal hal@portal"}, otherwise=410, but=dict.fromkeys(INSIDE, 409)),
    "portal.times": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.prepare": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.questions": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.set_clock": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.withdraw": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.withdrawal": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.write": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.download": Row("own_file", SENT, otherwise=410, before=put_files_in_place),
    # neither body is one that could be taken
    "portal.send_file": Row(may={"": "casey@portal hal@portal"}, otherwise=410, but=dict.fromkeys(INSIDE, 422)),
    "portal.take_back": Row(may={"": "casey@portal hal@portal"}, otherwise=410, but=dict.fromkeys(INSIDE, 409)),
    "portal.about_you": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.enter": Row("secret", {"portal": ANYBODY}, otherwise=410, people=A_FEW),
    "portal.show": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    "portal.tell_about_you": Row(may={"": "casey@portal hal@portal"}, otherwise=410),
    # --- Reports
    "reports.groups": Row(may={"": "priya"}, is_list=True),
    "reports.agreement": Row(may={"": "rita remy"}, is_list=True, takes=("?as=csv",)),
    "reports.index": Row(may={"": "rita remy"}, is_list=True, takes=("?as=csv",)),
    "reports.process": Row(may={"": "rita remy"}, is_list=True, takes=("?as=csv",)),
    # --- Rubrics
    "rubrics.index": Row(may={"": ALL}, is_list=True),
    "rubrics.show": Row("slug/number", SIGHT["slug/number"]),
    # --- Scheduling
    "scheduling.offer": Row("application", LEADING, invites="ines"),
    "scheduling.times": Row("application", LEADING, takes=("?who1=nobody",)),
    "scheduling.withdraw": Row("application", LEADING),
    # --- Scorecards
    "scorecards.amend": Row("slot", HANDED_IN),
    "scorecards.autosave": Row("slot", SEATS),
    "scorecards.change": Row("slot", HANDED_IN),
    "scorecards.form": Row("slot", SEATS),
    "scorecards.hand_in": Row("slot", SEATS),
    "scorecards.next_empty": Row("slot", SEATS),
    "scorecards.put_notes": Row("slot", SEATS),
    "scorecards.receipt": Row("slot", HANDED_IN),
    "scorecards.review": Row("slot", SEATS),
    "scorecards.save": Row("slot", SEATS),
    # --- What stages leave behind
    # Rosa owes a card on Casey: what a stage's kind writes down retells its talks
    "stages.answer_question": Row("question", ANSWERING),
    "stages.approve_charter": Row("opening", {"executive": "cleo"}),
    "stages.charter": Row("opening", {"executive": READ, "harbour": "remy", "heron": "remy"}),
    "stages.expectation": Row("application", LEADING),
    # whoever only sits in the loop takes it themselves, and is not told who else does
    "stages.hand_over_question": Row("question", QUESTIONS, {"ines": 422, "ivan": 422}),
    "stages.note_expectation": Row("application", LEADING),
    "stages.note_question": Row("application", KNOWING_OR_ASKING),
    "stages.put_off_limits": Row("opening", {"executive": LEAD, "harbour": "remy", "heron": "remy"}),
    "stages.questions": Row("application", KNOWING_OR_ASKING),
    "stages.record": Row("application", WALKED_BY_TEAM, part={"stage": "deep-dives"}),
    "stages.save_record": Row("application", LEADING | {"casey": "rita cleo"}, part={"stage": "deep-dives"}),
    "stages.take_off_limits_away": Row("opening", {"executive": LEAD, "harbour": "remy", "heron": "remy"}),
    "stages.write_charter": Row("opening", {"executive": LEAD, "harbour": "remy", "heron": "remy"}),
    # --- Search
    "search.show": Row(may={"": ALL}, is_list=True),
    # --- Typing for somebody
    "scorecards.typing.autosave": Row("typed_slot", TYPED),
    "scorecards.typing.form": Row("typed_slot", TYPED),
    "scorecards.typing.mine": Row(may={"": ALL}, is_list=True),
    "scorecards.typing.ready": Row("typed_slot", TYPED, before=rosas_is_typed),
    "scorecards.typing.review": Row("typed_slot", TYPED, before=rosas_is_typed),
    "scorecards.typing.save": Row("typed_slot", TYPED),
}
