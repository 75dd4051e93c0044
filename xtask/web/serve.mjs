// A server of directories on loopback, for pages under test.

import { createServer } from "node:http";

import { tool } from "./tools.mjs";

// Serves `roots`, an object from path prefixes such as "/pkg" to directories. `headers` go with every
// answer. `answer(request, response)`, where there is one, is asked first and says whether it answered.
// A port of 0 is any that is free. Gives the origin and a function that closes the server.
export async function serve(roots, { headers = {}, answer, port = 0 } = {}) {
  const sirv = tool("sirv");
  const files = Object.entries(roots)
    .map(([prefix, directory]) => [prefix.replace(/\/$/, ""), sirv(directory, { dev: true, etag: true })])
    .sort(([a], [b]) => b.length - a.length);
  const server = createServer(async (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (await answer?.(request, response)) return;
    const found = files.find(([prefix]) => request.url === prefix || request.url.startsWith(`${prefix}/`));
    const none = () => response.writeHead(404).end("not found");
    if (!found) return none();
    request.url = request.url.slice(found[0].length) || "/";
    found[1](request, response, none);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}
