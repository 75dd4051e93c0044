// Has Node import wasm like bundlers do: as a module that instantiates it and exports what it
// exports.

import { readFile } from "node:fs/promises";

export async function load(url, context, next) {
  if (!url.endsWith(".wasm")) return next(url, context);
  const bytes = await readFile(new URL(url));
  const module = new WebAssembly.Module(bytes);
  const from = [...new Set(WebAssembly.Module.imports(module).map(({ module }) => module))];
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  const source = [
    `import { readFileSync } from "node:fs";`,
    ...from.map((specifier, at) => `import * as import${at} from ${JSON.stringify(specifier)};`),
    `const module = new WebAssembly.Module(readFileSync(new URL(${JSON.stringify(url)})));`,
    `const { exports } = new WebAssembly.Instance(module, {`,
    ...from.map((specifier, at) => `  ${JSON.stringify(specifier)}: import${at},`),
    `});`,
    ...names.flatMap((name, at) => [
      `const export${at} = exports[${JSON.stringify(name)}];`,
      `export { export${at} as ${JSON.stringify(name)} };`,
    ]),
  ];
  return { format: "module", source: source.join("\n"), shortCircuit: true };
}
