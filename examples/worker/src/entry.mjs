// The Worker that the runtime sees: the one in Rust, whose failed requests get an answer. Without
// it the runtime answers with an error page of its own.

import Rust from "../build/index.js";
export { Counter } from "../build/index.js";

export default {
  async fetch(request, env, context) {
    try {
      return await new Rust(context, env).fetch(request);
    } catch (error) {
      // No message: in an abort build it goes to all who are in flight, whoever the panic spoke of.
      // The log has it under the same id.
      const kind = error?.kind === undefined ? "" : ` (${error.kind})`;
      const id = error?.faultId === undefined ? "" : `, fault ${error.faultId}`;
      return new Response(`${error?.name ?? "Error"}${kind}${id}`, { status: 503 });
    }
  },
};
