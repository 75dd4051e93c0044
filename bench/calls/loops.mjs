// What is timed: for each kind of entry a loop that calls it `times` times, and returns whether the
// calls did their work.
//
// This file is imported once for each build, under a query string of its own, so that each has its
// own code with its own feedback for the engine's optimiser. With one loop for all builds, the call
// in it would be one of several targets, which the optimiser treats as no user's call is treated.

const TEXT = "a string of some forty ASCII characters.";

/** Loops by what they measure. */
export function makeLoops(glue) {
  const counter = new glue.Counter();
  const field = new glue.Counter();
  field.total = 1;
  const closure = glue.adder(1);
  return {
    function: (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum = glue.add(sum, 1);
      return sum === times;
    },
    "function, opaque": (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum = glue.add_opaque(sum, 1);
      return sum === times;
    },
    method: (times) => {
      const before = counter.add(0);
      let now = before;
      for (let i = 0; i < times; i++) now = counter.add(1);
      return now === ((before + times) | 0);
    },
    "method, opaque": (times) => {
      const before = counter.add_opaque(0);
      let now = before;
      for (let i = 0; i < times; i++) now = counter.add_opaque(1);
      return now === ((before + times) | 0);
    },
    field: (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum += field.total;
      return sum === times;
    },
    "string argument": (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum += glue.measure(TEXT);
      return sum === times * TEXT.length;
    },
    "string result": (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum += glue.spell(TEXT.length).length;
      return sum === times * TEXT.length;
    },
    "object made and freed": (times) => {
      for (let i = 0; i < times; i++) new glue.Counter().free();
      return true;
    },
    closure: (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum = closure(sum);
      return sum === times;
    },
    import: (times) => glue.visit_often(times) === times,
    "async function": async (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum = await glue.add_later(sum, 1);
      return sum === times;
    },
    panic: (times) => failOften(glue, times),
    "panic without a stack": (times) => {
      const limit = Error.stackTraceLimit;
      Error.stackTraceLimit = 0;
      try {
        return failOften(glue, times);
      } finally {
        Error.stackTraceLimit = limit;
      }
    },
    ...payloads(glue),
  };
}

function failOften(glue, times) {
  let caught = 0;
  for (let i = 0; i < times; i++) {
    try {
      glue.fail(i);
    } catch (error) {
      if (error.name === "PanicError" && error.message === `as it was told, with ${i}`) caught++;
    }
  }
  return caught === times;
}

// A string argument of each length.
function payloads(glue) {
  const lengths = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536];
  const loop = (text) => (times) => {
    let sum = 0;
    for (let i = 0; i < times; i++) sum += glue.measure(text);
    return sum === times * text.length;
  };
  return Object.fromEntries(lengths.map((length) => [`payload ${length}`, loop("a".repeat(length))]));
}
