// Keeps the page as fresh as the files: fetches it again when the program says so, and
// puts in what changed. The address holds the chosen view, so nothing else is remembered.

import { morph } from "./morph.js";

const COUNTING_MS = 1000;
const LISTENING_MS = 1000;

const status = document.getElementById("status");
let version = document.documentElement.dataset.version;
let latest = version;
let refreshing = false;
let leaving = false;

// ── Frames ──────────────────────────────────────────────────────────────────────────

const roots = new WeakMap();
const grown = new ResizeObserver((changes) => {
  for (const frame of document.querySelectorAll("iframe")) {
    if (changes.some((change) => change.target === roots.get(frame))) fit(frame);
  }
});

// A frame is as high as its document: the page alone scrolls, and stays where it is.
function fit(frame) {
  const root = frame.contentDocument?.documentElement;
  if (root) frame.height = Math.ceil(root.getBoundingClientRect().height);
}

function loaded(frame) {
  const shown = frame.contentDocument;
  if (!shown || shown.URL === "about:blank") return;
  if (roots.has(frame)) grown.unobserve(roots.get(frame));
  roots.set(frame, shown.documentElement);
  fit(frame);
  grown.observe(shown.documentElement);
  shown.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const outside = /^https?:$/.test(link.protocol) && link.origin !== location.origin;
    if (outside) window.open(link.href, "_blank", "noopener,noreferrer");
  });
}

// A frame that tells its document's version is loaded again only with another one.
function framed(frame) {
  return { src: frame.getAttribute("src"), shown: frame.dataset.version };
}

function renewed(before) {
  for (const [frame, was] of before) {
    const is = framed(frame);
    const same = is.shown !== undefined && is.shown === was.shown;
    if (frame.isConnected && is.src === was.src && !same) frame.src = frame.src;
  }
}

// ── Refreshing ──────────────────────────────────────────────────────────────────────

function put(next) {
  const focused = document.activeElement?.getAttribute("href");
  const frames = [...document.querySelectorAll("iframe")].map((frame) => [frame, framed(frame)]);
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = next.getElementById(old.id);
    if (fresh) morph(old, fresh);
  }
  renewed(frames);
  if (focused && !document.activeElement?.getAttribute("href")) {
    document.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
  document.title = next.title;
  version = next.documentElement.dataset.version;
  document.documentElement.dataset.version = version;
  document.dispatchEvent(new CustomEvent("refreshed"));
}

// What one is looking at stays where it is, also when something appears above it.
function inPlace(change) {
  const top = () => document.getElementById("content").getBoundingClientRect().top;
  const scrolled = window.scrollY > 0;
  const before = top();
  change();
  if (scrolled) window.scrollBy({ top: top() - before, behavior: "instant" });
}

async function fetched() {
  const answer = await fetch(location.href);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!next.documentElement.dataset.version) throw new Error(answer.statusText);
  return next;
}

// Versions are `RUN.NUMBER`; a page may know of a change before the news arrives.
function stale() {
  const [run, number] = version.split(".");
  const [newRun, newNumber] = latest.split(".");
  return run !== newRun || Number(newNumber) > Number(number);
}

async function refresh() {
  if (refreshing) return;
  refreshing = true;
  try {
    while (stale() && !document.hidden) {
      const next = await fetched();
      if (leaving) return;
      if (version === "") return location.reload();
      inPlace(() => put(next));
      if (latest.split(".")[0] !== version.split(".")[0]) latest = version;
    }
    status.hidden = true;
    countSoon();
  } catch {
    lost();
  } finally {
    refreshing = false;
  }
}

function lost() {
  status.textContent = status.dataset.lost;
  status.hidden = false;
}

// ── Counts ──────────────────────────────────────────────────────────────────────────

let counting;

// All has to be made to be counted: that is left until nothing else is to be done.
function countSoon() {
  clearTimeout(counting);
  counting = setTimeout(count, COUNTING_MS);
}

async function count() {
  if (document.hidden || stale()) return;
  const answer = await fetch("/counts").catch(() => null);
  if (!answer?.ok) return;
  const counts = await answer.json();
  for (const place of document.querySelectorAll("[data-count]")) {
    const { number, alarm } = counts[place.dataset.count];
    place.textContent = number;
    place.classList.toggle("alarm", alarm);
    place.hidden = false;
  }
}

// ── News ────────────────────────────────────────────────────────────────────────────

function hear(news) {
  if (news === "") return lost();
  status.hidden = true;
  latest = news;
  if (stale()) refresh();
}

// A browser opens six connections to a host, no more: of all tabs, the one that holds the
// lock listens, and tells the others.
const tabs = new BroadcastChannel("feeds-preview");
tabs.addEventListener("message", (event) => hear(event.data));

function tell(news) {
  tabs.postMessage(news);
  hear(news);
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("message", (event) => tell(event.data));
  events.addEventListener("error", () => {
    tell("");
    // After some answers a browser does not try again.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, LISTENING_MS);
  });
}

navigator.locks.request("feeds-preview", () => new Promise(listen));

// Nobody looks at a hidden tab: it is refreshed once it is seen.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});

document.addEventListener("load", (event) => {
  if (event.target.localName === "iframe") loaded(event.target);
}, true);
for (const frame of document.querySelectorAll("iframe")) {
  if (frame.contentDocument?.readyState === "complete") loaded(frame);
}

// A page that could not be made at once says so, and has no version.
if (version === "") {
  // To come back to it would be to undo a click on something else.
  window.addEventListener("beforeunload", () => { leaving = true; });
  latest = "none.0";
  refresh();
} else {
  countSoon();
}
