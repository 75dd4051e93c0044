// Clients on loopback, each of which sends its next request when the last one is answered.

import { Agent, request } from "node:http";

/** What the runtime says of a request whose Worker will never answer. */
const HANGS = /hung and would never generate a response/;

const PANICS = ["/panic", "/late/panic", "/object/panic"];
const ABORTS = ["/trap", "/late/trap", "/overflow", "/object/trap"];

// More than half of them await something, so that many are in flight at any time.
const INNOCENT = [
  () => "/count",
  (random) => `/slow/${Math.floor(random() * 20)}`,
  (random) => `/slow/${Math.floor(random() * 20)}`,
  () => "/object/add",
  (random) => `/object/slow/${Math.floor(random() * 20)}`,
];

/** Random numbers that a seed decides: mulberry32. */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The answer to one request: what it says, or why there is none. Longer than `patience` nobody
 * waits: the request hangs.
 */
export function ask(url, path, { agent, patience = 10_000 } = {}) {
  return new Promise((answered) => {
    const call = request(new URL(path, url), { agent, timeout: patience }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => answered({ status: response.statusCode, body }));
      response.on("error", (error) => answered({ status: 0, body: String(error) }));
    });
    call.on("timeout", () => {
      answered({ status: 0, body: "no answer", timedOut: true });
      call.destroy();
    });
    call.on("error", (error) => answered({ status: 0, body: String(error) }));
    call.end();
  });
}

/** How a request ended. */
export function judge({ status, body, timedOut }) {
  if (status === 200 && /^\d+ \d+$/.test(body)) return "served";
  if (timedOut || HANGS.test(body)) return "hung";
  return body.startsWith("InstanceAbortError") ? "aborted" : "failed";
}

/**
 * Has `clients` send `requests` together, but no longer than `seconds`. Of the requests a share of
 * `panics` panics and one of `aborts` ends the instance. Answers with all of them.
 */
export async function load({ url, clients, requests, seconds, panics, aborts, seed, patience }) {
  const until = performance.now() + seconds * 1000;
  const sent = [];
  let left = requests;
  const client = async (number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const random = generator(seed + number);
    const one = (list) => list[Math.floor(random() * list.length)];
    while (left-- > 0 && performance.now() < until) {
      const dice = random();
      const fault = dice < aborts ? "abort" : dice < aborts + panics ? "panic" : null;
      const path = fault === null ? one(INNOCENT)(random) : one(fault === "abort" ? ABORTS : PANICS);
      const start = performance.now();
      const answer = await ask(url, path, { agent, patience });
      sent.push({ path, fault, start, end: performance.now(), outcome: judge(answer), ...answer });
    }
    agent.destroy();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return { sent, seconds: (performance.now() - started) / 1000 };
}
