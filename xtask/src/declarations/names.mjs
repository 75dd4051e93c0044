// Prints the names a module exports, and those of the members of its classes.
//
//   node names.mjs GLUE

import { resolve } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const exported = await import(pathToFileURL(resolve(argv[2])));

function kind(object, name) {
  const { get, set, value } = Object.getOwnPropertyDescriptor(object, name);
  if (get || set) return [get && "get", set && "set"].filter(Boolean).join(" and ");
  return typeof value;
}

for (const name of Object.keys(exported).sort()) {
  const value = exported[name];
  console.log(name, typeof value);
  if (typeof value !== "function") continue;
  for (const [path, object] of [[name, value], [`${name}.prototype`, value.prototype]]) {
    if (!object) continue;
    for (const member of Object.getOwnPropertyNames(object).sort()) {
      console.log(`  ${path}.${member}`, kind(object, member));
    }
  }
}
