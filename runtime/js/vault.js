// Bytes that outlast an instance; see runtime/src/vault.rs.

import { compartmentOf } from "./compartment.js";

// The answers of `vaultPut`, in the order of runtime/src/host/module.rs.
const [STORED, FULL, CLOSED] = [0, 1, 2];

export function vaultPut(id, key, bytes) {
  const { dead, lineage } = compartmentOf(id);
  // What an instance leaves behind while it ends may be torn.
  if (dead !== null) return CLOSED;
  const { vault, vaultLimit } = lineage;
  let size = sizeOf(key, bytes);
  for (const [other, kept] of vault) if (other !== key) size += sizeOf(other, kept);
  if (size > vaultLimit) return FULL;
  // A copy, for what Rust lends is its own memory.
  vault.set(key, bytes.slice());
  return STORED;
}

const encoder = new TextEncoder();
const sizeOf = (key, bytes) => encoder.encode(key).length + bytes.length;

export function vaultGet(id, key) {
  return compartmentOf(id).lineage.vault.get(key);
}

export function vaultRemove(id, key) {
  return compartmentOf(id).lineage.vault.delete(key);
}

export function vaultLimit(id, bytes) {
  compartmentOf(id).lineage.vaultLimit = bytes;
}
