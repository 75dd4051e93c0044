// What the core offers, whichever way the guard gets in front of an instance. The features are
// files of their own, which import what they need from here.

export { __wbh_call, __wbh_text, __wbh_value } from "./call.js";

/** For the files of the features, and for nothing else. */
export { added, unguarded, lifeOf, isGuarded, flagAddress, Word, Task, NOTHING, LIVE, ENDED, GUARDS } from "./life.js";
export { InstanceAbortError, PanicError, PoisonError, StaleError, redacted, redactedTo, setCause } from "./errors.js";
export { TASK, check, closedError, dig, endByReset, endByThread, failed, refusal, told } from "./end.js";
export { completed, identify, ready, report } from "./panics.js";
export { newest } from "./adopt.js";
export { boundaryBehind, isClosure, nameOf } from "./names.js";
export { FROM_JS, FROM_RUST, traced, withoutStack } from "./stacks.js";
export { begins, has, hide, isMadeBy, later, soon } from "./intrinsics.js";
