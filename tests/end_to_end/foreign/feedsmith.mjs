// Reads every feed and list of feeds by feedsmith, and writes what it found as JSON.
// node feedsmith.mjs FOLDER-OF-NODE_MODULES FOLDER FORMAT=PATH…

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, folder, ...asked] = process.argv.slice(2);
const entry = join(modules, "feedsmith", "dist", "index.mjs");
const { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } = await import(pathToFileURL(entry));
const parsers = { atom: parseAtomFeed, rss: parseRssFeed, json: parseJsonFeed, opml: parseOpml };
const found = {};
for (const each of asked) {
  const at = each.indexOf("=");
  const [format, path] = [each.slice(0, at), each.slice(at + 1)];
  found[path] = parsers[format](readFileSync(join(folder, path), "utf8"));
}
process.stdout.write(JSON.stringify(found));
