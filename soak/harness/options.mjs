// The command line: `--name VALUE`, or `--name` for what is on or off.

// `spec` has for each option its default: a number, a boolean, or a string or undefined.
export function parseOptions(args, spec) {
  const options = { ...spec };
  const rest = [...args];
  while (rest.length > 0) {
    const word = rest.shift();
    const name = word.replace(/^--/, "");
    if (!word.startsWith("--") || !(name in spec)) throw new Error(`there is no option ${word}`);
    if (typeof spec[name] === "boolean") {
      options[name] = true;
      continue;
    }
    if (rest.length === 0) throw new Error(`${word} needs a value`);
    options[name] = typeof spec[name] === "number" ? number(word, rest.shift()) : rest.shift();
  }
  if (!["unwind", "abort"].includes(options.build)) throw new Error("--build is unwind or abort");
  return options;
}

function number(word, text) {
  if (!/^[0-9]+$/.test(text)) throw new Error(`${word} is a number, not ${text}`);
  return Number(text);
}
