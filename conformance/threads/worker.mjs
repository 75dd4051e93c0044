// A worker of Node or of a browser that serves as a realm.

import { serve } from "./realm.mjs";

const inBrowser = typeof WorkerGlobalScope !== "undefined";
const port = inBrowser
  ? await new Promise((done) => addEventListener("message", ({ ports }) => done(ports[0]), { once: true }))
  : (await import("node:worker_threads")).workerData;
serve(port);
