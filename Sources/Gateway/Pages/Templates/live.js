// Keeps an open page of a club or a tournament true, and drags it through its history. The page is
// whole without it.
"use strict";
(() => {
  const article = document.querySelector("[data-stream]");
  let position = 0;
  let waiting = 0;

  // Two showings of a region differ in their seals even where nothing has happened.
  const matter = (region) => {
    const copy = region.cloneNode(true);
    for (const field of copy.querySelectorAll("input[type=hidden], .notice, .refusal")) field.remove();
    return copy.innerHTML.replace(/ open=""/g, "");
  };

  const isBusy = (region) => {
    const field = document.activeElement;
    return region.contains(field) && field.matches("input:not([type=hidden]), textarea");
  };

  const swap = (region, next) => {
    if (!next || isBusy(region) || matter(region) === matter(next)) return false;
    const focus = region.contains(document.activeElement) && document.activeElement.id;
    for (const part of next.querySelectorAll("details[id]")) {
      const shown = document.getElementById(part.id);
      if (shown) part.open = shown.open;
    }
    region.replaceWith(next);
    if (focus && document.getElementById(focus)) document.getElementById(focus).focus();
    next.classList.add("fresh");
    return true;
  };

  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  // Who asks too often, or too early, is told when to come again; `isWanted` hears of it, and
  // says whether anybody still waits.
  const triesLimit = 30;
  const ask = async (address, isWanted) => {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const isLater = [429, 503].includes(answer.status) && tries < triesLimit;
      if (!isLater || !isWanted(true)) return answer;
      await pause(Number(answer.headers.get("Retry-After")) || 1);
      if (!isWanted(true)) return answer;
    }
  };

  // Takes over the regions of the page at an address; `kept` stays as it is.
  const take = async (address, kept, isWanted = () => false) => {
    const answer = await ask(address, isWanted);
    if (kept && !isWanted(false)) return;
    if (answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(`the page answers ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    let changed = false;
    for (const region of document.querySelectorAll("[data-live]")) {
      if (region === kept) continue;
      changed = swap(region, page.getElementById(region.id)) || changed;
    }
    const news = page.getElementById("live");
    if (changed && news && news.dataset.summary) {
      document.getElementById("live").textContent = news.dataset.summary;
    }
  };

  const refresh = () => {
    const address = new URL(location.href);
    if (address.searchParams.has("at")) return Promise.resolve();
    address.searchParams.delete("notice");
    address.searchParams.set("at-least", position);
    return take(address);
  };

  // Tries again where the service cannot show it yet; the next event looks anyway.
  const look = (delay, tries) => {
    clearTimeout(waiting);
    waiting = setTimeout(
      () => refresh().catch(() => { if (tries > 1) look(2000, tries - 1); }), delay);
  };

  // The slider shows each moment while it is dragged.
  let asked = 0;
  let turn = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-scrubber]");
    if (!form || event.target.type !== "range") return;
    const place = Number(event.target.value);
    const labels = form.dataset.labels.split("\n");
    document.getElementById("at-number").textContent = place;
    if (labels[place - 1]) document.getElementById("at-words").textContent = labels[place - 1];
    const address = new URL(location.href);
    address.searchParams.delete("round");
    if (event.target.value === event.target.max) address.searchParams.delete("at");
    else address.searchParams.set("at", place);
    clearTimeout(asked);
    const mine = ++turn;
    const note = document.getElementById("at-wait");
    const isWanted = (isWaiting) => {
      if (mine === turn) note.textContent = isWaiting ? note.dataset.waiting : "";
      return mine === turn;
    };
    asked = setTimeout(() => {
      history.replaceState(null, "", address);
      take(address, form.closest("[data-live]"), isWanted).catch(() => {
        if (mine === turn) note.textContent = note.dataset.failed;
      });
    }, 120);
  });

  // Where nothing answers the browser opens the stream again by itself; an answer that refuses it,
  // for now, it takes for the last word.
  const refusalsLimit = 30;
  const longestPause = 60000;
  const listen = (refusals) => {
    const address = new URL(article.dataset.stream, location.href);
    if (position > 0) address.searchParams.set("after", position);
    const source = new EventSource(address);
    let past = refusals;
    for (const type of article.dataset.events.split(" ")) {
      source.addEventListener(type, (event) => {
        position = Math.max(position, Number(event.lastEventId));
        // Not everybody who has the page open asks in the same moment.
        look(150 + Math.random() * 350, 5);
      });
    }
    source.onopen = () => {
      past = 0;
      document.documentElement.classList.add("is-live");
    };
    source.onerror = () => {
      document.documentElement.classList.remove("is-live");
      if (source.readyState !== EventSource.CLOSED || past >= refusalsLimit) return;
      const rest = Math.min(2000 * 1.5 ** past, longestPause);
      setTimeout(() => listen(past + 1), rest * (1 + Math.random()));
    };
  };
  if (article && window.EventSource) listen(0);
})();
