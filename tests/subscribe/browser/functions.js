// What the tests ask a page. Feeds are XML, so that nothing of HTML's own can be relied on.

const all = () => [...document.documentElement.querySelectorAll("*")];

const children = (parent, name) => [...parent.children].filter((child) => child.localName === name);

const visible = (element) => element.checkVisibility() && element.getBoundingClientRect().height > 0;

const root = () => document.querySelector("channel") ?? document.documentElement;

const entries = () => [...children(root(), "entry"), ...children(root(), "item")];

const count = () => entries().length;

// Texts that can be seen, by where they stand in the document.
const texts = () =>
  all()
    .filter((element) => visible(element))
    .flatMap((element) => [...element.childNodes])
    .filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
    .map((node) => node.data.trim());

const placed = (elements) =>
  elements.filter(visible).map((element) => [element.textContent, element.getBoundingClientRect().top]);

const feed = () => ({
  note: getComputedStyle(root(), "::before").content,
  noteTop: root().getBoundingClientRect().top,
  title: placed(children(root(), "title")),
  titles: placed(entries().flatMap((entry) => children(entry, "title"))),
  texts: texts(),
});

const said = (element) => {
  const before = getComputedStyle(element, "::before").content;
  return before === "none" ? element.textContent : before.slice(1, -1);
};

// The characters of a text that lie within its element's box.
const uncut = (element) => {
  const box = element.getBoundingClientRect();
  const text = element.firstChild;
  let end = 0;
  for (let at = 1; at <= text.length; at += 1) {
    const range = document.createRange();
    range.setStart(text, at - 1);
    range.setEnd(text, at);
    if (range.getBoundingClientRect().right <= box.right + 0.5) end = at;
  }
  return text.data.slice(0, end);
};

const entry = () => {
  const [first] = entries();
  const shown = (...names) =>
    names.flatMap((name) => children(first, name)).filter(visible);
  return {
    date: uncut(shown("published", "pubDate")[0]),
    authors: shown("author", "creator").map((author) => (children(author, "name")[0] ?? author).textContent),
    categories: shown("category").map(said),
    link: said(shown("link")[0]),
    summary: shown("summary", "description")[0].textContent,
  };
};

const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

const channels = (colour) => colour.match(/[\d.]+/g).map(Number);

const luminance = ([red, green, blue]) => {
  const [r, g, b] = [red, green, blue].map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = channels(getComputedStyle(at).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};

const background = () => luminance(behind(document.documentElement));

const ratio = (colour, ground) => {
  const [high, low] = [luminance(colour), luminance(ground)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};

// Of each text that can be seen, and of the note, its contrast with what is behind it.
const contrasts = () => {
  const found = all()
    .filter((element) => visible(element) && said(element).trim())
    .map((element) => [
      `${element.localName}: ${said(element).slice(0, 40)}`,
      ratio(channels(getComputedStyle(element).color), behind(element)),
    ]);
  const note = getComputedStyle(root(), "::before");
  if (note.content !== "none") {
    found.push(["note", ratio(channels(note.color), channels(note.backgroundColor))]);
  }
  return found;
};
