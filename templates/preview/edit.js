// The form of an edition works by itself; this makes it quicker, and keeps what is not saved.
// No field that somebody is writing in is ever set or replaced: an input method would lose
// what it is composing.

const SEARCH = new Set(["q", "category", "since", "until"]);
const STEADY = new Set(["base", ...SEARCH]);
const QUIET = 250;

const editor = document.getElementById("editor");
const form = () => document.getElementById("edit-form");
let saved = "";
let busy = 0;

// ── Fields ──────────────────────────────────────────────────────────────────────────

const fields = (of = form()) => [...new FormData(of)];
const said = (some = fields()) => JSON.stringify(some.filter(([name]) => !STEADY.has(name)));
const unsaved = () => form() !== null && said() !== saved;

function later(act, quiet = QUIET) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, quiet);
  };
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function announce(text) {
  document.getElementById("edit-said").textContent = text;
}

// ── Columns ─────────────────────────────────────────────────────────────────────────

const WIDE = /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const NONE = /^[\p{M}\p{Cf}\p{Cc}]+$/u;
const graphemes = new Intl.Segmenter();

function columns(text) {
  let sum = 0;
  for (const { segment } of graphemes.segment(text.trim())) {
    sum += WIDE.test(segment) ? 2 : NONE.test(segment) ? 0 : 1;
  }
  return sum;
}

function count(input) {
  const n = columns(input.value);
  const width = document.getElementById(`${input.id}-width`);
  width.textContent = filled(input.dataset.words, { n, limit: input.dataset.limit });
  width.toggleAttribute("data-over", n > Number(input.dataset.limit));
}

// ── The introduction as it will be ──────────────────────────────────────────────────

let latest = 0;

async function open() {
  const number = ++latest;
  const text = document.getElementById("edit-introduction").value;
  const answer = await post(form().dataset.introduction, [["introduction", text]]);
  const address = await answer.text();
  const old = document.getElementById("edit-opening");
  if (number !== latest || !answer.ok || !old || old.getAttribute("src") === address) return;
  // A new frame beside the old one: no flicker, and no entry in the browser's history.
  const next = old.cloneNode();
  next.src = next.dataset.version = address;
  next.classList.add("unseen");
  next.removeAttribute("id");
  next.addEventListener("load", () => {
    if (number !== latest) return next.remove();
    old.remove();
    next.id = "edit-opening";
    next.classList.remove("unseen");
  }, { once: true });
  old.after(next);
}

const openSoon = later(() => open().catch(() => {}));

// ── Asking ──────────────────────────────────────────────────────────────────────────

async function post(address, some) {
  const body = new URLSearchParams(some);
  return fetch(address, { method: "POST", body, credentials: "same-origin" });
}

async function page(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function fail() {
  document.getElementById("edit-state").textContent = form().dataset.failed;
}

// Puts a part of another page in the place of this one's; who was in it stays there.
function swap(id, next) {
  const old = document.getElementById(id);
  const fresh = next.getElementById(id);
  if (!old || !fresh) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = focused?.name === undefined ? null : [focused.name, focused.value, focused.id];
  const caret = focused?.selectionStart;
  const open = new Set([...old.querySelectorAll("details[open]")].map((each) =>
    each.closest("[data-title]")?.dataset.title));
  old.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const each of old.querySelectorAll("details")) {
    if (open.has(each.closest("[data-title]")?.dataset.title)) each.open = true;
  }
  if (!place) return;
  const [name, value, named] = place;
  const again = (named && document.getElementById(named))
    || [...old.querySelectorAll(`[name="${name}"]`)].find((each) => each.value === value)
    || old.querySelector("h2[tabindex]");
  again?.focus({ preventScroll: true });
  if (caret !== undefined && caret !== null && again?.setSelectionRange && again.type !== "date") {
    again.setSelectionRange(caret, caret);
  }
}

// ── What is not saved ───────────────────────────────────────────────────────────────

const store = () => `feeds-edit ${form().dataset.store}`;

function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function keep() {
  if (!form()) return;
  try {
    if (unsaved()) {
      const what = { when: new Date().toISOString(), fields: fields() };
      localStorage.setItem(store(), JSON.stringify(what));
    } else {
      localStorage.removeItem(store());
    }
  } catch {
    // A browser that keeps nothing, or has no room, is told of on leaving.
  }
}

const keepSoon = later(keep);

function changed() {
  const state = document.getElementById("edit-state");
  state.textContent = unsaved() ? state.dataset.unsaved : "";
  keepSoon();
}

// Work that an earlier page did not save is put aside, and offered until somebody decides.
function offer() {
  const aside = `${store()} aside`;
  const found = recall(store());
  if (found && said(found.fields) !== saved) localStorage.setItem(aside, JSON.stringify(found));
  if (found) localStorage.removeItem(store());
  const kept = recall(aside);
  const notice = document.getElementById("edit-kept");
  if (!kept) return;
  const when = new Date(kept.when).toLocaleString(document.documentElement.lang);
  notice.querySelector("p").textContent = filled(notice.dataset.text, { when });
  notice.hidden = false;
  notice.addEventListener("click", async (event) => {
    const what = event.target.dataset.kept;
    if (!what) return;
    if (what === "take") {
      const answer = await post(form().action, [...kept.fields, ["do", "show"]]).catch(() => null);
      if (!answer) return fail();
      const before = saved;
      swap("editor", await page(answer));
      begun();
      saved = before;
    }
    localStorage.removeItem(aside);
    document.getElementById("edit-kept").hidden = true;
    changed();
    document.getElementById("edit-subject")?.focus();
  });
}

// ── Saving ──────────────────────────────────────────────────────────────────────────

async function send(action) {
  const sent = fields();
  const state = document.getElementById("edit-state");
  state.textContent = state.dataset.saving;
  busy += 1;
  try {
    const answer = await post(form().action, [...sent, ["do", action]]);
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
      localStorage.removeItem(store());
      location.assign(answer.url);
      return;
    }
    const next = await page(answer);
    const fresh = next.getElementById("edit-form");
    if (answer.redirected && fresh && action === "save") {
      localStorage.removeItem(store());
      saved = said(fields(fresh));
    }
    if (fresh && said() !== said(sent)) {
      // Somebody went on writing: the form stays, and is about the file as it now is.
      form().elements.base.value = fresh.elements.base.value;
      form().dataset.print = fresh.dataset.print;
    } else {
      const before = saved;
      swap("editor", next);
      begun();
      if (!answer.redirected) saved = before;
    }
    swap("content", next);
    for (const side of document.querySelectorAll(".sides .source")) {
      side.scrollTop = (side.querySelector("mark")?.offsetTop ?? 0) - 40;
    }
    if (form()) changed();
    if (form() && action !== "save") offer();
    document.querySelector("#editor [role=alert], #editor .done")?.scrollIntoView({ block: "nearest" });
  } catch {
    fail();
    keep();
  } finally {
    busy -= 1;
  }
}

// The file changed under the form: it follows where nobody has written anything in it.
async function follow() {
  const now = document.getElementById("edit-file")?.dataset.print;
  if (!form() || !now || busy || now === form().dataset.print) return;
  if (unsaved()) {
    document.getElementById("edit-newer").hidden = false;
    return;
  }
  const next = await page(await fetch(location.href));
  if (!unsaved() && !busy) {
    swap("editor", next);
    begun();
  }
}

// ── Posts ───────────────────────────────────────────────────────────────────────────

const picks = () => document.getElementById("edit-picks");
const rows = () => [...picks().querySelectorAll(".pick")];

function moved(row) {
  document.getElementById("edit-auto").checked = false;
  const all = rows();
  const { title } = row.dataset;
  const words = document.getElementById("edit-posts").dataset.moved;
  announce(filled(words, { title, n: all.indexOf(row) + 1, all: all.length }));
  changed();
}

function step(row, by) {
  const all = rows();
  const goal = all.indexOf(row) + by;
  const focused = document.activeElement;
  if (goal >= 0 && goal < all.length) {
    all[goal][by < 0 ? "before" : "after"](row);
    focused?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    moved(row);
  }
}

function drag(event) {
  const grip = event.target.closest(".grip");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const row = grip.closest(".pick");
  const before = row.nextElementSibling;
  const start = rows().indexOf(row);
  const list = picks();
  row.classList.add("held");

  function move({ clientY, buttons }) {
    if (!buttons) return end();
    const others = rows().filter((each) => each !== row);
    const middle = (each) => {
      const { top, height } = each.getBoundingClientRect();
      return top + height / 2;
    };
    const below = others.find((each) => middle(each) > clientY) ?? null;
    if (row.nextElementSibling !== below) list.insertBefore(row, below);
    if (clientY < 60) window.scrollBy(0, -12);
    if (clientY > window.innerHeight - 60) window.scrollBy(0, 12);
  }
  function key(press) {
    if (press.key !== "Escape") return;
    list.insertBefore(row, before);
    end();
  }
  function end() {
    row.classList.remove("held");
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    document.removeEventListener("keydown", key);
    if (rows().indexOf(row) !== start) moved(row);
  }
  // Not by capture: an element loses that when it is moved.
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", key);
}

// Adding and leaving out is the server's: it knows the posts. Asked again where somebody
// wrote on meanwhile; it comes to the same, however often it is done.
async function act(button) {
  const { value } = button;
  const { act: what } = button.dataset;
  const title = button.closest("[data-title]")?.dataset.title ?? "";
  busy += 1;
  try {
    let sent;
    let next;
    do {
      sent = fields();
      next = await page(await post(form().action, [...sent, ["do", value]]));
    } while (form() && said() !== said(sent));
    if (!next.getElementById("edit-form")) return swap("editor", next);
    swap("edit-posts", next);
    swap("edit-offers", next);
    const words = document.getElementById("edit-posts").dataset;
    if (what === "add" || what === "drop") {
      announce(filled(what === "add" ? words.added : words.gone, { title }));
    } else {
      announce(document.getElementById("edit-posts-title").textContent);
    }
    changed();
  } catch {
    fail();
  } finally {
    busy -= 1;
  }
}

let asked = 0;

async function search() {
  const number = ++asked;
  const next = await page(await post(form().action, [...fields(), ["do", "filter"]]));
  if (number === asked) swap("edit-offers", next);
}

const searchSoon = later(() => search().catch(fail));

// ── Events ──────────────────────────────────────────────────────────────────────────

function wrote(target) {
  if (target.dataset.limit) count(target);
  if (target.id === "edit-introduction") openSoon();
  if (target.dataset.search !== undefined) searchSoon();
  else changed();
}

editor.addEventListener("input", (event) => {
  if (!event.target.form || event.target.form !== form()) return;
  if (event.isComposing) {
    if (event.target.dataset.limit) count(event.target);
    keepSoon();
  } else wrote(event.target);
});
editor.addEventListener("compositionend", (event) => {
  if (event.target.form === form()) wrote(event.target);
});

editor.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  const button = event.submitter;
  const [what] = (button?.value ?? "save").split(":");
  event.preventDefault();
  if (what === "up" || what === "down") step(button.closest(".pick"), what === "up" ? -1 : 1);
  else if (button?.dataset.act) act(button);
  else if (what === "filter") search().catch(fail);
  else send(what);
});

editor.addEventListener("click", (event) => {
  if (event.target.closest("[data-theirs]") && kept) localStorage.removeItem(kept);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || !form()) return;
  if (event.key === "s" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault();
    send("save");
  }
  const row = event.target.closest?.(".pick");
  if (row && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    step(row, event.key === "ArrowUp" ? -1 : 1);
  }
});

editor.addEventListener("pointerdown", drag);
window.addEventListener("pagehide", keep);

let kept = "";

function begun() {
  if (!form()) return;
  // What the page says, and not what somebody was quick enough to write before this ran.
  const page = new DOMParser().parseFromString(form().outerHTML, "text/html");
  saved = said(fields(page.forms[0]));
  kept = store();
}

if (form()) {
  begun();
  const address = new URL(location.href);
  if (address.searchParams.get("done") === "saved") localStorage.removeItem(store());
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
  offer();
  // A browser may fill in by itself what stood in the form before a reload.
  for (const input of document.querySelectorAll("[data-limit]")) count(input);
  new MutationObserver(() => follow().catch(() => {})).observe(document.getElementById("main"), {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-print"],
  });
}
