// A page for runtimes: opens the frame in Chromium, starts workers in it, and plays the page's side of the protocol
// in runtimes/README.md. It serves both runtimes, and knows nothing of the cloud: calls are answered by whoever tests.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { zipSync } from "fflate";
import { chromium } from "playwright-core";

const BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
];
/** Noon of a day on which nothing happened. */
export const CLOCK_US = Date.UTC(2026, 0, 15, 12, 0, 0) * 1000;
/** A worker that does not answer for this long is ended. */
const PATIENCE_MS = 60_000;
/** Steps of one invocation, before it counts as one that never ends. */
const MOST_STEPS = 10_000;

/** The page's script: it hands messages between the test and the workers, whose frame cannot be reached otherwise. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>runtimes</title><link rel="icon" href="data:,"><body><script>
const frame = document.createElement("iframe");
frame.setAttribute("sandbox", "allow-scripts");
frame.src = "frame/sandbox.html";
const ports = new Map();
const kept = new Map();
const waiting = new Map();
let ready;
window.ready = new Promise((resolve) => (ready = resolve));
const blob = async (file) => {
  if (!kept.has(file)) kept.set(file, await (await fetch(file)).blob());
  return kept.get(file);
};
const encode = (value) => JSON.stringify(value, (key, one) =>
  one instanceof Uint8Array || one instanceof ArrayBuffer ? { $bytes: new Uint8Array(one).toBase64() } : one);
const decode = (text) => JSON.parse(text, (key, one) =>
  one && typeof one === "object" && typeof one.$bytes === "string" ? Uint8Array.fromBase64(one.$bytes) : one);
addEventListener("message", ({ source, data }) => {
  if (source !== frame.contentWindow) return;
  if (data.is === "ready") ready();
  else if (data.is === "failed") waiting.get(data.worker)?.({ failed: data.why });
  else if (data.is === "not compiled") window.failure = data.why;
});
window.keep = async (name, file) => frame.contentWindow.postMessage({ do: "keep", name, blob: await blob(file) }, "*");
window.compile = async (name, file) => {
  const bytes = await (await blob(file)).arrayBuffer();
  frame.contentWindow.postMessage({ do: "compile", name, bytes }, "*", [bytes]);
};
window.start = async (worker, script, modules, assets, offered, data) => {
  const { port1, port2 } = new MessageChannel();
  ports.set(worker, port1);
  port1.onmessage = async ({ data: message }) => {
    if (message.need) {
      const found = { assets: {}, missing: {} };
      for (const name of message.need) {
        if (offered[name]) found.assets[name] = await blob(offered[name]);
        else found.missing[name] = "it was not built";
      }
      port1.postMessage(Object.keys(found.assets).length ? { assets: found.assets } : { missing: found.missing });
      return;
    }
    // How long code may compute at module level is not what is tested here.
    if (message.began === undefined) waiting.get(worker)?.(message);
  };
  frame.contentWindow.postMessage({ do: "start", worker, script: await blob(script), modules, assets, port: port2, data }, "*", [port2]);
};
// A task and its answer, with how long it took. Its bodies are gone afterwards, as the page's are, which are copies out of
// its memory.
const timed = (worker, message) => new Promise((resolve) => {
  const handed = (message.answers ?? []).map(({ body }) => body?.buffer).filter(Boolean);
  const begun = performance.now();
  waiting.set(worker, (answer) => {
    const wall = performance.now() - begun;
    waiting.delete(worker);
    resolve([wall, answer]);
  });
  ports.get(worker).postMessage(message, handed);
});
// What it takes to read and write the test's own words is not the runtime's time: a page has bytes as they are.
window.askTimed = async (worker, text) => {
  const [wall, answer] = await timed(worker, decode(text));
  return [wall, encode(answer)];
};
// As the page does, whose cloud is beside it: each call is answered at once, with the same answer. Gives what each step took.
window.answerAll = async (worker, text, given) => {
  const [walls, { status, headers, body }] = [[], decode(given)];
  for (let message = decode(text); ; ) {
    const [wall, { failed, end, calls }] = await timed(worker, message);
    walls.push(wall);
    if (end?.returned) return walls;
    if (end || failed || !calls.length) throw new Error(failed ?? "The invocation failed.");
    const answers = calls.map(({ call }) => ({ call, status, headers, body: new Uint8Array(body) }));
    message = { task: message.task + 1, at_us: message.at_us, do: "resume", answers };
  }
};
window.keepSnapshot = (worker) => new Promise((resolve, reject) => {
  const port = ports.get(worker);
  port.onmessage = ({ data: { snapshot, why } }) => {
    if (!snapshot) return reject(new Error(why));
    frame.contentWindow.postMessage({ do: "keep", name: "snapshot", blob: snapshot }, "*");
    resolve(snapshot.size);
  };
  port.postMessage({ task: 1, do: "snapshot" });
});
window.end = (worker) => {
  frame.contentWindow.postMessage({ do: "end", worker }, "*");
  ports.get(worker)?.close();
  ports.delete(worker);
};
document.body.append(frame);
</script>`;

const bytesText = (bytes) => ({ $bytes: Buffer.from(bytes).toString("base64") });
const encode = (value) =>
  JSON.stringify(value, (_key, one) =>
    one?.type === "Buffer" ? bytesText(one.data) : one instanceof Uint8Array ? bytesText(one) : one,
  );
const decode = (text) =>
  JSON.parse(text, (_key, one) => (typeof one?.$bytes === "string" ? Buffer.from(one.$bytes, "base64") : one));

/** Serves the built runtimes and the page. */
function served(folder) {
  const types = { html: "text/html", js: "text/javascript", wasm: "application/wasm", json: "application/json" };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname).slice(1);
    if (path === "") return response.setHeader("content-type", "text/html").end(PAGE);
    // Pillow's core is built by cargo, and not into this folder.
    const file = path === "imaging.wasm" ? process.env.COLDSTART_IMAGING : `${folder}/${path}`;
    if (path.includes("..") || !existsSync(file)) return response.writeHead(404).end();
    response.setHeader("content-type", types[path.split(".").pop()] ?? "application/octet-stream");
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** Starts Chromium. Other browsers can be given to `open` in its place. */
const launched = () => {
  const executablePath = process.env.COLDSTART_BROWSER ?? BROWSERS.find(existsSync);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
};

/**
 * Opens the frame.
 *
 * @param {string} folder what `node runtimes/build.mjs` wrote
 */
export async function open(folder, launch = launched) {
  const server = await served(folder);
  const browser = await launch();
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate("ready");
  const assets = JSON.parse(readFileSync(`${folder}/assets.json`, "utf8"));
  let workers = 0;
  return {
    page,
    faults,
    /** A new environment. @param {"nodejs" | "python"} family */
    environment: (family, settings = {}) => start(page, family, ++workers, assets[family] ?? [], settings),
    /** Readies the frame for Python as the page does, and gives the settings of an environment. */
    async python({ snapshot = false } = {}) {
      const given = ["stdlib.zip", "packages.zip"];
      const fileOf = (wanted) => assets.python.find(({ name }) => name === wanted)?.file;
      await page.evaluate((file) => window.compile("pyodide", file), fileOf("pyodide.asm.wasm"));
      for (const name of given) await page.evaluate(([name, file]) => window.keep(name, file), [name, fileOf(name)]);
      const settings = { modules: ["pyodide"], given };
      if (process.env.COLDSTART_IMAGING) {
        await page.evaluate(() => window.compile("imaging", "imaging.wasm"));
        settings.modules.push("imaging");
      }
      if (!snapshot) return settings;
      const maker = await start(page, "python", ++workers, assets.python, settings);
      await page.evaluate((worker) => window.keepSnapshot(worker), maker.worker);
      await maker.end();
      return { ...settings, given: [...given, "snapshot"] };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function start(page, family, worker, assets, { modules = [], given = [], data = {} }) {
  const offered = Object.fromEntries(assets.map(({ name, file }) => [name, file]));
  const script = `${family}/worker.js`;
  await page.evaluate(([...values]) => window.start(...values), [worker, script, modules, given, offered, data]);
  return new Environment(page, worker);
}

/** Answers no call: for handlers that make none. */
const nobody = (call) => {
  throw new Error(`Nobody answers ${call.method} https://${call.host}${call.path}`);
};

/** One execution environment, on a clock of its own. */
class Environment {
  #tasks = 0;
  constructor(page, worker) {
    Object.assign(this, { page, worker, nowUs: CLOCK_US });
  }

  /** One task and its answer. */
  async ask(task) {
    const message = encode({ task: ++this.#tasks, at_us: this.nowUs, ...task });
    let timer;
    const patience = new Promise(
      (_, reject) => (timer = setTimeout(() => reject(new Error("The worker does not answer.")), PATIENCE_MS)),
    );
    const [wallMs, text] = await Promise.race([
      this.page.evaluate(([worker, asked]) => window.askTimed(worker, asked), [this.worker, message]),
      patience,
    ]);
    clearTimeout(timer);
    const answer = decode(text);
    if (answer.failed) throw new Error(`The worker failed: ${answer.failed}`);
    if (answer.task !== this.#tasks) throw new Error(`Task ${this.#tasks} was answered as ${answer.task}`);
    return { ...answer, wallMs };
  }

  /**
   * Goes on until the task ends. Calls are answered one by one, each after `latencyUs`; else the clock moves to the
   * first timer.
   *
   * @param {(call: any) => any} answer
   */
  async toEnd(task, answer = nobody, { deadlineUs = Infinity, latencyUs = 2_000 } = {}) {
    const printed = [];
    const open = [];
    let step = await this.ask(task);
    const walls = [step.wallMs];
    for (let steps = 0; ; steps++) {
      printed.push(...step.printed);
      if (step.end) return { ...step, printed, walls };
      if (steps === MOST_STEPS) throw new Error("The handler does not end.");
      open.push(...step.calls.map((call) => ({ call, at: this.nowUs + latencyUs })));
      const wakes = step.sleep_us === null ? Infinity : this.nowUs + step.sleep_us;
      const due = Math.min(wakes, open[0]?.at ?? Infinity);
      if (due === Infinity) return { ...step, printed, walls, end: { waits: true } };
      if (due >= deadlineUs) return { ...step, printed, walls, end: { timed_out: true } };
      this.nowUs = Math.max(this.nowUs, due);
      const answers = [];
      if (open.length && open[0].at <= this.nowUs) {
        const { call } = open.shift();
        answers.push({ call: call.call, ...(await answer(call)) });
      }
      step = await this.ask({ do: "resume", answers });
      walls.push(step.wallMs);
    }
  }

  /** Begins. @param {Record<string, string | Uint8Array>} files the package's files */
  init(
    files,
    {
      runtime = "nodejs24.x",
      handler = "index.handler",
      memory_mb = 128,
      pace = 1,
      seed = "seed",
      variables = {},
      answer,
    } = {},
  ) {
    const contents = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        typeof text === "string" ? Buffer.from(text) : new Uint8Array(text),
      ]),
    );
    return this.toEnd(
      {
        do: "init",
        runtime,
        handler,
        memory_mb,
        pace,
        seed,
        variables: { ...VARIABLES, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory_mb), ...variables },
        package: zipSync(contents),
      },
      answer,
    );
  }

  #invocation(event, request_id, timeout_s) {
    return {
      do: "invoke",
      event: Buffer.from(JSON.stringify(event)),
      request_id,
      function_arn: "arn:aws:lambda:us-east-1:123456789012:function:handler",
      deadline_us: this.nowUs + timeout_s * 1_000_000,
    };
  }

  /** Calls the handler. */
  invoke(event, answer, { request_id = REQUEST_ID, timeout_s = 900 } = {}) {
    const task = this.#invocation(event, request_id, timeout_s);
    return this.toEnd(task, answer, { deadlineUs: task.deadline_us });
  }

  /**
   * Calls the handler, each of whose calls the page itself answers, at once and with `answer`. Milliseconds of each step:
   * to the first call, from each answer to the next call, and from the last to the end.
   */
  async timed(event, answer) {
    const task = { task: ++this.#tasks, at_us: this.nowUs, ...this.#invocation(event, REQUEST_ID, 900) };
    const walls = await this.page.evaluate(([worker, asked, given]) => window.answerAll(worker, asked, given), [this.worker, encode(task), encode(answer)]);
    this.#tasks += walls.length - 1;
    return walls;
  }

  end() {
    return this.page.evaluate((worker) => window.end(worker), this.worker);
  }
}

export const REQUEST_ID = "11111111-2222-4333-8444-555555555555";
const VARIABLES = {
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "token",
  AWS_LAMBDA_FUNCTION_NAME: "handler",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/handler",
  AWS_LAMBDA_LOG_STREAM_NAME: "2026/01/15/[$LATEST]0123456789abcdef0123456789abcdef",
};

/** Answers calls by asking a running server of the cloud: `serve`, at `address`. */
export const forwarding = (address) => async (call) => {
  const url = new URL(`${call.path}${call.query ? `?${call.query}` : ""}`, address);
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const headers = call.headers.filter(([name]) => !/^(?:connection|expect)$/i.test(name)).flat();
    const sent = request(
      url,
      { method: call.method, headers: Object.fromEntries(pairs(headers, call.host)) },
      (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode, headers: pairs(response.rawHeaders), body: Buffer.concat(chunks) }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(Buffer.from(call.body));
  });
};
function pairs(flat, host) {
  const found = [];
  for (let at = 0; at < flat.length; at += 2) found.push([flat[at], flat[at + 1]]);
  if (host && !found.some(([name]) => name.toLowerCase() === "host")) found.push(["Host", host]);
  return found;
}
