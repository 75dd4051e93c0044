// Feeds one build of the markdown crate the CommonMark specification with hostile input in
// between, and writes down what JavaScript saw. It knows nothing of how the build was made:
//
//   node demo.mjs --glue DIR --spec PACKAGE --json OUT

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { glue: { type: "string" }, spec: { type: "string" }, json: { type: "string" } },
});

const DIVIDE = "The ratio is {{calc 1/0}}.";
const NESTED = `${">".repeat(100_000)} deep`;
const TRAP = "{{trap}}";

// What a hostile client sends, and by which call. `times` is how often.
const FAULTS = [
  { id: "panic", title: "{{calc 1/0}}, a panic", strike: ({ struck }) => struck.render(DIVIDE) },
  { id: "again", title: "the same 5,000 times", times: 5000, strike: ({ glue }) => glue.render(DIVIDE) },
  { id: "overflow", title: "100,000 nested quotes, a stack overflow", strike: ({ struck }) => struck.render(NESTED) },
  { id: "trap", title: "{{trap}}", strike: ({ struck }) => struck.render(TRAP) },
  { id: "async", title: "{{trap}} in an async call", strike: ({ glue }) => glue.render_when(Promise.resolve(), TRAP) },
];

const { tests: EXAMPLES } = createRequire(import.meta.url)(resolve(options.spec));
const HALF = EXAMPLES.length / 2;

// Errors that no caller was given. Without these listeners each would end the process.
const strays = [];
process.on("uncaughtException", (error) => strays.push(describe(error)));
process.on("unhandledRejection", (reason) => strays.push(describe(reason)));

// A host that needs a new instance imports the glue again.
let instances = 0;
async function instantiate() {
  const glue = await import(`${pathToFileURL(join(resolve(options.glue), "markdown.js"))}?${++instances}`);
  glue.initSync({ module: readFileSync(join(options.glue, "markdown_bg.wasm")) });
  return glue;
}

// Tabs are written as arrows in the specification. Like the specification's own runner, this
// takes quotes escaped or not and white space between tags for the same.
const tabs = (text) => text.replaceAll("→", "\t");
const normal = (html) => html.replaceAll("&quot;", '"').replace(/>\s+/g, ">");

function feed(glue, examples) {
  const seen = { total: examples.length, passed: 0, ran: 0, threw: null };
  for (const { markdown, html } of examples) {
    try {
      const rendered = glue.render(tabs(markdown));
      seen.ran += 1;
      if (normal(rendered) === normal(tabs(html))) seen.passed += 1;
    } catch (error) {
      seen.threw ??= describe(error);
    }
  }
  return seen;
}

// Promises, so that one can ask what has become of them.
function watch(promise) {
  const watched = { state: "pending", error: null };
  promise.then(
    () => (watched.state = "fulfilled"),
    (error) => Object.assign(watched, { state: "rejected", error: describe(error) }),
  );
  return watched;
}

const macrotask = () => new Promise((done) => setTimeout(done, 5));

// Others who are alive in the instance while somebody strikes it.
function bystanders(glue) {
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  const renderers = [new glue.Renderer(), new glue.Renderer()];
  for (const renderer of renderers) renderer.render("# before");
  const waiting = ["one", "two", "three"].map((text) => watch(glue.render_when(gate, text)));
  return { renderers, waiting, open };
}

const attempt = (act) => {
  try {
    return { value: act() };
  } catch (error) {
    return { threw: describe(error) };
  }
};

async function strikeWith(fault, glue, struck) {
  let last;
  for (let time = 0; time < (fault.times ?? 1); time += 1) {
    last = attempt(() => fault.strike({ glue, struck }));
  }
  if (!(last.value instanceof Promise)) return last;
  const watched = watch(last.value);
  await macrotask();
  if (watched.state === "rejected") return { threw: watched.error };
  return { pending: watched.state === "pending" };
}

async function meet(fault, glue) {
  strays.length = 0;
  const before = feed(glue, EXAMPLES.slice(0, HALF));
  const { renderers, waiting, open } = bystanders(glue);
  const struck = new glue.Renderer();

  const caller = await strikeWith(fault, glue, struck);
  await macrotask();
  const settledEarly = waiting.filter(({ state }) => state !== "pending").length;
  const others = renderers.map((renderer) => attempt(() => (renderer.render("*after*"), renderer.documents)));
  const itself = attempt(() => struck.render("*after*"));
  const after = feed(glue, EXAMPLES.slice(HALF));
  open();
  await macrotask();

  return {
    id: fault.id,
    title: fault.title,
    caller,
    itself,
    others,
    waiting,
    settledEarly,
    before,
    after,
    strays: [...strays],
  };
}

function describe(error) {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { name, message, kind, boundary, location } = error;
  return { name, message, kind, boundary, location };
}

async function main() {
  let glue = await instantiate();
  const first = feed(glue, EXAMPLES);
  const faults = [];
  for (const fault of FAULTS) {
    const seen = await meet(fault, glue);
    // A host that finds an instance unable to do its work takes another.
    if (seen.after.passed < seen.after.total) {
      glue = await instantiate();
      seen.fresh = feed(glue, EXAMPLES);
    }
    faults.push(seen);
  }
  writeFileSync(options.json, JSON.stringify({ first, faults }, null, 2));
}

await main();
