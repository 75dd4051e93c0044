// A page: runs what its address says and tells the server the results.

const { fetch } = globalThis;
const { stringify } = JSON;

async function tell(message) {
  await fetch("/told", { method: "POST", body: stringify(message) });
}

try {
  const args = JSON.parse(new URLSearchParams(location.search).get("args"));
  // What cannot be loaded is told, too.
  const { runPart } = await import("../../part.mjs");
  await tell({ results: await runPart(args) });
} catch (error) {
  await tell({ failed: `${error}\n${error?.stack}` });
}
