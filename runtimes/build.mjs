// Makes the runtimes ready to be served: `node runtimes/build.mjs FOLDER`. What has not changed is not made again.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** Served as they are. */
const COPIED = ["frame/sandbox.html", "provided/worker.js"];
/** Runtimes with a build of their own, which gives their assets. */
const BUILT = ["nodejs", "python"];

function files(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      if (name === "node_modules" || name === "__pycache__") return [];
      const path = `${folder}/${name}`;
      return statSync(path).isDirectory() ? files(path) : [path];
    });
}

/** A hash of everything that is built from. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const path of [...files(here(".").replace(/\/$/, "")), here("../package-lock.json")])
    hash.update(path.slice(here("..").length)).update(readFileSync(path));
  return hash.digest("hex");
}

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("node runtimes/build.mjs FOLDER");
  process.exit(2);
}
const stamp = `${folder}/fingerprint`;
const wanted = fingerprint();
if (existsSync(stamp) && existsSync(`${folder}/assets.json`) && readFileSync(stamp, "utf8") === wanted) {
  console.log("The runtimes are up to date.");
} else {
  for (const path of COPIED) {
    mkdirSync(`${folder}/${path.split("/")[0]}`, { recursive: true });
    copyFileSync(here(path), `${folder}/${path}`);
  }
  const assets = {};
  for (const name of BUILT) {
    const script = here(`${name}/build.mjs`);
    assets[name] = existsSync(script) ? await (await import(script)).build(folder) : [];
  }
  writeFileSync(`${folder}/assets.json`, `${JSON.stringify(assets, null, 2)}\n`);
  writeFileSync(stamp, wanted);
}
