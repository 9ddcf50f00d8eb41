// What a page looks like, as numbers and names.
({
  scrollWidth: () => document.documentElement.scrollWidth,
  width: (place) => document.querySelector(place).clientWidth,
  has: (place) => document.querySelector(place) !== null,
  colours: (place) => {
    const style = getComputedStyle(document.querySelector(place));
    return [style.color, style.backgroundColor];
  },
  lines: (places) =>
    [...document.querySelectorAll(places)].map((each) => {
      const style = getComputedStyle(each);
      const size = parseFloat(style.fontSize);
      return [parseFloat(style.lineHeight) / size, size];
    }),
  forced: () =>
    [...document.querySelectorAll("*")]
      .map((each) => getComputedStyle(each))
      .filter((style) => style.letterSpacing !== "normal" || style.textTransform !== "none").length,
})
