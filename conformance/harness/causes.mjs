// What ends an instance, and the kind that its errors tell, once for all scenarios. A deed is called so in
// src/cause.rs; a panic ends an instance where it cannot be caught.

const CAUSES = {
  A1: { cause: "unreachable", kind: "unreachable" },
  "A1 access": { cause: "access out of bounds", kind: "memory" },
  "A1 call": { cause: "bad indirect call", kind: "memory" },
  "A2 shadow": { cause: "overflow of the shadow stack", kind: "stack_overflow" },
  "A2 engine": { cause: "overflow of the engine's stack", kind: "stack_overflow" },
  A3: { cause: "out of memory", kind: "out_of_memory" },
  "A3 all": { cause: "out of all memory", kind: "out_of_memory" },
  A5: { cause: "process::abort", kind: "unreachable" },
  A6: { cause: "abort for a reason", kind: "explicit" },
  A7: { cause: "panic", kind: "panic_abort", builds: ["abort"] },
  "A7 value": { cause: "payload JsValue", kind: "panic_abort", builds: ["abort"] },
};

/** The panic that is caught, and ends nothing. */
export const PANIC = { id: "P", cause: "panic", kind: "panic", builds: ["unwind"] };

const BOTH = ["unwind", "abort"];

/** The cause of this id, and what a scenario has to know of it beside. */
export function causeOf(id, more) {
  if (!Object.hasOwn(CAUSES, id)) throw new Error(`there is no cause ${id}`);
  return { id, builds: BOTH, ...CAUSES[id], ...more };
}

/** Those that differ from another in their kind or words alone. */
const VARIANTS = ["A1 access", "A1 call", "A7 value"];

/** The causes of these ids; all that differ in what happens, if none is named. */
export const causes = (...ids) => (ids.length === 0 ? ALL : ids).map((id) => causeOf(id));

const ALL = Object.keys(CAUSES).filter((id) => !VARIANTS.includes(id));

/** Those of `list` that end an instance of this build. */
export const inBuild = (list, build) => list.filter(({ builds }) => builds.includes(build));
