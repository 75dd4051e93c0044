// The command line.

import { DELIVERIES } from "../deliveries.mjs";
import { PROBES } from "./crate.mjs";

const CHOICES = {
  build: ["unwind", "abort"],
  encoding: ["legacy", "exnref", "none"],
  delivery: Object.keys(DELIVERIES),
  crate: Object.keys(PROBES),
  in: ["chromium", "firefox", "workerd"],
};

// How often P11 panics through each entry.
const PANICS = { usually: 20_000, fast: 500 };

export function parseOptions(args) {
  const options = { delivery: "plain", crate: "conformance", only: [], panics: PANICS.usually };
  const rest = [...args];
  const value = (name) => {
    if (rest.length === 0) throw new Error(`--${name} needs a value`);
    return rest.shift();
  };
  while (rest.length > 0) {
    const name = rest.shift().replace(/^--/, "");
    if (name === "only") options.only.push(value(name));
    else if (name === "fast") options.panics = PANICS.fast;
    else if (name === "panics") options.panics = count(name, value(name));
    else if (name === "seed") options.seed = count(name, value(name));
    // Of a part: its first cell, and the one behind its last.
    else if (name === "from" || name === "to") options[name] = Number(value(name));
    else if (name in CHOICES) options[name] = choose(name, CHOICES[name], value(name));
    else if (["with", "alone", "finished", "json"].includes(name)) options[name] = value(name);
    else throw new Error(`there is no option --${name}`);
  }
  for (const name of ["build", "encoding"]) {
    if (!options[name]) throw new Error(`--${name} is missing, one of ${CHOICES[name].join(", ")}`);
  }
  if (!options.with && !options.alone && !options.finished) {
    throw new Error("--with, --alone or --finished is missing, or all of them");
  }
  return options;
}

function choose(name, choices, value) {
  if (!choices.includes(value)) throw new Error(`--${name} is one of ${choices.join(", ")}, not ${value}`);
  return value;
}

function count(name, value) {
  if (!/^[1-9][0-9]*$/.test(value)) throw new Error(`--${name} is a number, not ${value}`);
  return Number(value);
}
