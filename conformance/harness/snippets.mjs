// The JavaScript of ours that comes with a package.

import { directoryUrl, listFiles, readText } from "../host.mjs";

export function snippetsOf(directory) {
  const found = [];
  const search = (url) => {
    for (const name of listFiles(url)) {
      if (name.endsWith(".js")) found.push({ name, url: new URL(name, url).href, text: readText(new URL(name, url)) });
      else if (!name.includes(".")) search(new URL(`${name}/`, url));
    }
  };
  const root = directoryUrl(directory);
  if (listFiles(root).includes("snippets")) search(new URL("snippets/", root));
  return found;
}
