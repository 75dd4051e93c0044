// All that scenarios ask of the engine. Programs have it from here; what serves pages and workers
// puts another file of `places` here.

export * from "./places/program/host.mjs";
