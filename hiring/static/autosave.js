/* Keeps the draft of a scorecard on the server while somebody writes. Nothing is stored in the browser: what the server
   has not answered about stays in the page, and the page never calls it saved. Without this file every button saves. */
"use strict";
{
  const AFTER_KEY = 1500, AT_MOST = 10000, QUIET = 1000, PATIENCE = 20000, RETRY = [2000, 5000, 15000, 60000];
  const CARRIED = 60000; // what a page that goes away may still send

  const form = document.getElementById("card");
  const words = JSON.parse(form.dataset.words);
  const opened = Number(form.elements.version.value);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const status = document.getElementById("status");
  const stick = document.querySelector(".stick");

  let seq = 0; // of the last request of this page
  let flight = null; // the request on its way: never more than one
  let timer, quiet, due = 0, since = 0; // when to send, and when the oldest change was made
  let tries = 0; // in vain, one after the other
  let out = false, isRenewing = false, stuck = ""; // signed out; refused for good, in words
  let wanted = null, leaving = false; // the button that waits for an answer; the form is on its way
  let saved = form.dataset.saved, shown = "saved", told = "saved"; // what is shown, and what was last read out

  /* One question of the card: a text, a group of radio buttons, or a box to tick. */
  class Field {
    constructor(name, nodes) {
      this.name = name;
      this.nodes = nodes;
      this.acked = this.read((node) => node.defaultChecked, "defaultValue"); // what the server last said it has
      this.base = opened; // the version it was known at
      this.asked = 0; // the last request that carries it and has no answer
      this.refused = null; // a text that does not fit
      this.two = null; // another page's text, until one of the two is chosen
      this.isTouched = false;
    }

    get isText() { return this.nodes[0].localName === "textarea"; }
    get value() { return this.read((node) => node.checked, "value"); }
    set value(text) {
      if (this.isText) this.nodes[0].value = text;
      else for (const node of this.nodes) node.checked = node.value === text;
    }
    read(isChosen, text) {
      return this.isText ? this.nodes[0][text] : this.nodes.find(isChosen)?.value ?? "";
    }
    get isUnsaved() { return this.asked > 0 || this.value !== this.acked || this.isOpen; }
    get isOpen() { return this.two !== null && this.two.chosen === null; }
    get isToSend() { return this.isUnsaved && !this.isOpen && this.value !== this.refused; }
    get place() {
      const node = this.nodes[0];
      if (this.isText) return node;
      return node.closest("fieldset")?.querySelector("legend") ?? node.closest("label").previousElementSibling;
    }
  }

  const fields = new Map();
  for (const node of form.querySelectorAll("textarea, input[type=radio], input[type=checkbox]")) {
    if (!node.name.startsWith("keep-") && !fields.has(node.name)) {
      fields.set(node.name, new Field(node.name, [...form.querySelectorAll(`[name="${node.name}"]`)]));
    }
  }
  const all = [...fields.values()];
  const unsaved = () => all.filter((field) => field.isUnsaved);
  const toSend = () => all.filter((field) => field.isToSend);

  /* --- What the page says --- */

  function state() {
    const open = unsaved();
    if (!open.length) return "saved";
    if (out) return "out";
    if (stuck) return "stuck";
    if (tries) return "offline";
    if (open.some((field) => field.isOpen)) return "two";
    if (open.every((field) => field.value === field.refused)) return "refused";
    return shown === "saving" ? "saving" : "quiet";
  }

  function sentence(now, length) {
    const open = unsaved();
    if (now === "saved") return saved ? words[length].replace("{when}", saved) : words.none;
    if (now === "offline") return words.offline[plural.select(open.length)].replace("{num}", open.length);
    if (now === "two") return open.find((field) => field.isOpen).two.sentence;
    if (now === "refused") return open[0].problem;
    return { quiet: "", saving: words.saving, out: words.out, stuck }[now];
  }

  /* Every change is shown at once; read out is only that the state is another, and not each save. */
  function say() {
    const now = state(), trouble = !["saved", "quiet", "saving"].includes(now);
    if (now !== "quiet") quiet = clearTimeout(quiet);
    else quiet ??= setTimeout(() => { shown = "saving"; say(); }, QUIET);
    for (const node of document.querySelectorAll("[data-said]")) {
      node.textContent = sentence(now, node.dataset.said);
      const place = node.closest(".saved");
      place.classList.toggle("on", trouble);
      place.querySelector(".ic").toggleAttribute("hidden", now !== "saved");
    }
    if (stick) {
      stick.querySelector("[data-sign-in]").hidden = now !== "out";
      stick.querySelector("[data-show]").hidden = now !== "two";
      if (now === "two") stick.querySelector("[data-show]").href = `#keep-${all.find((field) => field.isOpen).name}-here`;
    }
    if ((trouble || (now === "saved" && saved)) && now !== told) {
      status.textContent = sentence(now, "saved");
      told = now;
    }
    form.dataset.state = now;
    shown = now;
  }

  /* --- Sending --- */

  function plan(wait) {
    due = Math.min(performance.now() + wait, (since ||= performance.now()) + AT_MOST);
    if (flight || tries || out) return; // the answer, the next try or the return decides
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(0, due - performance.now()));
  }

  /* Each request carries every field without an answer: whichever comes last says all, and an older one nothing. */
  async function send(isGoing = false) {
    clearTimeout(timer);
    if (flight && !isGoing) return;
    const sending = toSend();
    if (!sending.length) return settle();
    flight?.abort();
    const mine = (flight = new AbortController());
    const number = ++seq, sent = new Map(sending.map((field) => [field, field.value]));
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, page: form.dataset.page, client_seq: number, version: opened, revs: known(sending) });
    for (const [field, value] of sent) {
      field.asked = number;
      body.append(field.name, value.replace(/\r?\n/g, "\r\n"));
    }
    since = 0;
    const patience = setTimeout(() => mine.abort(), PATIENCE);
    let code = 0, answer = null;
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST", body, signal: mine.signal, redirect: "error", headers: { Accept: "application/json" },
        keepalive: isGoing && body.toString().length < CARRIED,
      });
      code = response.status;
      answer = await response.json();
    } catch { /* cut, late, or not ours: no answer */ }
    clearTimeout(patience);
    if (flight !== mine) return; // a later request carries these fields too
    flight = null;
    take(code, answer, number, sent);
  }

  const known = (some) => some.map((field) => `${field.name}:${field.base}`).join(" ");

  function take(code, answer, number, sent) {
    out = code === 401;
    stuck = "";
    if (code === 200 && answer?.client_seq > number) {
      seq = answer.client_seq; // it was too late to be taken, for whatever reason: send it as the newest
      return send();
    }
    if (code === 200 && answer?.client_seq === number) {
      tries = 0;
      saved = answer.saved;
      for (const [field, value] of sent) accept(field, value, number, answer.revs[field.name]);
    } else if ((code === 409 || code === 422) && answer) {
      tries = 0;
      const [two, wrong] = [answer.clashes, answer.fields].map((some) => Object.entries(some).filter(([name]) => fields.has(name)));
      for (const [name, one] of two) show(fields.get(name), one);
      for (const [name, problem] of wrong) refuse(fields.get(name), sent.get(fields.get(name)), problem);
      if (!two.length && !wrong.length) stuck = answer.sentence || words.stuck;
    } else if ([403, 404, 410].includes(code)) stuck = words.stuck;
    else if (!out) return again();
    if (out || stuck) { say(); return hold(); }
    settle();
  }

  function accept(field, value, number, rev) {
    field.acked = value;
    field.base = rev;
    if (field.asked <= number) field.asked = 0;
    if (field.refused !== null) refuse(field, null, "");
  }

  function again() {
    timer = setTimeout(send, RETRY[Math.min(tries, RETRY.length - 1)]);
    tries += 1;
    say();
    hold();
  }

  /* After an answer: what was typed meanwhile goes next, and then the button that waits for it. */
  function settle() {
    say();
    if (flight) return;
    if (toSend().length) return wanted ? send() : plan(Math.max(0, due - performance.now()));
    since = 0;
    if (wanted) go();
  }

  /* --- Two texts, and texts that do not fit --- */

  function show(field, one) {
    field.two?.node.remove();
    const node = form.querySelector("template").content.firstElementChild.cloneNode(true);
    const [heading, here, there] = [node.querySelector("p"), ...node.querySelectorAll("label")];
    heading.id = heading.id + field.name;
    node.setAttribute("aria-labelledby", heading.id);
    heading.querySelector("b").textContent = one.sentence;
    for (const [label, which, text] of [[here, "here", one.here], [there, "there", one.there]]) {
      const radio = label.querySelector("input");
      radio.name = heading.id;
      radio.id = `${heading.id}-${which}`;
      label.querySelector(".told").textContent = text;
    }
    field.place.after(node);
    node.closest(".why, .flagbox")?.classList.add("err");
    const area = node.closest("details");
    if (area) area.open = true;
    stand(field, node, one);
  }

  function stand(field, node, one) {
    field.asked = 0;
    const there = one.value.replace(/\r\n/g, "\n");
    field.two = { node, sentence: one.sentence, rev: one.rev, chosen: null, here: field.value, there };
    node.addEventListener("change", (event) => choose(field, there, event.target.value));
  }

  /* The one not chosen is kept until the page closes, for those who change their mind. */
  function choose(field, there, which) {
    const { two } = field;
    two[two.chosen ?? "here"] = field.value;
    two.chosen = which;
    field.value = two[which];
    field.acked = there;
    field.base = Math.max(field.base, two.rev);
    two.node.classList.remove("warn");
    changed(0);
  }

  function refuse(field, value, problem) {
    field.refused = value;
    field.problem = problem;
    field.asked = 0;
    const node = field.nodes[0], id = `${field.name}-error`;
    document.getElementById(id)?.remove();
    for (const name of ["aria-invalid", "aria-describedby"]) node.removeAttribute(name);
    if (!problem) return;
    node.setAttribute("aria-invalid", "true");
    node.setAttribute("aria-describedby", id);
    node.before(Object.assign(document.createElement("p"), { id, className: "emsg", textContent: problem }));
  }

  /* --- Signed out and back, gone and back --- */

  /* A session begun in another tab has a token of its own, and this form on the server holds it. */
  async function renew() {
    if (isRenewing) return;
    isRenewing = true;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(form.action)).text(), "text/html");
      const token = page.querySelector("[name=csrf_token]")?.value;
      for (const node of token ? document.querySelectorAll("[name=csrf_token]") : []) node.value = token;
    } catch { /* no answer: the next return asks again */ }
    isRenewing = false;
    send();
  }

  function back() {
    if (document.visibilityState === "hidden" || flight) return;
    if (out) renew();
    else if (tries) send();
  }

  addEventListener("focus", back);
  addEventListener("online", back);
  addEventListener("pageshow", () => { leaving = false; look(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") back();
    else if (unsaved().length && !out) send(true);
  });
  addEventListener("beforeunload", (event) => { if (!leaving && unsaved().length) event.preventDefault(); });

  /* --- Typing and buttons --- */

  function changed(wait) {
    say();
    if (toSend().length) plan(wait);
  }

  /* Words that a browser puts back into its page may be older than the server's: then both are shown. */
  function look() {
    for (const field of all) {
      if (!field.isTouched && !field.asked && field.acked !== null && field.value !== field.acked && !field.two) field.base = 0;
    }
    changed(0);
  }

  delete form.dataset.watch; // leaving asks by what is saved, not by what was touched
  form.addEventListener("input", (event) => {
    const field = fields.get(event.target.name);
    if (!field) return;
    field.isTouched = true;
    changed(field.isText ? AFTER_KEY : 0);
  });

  /* A button first waits until all is saved, so that no page is left that the server does not know. */
  form.addEventListener("submit", (event) => {
    if (!leaving && (flight || toSend().length)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      wanted = event.submitter;
      wanted?.setAttribute("aria-busy", "true");
      send();
      return;
    }
    leaving = true;
  });

  /* What is saved already is not sent as a change once more. */
  form.addEventListener("formdata", ({ formData }) => {
    formData.set("client_seq", ++seq);
    formData.set("revs", known(unsaved()));
  });

  function go() {
    const button = wanted;
    hold();
    leaving = true;
    form.requestSubmit(button);
  }

  function hold() {
    wanted?.removeAttribute("aria-busy");
    wanted = null;
  }

  /* A page that came back refused shows what nobody saved, and knows some fields only as they were before. */
  for (const [, name, rev] of form.elements.revs.value.matchAll(/(\S+):(\d+)/g)) fields.get(name).base = Number(rev);
  for (const name of form.dataset.unsaved.split(" ")) if (fields.has(name)) fields.get(name).acked = null;
  for (const node of form.querySelectorAll("[data-two]")) {
    stand(fields.get(node.dataset.two), node, { sentence: node.querySelector("b").textContent, rev: opened, value: node.dataset.there });
  }
  look();
}
