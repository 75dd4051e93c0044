// node examples/lab/serve.mjs DIR PORT [--open], with the packages in DIR/without and DIR/with.
// It ends with whoever started it.

import { spawn } from "node:child_process";
import process from "node:process";

import { site } from "./site.mjs";

const OPENERS = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] };

const [directory, port, open] = process.argv.slice(2);
const { origin } = await site(directory, Number(port));
console.log(`The lab is at ${origin}/ (Ctrl-C ends it)`);
if (open) {
  const [program, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  spawn(program, [...args, `${origin}/`], { stdio: "ignore" }).on("error", (error) => console.error(error.message));
}
process.stdin.on("end", () => process.exit()).resume();
