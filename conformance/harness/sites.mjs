// Where things really are in the source: a line of src/*.rs that ends in `// site: NAME` or
// `// closure: NAME`. Looked up, never typed, so that the expectation moves with the code.

import { ROOT, listFiles, readText } from "../host.mjs";

const SOURCES = new URL("src/", ROOT);
const MARKER = /^(\s*).*\/\/ ((?:site|closure): .+)$/;

const sites = new Map();
for (const name of listFiles(SOURCES)) {
  const lines = readText(new URL(name, SOURCES)).split("\n");
  lines.forEach((text, index) => {
    const found = MARKER.exec(text);
    if (!found) return;
    const [, indent, marker] = found;
    sites.set(marker, { file: `conformance/src/${name}`, line: index + 1, column: indent.length + 1 });
  });
}

export function site(marker) {
  const found = sites.get(marker);
  if (!found) throw new Error(`no line of conformance/src ends in "// ${marker}"`);
  return found;
}
