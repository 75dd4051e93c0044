// What scenarios ask of the engine, in a worker. Files are known by what a page would call their paths.

const texts = new Map();
const compiled = new Map();
let compiler;

// Called once, before anything else.
export function provide(given, files, modules) {
  compiler = given;
  for (const [address, text] of files) texts.set(address, text);
  for (const [address, module] of modules) compiled.set(address, module);
}

// That of the conformance package.
export const ROOT = new URL("file:///conformance/");

export const directoryUrl = (path) => new URL(`file://${path}/`);

const addressOf = (url) => new URL(url).pathname;

const originalOf = (url) => addressOf(url).replace(/^\/copy-\d+/, "");

export const readText = (url) => texts.get(originalOf(url));

export function listFiles(url) {
  const directory = originalOf(url);
  const below = [...texts.keys()].filter((address) => address.startsWith(directory));
  return [...new Set(below.map((address) => address.slice(directory.length).split("/")[0]))];
}

// Workers are given modules, and compile none themselves; this is a tool's way.
export const compile = (bytes) => compiler.newWasmModule(bytes);

export const compileFile = (url) => compiled.get(originalOf(url));

let copies = 0;

// The same directory at another address.
export const copyDirectory = (path) => `/copy-${(copies += 1)}${path}`;

let evaluations = 0;

// Evaluates a module anew.
export const importAnew = (url) => import(`${addressOf(url)}?evaluation=${(evaluations += 1)}`);

export const importModule = (url) => import(addressOf(url));

// Evaluates a classic script as a module, for the worker makes no code of strings, and gives what it
// calls `name`.
export async function runScript(url, name) {
  const module = await import(`${addressOf(url)}?script=${name}&evaluation=${(evaluations += 1)}`);
  return module.default;
}

// Workers cannot do it.
export const drainMicrotasks = undefined;

// Resolves in the very next macrotask. Messages of a channel come before the microtasks here.
export const nextMacrotask = () => new Promise((done) => setTimeout(done, 0));

// Reports what reached nobody. Of what a timer throws, workerd tells no script.
export function onStray(report) {
  addEventListener("error", (event) => {
    event.preventDefault();
    report("uncaught", event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    report("unhandled rejection of", event.reason);
  });
}
