// A newsletter's page: choices without leaving one's place, the width, and what was found.
// Each choice stands in the address, so nothing here has to remember it.

import { morph } from "./morph.js";

const said = document.getElementById("said");
const frame = () => document.getElementById("frame");

function say(words) {
  if (said) said.textContent = words;
}

// ── Choices ─────────────────────────────────────────────────────────────────────────

let shown = location.search;

async function show(address) {
  shown = location.search;
  let next;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    next = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    location.assign(address);
    return;
  }
  const fresh = next.getElementById("frame");
  if (fresh && frame() && fresh.getAttribute("src") !== frame().getAttribute("src")) {
    // A frame that goes elsewhere would be a step of its own for the button back.
    const other = document.adoptNode(fresh.cloneNode());
    other.height = frame().height;
    frame().replaceWith(other);
  }
  for (const id of ["content", "framed"]) {
    morph(document.getElementById(id), next.getElementById(id));
  }
  review();
}

async function choose(address) {
  history.pushState(null, "", address);
  await show(address);
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  target?.scrollIntoView({ block: "center", behavior: "instant" });
}

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[data-choose], a[data-at]");
  if (!link) return;
  event.preventDefault();
  say("");
  if (link.dataset.at && isShown(link)) {
    history.replaceState(null, "", link.hash);
    mark();
  } else {
    choose(link.href);
  }
});
document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.('a[role="switch"]');
  if (link && event.key === " ") {
    event.preventDefault();
    link.click();
  }
  if (event.key === "Escape") unmark();
});
window.addEventListener("popstate", () => {
  if (location.search !== shown) show(location.href);
});

// ── Width ───────────────────────────────────────────────────────────────────────────

let dragged = null;

function widen(handle, width) {
  const least = Number(handle.ariaValueMin);
  const most = Number(handle.ariaValueMax);
  const pixels = Math.round(Math.min(Math.max(width, least), most));
  frame().width = pixels;
  frame().parentElement.classList.remove("usual");
  told(handle, pixels);
}

function told(handle, pixels) {
  handle.ariaValueNow = pixels;
  handle.ariaValueText = handle.dataset.words.replace("%", pixels);
  handle.firstElementChild.textContent = pixels;
}

// Where no width was chosen, the mail may have less room than usual.
function measured() {
  const handle = document.getElementById("handle");
  if (handle && frame()?.parentElement.classList.contains("usual")) {
    told(handle, frame().offsetWidth);
  }
}

async function settle(handle) {
  const query = new URLSearchParams(location.search);
  query.set("width", handle.ariaValueNow);
  history.replaceState(null, "", `?${query}${location.hash}`);
  await show(location.href);
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("#handle");
  if (!handle || event.button) return;
  handle.setPointerCapture(event.pointerId);
  // The mail stands in the middle, so that both of its edges move.
  const stage = handle.closest(".stage");
  const centred = stage.scrollWidth <= stage.clientWidth ? 2 : 1;
  dragged = { handle, from: event.clientX, width: frame().offsetWidth, centred };
  event.preventDefault();
  handle.focus({ preventScroll: true });
});
document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  widen(dragged.handle, dragged.width + (event.clientX - dragged.from) * dragged.centred);
});
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    if (!dragged) return;
    const { handle } = dragged;
    dragged = null;
    settle(handle);
  });
}

const STEPS = { ArrowLeft: -10, ArrowDown: -10, ArrowRight: 10, ArrowUp: 10, PageDown: -100, PageUp: 100 };
let settling;
document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.("#handle");
  if (!handle || event.ctrlKey || event.metaKey || event.altKey) return;
  const now = frame().offsetWidth;
  const ends = { Home: Number(handle.ariaValueMin), End: Number(handle.ariaValueMax) };
  const step = STEPS[event.key] / (event.shiftKey ? 10 : 1);
  const width = ends[event.key] ?? now + step;
  if (Number.isNaN(width)) return;
  event.preventDefault();
  widen(handle, width);
  clearTimeout(settling);
  settling = setTimeout(() => settle(handle), 400);
});

// ── Findings ────────────────────────────────────────────────────────────────────────

let asked = 0;
async function review() {
  const panel = document.getElementById("review");
  if (!panel) return;
  const number = ++asked;
  panel.ariaBusy = "true";
  try {
    const answer = await fetch(panel.dataset.from + location.search);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = next.getElementById("remarks");
    if (number !== asked || !answer.ok || !fresh) return;
    const open = panel.querySelector("details")?.open;
    const focused = panel.contains(document.activeElement) && document.activeElement.getAttribute("href");
    if (open) fresh.querySelector("details")?.setAttribute("open", "");
    if (panel.firstElementChild?.isEqualNode(fresh)) return;
    panel.replaceChildren(document.adoptNode(fresh));
    if (focused) panel.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  } catch {
    // The link to the findings stays where it is.
  } finally {
    if (number === asked) panel.ariaBusy = "false";
  }
}

function isShown(link) {
  const view = new URLSearchParams(location.search).get("view") ?? "mail";
  const clipped = new URLSearchParams(location.search).has("clipped");
  return view === link.dataset.view && !clipped && frame();
}

function unmark() {
  const box = document.getElementById("marked");
  if (box) box.hidden = true;
}

// The address says where: `#at-img-3` is the fourth picture, as the source has them.
function mark(scroll = true) {
  const box = document.getElementById("marked");
  const found = /^#at-(.+)-(\d+)$/.exec(location.hash);
  const page = frame()?.contentDocument;
  if (!box || !found || !page) return;
  let element = page.getElementsByTagName(found[1])[Number(found[2])];
  let place = element?.getBoundingClientRect();
  while (element && !(place.width && place.height)) {
    element = element.parentElement;
    place = element?.getBoundingClientRect();
  }
  if (!place || element === page.documentElement || element === page.body) {
    box.hidden = true;
    if (scroll) say(said.dataset.unmarked);
    return;
  }
  Object.assign(box.style, {
    left: `${place.left - 4}px`,
    top: `${place.top - 4}px`,
    width: `${place.width + 8}px`,
    height: `${place.height + 8}px`,
  });
  box.hidden = false;
  if (!scroll) return;
  box.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  say(said.dataset.marked);
}

let scrolled = "";
document.addEventListener("load", (event) => {
  if (event.target !== frame()) return;
  // A page that was only made anew stays where one is reading.
  const fresh = scrolled !== location.hash;
  scrolled = location.hash;
  requestAnimationFrame(() => mark(fresh));
  review();
}, true);
new ResizeObserver(() => {
  measured();
  mark(false);
}).observe(document.querySelector("main"));

// ── Copying ─────────────────────────────────────────────────────────────────────────

function copied(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "skip";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  let done = true;
  try {
    const text = await (await fetch(button.dataset.copy)).text();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copied(text);
      button.focus({ preventScroll: true });
    }
  } catch {
    done = false;
  }
  say(done ? said.dataset.copied : said.dataset.notCopied);
});

document.addEventListener("refreshed", () => {
  review();
  measured();
  mark(false);
});
review();
