// The core of a finished package: its glue calls the guard by itself, and no intrinsic is touched.

export { __wbh_glue } from "./finished.js";
export * from "./offers.js";
