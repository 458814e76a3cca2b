// The package of a function: a zip, unpacked into /var/task.

import { unzipSync } from "fflate";
import { provide } from "./tree.js";

/** Unpacks `zip` and gives the paths of its files. @param {Uint8Array} zip */
export function unpack(zip) {
  const paths = [];
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const path = `/var/task/${name}`;
    if (name.endsWith("/")) {
      provide(path, null);
      continue;
    }
    provide(path, bytes);
    paths.push(path);
  }
  return paths;
}
