// The Worker that the runtime sees: the one in Rust, whose failed requests get an answer that
// says why. Without it the runtime answers with an error page of its own.

import Rust from "../build/index.js";
export { Counter } from "../build/index.js";

export default {
  async fetch(request, env, context) {
    try {
      return await new Rust(context, env).fetch(request);
    } catch (error) {
      const kind = error.kind === undefined ? "" : ` (${error.kind})`;
      return new Response(`${error.name}${kind}: ${error.message}`, { status: 503 });
    }
  },
};
