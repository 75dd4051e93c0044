// The error for a call on an object that is torn.

import { FROM_RUST, PoisonError, lifeOf, redactedTo, traced } from "./core.js";

export function __wbh_poisoned(id, message, boundary, tornBy, file, line, column) {
  if (lifeOf(id).lineage.redact) return redactedTo(PoisonError, "the object is poisoned");
  return traced(() => new PoisonError(message, boundary, tornBy, { file, line, column }), FROM_RUST);
}
