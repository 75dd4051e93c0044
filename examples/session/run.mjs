// An hour of editing in a second, in which the instance ends every now and then:
//   node examples/session/run.mjs DIR [EDITS]
// DIR holds the package, built for the web. The exit code is 100 when more than a failed call was lost.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [directory, edits = "2000"] = process.argv.slice(2);
const url = (name) => new URL(name, pathToFileURL(resolve(directory) + "/"));
const editor = await import(url("session.js"));
editor.initSync({ module: readFileSync(url("session_bg.wasm")) });

const macrotask = () => new Promise((done) => setTimeout(done, 0));

// What has been typed and not been refused.
let expected = "";
const past = [];
const remember = () => past.push(expected) > 20 && past.shift();

let ends = 0;
let lost = 0;
for (let edit = 1; edit <= Number(edits); edit++) {
  if (edit % 100 === 50) {
    try {
      editor.nesting(1_000_000);
      lost += 1;
      console.log("the instance did not end");
    } catch (error) {
      ends += error.name === "InstanceAbortError" && error.kind === "stack_overflow" ? 1 : 0;
    }
    await macrotask();
  } else if (edit % 7 === 0) {
    editor.backspace();
    remember();
    expected = [...expected].slice(0, -1).join("");
  } else if (edit % 11 === 0) {
    editor.undo();
    if (past.length > 0) expected = past.pop();
  } else {
    const word = `wörd ${edit} `;
    editor.insert(word);
    remember();
    expected += word;
  }
  if (editor.text() !== expected) {
    lost += 1;
    expected = editor.text();
  }
}
console.log(
  `${edits} edits, the instance ended ${ends} times, generation ${editor.generation()}, ` +
    `${lost} edits lost but those that failed, ${expected.length} characters at the end`,
);
const holds = lost === 0 && ends > 0 && editor.generation() === ends + 1;
process.exit(holds ? 0 : 100);
