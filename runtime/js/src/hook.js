// The parts of a fault, for the hook in Rust; see `Part` in runtime/src/host/mod.rs.

import { lifeOf } from "./core.js";

const PARTS = [
  (fault) => fault.kind,
  (fault) => fault.message,
  (fault) => fault.boundary,
  (fault) => fault.location?.file,
  (fault) => fault.location?.line,
  (fault) => fault.location?.column,
  (fault) => fault.faultId,
  (fault) => fault.stack,
];

/** A part of the fault that the hook is being told of; the last is where the newest panic struck. */
export function __wbh_part(id, which) {
  const life = lifeOf(id);
  if (which === PARTS.length) return struckAt(life.panics.at(-1)?.error.location);
  return life.fault === null ? "" : String(PARTS[which](life.fault) ?? "");
}

const struckAt = (at) => (at === undefined ? "" : `${at.file}:${at.line}:${at.column}`);
