// Prints the hash that sandbox.html's policy must name for its script; with --check, fails when it names another.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const path = new URL("sandbox.html", import.meta.url);
const html = readFileSync(path, "utf8");
const script = /<script>([^]*?)<\/script>/.exec(html)[1];
const hash = `sha256-${createHash("sha256").update(script).digest("base64")}`;
const named = /'(sha256-[^']*)'/.exec(html)[1];

if (process.argv.includes("--write")) {
  writeFileSync(path, html.replace(named, hash));
} else if (process.argv.includes("--check") && named !== hash) {
  console.error(`runtimes/frame/sandbox.html names ${named}, but its script has ${hash}: run node hash.mjs --write`);
  process.exit(1);
}
console.log(hash);
