// The page as it is served: its own files, and beside them the two packages in `directory`.

import { fileURLToPath } from "node:url";
import { join } from "node:path";

import { serve } from "../../xtask/web/serve.mjs";

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function site(directory, port = 0) {
  const roots = {
    "/": fileURLToPath(new URL("page", import.meta.url)),
    "/without": join(directory, "without"),
    "/with": join(directory, "with"),
  };
  const headers = { "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" };
  return serve(roots, { headers, port });
}
