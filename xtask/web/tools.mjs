// The npm packages and the browsers that `cargo xtask` provides, for scripts in any folder.

import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";

// The directory that has `node_modules`.
export const directory = given("WASM_BULKHEAD_WEB");

// A package by its name, such as "puppeteer-core".
export const tool = createRequire(join(directory, "package.json"));

// What each browser is called by puppeteer, and started with. Headless browsers of tests ask
// nothing of the network but the pages they are sent to.
const BROWSERS = {
  chromium: {
    browser: "chrome",
    variable: "WASM_BULKHEAD_CHROMIUM",
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  },
  firefox: { browser: "firefox", variable: "WASM_BULKHEAD_FIREFOX", args: [] },
};

// Starts "chromium" or "firefox", with a profile of its own that goes when it is closed.
export function launch(name, options = {}) {
  const { browser, variable, args } = BROWSERS[name];
  const puppeteer = tool("puppeteer-core").default ?? tool("puppeteer-core");
  return puppeteer.launch({ browser, executablePath: given(variable), headless: true, args, ...options });
}

function given(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set; this script is started by \`cargo xtask\``);
  return value;
}
