// U6 and D2: whatever an export is called and however it is written, it does what it does alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";

import { MODES, buildOf } from "./builds.mjs";

const KINDS = ["alone", "with", "js-api"];

async function load(kind, mode) {
  const directory = buildOf(`every-kind-${kind}`, "web", mode);
  const glue = await import(pathToFileURL(join(directory, "every_kind.js")));
  glue.initSync({ module: readFileSync(join(directory, "every_kind_bg.wasm")) });
  return glue;
}

// Those that src/names.rs makes by a macro.
const SOURCE = readFileSync(new URL("../ui-tests/every-kind/src/names.rs", import.meta.url), "utf8");
const INTERNAL = /^exported! \{([^}]*)\}/m.exec(SOURCE)[1].trim().split(/\s+/);

const CALLS = {
  "names that are used inside of wasm-bulkhead": (glue) => INTERNAL.map((name) => glue[name](5)),
  "a class whose items a macro wrote": (glue) => {
    const life = new glue.Life(1, 2);
    return [life.shut, life.depth, life.sum(), (life.shut = 7), life.sum(), glue.unmangled_object(life)];
  },
  "no_mangle": (glue) => glue.unmangled(6),
  "cfg_attr": (glue) => [glue.byCfg(3), glue.maybeExported()],
  "this": ({ who, whoAnd }) => {
    const object = { who, whoAnd };
    return [who() === undefined, object.who() === object, who.call(7), object.whoAnd(3)[1], whoAnd.call(undefined, 3)];
  },
  "extends": (glue) => {
    const derived = new glue.Derived();
    return [derived.level, derived.extra.x, derived instanceof glue.Base, (derived.level = 9), derived.level];
  },
  "reserved words": (glue) => [glue._delete(1, 2), glue.fill.length],
};

for (const mode of MODES) {
  for (const [what, call] of Object.entries(CALLS)) {
    test(`${mode}: ${what}`, async () => {
      const [alone, ...others] = await Promise.all(KINDS.map((kind) => load(kind, mode)));
      const expected = call(alone);
      for (const glue of others) assert.deepEqual(call(glue), expected);
    });
  }

  test(`${mode}: every export has its boundary`, async () => {
    const { bulkhead } = await load("js-api", mode);
    assert.deepEqual(bulkhead.state().unguarded, []);
  });
}

test("there are names to try", () => {
  assert.ok(INTERNAL.length > 20 && INTERNAL.includes("report"));
});
