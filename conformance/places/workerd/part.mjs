// A worker: runs what a request says and answers with the results.

import { provide } from "../../host.mjs";

export default {
  async fetch(request, { COMPILER }) {
    try {
      const { args, crate, columns, files } = await request.json();
      const modules = await Promise.all(
        columns.map(async (column) => {
          const address = `/${column}/${crate}_bg.wasm`;
          return [address, (await import(address)).default];
        }),
      );
      provide(COMPILER, files, modules);
      const { runPart } = await import("../../part.mjs");
      return new Response(await runPart(args));
    } catch (error) {
      return new Response(`${error}\n${error?.stack}`, { status: 500 });
    }
  },
};
