// Loads the application that the address names, and notes what comes of it.

globalThis.faults = [];
globalThis.errors = [];
globalThis.heard = (kind, boundary, message) => faults.push({ kind, boundary, message });

const note = (error) => errors.push(error?.name === undefined ? String(error) : `${error.name}: ${error.message}`);
addEventListener("error", ({ error, message }) => note(error ?? message));
addEventListener("unhandledrejection", ({ reason }) => note(reason));

const program = await import(`/pkg/${new URLSearchParams(location.search).get("app")}.js`);
await program.default();
