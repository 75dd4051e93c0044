// V5: a core dump of an instance that ended, where the final crate allows it.

import { causes, inBuild } from "../harness/causes.mjs";
import { readCoredump } from "../harness/coredump.mjs";
import { entries } from "../harness/entries.mjs";
import { compile } from "../host.mjs";
import { describe, attempt, nextMacrotask } from "../harness/outcome.mjs";
import { trapOfAnotherModule } from "../harness/stacks.mjs";

const BOTH = ["unwind", "abort"];

const SECTIONS = ["core", "coremodules", "coreinstances", "corestack", "wasm-bulkhead"];

// More than the memory of any instance here.
const MUCH = 2 ** 31;

const dump = (t) => attempt(() => t.exports.bulkhead?.coredump());

const ENDS = causes();

async function taken(t, { cause, kind }) {
  t.exports.allow_coredump(MUCH, false);
  const [outcome] = await t.strike(entries.E1, cause);
  const { returned, threw } = await dump(t);
  t.expect(returned instanceof Uint8Array, `a core dump (${describe({ returned, threw })})`);
  if (returned === undefined) return;
  t.expect(compile(returned) instanceof WebAssembly.Module, "a module, to an engine");
  const core = readCoredump(returned);
  t.see(`${core.memory.length} bytes of memory, ${core.functions.length} frames`);
  for (const name of SECTIONS) t.expect(core.names.includes(name), `the section ${name}`);

  const { fault, state, globals } = core.own;
  t.expect(fault.kind === kind && typeof fault.faultId === "string" && fault.faultId === outcome.threw?.faultId, "the fault");
  t.expect(fault.message === outcome.threw?.message, "its message");
  t.expect(state.boundary === "entry_fn" || fault.boundary === "entry_fn", "the boundary");
  t.expect(state.generation === 1 && state.unwind === (t.build === "unwind"), "the state");

  const memory = new Uint8Array(t.wasm.memory.buffer);
  t.expect(core.memory.length === memory.length && core.memory.every((byte, at) => byte === memory[at]), "the memory");
  t.expect(core.pages * 65536 === memory.length, "its size");
  t.expect(globals.length === core.globals.length, "a name for each global");
  const valueOf = (name) => core.globals[globals.indexOf(name)];
  t.expect(valueOf("CONFORMANCE_PROBE") === t.wasm.CONFORMANCE_PROBE.value, "a global");
  const ran = new DataView(core.memory.slice().buffer).getUint32(valueOf("CONFORMANCE_PROBE"), true);
  t.expect(ran === t.probe.read().ran && ran > 0, "a static, by its address");
  const pointer = valueOf("__stack_pointer");
  t.expect(pointer < state.address || kind !== "stack_overflow", "the shadow stack pointer as it was");

  const indices = [...String(fault.stack).matchAll(/wasm-function\[(\d+)\]/g)].map(([, index]) => Number(index));
  t.expect(core.functions.join() === indices.join(), "the functions of the stack");
  if (/wasm-function\[\d/.test(trapOfAnotherModule().stack)) t.expect(indices.length > 0, "frames");
  else t.concede("stacks do not tell the functions of wasm");
}

// A fault hook needs the shadow stack, and begins at its base after an overflow.
async function behindHook(t) {
  t.exports.hook_faults(false);
  t.exports.allow_coredump(MUCH, false);
  const base = t.wasm.probe_stack();
  await t.strike(entries.E1, "overflow of the shadow stack");
  const { returned } = await dump(t);
  const core = returned && readCoredump(returned);
  t.expect(t.told.length === 1, "a hook that heard");
  const pointer = core?.globals[core.own.globals.indexOf("__stack_pointer")];
  t.see(`the shadow stack pointer at ${pointer}, which began at ${base}`);
  t.expect(pointer < base / 2, "the shadow stack pointer of the fault");
}

const REFUSED = {
  "that is not allowed": { words: "the application allows none" },
  "of an instance that lives": { allow: [MUCH, false], lives: true, words: "the instance lives" },
  "of a memory that is too large": { allow: [65536, false], words: "and 65536 are allowed" },
  "with redaction": { allow: [MUCH, false], redact: true, words: "what is redacted" },
};

async function refused(t, { allow, lives, redact, words }) {
  if (redact) t.exports.hook_faults(true);
  if (allow) t.exports.allow_coredump(...allow);
  if (!lives) await t.strike(entries.E1, "unreachable");
  const outcome = await dump(t);
  t.see(describe(outcome));
  t.expect(outcome.threw instanceof Error && outcome.threw.message.includes(words), `an error that says "${words}"`);
}

async function evenRedacted(t) {
  t.exports.hook_faults(true);
  t.exports.allow_coredump(MUCH, true);
  const [{ threw }] = await t.strike(entries.E1, "unreachable");
  const { returned } = await dump(t);
  t.expect(returned && readCoredump(returned).own.fault.faultId === threw?.faultId, "a core dump of this fault");
}

// Before it is replaced, and not of the one that takes its place.
async function withRestart(t) {
  t.exports.allow_coredump(MUCH, false);
  t.exports.restart();
  const dumps = [];
  const stop = t.exports.bulkhead?.onFault(() => dumps.push(t.exports.bulkhead.coredump()));
  const { memory } = t.wasm;
  await t.strike(entries.E1, "unreachable");
  await nextMacrotask();
  stop?.();
  t.follow();
  t.expect(dumps.length === 1, "a core dump in the listener");
  t.expect(dumps[0] && readCoredump(dumps[0]).memory.length === memory.buffer.byteLength, "of the old memory");
  const outcome = await dump(t);
  t.see(describe(outcome));
  t.expect(outcome.threw?.message.includes("the instance lives"), "none of the new one");
}

// A listener that asks for what is not allowed changes nothing of the end.
async function failingListener(t) {
  const { error } = console;
  console.error = () => {};
  const stop = t.exports.bulkhead?.onFault(() => t.exports.bulkhead.coredump());
  const [{ threw }] = await t.strike(entries.E1, "unreachable").finally(() => (console.error = error));
  stop?.();
  t.expect(threw?.kind === "unreachable", "the error of the fault");
  t.expect(t.exports.bulkhead?.state().live === false, "an instance that ended");
}

const V5 = { id: "V5", builds: BOTH };

export default [
  ...BOTH.map((build) => ({
    ...V5,
    title: "a core dump",
    builds: [build],
    cells: inBuild(ENDS, build).map((end) => ({ ...end, title: end.cause })),
    run: taken,
  })),
  { ...V5, title: "a core dump behind a fault hook", run: behindHook },
  { ...V5, title: "no core dump", cells: Object.entries(REFUSED).map(([title, cell]) => ({ title, ...cell })), run: refused },
  { ...V5, title: "a core dump with redaction, where that is said", run: evenRedacted },
  { ...V5, title: "a core dump with a restart", run: withRestart },
  { ...V5, title: "a listener without leave", run: failingListener },
];
