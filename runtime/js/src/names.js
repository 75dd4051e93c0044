// The names of boundaries, by the export that each stands behind. Rust has them in linear memory,
// marked; wasm-bindgen derives what it exports from what JavaScript calls it. Regular expressions
// are avoided for the reason that `has` in intrinsics.js tells.

import { Uint8Array, begins, has } from "./intrinsics.js";
import { MARK, Word, decode } from "./life.js";

/** The boundary behind an export: its name, or what is nearest to it. */
export function nameOf(life, symbol) {
  const name = boundaryBehind(life, symbol);
  if (name !== undefined) return name;
  if (symbol === "__wbindgen_start") return "start";
  // One export serves all closures of a type; its name would tell nothing.
  if (isClosure(symbol)) return "closure";
  if (!symbol.startsWith("__wbg_") || !symbol.endsWith("_free")) return symbol;
  return `${classOf(life, symbol.slice("__wbg_".length, -"_free".length))}.free`;
}

export const isClosure = (symbol) => symbol.includes("___convert__closures_") || symbol.startsWith("__wasm_bindgen_func_elem");

/**
 * The callbacks of a `JsFuture`, and of wasm-bindgen's own queue: in a closed instance their error
 * would go to a promise that no code can see, and be reported as an unhandled rejection.
 */
export const isQuiet = ({ lineage }, name) => lineage.quiet.has(name) || (isClosure(name) && isFuture(name));

const isFuture = (name) => FUTURE.every((part) => has(name, part));
const FUTURE = ["___JsValue__core_", "___result__Result_____", "___JsError___"];

const OF_GLUE = ["__wbindgen_malloc", "__wbindgen_realloc", "__wbindgen_exn_store"];

/** Whether the glue passes arguments and results by an export: there is no body behind it. */
export const isOfGlue = (symbol) => begins(symbol, "__externref_") || OF_GLUE.includes(symbol);

/** The name of the boundary behind an export, if there is one. */
export const boundaryBehind = (life, symbol) => boundaries(life).get(symbol);

/** The boundaries of an instance, by export. */
function boundaries(life) {
  try {
    return (life.names ??= find(life));
  } catch {
    return new Map();
  }
}

/** Where data of the program lies, there alone can no caller have put what looks like a name. */
function find(life) {
  const { exports } = life;
  const [from, to] = [life.read(Word.data), life.read(Word.dataEnd)];
  const bytes = new Uint8Array(exports.memory.buffer, from, to - from);
  const named = new Map();
  let end = 0;
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, end)) {
    end = bytes.indexOf(0, at);
    if (end < 0) break;
    // No text has the mark in it: of a table that is full of them only the last can begin a name.
    const name = decode(bytes, bytes.lastIndexOf(MARK, end) + 1, end);
    // The first goes before what looks like it, because constants come before variables.
    const symbol = plain(bytes[end + 1] === SYMBOL_MARK ? decode(bytes, end + 2, bytes.indexOf(0, end + 1)) : symbolOf(name));
    if (!named.has(symbol)) named.set(symbol, name);
  }
  const names = new Map();
  for (const symbol in exports) if (named.has(plain(symbol))) names.set(symbol, named.get(plain(symbol)));
  return names;
}

/** What marks the export behind a name, where that does not follow from the name. */
const SYMBOL_MARK = 0xfe;

const FIELD = "__bulkhead_";

/** What stands for a public field is called after that; see macros/src/expand/fields.rs. */
function plain(symbol) {
  const at = symbol.indexOf(FIELD);
  if (at < 0) return symbol;
  const start = at - (symbol[at - 4] === "A" ? "A000" : "zz000").length;
  const member = symbol.slice(at + FIELD.length);
  return symbol.slice(0, start) + (member.startsWith("get_") ? member.slice(4) : member);
}

/** What kind of member a name is of, and the rest of it. */
function parted(name) {
  const kind = ["new", "get", "set"].find((kind) => name.startsWith(`${kind} `));
  return [kind, kind === undefined ? name : name.slice(4)];
}

/** The export that a boundary of this name stands behind; see macros/src/model/name.rs. */
function symbolOf(name) {
  const [kind, path] = parted(name);
  const parts = path.split(".");
  const member = kind === "new" ? "new" : parts.pop();
  const owner = parts.pop();
  if (owner === undefined) return member;
  return [...parts, `${owner.toLowerCase()}_${kind === "set" ? "set_" : ""}${member}`].join("__");
}

/** The name of a class as the user spells it; wasm-bindgen writes it in lower case. */
function classOf(life, lowerCase) {
  for (const name of boundaries(life).values()) {
    const [kind, path] = parted(name);
    const spelled = kind === "new" ? path : path.slice(0, path.lastIndexOf("."));
    const last = spelled.slice(spelled.lastIndexOf(".") + 1);
    if ([spelled.replaceAll(".", "__"), last].some((name) => name.toLowerCase() === lowerCase)) return spelled;
  }
  return lowerCase;
}
