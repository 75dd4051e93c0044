/** A panic that was caught at a boundary, or a future that was dropped; the instance lives on. */
export class PanicError extends Error {
  private constructor();
  readonly name: "PanicError";
  readonly kind: "panic";
  /** The JavaScript name of the entry that panicked. */
  readonly boundary: string;
  /** Where it panicked, if our panic hook saw it. */
  readonly location?: { readonly file: string; readonly line: number; readonly column: number };
  /** Tells this fault from all others, also where the rest is redacted. */
  readonly fault: string;
}

/** The instance has ended: no body of it runs again. `cause` is what the engine threw. */
export class InstanceAbortError extends WebAssembly.RuntimeError {
  private constructor();
  readonly name: "InstanceAbortError";
  readonly kind:
    | "panic_abort"
    | "unreachable"
    | "stack_overflow"
    | "out_of_memory"
    | "memory"
    | "explicit"
    | "reset"
    | "unknown";
  readonly boundary?: string;
  readonly location?: { readonly file: string; readonly line: number; readonly column: number };
  readonly cause?: unknown;
  /** Tells this fault from all others, also where the rest is redacted. */
  readonly fault: string;
}

/** A call on an object that an earlier one left torn: no body was run. */
export class PoisonError extends Error {
  private constructor();
  readonly name: "PoisonError";
  readonly kind: "poison";
  /** The JavaScript name of the entry that was called. */
  readonly boundary?: string;
  /** The JavaScript name of the entry that left the object torn. */
  readonly tornBy?: string;
  /** Where that panicked, or where it is if it was cut short without a panic. */
  readonly location?: { readonly file: string; readonly line: number; readonly column: number };
}

/** A call on an object, or of a closure, of an instance that has been replaced. */
export class StaleError extends Error {
  private constructor();
  readonly name: "StaleError";
  readonly kind: "stale";
}

export const bulkhead: {
  /** Calls `listener` with every fault, in full; answers with how to stop. */
  onFault(listener: (fault: PanicError | InstanceAbortError) => void): () => void;
  /** How the instance behind this package stands. */
  state(): {
    readonly live: boolean;
    readonly generation: number;
    readonly guard: "plain" | "finished" | "off" | "degraded" | "passive";
    /** Why the instance ended. */
    readonly reason?: string;
    /** Exports that the guard does not cover. */
    readonly uncovered: readonly string[];
    /** How many instances aborted, and how often by what kind. */
    readonly deaths: number;
    readonly causes: { readonly [kind in Exclude<InstanceAbortError["kind"], "reset">]?: number };
  };
  /** The number of the instance, 1 at first, plus one for each that replaced another. */
  readonly generation: number;
  /**
   * Replaces the instance by a fresh one, be it alive or not. What waits rejects with kind
   * "reset", and the vault is kept. Throws, and changes nothing, while a frame of the instance
   * is on the stack, with shared memory, where the guard does not stand, and where the glue
   * cannot make a second instance: on the targets deno and bundler it has to be finished, and
   * on the latter the module to be fetched.
   */
  reset(): void;
};
