// Keeps an open page of a club true. The page is whole without it.
"use strict";
(() => {
  const article = document.querySelector("[data-stream]");
  if (!article || !window.EventSource) return;
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

  const refresh = async () => {
    const address = new URL(location.href);
    address.searchParams.delete("notice");
    address.searchParams.set("at-least", position);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(`the page answers ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    let changed = false;
    for (const region of document.querySelectorAll("[data-live]")) {
      changed = swap(region, page.getElementById(region.id)) || changed;
    }
    const news = page.getElementById("live");
    if (changed && news) document.getElementById("live").textContent = news.dataset.summary;
  };

  // Tries again where the service cannot show it yet; the next event looks anyway.
  const look = (delay, tries) => {
    clearTimeout(waiting);
    waiting = setTimeout(
      () => refresh().catch(() => { if (tries > 1) look(2000, tries - 1); }), delay);
  };

  const source = new EventSource(article.dataset.stream);
  for (const type of article.dataset.events.split(" ")) {
    source.addEventListener(type, (event) => {
      position = Math.max(position, Number(event.lastEventId));
      // Not everybody who has the page open asks in the same moment.
      look(150 + Math.random() * 350, 5);
    });
  }
  source.onopen = () => document.documentElement.classList.add("is-live");
  source.onerror = () => document.documentElement.classList.remove("is-live");
})();
