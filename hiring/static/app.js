/* Small comforts on top of plain links and forms; every page works without this file. */
"use strict";

const root = document.documentElement;
const typing = (node) => node.isContentEditable || node.matches("textarea, select, input:not([type=radio], [type=checkbox])");
const keysOn = root.dataset.keys === "on" || (root.dataset.keys !== "off" && matchMedia("(pointer: fine)").matches);

/* A form goes out once. The button stays focusable and says so; coming back by the history, or 20 seconds, frees it. */
const sent = new Map();
const dirty = new Set();

function free(form) {
  const button = sent.get(form)?.button;
  const words = sent.get(form)?.words;
  sent.delete(form);
  if (!button) return;
  button.removeAttribute("aria-busy");
  if (button.textContent !== words) button.textContent = words;
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (sent.has(form)) { event.preventDefault(); return; }
  const button = event.submitter;
  dirty.delete(form);
  sent.set(form, { button, words: button?.textContent });
  setTimeout(free, 20000, form);
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  if (button.dataset.busy) setTimeout(() => { if (sent.has(form)) button.textContent = button.dataset.busy; }, 1000);
});

addEventListener("pageshow", () => { for (const form of [...sent.keys()]) free(form); });

/* A row's own button answers in the row: the page comes back, and only that row is taken from it. */
addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter, row = button?.closest("[data-row]");
  if (!("place" in form.dataset) || !row || event.defaultPrevented) return;
  event.preventDefault();
  const answer = await fetch(button.formAction, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page && page.getElementById(row.id);
  if (!fresh) { form.action = button.formAction; form.submit(); return; }
  row.replaceWith(fresh);
  form.elements.key.value = page.getElementById(form.id).elements.key.value;
  sent.delete(form);
  (fresh.querySelector(".nx .btn") ?? fresh.querySelector("a")).focus();
});

/* What is done with those ticked shows once somebody is. */
const picks = document.querySelector("[data-picks]");
function pick() { picks.hidden = !document.querySelector("input[name=a]:checked"); }
if (picks) { addEventListener("change", pick); addEventListener("pageshow", pick); }

/* Leaving with unsaved changes asks first, and only then. */
addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "watch" in form.dataset) dirty.add(form);
});
addEventListener("beforeunload", (event) => { if (dirty.size) event.preventDefault(); });

/* j and k go through the rows of a list, or the sections of a scorecard. */
function step(by) {
  const rows = [...document.querySelectorAll("[data-row], details.dim")].filter((row) => row.offsetParent);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  const target = row && row.querySelector("summary, a, button");
  if (!target) return;
  target.focus();
  row.scrollIntoView({ block: "nearest" });
}

/* On a projector: PageDown and PageUp go through the parts of a packet, n and p through the candidates of the meeting. */
function present(key) {
  if (key === "n" || key === "p") return document.querySelector(`main a[rel=${key === "n" ? "next" : "prev"}]`)?.click();
  const parts = [...document.querySelectorAll("[data-part]")].sort((one, other) => topOf(one) - topOf(other));
  const part = key === "PageDown" ? parts.find((one) => topOf(one) > 8) : parts.reverse().find((one) => topOf(one) < -8);
  scrollTo({ top: part ? scrollY + topOf(part) : key === "PageDown" ? root.scrollHeight : 0 });
}
const topOf = (part) => part.getBoundingClientRect().top - 16;

/* 1–5 choose that level of the section in focus, 0 "not assessed". Only for those who switched keys on. */
function rate(key) {
  if (root.dataset.keys !== "on") return;
  const section = document.activeElement.closest("details.dim");
  const radio = section && section.querySelector(key === "0" ? "input[data-level='na']" : `input[data-level='${key}']`);
  if (radio) { radio.click(); radio.focus(); }
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const node = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const review = document.querySelector("[data-review]");
    if (review) { event.preventDefault(); review.form.requestSubmit(review); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    const menu = node.closest("details.me[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else if (typing(node)) node.blur();
    return;
  }
  if (root.dataset.view && /^(PageDown|PageUp|n|p)$/.test(event.key) && !typing(node)) {
    event.preventDefault();
    present(event.key);
    return;
  }
  if (typing(node) || !keysOn) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); }
  } else if (event.key === "?") {
    const help = document.querySelector("[data-help]");
    if (help) help.click();
  } else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "x") node.closest("[data-row]")?.querySelector("input[name=a]")?.click();
  else if (event.key === "r") node.closest("[data-row]")?.querySelector("button[form=ask]")?.click();
  else if (/^[0-9]$/.test(event.key)) rate(event.key);
});

/* A matrix is one stop for Tab; arrows go through its places. */
for (const grid of document.querySelectorAll("[data-grid]")) {
  const places = [...grid.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.querySelector("a, button")));
  const all = places.flat().filter(Boolean);
  const stop = (place) => all.forEach((one) => { one.tabIndex = one === place ? 0 : -1; });
  stop(all[0]);
  grid.addEventListener("focusin", (event) => { if (all.includes(event.target)) stop(event.target); });
  grid.addEventListener("keydown", (event) => {
    const ahead = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
    const [down, along] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -ahead], ArrowRight: [0, ahead] }[event.key] ?? [0, 0];
    if (!(down || along) || !all.includes(event.target)) return;
    event.preventDefault();
    let row = places.findIndex((one) => one.includes(event.target));
    let column = places[row].indexOf(event.target);
    do { row += down; column += along; } while (places[row] && column in places[row] && !places[row][column]);
    places[row]?.[column]?.focus();
  });
}

/* A button that prints, on pages made for paper too. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/* The menu behind the initials closes when somebody clicks elsewhere. */
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.me[open]")) if (!menu.contains(event.target)) menu.open = false;
});
