// A process of a program: runs what its arguments say and writes the results to the first of them.

import { writeFileSync } from "node:fs";
import process from "node:process";

import { runPart } from "../../part.mjs";

const [out, ...args] = process.argv.slice(2);

try {
  writeFileSync(out, await runPart(args));
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(101);
}
