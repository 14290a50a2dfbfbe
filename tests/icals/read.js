// Reads calendar files, a JSON list of texts on standard input, and says what it found in them: for a second opinion.
import ICAL from "ical.js";

const instant = (time) => time.toJSDate().toISOString();

function person(property) {
  return { address: property.getFirstValue(), name: property.getParameter("cn") ?? null,
           answer: property.getParameter("partstat") ?? null, asked: property.getParameter("rsvp") ?? null };
}

function occasion(component) {
  const event = new ICAL.Event(component);
  const value = (name) => component.getFirstPropertyValue(name);
  return {
    uid: event.uid, sequence: event.sequence, starts: instant(event.startDate), ends: instant(event.endDate),
    clock: event.startDate.toString(), zone: event.startDate.zone.tzid, title: event.summary,
    place: event.location, words: event.description, url: value("url"), status: value("status"),
    organizer: component.hasProperty("organizer") ? person(component.getFirstProperty("organizer")) : null,
    attendees: component.getAllProperties("attendee").map(person),
    names: component.getAllProperties().map((property) => property.name),
  };
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    method: calendar.getFirstPropertyValue("method"),
    zones: calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid")),
    occasions: calendar.getAllSubcomponents("vevent").map(occasion),
  };
}

let given = "";
for await (const chunk of process.stdin) given += chunk;
console.log(JSON.stringify(JSON.parse(given).map(read)));
