/** A place in the source. Lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A panic that was caught at a boundary, or a future that was dropped; the instance lives on. */
export class PanicError extends Error {
  private constructor();
  readonly name: "PanicError";
  readonly kind: "panic";
  /** The JavaScript name of the entry that panicked. */
  readonly boundary: string;
  /** Where it panicked, if our panic hook saw it. */
  readonly location?: SourceLocation;
  /** Tells this fault from all others, also where the rest is redacted. */
  readonly faultId: string;
  /** The number of the instance that it struck. */
  readonly generation: number;
  /** Whether destructors ran on the way; not where the application has a panic end its call alone. */
  readonly unwound: boolean;
  /** The value that the panic carried, if that was one of JavaScript's. */
  readonly cause?: unknown;
  /** What can be sent elsewhere, and `bulkhead.revive` makes this error of again. */
  toJSON(): FaultJson;
}

/**
 * The instance has ended: no body of it runs again. `cause` is what the engine threw, and for a
 * call that was refused the error that ended the instance. It is a `WebAssembly.RuntimeError`, as
 * which not every `lib` declares it.
 */
export class InstanceAbortError extends Error {
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
  readonly location?: SourceLocation;
  readonly cause?: unknown;
  /** Tells this fault from all others, also where the rest is redacted. */
  readonly faultId: string;
  /** The number of the instance that it struck. */
  readonly generation: number;
  /** Whether this is of a call that came later, and ran nothing. */
  readonly refused: boolean;
  toJSON(): FaultJson;
}

/** A fault as it is sent elsewhere. `Fault::to_json` in Rust has all of it that is not of JavaScript alone. */
export interface FaultJson {
  readonly kind: PanicError["kind"] | InstanceAbortError["kind"];
  readonly message: string;
  readonly boundary?: string;
  readonly location?: SourceLocation;
  readonly faultId: string;
  readonly generation: number;
  readonly stack?: string;
  /** The same for faults that have the same cause: the boundary, and where it panicked or else the kind. */
  readonly groupingKey: string;
  readonly name: "PanicError" | "InstanceAbortError";
  readonly refused?: boolean;
  readonly unwound?: boolean;
  readonly cause?: unknown;
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
  readonly location?: SourceLocation;
  toJSON(): object;
}

/** A call on an object, or of a closure, of an instance that has been replaced. */
export class StaleError extends Error {
  private constructor();
  readonly name: "StaleError";
  readonly kind: "stale";
  toJSON(): object;
}

export const bulkhead: {
  /** Calls `listener` with every fault, in full; returns a function that unsubscribes. */
  onFault(listener: (fault: PanicError | InstanceAbortError) => void): () => void;
  /** How the instance behind this package stands. */
  state(): {
    readonly live: boolean;
    readonly generation: number;
    readonly guard: "plain" | "finished" | "off" | "degraded" | "passive";
    /** Why the guard does not stand. */
    readonly why?: string;
    /** Why the instance ended. */
    readonly reason?: string;
    /** Exports that the guard does not cover, since JavaScript may suspend them. */
    readonly uncovered: readonly string[];
    /** Exports of the module that no boundary stands behind, because nothing annotates them. */
    readonly unguarded: readonly string[];
    /** How many instances aborted, and how often by what kind. */
    readonly aborts: number;
    readonly causes: { readonly [kind in Exclude<InstanceAbortError["kind"], "reset">]?: number };
    /** How many calls of timers and listeners were silent, where the application wants that. */
    readonly silenced: number;
    /** How many calls a panic ended without unwinding, where the application wants that. */
    readonly leftBehind: number;
  };
  /** The number of the instance, 1 at first, plus one for each that replaced another. */
  readonly generation: number;
  /**
   * Replaces the instance by a fresh one, be it alive or not. It ends at once, and what waits rejects
   * with kind "reset"; the fresh one serves from the next task on, with the vault as it was. Throws, and changes nothing, while a frame of the instance
   * is on the stack, with shared memory, where the guard does not stand, and where the glue
   * cannot make a second instance: on the targets deno and bundler it has to be finished, and
   * on the latter the module to be fetched.
   */
  reset(): void;
  /**
   * The memory, globals and stack of the instance that has ended, as a core dump in the format of
   * WebAssembly's tool conventions. With recovery it is there until the next instance serves: take it
   * in a listener of `onFault`. Throws while the instance lives, and where the application does not
   * allow it (`Bulkhead::coredump`): not at all, not with redaction, or not of so large a memory.
   */
  coredump(): Uint8Array;
  /**
   * The error that `toJSON` made this of, in another thread or earlier: of the same class, with the
   * same properties. Returns undefined for anything else.
   */
  revive(sent: unknown): PanicError | InstanceAbortError | PoisonError | StaleError | undefined;
};
