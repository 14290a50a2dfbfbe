"""A sentence for each kind of event. None says anything about what stands on a card, or of conflicts of interest."""

from __future__ import annotations

from collections.abc import Mapping

from hiring.text import Text, text

SOMEBODY = text("Somebody")
TOLD: Mapping[str, Text] = {
    "application.added": text("%(name)s added the application."),
    "application.note_written": text("%(name)s wrote a note."),
    "application.source_corrected": text("%(name)s corrected how the candidate came to us."),
    "application.owner_set": text("%(name)s said whose it is to keep the application moving."),
    "application.tagged": text("%(name)s put a tag on the application."),
    "application.untagged": text("%(name)s took a tag off the application."),
    "application.file_attached": text("%(name)s attached a file."),
    "candidate.merged": text("%(name)s found that two candidates are one."),
    "portal.link_sent": text("%(name)s sent the candidate a link to their page."),
    "portal.file_sent": text("The candidate sent a file."),
    "portal.entered": text("The candidate opened their page."),
    "interview.scheduled": text("%(name)s scheduled an interview: %(stage)s."),
    "interview.told": text("%(name)s met the candidate outside the plan: %(stage)s."),
    "interview.moved": text("%(name)s moved an interview to another time or place: %(stage)s."),
    "interview.cancelled": text("%(name)s cancelled an interview: %(stage)s."),
    "interview.imported": text("Past scores were brought in: %(stage)s."),
    "time_offer.made": text("%(name)s offered the candidate times for an interview."),
    "time_offer.withdrawn": text("%(name)s took the offered times back."),
    "time_offer.turned_down": text("The candidate wrote that none of the offered times suits."),
    "time_offer.picked": text("The candidate chose one of the offered times."),
    "slot.assigned": text("%(name)s gave %(person)s a seat: %(stage)s."),
    "slot.reminded": text("%(name)s asked %(person)s for the scorecard: %(stage)s."),
    "slot.declined": text("%(person)s declined a seat: %(stage)s."),
    "slot.handed_over": text("%(person)s handed a seat over to a colleague: %(stage)s."),
    "slot.shared_out": text("%(name)s changed what %(person)s asks about: %(stage)s."),
    "coverage.accepted": text("%(name)s accepted something that is missing in who covers what."),
    "coverage.taken_up": text("%(name)s took up again what had been accepted about who covers what."),
    "briefs.sent": text("%(name)s sent the interviewers their briefs."),
    "slot.replied": text("%(person)s answered an invitation: %(stage)s."),
    "interview.replied": text("The candidate answered an invitation: %(stage)s."),
    "slot.not_held": text("%(person)s said that an interview did not take place: %(stage)s."),
    "scorecard.handed_in": text("%(person)s handed in a scorecard: %(stage)s."),
    "scorecard.imported": text("Past scores of %(person)s were brought in: %(stage)s."),
    "scorecard.amended": text("%(person)s amended a scorecard: %(stage)s."),
    "letter.sent": text("%(name)s wrote to the candidate."),
    "letter.received": text("The candidate wrote to us."),
    "letter.unproven": text("A mail came from the candidate’s address."),
    "promise.made": text("%(name)s promised the candidate a day by which they hear."),
    "candidate.told": text("%(name)s noted what the candidate was told in person."),
    "packet.built": text("%(name)s built the packet for the committee."),
    "ballot.opened": text("%(name)s opened a ballot."),
    "ballot.closed": text("%(name)s closed the ballot."),
    "decision.recorded": text("%(name)s recorded the committee’s decision."),
    "decision.proposed": text("%(name)s proposed a decision against the rule."),
    "decision.seconded": text("%(name)s seconded the proposal, and with that the decision was recorded."),
    "decision.withdrawn": text("%(name)s withdrew the proposal."),
    "decision.dissented": text("%(name)s put a dissent beside the decision."),
    "decision.settled": text("%(name)s said how the condition of the decision came out."),
    "decision.noted": text("%(name)s added a note to the decision."),
    "question.noted": text("%(name)s noted a question of the candidate."),
    "question.handed_over": text("%(name)s said who owes the candidate an answer."),
    "question.answered": text("%(name)s answered a question of the candidate."),
    "question.refused": text("%(name)s refused to answer a question of the candidate."),
    "question.deferred": text("%(name)s put off the answer to a question of the candidate."),
    "question.asked": text("The candidate asked a question."),
    "stage.recorded": text("%(name)s wrote down what a stage asks for."),
    "expectation.noted": text("%(name)s noted what pay the candidate expects."),
}
"""By kind. `name` is who did it, `person` whose seat it is about, `stage` the stage of the interview."""
BY_NOBODY: Mapping[str, Text] = {
    "portal.link_sent": text("The candidate was sent a new link to their page."),
    "interview.scheduled": text("An interview was booked at the time the candidate chose: %(stage)s."),
    "ballot.closed": text("The ballot closed: nobody was awaited any more."),
}
BY_ONESELF: Mapping[str, Text] = {"slot.assigned": text("%(person)s took a seat: %(stage)s.")}
FOR_SOMEBODY: Mapping[str, Text] = {
    "slot.declined": text("%(name)s declined a seat for %(person)s: %(stage)s."),
    "slot.handed_over": text("%(name)s handed a seat over to a colleague for %(person)s: %(stage)s."),
}
"""Where somebody else did what most do themselves."""
MOVED: Mapping[str, Text] = {
    "enter": text("%(name)s added the application, in %(stage)s."),
    "advance": text("%(name)s moved the application to %(stage)s."),
    "skip": text("%(name)s skipped the application to %(stage)s."),
    "back": text("%(name)s sent the application back to %(stage)s."),
    "reopen": text("%(name)s reopened the application in %(stage)s."),
    "undo": text("%(name)s took the last move back, to %(stage)s."),
}
"""By the kind of move."""
CLOSED: Mapping[str, Text] = {
    "hired": text("%(name)s closed the application: hired."),
    "rejected": text("%(name)s closed the application: rejected by us."),
    "withdrawn": text("%(name)s closed the application: withdrawn by the candidate."),
    "mutual_no": text("%(name)s closed the application: mutual no."),
    "must_have_missing": text("%(name)s closed the application: a must-have is missing, found late."),
}
WITHDREW = text("The candidate withdrew.")
CLOSED_AGAIN = text("%(name)s took the last move back; the application is closed again.")
MOVES = ("application.moved", "application.move_undone")
NOT_TOLD = frozenset(
    {
        # who has a conflict of interest, and which seat it emptied, is between them and those who lead the opening
        "conflict.declared",
        "conflict.found",
        "conflict.named",
        "conflict.ended",
        "slot.cancelled",
        "slot.given_back",
        # told to the opening's team when it happens, and of no application
        "break_glass.asked",
        "break_glass.approved",
        "break_glass.ended",
        # who types for whom, and that a draft waits, is between those two
        "scorecard.typed",
        "deputy.named",
        # what somebody can do and when they work is of no application
        "calendar.address_made",
        "calendar.address_ended",
        "calendar.busy_named",
        "calendar.busy_forgotten",
        "person.trained",
        "person.hours_set",
        "person.cap_set",
        "substitute.named",
        "substitute.ended",
        "deputy.ended",
        # how a guest comes in is for whoever invited them
        "guest.invited",
        "guest.entered",
        # who votes when, who left the roll and what was said is for the committee's own minutes
        "vote.cast",
        "vote.struck",
        "point.noted",
        # who says what of whose evidence is told to nobody
        "evidence.rated",
        # what a candidate needs is for recruiters alone
        "adjustment.arranged",
        # of an opening, a person or a rubric, and of no application
        "opening.closed",
        "opening.reopened",
        "letter_template.kept",
        "letter_template.retired",
        "opening.opened",
        "opening.adjusted_chosen",
        "opening.override_chosen",
        "opening.case_chosen",
        "opening.member_added",
        "opening.member_removed",
        "meeting.called",
        "meeting.agenda_changed",
        "meeting.ended",
        "plan.revised",
        "charter.written",
        "charter.approved",
        "opening.off_limits_added",
        "opening.off_limits_removed",
        "case.written",
        "case.edited",
        "case.published",
        "case.read",
        "case.retired",
        "absence.added",
        "absence.removed",
        "calibration.refreshed",
        "report.made",
        "person.deactivated",
        "person.edited",
        "person.imported",
        "person.invited",
        "person.password_set",
        "person.signed_in",
        "person.signed_out_elsewhere",
    }
)


def sentence(kind: str, *, way: str | None, outcome: str | None, name: str | None, **said: str | None) -> Text:
    """What that event says: `way` and `outcome` are those of its move, `said` the person and the stage it is about."""
    if kind not in MOVES:
        others = BY_NOBODY if name is None else BY_ONESELF if name == said.get("person") else FOR_SOMEBODY
        words = others.get(kind, TOLD[kind])
    elif outcome is None:
        words = MOVED[way or "advance"]
    elif way == "undo":
        words = CLOSED_AGAIN
    else:
        words = WITHDREW if name is None and outcome == "withdrawn" else CLOSED[outcome]
    return Text(words.msgid, None, {"name": SOMEBODY if name is None else name, **said})
