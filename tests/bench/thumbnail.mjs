// Measures the thumbnail function in its cage against the browser's own decoder, on photos of 12 megapixels:
// `node tests/bench/thumbnail.mjs <dist folder> [rounds]`. Prints a table, and JSON on the last line.
//
// <dist folder> is what the build makes: assets/functions/thumbnail.wasm and assets/runtimes/. The photos are
// drawn by `cargo run -p functions --example photos`, once.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(HERE, "../..");
const [dist, rounds = "15"] = process.argv.slice(2);
if (!dist || !existsSync(join(dist, "assets/functions/thumbnail.wasm"))) {
  console.error("usage: node tests/bench/thumbnail.mjs <dist folder> [rounds]; build first: cargo xtask build");
  process.exit(2);
}
const { chromium } = createRequire(join(process.cwd(), "package.json"))("playwright-core");

const photos = process.env.COLDSTART_PHOTOS ?? join(ROOT, "target/bench-photos");
if (!existsSync(join(photos, "progressive.jpg"))) {
  const draw = ["run", "--quiet", "--package", "functions", "--example", "photos", "--profile", "fast", "--", photos];
  execFileSync("cargo", draw, { cwd: ROOT, stdio: "inherit" });
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".jpg": "image/jpeg" };
const FOLDERS = { "/assets/": join(dist, "assets"), "/photos/": photos, "/": HERE };
const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  const prefix = Object.keys(FOLDERS).find((prefix) => path.startsWith(prefix));
  const file = join(FOLDERS[prefix], path.slice(prefix.length));
  if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  response.end(readFileSync(file));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage();
page.on("console", (message) => console.error(`[page] ${message.text()}`));
page.on("pageerror", (error) => console.error(`[page] ${error.message}`));
await page.goto(`http://127.0.0.1:${server.address().port}/thumbnail.html`);
await page.waitForFunction("window.ready");

const names = ["baseline", "progressive"];
const results = await page.evaluate(([names, rounds]) => measure(names, rounds), [names, Number(rounds)]);
const parked = await page.evaluate((count) => park(count), 500);
await browser.close();
server.close();

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const round = (value) => Math.round(value * 10) / 10;
const summary = { rounds: Number(rounds), parked: parked.parked, photos: {} };
for (const name of names) {
  const size = statSync(join(photos, `${name}.jpg`)).size;
  console.log(`\n12 MP JPEG, ${name}, ${round(size / 1e6)} MB, to 100 x 75; ms: median (min), first`);
  summary.photos[name] = {};
  for (const [way, runs] of Object.entries(results[name])) {
    const ms = runs.map((run) => run.ms);
    const row = { median_ms: round(median(ms)), min_ms: round(Math.min(...ms)), first_ms: round(ms[0]) };
    let note = `${runs[0].bytes} bytes`;
    if (way === "function") {
      row.computed_median_ms = round(median(runs.map((run) => run.computed)));
      // The process's share, 16 MiB, is no wasm memory.
      row.wasm_mib = round(Math.max(...runs.map((run) => run.memory)) / 2 ** 20 - 16);
      note += `, computing ${row.computed_median_ms}, wasm memory ${row.wasm_mib} MiB`;
    }
    summary.photos[name][way] = row;
    console.log(`  ${way.padEnd(18)} ${row.median_ms} (${row.min_ms}), ${row.first_ms}   ${note}`);
  }
}
console.log(`\n${parked.parked} of 500 environments parked at once in one worker`, parked.first ?? "");

// One line a figure, as the table of all benches wants it. The browser's own way is the function's goal.
for (const [name, ways] of Object.entries(summary.photos)) {
  const own = Object.entries(ways).find(([way]) => way !== "function");
  const line = (what, value, unit, goal) => console.log(JSON.stringify({ name: `12 MP JPEG, ${name}: ${what}`, value, unit, goal }));
  line("the function", ways.function.median_ms, "ms", own[1].median_ms);
  line(own[0], own[1].median_ms, "ms");
  line("the function's wasm memory", ways.function.wasm_mib, "MiB", 64);
}
