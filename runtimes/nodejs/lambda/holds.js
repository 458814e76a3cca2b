// What an environment holds, as the page shows it: the variables at module level, and the files of /tmp.

import { RUNTIME } from "../code/rewrite.js";
import * as tree from "../files/tree.js";
import util from "../shims/util.js";

const MOST = 24;
const LONGEST = 120;
/** Variables at module level: declared at the beginning of a line. Inside functions code is indented. */
const DECLARED = /^(?:export\s+)?(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?==[^=]|;|,|$)/gm;

/** @type {[string, () => any][]} */
let variables = [];

/** Code to be put after a module's own, which lets the runtime read its variables. */
export function holdsCode(source) {
  const names = [...new Set(Array.from(source.matchAll(DECLARED), ([, name]) => name))];
  return names.length ? `;${RUNTIME}.holds([${names.map((name) => `["${name}",()=>${name}]`)}]);` : "";
}

export const keep = (found) => void (variables = found);

function shown(read) {
  try {
    const value = read();
    // Functions and modules say nothing about what happened here.
    if (
      typeof value === "function" ||
      (typeof value === "object" && value !== null && Object.values(value).some((one) => typeof one === "function"))
    )
      return undefined;
    return util.inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: LONGEST, maxArrayLength: 10 });
  } catch {
    return undefined;
  }
}

/** @returns {[string, string][]} */
export function holds() {
  const found = [];
  for (const [name, read] of variables) {
    const text = shown(read);
    if (text !== undefined) found.push([name, text.slice(0, LONGEST)]);
  }
  for (const [path, node] of tree.files("/tmp")) found.push([path, `${node.size} bytes`]);
  return found.slice(0, MOST);
}
