// How a page is loaded again when its instance has ended; see `Restart::reload`. What must outlast the
// page waits in sessionStorage.

import { lifeOf } from "./core.js";
import { vaultOf } from "./vault.js";

const { console, document, location, Date, JSON, String, Uint8Array } = globalThis;

class Reload {
  /** At most so many ends within so many milliseconds. */
  policy;
  #exports;
  /** What is in force beside it, for resets; see restart.js. */
  #restart;
  #isDue = false;

  constructor(life) {
    this.#exports = hash(Object.keys(life.exports ?? {}).join());
    this.#restart = life.lineage.restart;
    if (this.#restart !== null) this.#restart.policy = null;
  }

  /** Pages of one origin share the storage: only the same module finds what this one left. */
  #key(what) {
    return `wasm-bulkhead ${what} ${this.#exports}`;
  }

  /** Counts an end, and says so in its error where it is one too many. */
  count(life, error) {
    this.#restart?.count(life, error);
    if (error.kind === "reset") return;
    const { atMost, within } = this.policy;
    const why = this.#record(atMost, within);
    this.#isDue = why === undefined;
    if (!this.#isDue) error.message += `; wasm-bulkhead does not reload the page, since ${why}`;
  }

  /** Notes that the instance ended now. Returns what speaks against loading the page again. */
  #record(atMost, within) {
    try {
      const now = Date.now();
      const earlier = JSON.parse(sessionStorage.getItem(this.#key("ends")) ?? "[]");
      // No more of them can matter.
      const recent = [...earlier.filter((time) => now - time <= within), now].slice(-atMost - 1);
      sessionStorage.setItem(this.#key("ends"), JSON.stringify(recent));
      return recent.length > atMost ? `it ended more than ${atMost} times too soon` : undefined;
    } catch (error) {
      return `it cannot count how often it did: ${error}`;
    }
  }

  begin(life) {
    if (life.full.kind === "reset") return this.#restart?.begin(life);
    this.#save(life.lineage.vault);
    if (this.#isDue) location.reload();
  }

  left(life) {
    this.#restart?.left(life);
  }

  reset(life) {
    this.#restart.reset(life);
  }

  #save({ kept } = {}) {
    if (kept === undefined) return;
    const sizes = [...kept].map(([key, bytes]) => [key, bytes.length]);
    const texts = [...kept.values()].map(textOf);
    try {
      sessionStorage.setItem(this.#key("vault"), `${JSON.stringify(sizes)}\n${texts.join("")}`);
    } catch (error) {
      console.warn(`wasm-bulkhead cannot keep the vault for the page that is loaded next: ${error}`);
    }
  }

  /** Puts back what waits for this page. It is given once: the next end keeps what is there by then. */
  restore(id) {
    try {
      const stored = sessionStorage.getItem(this.#key("vault"));
      if (stored === null) return;
      sessionStorage.removeItem(this.#key("vault"));
      fill(vaultOf(id).kept, stored);
    } catch (error) {
      console.warn(`wasm-bulkhead cannot read the vault that the page before this one left: ${error}`);
    }
  }
}

function fill(kept, stored) {
  const head = stored.indexOf("\n");
  let at = head + 1;
  for (const [key, size] of JSON.parse(stored.slice(0, head))) {
    const bytes = Uint8Array.from(stored.slice(at, at + size), (byte) => byte.charCodeAt(0));
    at += size;
    // What has been stored since is newer.
    if (!kept.has(key)) kept.set(key, bytes);
  }
}

/** So many arguments fit on any stack. */
const MANY = 1024;

/** A character a byte. */
function textOf(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += MANY) text += String.fromCharCode(...bytes.subarray(at, at + MANY));
  return text;
}

/** FNV-1a. */
function hash(text) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return (sum >>> 0).toString(36);
}

/**
 * From here on the page is loaded again when an instance ends, `atMost` times `within` so many ms. Returns
 * whether there is a page.
 */
export function __wbh_reload(id, atMost, within) {
  if (document === undefined || location === undefined) return false;
  const life = lifeOf(id);
  const { lineage } = life;
  if (!(lineage.restart instanceof Reload)) {
    lineage.restart = new Reload(life);
    lineage.restart.restore(id);
  }
  lineage.restart.policy = { atMost, within };
  return true;
}
