// What scenarios ask of the engine, in a page.

// That of the conformance package.
export const ROOT = new URL("/conformance/", location.origin);

export const directoryUrl = (path) => new URL(`${path}/`, location.origin);

// Synchronous, for the whole harness is.
export function readText(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.send();
  if (request.status !== 200) throw new Error(`${url} answers ${request.status}`);
  return request.responseText;
}

export const listFiles = (url) => JSON.parse(readText(`${url}?list`));

export const compile = (bytes) => new WebAssembly.Module(bytes);

// As the glue does it.
export const compileFile = (url) => WebAssembly.compileStreaming(fetch(url));

let copies = 0;

// The same directory at another address.
export const copyDirectory = (path) => `/copy-${(copies += 1)}${path}`;

export const importModule = (url) => import(url);

let evaluations = 0;

// Evaluates a module anew.
export const importAnew = (url) => import(`${url}?evaluation=${(evaluations += 1)}`);

// Evaluates a classic script, and gives what it calls `name`.
export const runScript = (url, name) => new Function(`${readText(url)}\nreturn ${name};`)();

// Pages cannot do it.
export const drainMicrotasks = undefined;

// Resolves in the very next macrotask, sooner than any timer.
export function nextMacrotask() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}

// Reports what reached nobody.
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
