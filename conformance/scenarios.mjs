// The scenarios, and the cells of each that a run asks for.

// Their files. A new contract group is a new row.
const GROUPS = [
  "panics",
  "async",
  "lifecycle",
  "nested",
  "exceptions",
  "endurance",
  "aborts",
  "closures",
  "swallowed",
  "waiting",
  "hook",
  "redaction",
  "hostile",
  "realms",
  "copies",
  "hooks",
  "gates",
  "torn",
  "model",
  "restart",
  "promising",
  "names",
  "stacks",
  "settings",
  "coredump",
  "sent",
  "deep",
  "ending",
  "exhausted",
  "loops",
];

export async function select({ crate, delivery, build, only }) {
  const groups = await Promise.all(GROUPS.map((group) => import(`./scenarios/${group}.mjs`)));
  const scenarios = groups
    .flatMap((group) => group.default)
    .filter((scenario) => (scenario.crate ?? "conformance") === crate)
    .filter((scenario) => (scenario.delivery ?? "plain") === delivery)
    .filter((scenario) => scenario.builds.includes(build))
    .filter((scenario) => only.length === 0 || only.includes(scenario.id));
  return scenarios.flatMap((scenario) => (scenario.cells ?? [{}]).map((cell) => ({ scenario, cell })));
}

export function describeCell(scenario, cell) {
  const title = [scenario.title, cell.title].filter(Boolean).join(": ");
  const delivery = scenario.delivery ? ` (${scenario.delivery})` : "";
  return { id: scenario.id, entry: cell.entry, cause: cell.cause?.id, scenario: title + delivery };
}
