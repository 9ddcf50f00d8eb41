// Keeps the page as fresh as the files: fetches it again when the program says so, and
// puts in what changed. The address holds the chosen view, so nothing else is remembered.

const status = document.getElementById("status");
let version = document.documentElement.dataset.version;
let refreshing = false;
let again = false;

// ── Frames ──────────────────────────────────────────────────────────────────────────

const grown = new ResizeObserver((changes) => {
  for (const frame of document.querySelectorAll("iframe")) {
    if (changes.some((change) => change.target.ownerDocument === frame.contentDocument)) fit(frame);
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

// ── Refreshing ──────────────────────────────────────────────────────────────────────

function put(next) {
  const open = [...document.querySelectorAll("details[open]")].map((details) => details.id);
  const focused = document.activeElement?.getAttribute("href");
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = next.getElementById(old.id);
    if (!old.isEqualNode(fresh)) old.replaceWith(document.adoptNode(fresh));
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused && !document.activeElement?.getAttribute("href")) {
    document.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
  for (const frame of document.querySelectorAll("iframe")) frame.src = frame.src;
  document.title = next.title;
  version = next.documentElement.dataset.version;
}

// What one is looking at stays where it is, also when something appears above it.
function inPlace(change) {
  const top = () => document.getElementById("content").getBoundingClientRect().top;
  const scrolled = window.scrollY > 0;
  const before = top();
  change();
  if (scrolled) window.scrollBy({ top: top() - before, behavior: "instant" });
}

async function refresh() {
  again = refreshing;
  if (refreshing) return;
  refreshing = true;
  try {
    const answer = await fetch(location.href);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!document.getElementById("frame") !== !next.getElementById("frame")) location.reload();
    else inPlace(() => put(next));
  } catch {
    lost();
  } finally {
    refreshing = false;
    if (again) refresh();
  }
}

function lost() {
  status.textContent = status.dataset.lost;
  status.hidden = false;
}

// ── News ────────────────────────────────────────────────────────────────────────────

function hear(news) {
  if (news === "") return lost();
  status.hidden = true;
  if (news !== version) refresh();
}

// A browser opens six connections to a host, no more: of all tabs, the one that holds the
// lock listens, and tells the others.
const tabs = new BroadcastChannel("feeds-preview");
tabs.addEventListener("message", (event) => hear(event.data));

function tell(news) {
  tabs.postMessage(news);
  hear(news);
}

navigator.locks.request("feeds-preview", () => new Promise(() => {
  const events = new EventSource("/events");
  events.addEventListener("message", (event) => tell(event.data));
  events.addEventListener("error", () => tell(""));
}));

document.addEventListener("load", (event) => {
  if (event.target.localName === "iframe") loaded(event.target);
}, true);
for (const frame of document.querySelectorAll("iframe")) {
  if (frame.contentDocument?.readyState === "complete") loaded(frame);
}
