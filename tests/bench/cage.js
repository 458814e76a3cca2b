// A small host for the bench: speaks to the real cage and the real worker, as the page's sandbox module does,
// without pool, budget or queue.

/** Opens the cage at `base` (a folder with runtimes/ and functions/) and starts a worker with `module`. */
export async function openCage(base, module) {
  const fetched = async (path) => {
    const response = await fetch(new URL(path, base));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  };
  const script = await (await fetched("runtimes/provided/worker.js")).text();
  const bytes = await (await fetched(`functions/${module}.wasm`)).arrayBuffer();

  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  const told = new Map();
  addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow) told.get(data.is)?.(data);
  });
  const tells = (is) => new Promise((resolve) => told.set(is, resolve));
  const ready = tells("ready");
  frame.src = new URL("runtimes/frame/sandbox.html", base);
  document.body.append(frame);
  await ready;

  told.set("failed", (message) => console.error(message.why));
  told.set("not compiled", (message) => console.error(message.why));
  const compiled = tells("compiled");
  const say = (message, transfer = []) => frame.contentWindow.postMessage(message, "*", transfer);
  say({ do: "compile", name: module, bytes }, [bytes]);
  await compiled;

  const { port1: port, port2 } = new MessageChannel();
  say({ do: "start", worker: 1, script, modules: [module], port: port2, data: null, trusted: true }, [port2]);
  let tasks = 0;
  const answers = new Map();
  port.onmessage = ({ data }) => answers.get(data.task)?.(data);
  return {
    /** Computes one stretch, and gives how it stopped. */
    compute(task, transfer = []) {
      const id = ++tasks;
      return new Promise((resolve) => {
        answers.set(id, resolve);
        port.postMessage({ task: id, module, ...task }, transfer);
      });
    },
    forget: (environments) => port.postMessage({ forget: environments }),
  };
}

const NOTHING = new Uint8Array();
const event = (key) =>
  new TextEncoder().encode(JSON.stringify({ Records: [{ s3: { bucket: { name: "pets" }, object: { key } } }] }));

/** Starts the thumbnail function up to its GetObject call. */
export function begin(cage, environment, invocation, memory_mb = 128) {
  const header = JSON.stringify({ code: "thumbnail", variables: {} });
  const start = { header, body: event("photo.jpg") };
  return cage.compute({ environment, invocation, memory_mb, start, resumes: [] });
}

/** Answers the call that the function waits for with `body`. */
export function reply(cage, environment, invocation, body = NOTHING, memory_mb = 128) {
  const header = JSON.stringify({ Reply: { status: 200, headers: [], body: "" } });
  const resumes = [{ header, body }];
  return cage.compute({ environment, invocation, memory_mb, resumes }, body.length ? [body.buffer] : []);
}
