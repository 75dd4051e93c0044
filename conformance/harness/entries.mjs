// The ways into Rust, by the contract's numbers. A new way is a new row.
//
// prepare   makes what the call needs, before anything fails
// call      enters; the body is always probe::body
// boundary  the name that errors must carry; for a closure the site of its source
// once      what `prepare` made serves for one call only
// silent    in a closed instance it does nothing instead of throwing
// unheard   it has no caller who could be given an error
// beside    the exports guard does not see it, only the gate in Rust does, which in unwind builds can
//           throw no error of its own through the glue's closed imports
// waits     without the exports guard it would wait for ever in a closed instance
// ends      a panic ends the instance, by the policy of the export
// release   gives back what a call that failed has left

import { finalize } from "./finalizers.mjs";
import { gate, macrotask } from "./outcome.mjs";
import { site } from "./sites.mjs";

// Taken before any glue is loaded, as other code that shares the instance could have.
const { get } = Object.getOwnPropertyDescriptor(WebAssembly.Instance.prototype, "exports");
const genuineExports = (instance) => get.call(instance);

const subject = ({ exports }) => new exports.Subject();
const shed = ({ exports }) => new exports.Shed();
const forge = ({ exports }) => new exports.Forge();

const closure = (form) => ({
  title: `closure by ${form}`,
  boundary: site(`closure: ${form}`),
  prepare: ({ exports }) => exports.make_closure(form),
  call: (_, closure) => closure(0),
  once: form.startsWith("once"),
});

// A body that begins when a promise of JavaScript's is settled.
const continuation = (title, boundary, begin) => ({
  title,
  boundary,
  prepare: (t) => {
    const { promise, open } = gate();
    const given = begin(t, promise);
    // Handled from the start, since the instance may end before the call.
    given.catch(() => {});
    return { open, given };
  },
  call: (_, { open, given }) => {
    open();
    return given;
  },
  once: true,
  waits: true,
});

const later = (title, defer) => ({
  title,
  boundary: site("closure: Fn"),
  prepare: ({ exports }) => exports.make_closure("Fn"),
  call: (_, closure) => new Promise((resolve, reject) => {
    defer(() => {
      try {
        resolve(closure());
      } catch (error) {
        reject(error);
      }
    });
  }),
});

export const entries = {
  E1: { title: "function", boundary: "entry_fn", call: ({ exports }) => exports.entry_fn() },
  "E1 js_name": {
    title: "function with a js_name",
    boundary: "entryRenamed",
    call: ({ exports }) => exports.entryRenamed(),
  },
  "E1 js_namespace": {
    title: "function in a js_namespace",
    boundary: "tools.sharpen",
    call: ({ exports }) => exports.tools.sharpen(),
  },
  E2: { title: "async function", boundary: "entry_async", call: ({ exports }) => exports.entry_async() },
  E3: {
    title: "method by &self",
    boundary: "Subject.look",
    prepare: subject,
    call: (_, subject) => subject.look(),
  },
  "E3 &mut": {
    title: "method by &mut self",
    boundary: "Subject.touch",
    prepare: subject,
    call: (_, subject) => subject.touch(),
  },
  "E3 self": {
    title: "method by self",
    boundary: "Subject.consume",
    prepare: subject,
    call: (_, subject) => subject.consume(),
    once: true,
  },
  "E3 js_class": {
    title: "method with a js_name in a js_class",
    boundary: "Alias.lookTwice",
    prepare: ({ exports }) => new exports.Alias(),
    call: (_, alias) => alias.lookTwice(),
  },
  E4: { title: "static", boundary: "Subject.survey", call: ({ exports }) => exports.Subject.survey() },
  E5: { title: "constructor", boundary: "new Subject", call: ({ exports }) => new exports.Subject() },
  E6: {
    title: "getter",
    boundary: "get Subject.level",
    prepare: subject,
    call: (_, subject) => subject.level,
  },
  "E5 other": { title: "constructor of another name", boundary: "new Forge", call: ({ exports }) => new exports.Forge() },
  "E6 other": {
    title: "getter of another name",
    boundary: "get Forge.heat",
    prepare: forge,
    call: (_, forge) => forge.heat,
  },
  "E7 other": {
    title: "setter of another name",
    boundary: "set Forge.heat",
    prepare: forge,
    call: (_, forge) => (forge.heat = 1),
  },
  "E8 other": {
    title: "pub field of another name",
    boundary: "get Forge.mould",
    prepare: forge,
    call: (_, forge) => forge.mould,
  },
  "E3 symbol": {
    title: "method by a symbol",
    boundary: "Forge.[Symbol.iterator]",
    prepare: forge,
    call: (_, forge) => forge[Symbol.iterator](),
  },
  "E6 js_name": {
    title: "getter with a js_name in a js_class",
    boundary: "get Alias.altitude",
    prepare: ({ exports }) => new exports.Alias(),
    call: (_, alias) => alias.altitude,
  },
  E7: {
    title: "setter",
    boundary: "set Subject.level",
    prepare: subject,
    call: (_, subject) => (subject.level = 1),
  },
  E8: {
    title: "pub field, read",
    boundary: "get Subject.echo",
    prepare: subject,
    call: (_, subject) => subject.echo,
  },
  "E8 set": {
    title: "pub field, written",
    boundary: "set Subject.shed",
    prepare: (t) => [subject(t), shed(t)],
    call: (_, [subject, shed]) => (subject.shed = shed),
    release: ([subject]) => subject.free(),
    once: true,
  },
  E9: {
    title: "free()",
    boundary: "Shed.free",
    prepare: shed,
    call: (_, shed) => shed.free(),
    once: true,
    silent: true,
  },
  E10: {
    title: "finalizer",
    prepare: shed,
    call: (_, shed) => finalize(shed),
    once: true,
    silent: true,
    unheard: true,
  },
  E11: closure("Fn"),
  "E11 FnMut": closure("FnMut"),
  "E11 own": closure("own"),
  "E11 wrap": closure("wrap"),
  "E11 boxed": closure("boxed"),
  "E11 macro": closure("macro"),
  "E11 macro dyn": closure("macro dyn"),
  "E11 macro let": closure("macro let"),
  "E11 macro assert": closure("macro assert"),
  "E11 let": closure("let"),
  "E11 argument": closure("with argument"),
  E12: closure("once"),
  "E12 macro": closure("once macro"),
  "E12 into_js": closure("once_into_js"),
  E13: { title: "raw export that throws", boundary: "raw_throw", call: ({ wasm }) => wasm.raw_throw() },
  "E13 value": {
    title: "raw export that returns a value",
    boundary: "raw_value",
    call: ({ wasm }) => wasm.raw_value(),
    onPanic: -1,
  },
  "E13 abort": {
    title: "raw export that aborts on a panic",
    boundary: "raw_abort",
    call: ({ wasm }) => wasm.raw_abort(),
    ends: true,
  },
  E14: later("closure from a timer", (call) => setTimeout(call, 0)),
  "E14 microtask": later("closure from a microtask", (call) => queueMicrotask(call)),
  "E14 export": continuation("async function after an await", "entry_async_continued", ({ exports }, promise) =>
    exports.entry_async_continued(promise),
  ),
  "E14 promise": continuation("future of future_to_promise after an await", "async export", ({ exports }, promise) =>
    exports.promise_after(promise),
  ),
  "E14 task": {
    title: "spawned task after an await",
    boundary: "spawned task",
    prepare: ({ exports }) => {
      const { promise, open } = gate();
      exports.spawn_after(promise);
      return open;
    },
    call: (_, open) => {
      open();
      return macrotask();
    },
    once: true,
    silent: true,
    unheard: true,
  },
  E15: {
    title: "function-table call of an annotated body",
    boundary: "raw_throw",
    prepare: ({ exports, wasm }) => exports.function_table().get(wasm.slot_annotated()),
    call: (_, function_) => function_(),
  },
  "E15 genuine": {
    title: "call of an annotated body by the engine's own function",
    prepare: ({ exports }) => genuineExports(exports.instance()).raw_throw,
    call: (_, function_) => function_(),
    beside: true,
  },
};

// Closures whose panic ends the instance, since what they capture must not be seen after it or since
// they are asked to.
const aborting = (form) => ({
  title: `made by ${form}`,
  boundary: site(`closure: aborting ${form}`),
  prepare: ({ exports }) => exports.make_aborting(form),
  call: (_, closure) => closure(0),
});

const ABORTING = [
  "new",
  "own",
  "wrap",
  "boxed",
  "let",
  "macro",
  "macro abort",
  "once",
  "once macro",
  "once_into_js",
  "value",
  "once value",
  "once_into_js value",
  "new_aborting",
  "new_aborting elsewhere",
];

export const abortingClosures = Object.fromEntries(ABORTING.map((form) => [`L3 ${form}`, aborting(form)]));

for (const [key, entry] of Object.entries({ ...entries, ...abortingClosures })) entry.key = key;

// Every row of these numbers: "E3" stands for each kind of method.
export function entriesOf(...numbers) {
  return Object.values(entries).filter(({ key }) => numbers.includes(key.split(" ")[0]));
}
