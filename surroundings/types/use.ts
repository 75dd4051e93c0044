// What TypeScript makes of the declarations in a program for Node, without `lib` dom.

import { InstanceAbortError, PanicError, PoisonError, StaleError, bulkhead } from "conformance";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_ extends true>(): void {}

export function tell(error: unknown): string {
  if (error instanceof InstanceAbortError) {
    // All that an `Error` has, and its own.
    const words: string = error.message + (error.stack ?? "") + error.name;
    holds<Same<typeof error.cause, unknown>>();
    return error.kind === "stack_overflow" ? words : `${error.faultId} ${error.generation.toFixed()}`;
  }
  if (error instanceof PanicError || error instanceof PoisonError || error instanceof StaleError) {
    // The kind tells them apart.
    switch (error.kind) {
      case "panic":
        holds<Same<typeof error, PanicError>>();
        return `${error.boundary} ${error.location?.line} ${error.unwound}`;
      case "poison":
        holds<Same<typeof error, PoisonError>>();
        return error.tornBy ?? "";
      case "stale":
        holds<Same<typeof error, StaleError>>();
        return error.message;
    }
  }
  return String(error);
}

export const stop: () => void = bulkhead.onFault((fault) => {
  if (fault.kind === "panic") holds<Same<typeof fault, PanicError>>();
  else holds<Same<typeof fault, InstanceAbortError>>();
});

export const grouped = (error: PanicError | InstanceAbortError): string => {
  const { groupingKey, faultId, kind }: ReturnType<PanicError["toJSON"]> = error.toJSON();
  return `${groupingKey} ${faultId} ${kind}`;
};

const state = bulkhead.state();
holds<Same<typeof state.guard, "plain" | "finished" | "off" | "degraded" | "passive">>();
export const numbers: number = state.aborts + state.silenced + state.leftBehind + (state.causes.unreachable ?? 0);
export const lists: readonly string[] = [...state.uncovered, ...state.unguarded];

export const revived = bulkhead.revive(JSON.parse(JSON.stringify(new Error())));
export const name_: string | undefined = revived?.name;
export const core: number = bulkhead.coredump().length;

// What is wrong is said.
// @ts-expect-error a kind that there is not
export const never = (error: InstanceAbortError) => error.kind === "panic";
// @ts-expect-error nobody makes one
export const made = new PanicError();
