"""The form that saves itself, over good and bad connections: no word is lost, and none is called saved too early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest
from playwright.sync_api import Browser, Dialog, expect
from sqlalchemy import select

from hiring.db import db
from hiring.models import PersonSession, Scorecard, Slot
from hiring.scorecards import queries
from hiring.scorecards.actions import hand_in
from tests import cast
from tests.browser.link import Link, linked
from tests.browser.pages import Pages
from tests.house import House, World
from tests.live import serving
from tests.scorecards.cards import complete, the_slot

pytestmark = pytest.mark.browser

PHONE = (390, 844)
HEADLINE = "The one thing the committee should hear from you"
ROUNDS = 200
SAVED = re.compile("^Saved")

# Watches from outside: what the server answered about, against what the page says, at every change of either.
WITNESS = """
  window.lies = [];
  window.read = () => Object.fromEntries([...document.getElementById("card").elements]
    .filter((node) => node.matches("textarea, :checked") && !node.name.startsWith("keep-"))
    .map((node) => [node.name, node.value]));
  window.acked = null;
  const ask = window.fetch;
  window.fetch = async (url, options) => {
    const answer = await ask(url, options);
    if (options?.method === "POST" && answer.ok) {
      const told = await answer.clone().json(), sent = options.body;
      if (told.client_seq === Number(sent.get("client_seq"))) {
        for (const name of Object.keys(told.revs)) acked[name] = sent.get(name).replaceAll("\\r\\n", "\\n");
      }
    }
    return answer;
  };
  const look = () => {
    const now = read(), names = new Set([...Object.keys(now), ...Object.keys(acked)]);
    const wrong = [...names].filter((name) => (now[name] ?? "") !== (acked[name] ?? ""));
    const says = [...document.querySelectorAll("[data-said]")].map((node) => node.textContent);
    if (wrong.length && says.some((words) => /^(Draft s|S)aved/.test(words))) lies.push([says, wrong]);
  };
  addEventListener("DOMContentLoaded", () => {
    if (!document.getElementById("card")) return;
    acked = read();
    addEventListener("input", look);
    const watch = new MutationObserver(look);
    for (const node of document.querySelectorAll("[data-said]")) watch.observe(node, { childList: true });
  });
"""


class Desk:
    """Ivan's form in a browser of its own, with its clock in the test's hand."""

    def __init__(self, pages: Pages, url: str) -> None:
        self.page = pages.of("ivan")
        self.page.add_init_script(WITNESS)
        self.page.clock.install()
        self.page.goto(url)
        self.text = self.page.get_by_label(HEADLINE)
        self.note = self.page.get_by_label("Private note to the recruiter")
        self.brief = self.page.locator("[data-said=brief]")
        self.status = self.page.locator("#status")

    def hold(self) -> None:
        """From here on time passes only when the test says so."""
        self.page.clock.pause_at(self.page.evaluate("Date.now() + 1000"))

    def later(self, seconds: float) -> None:
        self.page.clock.run_for(int(seconds * 1000))

    def type(self, words: str) -> None:
        self.text.fill(words)
        self.later(1.5)

    def is_honest(self) -> bool:
        return bool(self.page.evaluate("lies.length === 0"))

    def words(self) -> dict[str, str]:
        typed: dict[str, str] = self.page.evaluate("read()")
        return {name: words.strip() for name, words in typed.items() if words.strip()}


@pytest.fixture
def house(sqlite_world: World) -> Iterator[House]:
    """One database will do: the script does not know which."""
    with sqlite_world.visited() as house:
        yield house


@pytest.fixture
def link(house: House) -> Iterator[Link]:
    with serving(house.app) as address, linked(address) as link:
        yield link


@pytest.fixture
def pages(browser: Browser, house: House, link: Link) -> Iterator[Pages]:
    with Pages(browser, house, link.address, PHONE) as opened:
        yield opened
    assert opened.complaints == []


@pytest.fixture
def url(house: House) -> str:
    return f"/scorecards/{house.ref('casey-ivan')}"


@pytest.fixture
def desk(pages: Pages, url: str) -> Desk:
    return Desk(pages, url)


def kept(house: House) -> dict[str, str]:
    """The draft on the server, with lines that end as they do in a page."""
    with house.app.app_context():
        return {name: words.replace("\r\n", "\n") for name, words in queries.draft_fields(the_slot(house)).items()}


def test_words_are_saved_a_moment_after_the_last_key_and_choices_at_once(desk: Desk, house: House, link: Link) -> None:
    desk.hold()
    before = desk.brief.text_content()
    desk.text.fill("She repairs systems.\nAnd people.")
    assert desk.brief.text_content() == ""
    desk.later(0.9)
    assert desk.brief.text_content() == ""
    desk.later(0.2)
    assert desk.brief.text_content() == "Saving…"
    assert link.saves == []
    desk.later(0.4)
    expect(desk.brief).to_have_text("Saved 10:00")
    assert before != "Saved 10:00"
    assert kept(house)["headline"] == "She repairs systems.\nAnd people."
    desk.page.locator("#verdict-yes").check()
    desk.later(0.01)
    expect(desk.brief).to_have_text("Saved 10:00")
    assert kept(house)["verdict"] == "yes"
    assert [b"headline=" in one for one in link.saves] == [True, False]
    assert desk.status.text_content() == ""
    assert desk.is_honest()


def test_a_bad_link_loses_nothing_and_no_text_is_called_saved_that_is_not(desk: Desk, house: House, link: Link) -> None:
    dice = Random(7)
    link.is_bad = True
    names = desk.page.evaluate("[...document.querySelectorAll('#card textarea')].map((node) => node.name)")
    radios = desk.page.evaluate("[...document.querySelectorAll('#card [type=radio]')].map((node) => node.id)")
    for edit in range(ROUNDS):
        name, radio = dice.choice(names), dice.choice(radios)
        desk.page.evaluate(EDIT, [name, radio, f" {edit} äöü\n", dice.random() < 0.2])
        desk.later(dice.choice([0.05, 0.3, 1.0, 1.6, 2.5]))
        if edit % 20 == 19:
            until_saved(desk)
            assert desk.words() == kept(house)
    link.is_bad = False
    until_saved(desk)
    link.deliver_all()
    assert desk.words() == kept(house)
    assert len("".join(desk.words().values())) > ROUNDS
    assert desk.is_honest()
    assert min(link.fates[fate] for fate in ("dropped", "cut", "late", "doubled")) > 0
    for store in ("localStorage", "sessionStorage"):
        assert desk.page.evaluate(f"{store}.length") == 0
    assert desk.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


EDIT = """([name, radio, words, isChoice]) => {
  const node = isChoice ? document.getElementById(radio) : document.getElementsByName(name)[0];
  if (isChoice) node.click(); else { node.value += words; node.dispatchEvent(new Event("input", { bubbles: true })); }
}"""


def until_saved(desk: Desk) -> None:
    """Let the page's own clock run through its tries."""
    for _try in range(20):
        desk.later(61)
        try:
            expect(desk.brief).to_have_text(SAVED, timeout=300)
        except AssertionError:
            continue
        return
    pytest.fail(f"Never saved: {desk.brief.text_content()}")


def test_offline_it_says_how_much_is_not_saved_and_goes_on_when_the_link_is_back(
    desk: Desk, house: House, link: Link
) -> None:
    link.is_down = True
    desk.hold()
    desk.text.fill("Typed in a tunnel.")
    with desk.page.expect_event("requestfailed"):
        desk.later(1.5)
    one = "Offline: 1 change not saved yet. Keep this page open."
    expect(desk.brief).to_have_text(one)
    for words, says in (("So was this.", one.replace("1 change", "2 changes")), ("", one)):
        desk.note.fill(words)
        expect(desk.brief).to_have_text(says)
    expect(desk.status).to_have_text(one)
    for wait in (2, 5, 15, 60, 60):
        tried = len(link.saves)
        desk.later(wait - 0.1)
        assert len(link.saves) == tried
        with desk.page.expect_event("requestfailed"):
            desk.later(0.1)
    link.is_down = False
    desk.page.evaluate("dispatchEvent(new Event('online'))")
    expect(desk.brief).to_have_text(SAVED)
    expect(desk.status).to_have_text(re.compile("^Draft saved"))
    assert kept(house)["headline"] == "Typed in a tunnel."
    assert desk.is_honest()


def test_two_devices_are_shown_both_texts_and_keep_either(pages: Pages, url: str, house: House, link: Link) -> None:
    desk, phone = Desk(pages, url), Desk(pages, url)
    phone.text.fill("From the phone.")
    phone.page.locator("#verdict-no").check()
    phone.later(1.5)
    expect(phone.brief).to_have_text(SAVED)
    desk.text.fill("From the desk.")
    desk.page.locator("#verdict-yes").check()
    desk.note.fill("Only here.")
    with desk.page.expect_response(lambda answer: answer.ok):
        desk.later(1.5)
    sentence = "You changed this on another device at 10:00."
    expect(desk.brief).to_have_text(sentence)
    expect(desk.status).to_have_text(sentence)
    expect(desk.page.get_by_role("radiogroup", name=sentence)).to_have_count(2)
    assert (kept(house)["headline"], kept(house)["verdict"]) == ("From the phone.", "no")
    assert kept(house)["private_note"] == "Only here."
    headline = desk.page.locator("[data-two=headline], #headline ~ [role=radiogroup]")
    expect(headline).to_contain_text("From the phone.")
    headline.get_by_label("Keep the other").check()
    expect(desk.text).to_have_value("From the phone.")
    headline.get_by_label("Keep this one").check()
    expect(desk.text).to_have_value("From the desk.")
    desk.page.locator("[role=radiogroup]").first.get_by_label("Keep the other").check()
    expect(desk.page.locator("#verdict-no")).to_be_checked()
    desk.later(1)
    expect(desk.brief).to_have_text(SAVED)
    assert (kept(house)["headline"], kept(house)["verdict"]) == ("From the desk.", "no")
    assert desk.words() == kept(house)


def test_signed_out_the_words_stay_and_are_saved_on_the_return(
    desk: Desk, pages: Pages, house: House, url: str
) -> None:
    with house.changing():
        for session in db.session.scalars(
            select(PersonSession).join(PersonSession.person).filter_by(ref=house.ref("ivan"))
        ):
            db.session.delete(session)
    desk.type("Still here.")
    expect(desk.brief).to_have_text("Signed out. Your words are still on this page.")
    link = desk.page.get_by_role("link", name="Sign in")
    expect(link).to_be_visible()
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")
    pages.sign_in(desk.page.context, "ivan")
    desk.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(desk.brief).to_have_text(SAVED)
    expect(link).to_be_hidden()
    assert kept(house)["headline"] == "Still here."
    desk.page.get_by_role("button", name="Save and close").click()
    expect(desk.page).to_have_url(re.compile("/interviews$"))


def test_leaving_asks_only_while_something_is_not_saved(desk: Desk, link: Link, url: str) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.page.on("dialog", leave)
    desk.type("Saved words.")
    expect(desk.brief).to_have_text(SAVED)
    desk.page.goto("/interviews")
    assert asked == []
    desk.page.goto(url)
    link.is_down = True
    desk.type("Words that are nowhere else.")
    expect(desk.brief).to_have_text(re.compile("^Offline"))
    link.is_down = False
    desk.page.goto("/interviews")
    assert asked == ["beforeunload"]


def test_a_page_that_goes_out_of_sight_sends_what_it_has(desk: Desk, house: House) -> None:
    desk.hold()
    desk.text.fill("Typed on the way out.")
    with desk.page.expect_response(lambda answer: answer.ok):
        desk.page.evaluate(HIDE)
    assert kept(house)["headline"] == "Typed on the way out."


HIDE = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_button_waits_for_what_is_not_saved_and_stays_where_it_cannot_be(
    desk: Desk, house: House, link: Link
) -> None:
    link.is_down = True
    desk.text.fill("Pressed at once.")
    close = desk.page.get_by_role("button", name="Save and close")
    close.click()
    expect(desk.brief).to_have_text(re.compile("^Offline: 1 change "))
    expect(close).not_to_have_attribute("aria-busy", "true")
    link.is_down = False
    close.click()
    expect(desk.page).to_have_url(re.compile("/interviews$"))
    assert kept(house)["headline"] == "Pressed at once."


def test_after_handing_in_elsewhere_nothing_more_is_saved_and_the_words_stay(
    desk: Desk, house: House, url: str
) -> None:
    with house.changing():
        slot = the_slot(house)
        answers = queries.answers_of(queries.sheet_of(slot), complete(slot))
        hand_in(slot, answers, by=slot.person, now=cast.NOW)
    desk.type("One more thing.")
    expect(desk.brief).to_have_text(re.compile("^You handed this scorecard in already."))
    expect(desk.text).to_have_value("One more thing.")
    with house.app.app_context():
        card = db.session.scalars(select(Scorecard).join(Slot).where(Slot.ref == house.ref("casey-ivan"))).one()
        assert card.headline == answers.headline


def test_a_text_too_long_is_named_beside_its_field_until_it_fits(desk: Desk, house: House) -> None:
    desk.text.fill("x" * 20_001)
    desk.note.fill("This goes on.")
    with desk.page.expect_response(lambda answer: answer.ok):
        desk.later(1.5)
    problem = desk.page.locator("#headline-error")
    expect(problem).to_contain_text("This is 20,001 characters long; 20,000 fit. Shorten it.")
    expect(desk.brief).to_contain_text("Shorten it.")
    assert kept(house)["private_note"] == "This goes on."
    desk.type("Short again.")
    expect(desk.brief).to_have_text(SAVED)
    expect(problem).to_have_count(0)
    assert desk.is_honest()


def test_words_the_browser_puts_back_do_not_overwrite_newer_ones(
    desk: Desk, pages: Pages, house: House, url: str
) -> None:
    """Some browsers fill a form they come back to with what was typed there the last time."""
    desk.type("Newer words.")
    expect(desk.brief).to_have_text(SAVED)
    page = pages.of("ivan")
    page.add_init_script(PUT_BACK)
    page.goto(url)
    expect(page.locator("[data-said=brief]")).to_have_text(re.compile("^You changed this on another device"))
    expect(page.get_by_label(HEADLINE)).to_have_value("Older words.")
    assert kept(house)["headline"] == "Newer words."


PUT_BACK = """document.addEventListener("readystatechange", () => {
  if (document.readyState === "interactive") document.getElementById("headline").value = "Older words.";
})"""


@pytest.mark.parametrize("script", [False, True], ids=["no-script", "script"])
def test_the_page_of_two_texts_asks_for_each_field_which_one_stays(
    pages: Pages, house: House, url: str, script: bool
) -> None:
    page, phone = pages.of("ivan", script=script), Desk(pages, url)
    page.goto(url)
    phone.type("From the phone.")
    expect(phone.brief).to_have_text(SAVED)
    page.get_by_label(HEADLINE).fill("From the desk.")
    page.get_by_label("Private note to the recruiter").fill("Only here.")
    page.get_by_role("button", name="Save and close").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    both = page.get_by_role("radiogroup")
    expect(both).to_have_count(1)
    expect(both).to_contain_text("From the phone.")
    expect(page.get_by_label(HEADLINE)).to_have_value("From the desk.")
    page.get_by_role("button", name="Save and close").click()
    expect(both).to_have_count(1)
    both.get_by_label("Keep this one").check()
    page.get_by_role("button", name="Save and close").click()
    expect(page).to_have_url(re.compile("/interviews$"))
    assert (kept(house)["headline"], kept(house)["private_note"]) == ("From the desk.", "Only here.")
