// Turns elements into newer ones in place, so that what somebody is at stays as it is: focus,
// places in lists, what is open, frames, and whatever was typed and is not yet saved.

const NEAR = 40;
// What scripts and people set, and no page says.
const OWN = { details: ["open"], dialog: ["open"], iframe: ["height"] };

// ── What was typed ──────────────────────────────────────────────────────────────────

function changed(control) {
  if (control.type === "checkbox" || control.type === "radio") {
    return control.checked !== control.defaultChecked;
  }
  if (control.localName === "select") {
    const options = [...control.options];
    const first = control.multiple || options.some((option) => option.defaultSelected) ? -1 : 0;
    return options.some((option, at) => option.selected !== (option.defaultSelected || at === first));
  }
  return "defaultValue" in control && control.value !== control.defaultValue;
}

// A script that keeps something else in a form, such as an order, sets `data-unsaved` on it.
export function unsaved(form) {
  return "unsaved" in form.dataset || [...form.elements].some(changed);
}

function held(node) {
  if (node.nodeType !== Node.ELEMENT_NODE || !("keep" in node.dataset)) return false;
  return node.localName !== "form" || unsaved(node);
}

function holds(node) {
  return held(node) || (node.querySelectorAll && [...node.querySelectorAll("[data-keep]")].some(held));
}

function reset(control) {
  if (control.localName === "select") {
    for (const option of control.options) option.selected = option.defaultSelected;
    if (!control.multiple && control.selectedIndex < 0) control.selectedIndex = 0;
  } else if (control.type === "checkbox" || control.type === "radio") {
    control.checked = control.defaultChecked;
  } else if (control.type !== "file" && control.type !== "hidden") {
    control.value = control.defaultValue;
  }
}

// ── In place ────────────────────────────────────────────────────────────────────────

// Of what is marked `data-keep`, nothing is touched; of a form so marked, nothing while it has
// something unsaved. It is told of what it would have become by an event, `newer`.
export function morph(old, fresh) {
  if (held(old)) {
    if (!old.isEqualNode(fresh)) {
      old.dispatchEvent(new CustomEvent("newer", { bubbles: true, detail: fresh }));
    }
    return;
  }
  const control = /^(?:input|select|textarea)$/.test(old.localName);
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
    old.replaceWith(document.adoptNode(fresh));
  } else if (old.nodeType !== Node.ELEMENT_NODE) {
    old.data = fresh.data;
  } else {
    const typed = control && changed(old);
    attributes(old, fresh);
    children(old, fresh);
    if (control && !typed) reset(old);
  }
}

function attributes(old, fresh) {
  const own = ["style", ...(OWN[old.localName] ?? [])];
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !own.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !own.includes(name)) old.setAttribute(name, value);
  }
}

function children(old, fresh) {
  const coming = new Set([...fresh.children].map((child) => child.id).filter(Boolean));
  const named = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const match = next.id ? named.get(next.id) : partner(at, next);
    if (!match) {
      old.insertBefore(document.adoptNode(next), at);
      continue;
    }
    while (at && at !== match && !coming.has(at.id) && !holds(at)) at = removed(at);
    if (at === match) at = at.nextSibling;
    else (old.moveBefore ?? old.insertBefore).call(old, match, at);
    morph(match, next);
  }
  while (at) at = holds(at) ? at.nextSibling : removed(at);
}

// What a new child is made of: one that is the same, or else the one that stands there.
function partner(at, next) {
  let near = at;
  for (let steps = 0; near && steps < NEAR; steps += 1, near = near.nextSibling) {
    if (near.isEqualNode(next)) return near;
  }
  return at && !at.id && at.nodeName === next.nodeName ? at : null;
}

function removed(node) {
  const after = node.nextSibling;
  node.remove();
  return after;
}
