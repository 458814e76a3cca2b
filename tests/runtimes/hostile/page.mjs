// What is done within the page, as functions that are sent there: they see nothing of this file but themselves.

/** Waits until the page has started and its service worker answers, then lays out what the others use. */
export async function begin() {
  const until = async (holds) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await until(() => globalThis.coldstart?.fetch && !document.getElementById("boot"));
  await until(() => navigator.serviceWorker?.controller?.state === "activated");

  const measured = (globalThis.measured = { gap: 0, last: performance.now(), errors: [] });
  addEventListener("error", ({ message }) => measured.errors.push(message));
  addEventListener("unhandledrejection", ({ reason }) => measured.errors.push(String(reason)));
  setInterval(() => {
    const now = performance.now();
    measured.gap = Math.max(measured.gap, now - measured.last);
    measured.last = now;
  }, 16);

  const ask = async (method, url, body, headers = {}) => {
    const response = await coldstart.fetch(url, { method, body, headers });
    if (!response.ok) throw new Error(`${method} ${url} answers ${response.status}: ${(await response.text()).slice(0, 500)}`);
    return response;
  };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const iam = (fields) => ask("POST", "https://iam.amazonaws.com/", new URLSearchParams({ Version: "2010-05-08", ...fields }).toString(), form);
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] };
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }] };
  await iam({ Action: "CreateRole", RoleName: "hostile", AssumeRolePolicyDocument: JSON.stringify(trust) });
  await iam({ Action: "PutRolePolicy", RoleName: "hostile", PolicyName: "logs", PolicyDocument: JSON.stringify(policy) });

  const FUNCTIONS = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions";
  const json = { "content-type": "application/json" };
  globalThis.functions = {
    create: ({ name, zip, runtime, handler, timeout_s, memory_mb, variables }) =>
      ask("POST", FUNCTIONS, JSON.stringify({
        FunctionName: name, Runtime: runtime, Handler: handler, Role: "arn:aws:iam::123456789012:role/hostile", Code: { ZipFile: zip },
        Timeout: timeout_s, MemorySize: memory_mb, Environment: { Variables: variables },
      }), json),
    remove: (name) => ask("DELETE", `${FUNCTIONS}/${name}`),
    async invoke(name, event) {
      const begun = performance.now();
      const response = await ask("POST", `${FUNCTIONS}/${name}/invocations`, JSON.stringify(event), { ...json, "x-amz-log-type": "Tail" });
      const wallMs = performance.now() - begun;
      const payload = await response.text();
      const log = new TextDecoder().decode(Uint8Array.from(atob(response.headers.get("x-amz-log-result") ?? ""), (letter) => letter.charCodeAt(0)));
      return { wallMs, failed: response.headers.get("x-amz-function-error"), payload: payload.slice(0, 20_000), length: payload.length, log };
    },
  };
}

export const create = (settings) => globalThis.functions.create(settings).then(() => null);
export const remove = (name) => globalThis.functions.remove(name).then(() => null);

/** Invokes, with a pause before each further event, then leaves the worker a while for what it may still be up to. */
export async function invoke({ name, events, rest_ms, pause_ms, mark }) {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  if (mark) performance.mark(mark);
  Object.assign(globalThis.measured, { gap: 0, last: performance.now() });
  const ends = [];
  for (const event of events) {
    if (ends.length && pause_ms) await pause(pause_ms);
    ends.push(await globalThis.functions.invoke(name, event));
  }
  if (rest_ms) await pause(rest_ms);
  if (mark) performance.mark(mark);
  return { ends, gap: globalThis.measured.gap };
}

/** Names of everything that the page stores, and what code of another world could have changed in its document. */
export async function stored() {
  const folder = await navigator.storage?.getDirectory?.().catch(() => undefined);
  const files = [];
  if (folder) for await (const name of folder.keys()) files.push(name);
  return {
    caches: (await caches.keys()).sort(),
    databases: ((await indexedDB.databases?.()) ?? []).map(({ name }) => name).sort(),
    files: files.sort(),
    local: Object.keys(localStorage).sort(),
    session: Object.keys(sessionStorage).sort(),
    cookie: document.cookie,
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    buckets: (await navigator.storageBuckets?.keys?.()) ?? [],
    hostile: [typeof globalThis.hostile, document.querySelectorAll("[id^=hostile]").length, document.querySelectorAll("iframe").length],
    address: location.href,
    errors: globalThis.measured.errors,
  };
}
