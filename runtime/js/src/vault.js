// Bytes that outlast an instance; see runtime/src/vault.rs.

import { lifeOf } from "./core.js";

const { Map, TextEncoder } = globalThis;

// What `__wbh_vault_put` returns, in the order of runtime/src/host/vault.rs.
const [STORED, FULL, CLOSED] = [0, 1, 2];

class Vault {
  kept = new Map();
  /** In bytes; as runtime/src/vault.rs says. */
  limit = 16 * 1024 * 1024;
}

export const vaultOf = (id) => (lifeOf(id).lineage.vault ??= new Vault());

export function __wbh_vault_put(id, key, bytes) {
  // What an instance leaves behind while it ends may be torn.
  if (lifeOf(id).gate.shut) return CLOSED;
  const { kept, limit } = vaultOf(id);
  let size = sizeOf(key, bytes);
  for (const [other, value] of kept) if (other !== key) size += sizeOf(other, value);
  if (size > limit) return FULL;
  // A copy, for what Rust lends is its own memory.
  kept.set(key, bytes.slice());
  return STORED;
}

const encoder = new TextEncoder();
const sizeOf = (key, bytes) => encoder.encode(key).length + bytes.length;

export function __wbh_vault_get(id, key) {
  return vaultOf(id).kept.get(key);
}

export function __wbh_vault_remove(id, key) {
  return vaultOf(id).kept.delete(key);
}

export function __wbh_vault_limit(id, bytes) {
  vaultOf(id).limit = bytes;
}
