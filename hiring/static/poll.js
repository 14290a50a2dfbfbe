/* Asks every five seconds how a ballot stands, and shows what is new. */
"use strict";

for (const box of document.querySelectorAll("[data-poll]")) {
  const timer = setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(box.dataset.poll, { headers: { Part: "1" } }).catch(() => null);
    if (answer?.redirected) clearInterval(timer);
    if (!answer?.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    [...box.children].forEach((old, place) => {
      const now = fresh.children[place];
      if (now.textContent !== old.textContent) old.replaceChildren(...now.childNodes);
    });
    if (!fresh.dataset.poll) clearInterval(timer);
  }, 5000);
}
