// The core, in the order in which it comes to life. Its features are files of their own, which
// import what they need from here.

import { cannotGuard } from "./degraded.js";
import { install } from "./install.js";
import { unguarded, lifeOf, isGuarded, Word, Task, LIVE, ENDED, GUARDS } from "./life.js";

/** How the guard gets in front of an instance: "plain", by intrinsics, or "finished", by the glue. */
const DELIVERY = "plain";

if (DELIVERY === "plain" && !install()) cannotGuard("the intrinsics of this realm are frozen");

export { __wbh_call, __wbh_text, __wbh_value } from "./call.js";
export { __wbh_glue } from "./finished.js";

/** For the files of the features, and for nothing else. */
export { unguarded, lifeOf, isGuarded, Word, Task, LIVE, ENDED, GUARDS };
export { InstanceAbortError, PanicError, PoisonError, SENT, StaleError, redacted, redactedTo, setCause } from "./errors.js";
export { TASK, check, closedError, endByReset, endByThread, failed, refusal, told } from "./end.js";
export { nextFault, ready, report } from "./panics.js";
export { newest } from "./install.js";
export { unguardedExports } from "./names.js";
export { FROM_JS, FROM_RUST, traced, withoutStack } from "./stacks.js";
export { hide, later, soon } from "./intrinsics.js";
export { flagAddress } from "./life.js";
