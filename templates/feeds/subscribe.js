
(() => {
  "use strict";
  const status = document.getElementById("status");

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      select(code);
      return document.execCommand("copy");
    }
  };

  for (const button of document.querySelectorAll("button")) {
    const label = button.textContent;
    let timer = 0;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (!(await copy(button.parentElement.querySelector("code")))) return;
      button.textContent = status.textContent = button.dataset.copied;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = label;
        status.textContent = "";
      }, 2500);
    });
  }

  const filter = document.getElementById("filter");
  if (filter) {
    const plain = (text) => text.normalize("NFKC").toLocaleLowerCase();
    const feeds = [...document.querySelectorAll(".feed")].map((feed) => [
      feed,
      plain([...feed.querySelectorAll("h3, .description, code")].map((part) => part.textContent).join("\n")),
    ]);
    filter.parentElement.hidden = false;
    filter.addEventListener("input", () => {
      const wanted = plain(filter.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [feed, text] of feeds) {
        feed.hidden = !wanted.every((word) => text.includes(word));
        shown += feed.hidden ? 0 : 1;
      }
      for (const section of document.querySelectorAll("section")) {
        section.hidden = !section.querySelector(".feed:not([hidden])");
      }
      status.textContent = filter.dataset.shown.replace("{n}", shown);
    });
  }
})();
