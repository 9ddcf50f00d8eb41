// Renders one issue, once for each line that it is sent, or once and no more:
//   node render.mjs mjml|react-email DIGEST.json
//   node render.mjs mjml|react-email DIGEST.json once
// For each line it answers with one of JSON: the seconds that the rendering took, and the HTML
// where the line asks for it. Once, it writes the HTML.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { performance } from "node:perf_hooks";

const [name, file, once] = process.argv.slice(2);
const digest = JSON.parse(readFileSync(file, "utf8"));
const { render } = await import(`./${name}.mjs`);

if (once) {
  process.stdout.write(await render(digest));
  process.exit();
}
for await (const line of createInterface({ input: process.stdin })) {
  const begun = performance.now();
  const html = await render(digest);
  const seconds = (performance.now() - begun) / 1000;
  const answer = line === "html" ? { seconds, html } : { seconds };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
