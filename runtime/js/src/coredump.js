// The core dump of an instance that ended, in the format of WebAssembly's tool conventions
// (Coredump.md). What that has no place for is in a section of our own, as JSON.

import { GUARDS, Word, lifeOf } from "./core.js";

const { Global, Module } = WebAssembly;

/** The sections, as cli/src/explain/core.rs reads them. */
const [CUSTOM, MEMORY, GLOBAL, DATA] = [0, 5, 6, 11];
const OWN = "wasm-bulkhead";

/** What stands for a name that only the companion knows. */
const NAME = "module";

const [I32, I64, F64] = [0x7f, 0x7e, 0x7c];
const [I32_CONST, I64_CONST, F64_CONST, END] = [0x41, 0x42, 0x44, 0x0b];
const PAGE = 65536;

/** Where the shadow stack was at the end, by instance: a fault hook needs it, too. */
const pointers = new WeakMap();

/** Core dumps are allowed, of a memory of at most so many bytes. */
export function __wbh_coredump(id, atMost, evenRedacted) {
  const life = lifeOf(id);
  life.waiting.push(() => pointers.set(life, life.sp()));
  life.lineage.coredump = taker(atMost, evenRedacted);
}

/** What takes a core dump. It outlasts the instance that allowed it, and does not hold it. */
const taker = (atMost, evenRedacted) => (ended) => {
  const why = hindrance(ended, atMost, evenRedacted);
  if (why !== undefined) throw new Error(`there is no core dump: ${why}`);
  return joined([[0, ...encoder.encode("asm"), 1, 0, 0, 0], ...sections(ended)]);
};

function hindrance({ full, exports, lineage }, atMost, evenRedacted) {
  if (full === null) return "the instance lives, and one that ended is there until another takes its place";
  if (lineage.redact && !evenRedacted) return "what is redacted would be in it";
  const { byteLength } = exports.memory.buffer;
  return byteLength > atMost ? `the memory has ${byteLength} bytes, and ${atMost} are allowed` : undefined;
}

function sections(life) {
  const memory = new Uint8Array(life.exports.memory.buffer);
  const globals = globalsOf(life);
  const stack = stackOf(life.full);
  const indices = globals.map((_, index) => unsigned(index));
  return [
    custom("core", [[0], text(NAME)]),
    custom("coremodules", [[1, 0], text(NAME)]),
    // Instance 0, of module 0, with memory 0.
    custom("coreinstances", [[1, 0, 0, 1, 0], vector(indices)]),
    custom("corestack", [[0], text("main"), vector(framesOf(stack))]),
    custom(OWN, [encoder.encode(JSON.stringify(toldOf(life, stack, globals)))]),
    section(MEMORY, [[1, 0], unsigned(memory.length / PAGE)]),
    section(GLOBAL, [vector(globals.map(({ value }) => constant(value)))]),
    section(DATA, [[1, 0], signed(I32_CONST, 0), [END], unsigned(memory.length), memory]),
  ].flat();
}

/** The shadow stack pointer, which a linker makes the first, and those that are exports. */
function globalsOf(life) {
  const exported = Object.entries(life.exports).filter(([, value]) => value instanceof Global);
  return [
    { name: "__stack_pointer", value: pointers.get(life) ?? life.sp() },
    ...exported.map(([name, { value }]) => ({ name, value })),
  ];
}

/** The stack with the frames of the fault: the end of the engine's stack has them in its cause. */
const stackOf = ({ stack, cause }) => (matches(stack).length > 0 ? stack : (cause?.stack ?? stack));

const matches = (stack) => [...String(stack).matchAll(/wasm-function\[(\d+)\]/g)];

/**
 * Engines tell a place in the module, and the format wants one in the function, which takes the module
 * itself: it is left open by a 0, and in the stack of our own section.
 */
const framesOf = (stack) => matches(stack).map(([, index]) => [0, 0, ...unsigned(Number(index)), 0, 0, 0]);

function toldOf(life, stack, globals) {
  const { full, guard, lineage, unwind, address } = life;
  const { name, kind, message, boundary, location, faultId } = full;
  return {
    schema: 1,
    buildId: buildIdOf(lineage.module),
    fault: { name, kind, message, boundary, location, faultId, stack },
    state: {
      generation: life.generation,
      guard: GUARDS[guard],
      unwind,
      address: address * 4,
      boundary: life.boundaryIn(Word.boundary),
      outer: life.boundaryIn(Word.outer),
    },
    globals: globals.map(({ name }) => name),
  };
}

/** What ties a module to its companion, where the glue has the module: a length, and so many bytes. */
function buildIdOf(module) {
  const [id] = module instanceof Module ? Module.customSections(module, "build_id") : [];
  if (id === undefined) return undefined;
  const bytes = [...new Uint8Array(id)].slice(1);
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const encoder = new TextEncoder();

/** A number as LEB128; bitwise operators would end at 32 bits. */
function unsigned(number) {
  const bytes = [];
  let rest = number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** A constant expression, without its end. */
function signed(instruction, number) {
  const bytes = [instruction];
  let rest = BigInt(number);
  for (; rest > 63n || rest < -64n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  return [...bytes, Number(rest & 127n)];
}

/** An immutable global of this value. */
function constant(value) {
  if (typeof value === "bigint") return [I64, 0, ...signed(I64_CONST, value), END];
  if ((value | 0) === value) return [I32, 0, ...signed(I32_CONST, value), END];
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, Number(value), true);
  return [F64, 0, F64_CONST, ...bytes, END];
}

function text(words) {
  const bytes = encoder.encode(words);
  return [...unsigned(bytes.length), ...bytes];
}

const vector = (items) => [...unsigned(items.length), ...items.flat()];

const custom = (name, parts) => section(CUSTOM, [text(name), ...parts]);

function section(id, parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [[id, ...unsigned(length)], ...parts];
}

/** Parts as one array. */
function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
