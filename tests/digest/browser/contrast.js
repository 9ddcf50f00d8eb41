// Every text that is shown, or stands for a picture, with its contrast to what lies behind it.
() => {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const linear = (channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([red, green, blue]) =>
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const found = channels(getComputedStyle(each).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
      if (found[3] > 0) throw new Error("half transparent");
    }
    return [255, 255, 255];
  };
  const told = (element, text) => {
    const pair = [channels(getComputedStyle(element).color), behind(element)].map(luminance);
    const [darker, lighter] = pair.sort((one, other) => one - other);
    return { text, ratio: (lighter + 0.05) / (darker + 0.05), class: element.className };
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || !element.getClientRects().length) continue;
    texts.push(told(element, text));
  }
  for (const image of document.images) if (image.alt) texts.push(told(image, image.alt));
  return texts;
}
