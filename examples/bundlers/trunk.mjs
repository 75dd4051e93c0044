// Runs in Chromium what trunk has built: node examples/bundlers/trunk.mjs DIST BUILD

import assert from "node:assert/strict";
import process from "node:process";

import { launch } from "../../xtask/web/tools.mjs";
import { expected } from "./expected.mjs";
import { visit } from "./visit.mjs";

const [dist, build] = process.argv.slice(2);
const browser = await launch("chromium");
try {
  const { seen, complaints } = await visit(browser, dist);
  assert.deepEqual(seen, expected("web", build));
  // Nobody has an icon here, and trunk preloads with more care than browsers have.
  const foreign = complaints.filter((text) => !/404|`integrity`/.test(text));
  assert.deepEqual(foreign, [], "the console");
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await browser.close();
}
