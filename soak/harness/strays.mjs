// Errors that reached nobody.

import { onStray } from "../host.mjs";
import { describe } from "./subject.mjs";

let strays = [];

export function watchForStrays() {
  onStray((how, error) => strays.push(`${how} ${describe(error)}`));
}

// Those since the last time.
export function takeStrays() {
  const taken = strays;
  strays = [];
  return taken;
}
