// The error for a call on an object that is torn.

import { PoisonError, lifeOf, redactedTo } from "./core.js";

export function __wbh_poisoned(id, message, boundary, tornBy, file, line, column) {
  if (lifeOf(id).lineage.redact) return redactedTo(PoisonError, "the object is poisoned");
  return new PoisonError(message, boundary, tornBy, { file, line, column });
}
