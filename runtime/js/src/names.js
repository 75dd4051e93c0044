// The names of boundaries, by the export that each stands behind. Rust has them in linear memory,
// marked; wasm-bindgen derives what it exports from what JavaScript calls it.

import { Uint8Array } from "./intrinsics.js";
import { MARK, decode } from "./life.js";

/** The boundary behind an export: its name, or what is nearest to it. */
export function nameOf(life, symbol) {
  // What stands for a public field; see macros/src/expand/fields.rs.
  symbol = symbol.replace(/(?:A|zz)\d{3}__bulkhead_(?:get_|(set_))/, (_, set = "") => set);
  if (symbol === "__wbindgen_start") return "start";
  // One export serves all closures of a type; its name would tell nothing.
  if (isClosure(symbol)) return "closure";
  const object = /^__wbg_(.+)_free$/.exec(symbol)?.[1];
  return boundaries(life).get(symbol) ?? (object === undefined ? symbol : `${classOf(life, object)}.free`);
}

export const isClosure = (symbol) => symbol.includes("___convert__closures_") || symbol.startsWith("__wasm_bindgen_func_elem");

/** The boundaries of an instance, by export. */
export function boundaries(life) {
  try {
    return (life.names ??= find(life));
  } catch {
    return new Map();
  }
}

function find({ exports }) {
  const bytes = new Uint8Array(exports.memory.buffer);
  const [first, second, third] = new TextEncoder().encode(MARK);
  const names = new Map();
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (bytes[at + 1] !== second || bytes[at + 2] !== third) continue;
    const end = bytes.indexOf(0, at + 3);
    if (end < 0 || end - at > 1024) continue;
    const name = decode(bytes, at + 3, end);
    // Other data may look like a name; what it would be behind is no export then.
    for (const symbol of symbolsOf(name)) if (symbol in exports) names.set(symbol, name);
  }
  return names;
}

/** What wasm-bindgen may call the export behind a boundary; see its `shared` crate. */
function symbolsOf(name) {
  const [, kind, path] = /^(?:(new|get|set) )?(.*)$/s.exec(name);
  const parts = path.split(".");
  const member = kind === "new" ? undefined : parts.pop();
  const last = parts.pop()?.toLowerCase();
  const space = parts.map((part) => `${part}__`).join("");
  if (kind === "new") return [`${space}${last}_new`];
  const owned = last === undefined ? "" : `${last}_`;
  const free = last === undefined ? member : `${space}${path.split(".").at(-2)}__${member}`;
  const of = (verb) => [`${space}${owned}${verb}${member}`, `__wbg_${verb || "get_"}${owned}${member}`];
  if (kind === "get") return of("");
  if (kind === "set") return of("set_");
  return [`${space}${owned}${member}`, free];
}

/** The name of a class as the user spells it; wasm-bindgen writes it in lower case. */
function classOf(life, lowerCase) {
  for (const [symbol, name] of boundaries(life)) {
    if (!symbol.startsWith(`${lowerCase}_`) && !symbol.includes(`_${lowerCase}_`)) continue;
    const spelled = name.replace(/^(new|get|set) /, "").split(".");
    const found = name.startsWith("new ") ? spelled.at(-1) : spelled.at(-2);
    const whole = name.startsWith("new ") ? spelled : spelled.slice(0, -1);
    if (found?.toLowerCase() === lowerCase || whole.join("__").toLowerCase() === lowerCase) return whole.join(".");
  }
  return lowerCase;
}
