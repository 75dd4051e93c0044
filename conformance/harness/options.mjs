// The command line.

const CHOICES = {
  build: ["unwind", "abort"],
  encoding: ["legacy", "exnref", "none"],
};

export function parseOptions(args, { deliveries }) {
  const options = { delivery: "plain", only: [], fast: false, apart: false };
  const choices = { ...CHOICES, delivery: deliveries };
  const rest = [...args];
  const value = (name) => {
    if (rest.length === 0) throw new Error(`--${name} needs a value`);
    return rest.shift();
  };
  while (rest.length > 0) {
    const name = rest.shift().replace(/^--/, "");
    if (name === "only") options.only.push(value(name));
    else if (name === "fast" || name === "apart") options[name] = true;
    else if (name in choices) options[name] = choose(name, choices[name], value(name));
    else if (["with", "alone", "json"].includes(name)) options[name] = value(name);
    else throw new Error(`there is no option --${name}`);
  }
  for (const name of Object.keys(CHOICES)) {
    if (!options[name]) throw new Error(`--${name} is missing, one of ${CHOICES[name].join(", ")}`);
  }
  if (!options.with && !options.alone) throw new Error("--with or --alone is missing, or both");
  return options;
}

function choose(name, choices, value) {
  if (!choices.includes(value)) throw new Error(`--${name} is one of ${choices.join(", ")}, not ${value}`);
  return value;
}
