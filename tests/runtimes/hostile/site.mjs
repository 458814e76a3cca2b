// Serves the built page, and counts whatever is asked of it that the page itself does not ask for: requests for `/leak/…`,
// for files that are not there, WebSockets, and packets over UDP, by which WebRTC and WebTransport would come.
//
// With `bare`, workers of Node and Python begin with a prelude that gives their code what the runtime hides: the port to the
// page and the browser's own objects, as `Math.hostile`. What holds there holds whatever a runtime's walls are worth.

import { createSocket } from "node:dgram";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, normalize } from "node:path";

const TYPES = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json",
  ".svg": "image/svg+xml", ".woff2": "font/woff2", ".jpg": "image/jpeg", ".webmanifest": "application/manifest+json",
};

/** Takes the port and the browser's objects before the runtime begins. */
const PRELUDE = `(() => {
  const scope = Object.create(null);
  for (let holder = globalThis; holder; holder = Object.getPrototypeOf(holder)) {
    for (const name of Reflect.ownKeys(holder)) {
      if (name in scope) continue;
      try {
        const value = globalThis[name];
        scope[name] = typeof value === "function" && !value.prototype ? value.bind(globalThis) : value;
      } catch {}
    }
  }
  const { compileStreaming, instantiateStreaming } = WebAssembly;
  const hostile = { scope, address: URL.createObjectURL.bind(URL), streaming: { compileStreaming, instantiateStreaming }, post: MessagePort.prototype.postMessage };
  addEventListener("message", (event) => { hostile.port ??= event.data.port; });
  Math.hostile = hostile;
})();\n`;
const RUNTIMES = /^\/assets\/runtimes\/(?:nodejs|python)\/worker\.js$/;

/**
 * @param {string} dist the built page
 * @param {{bare?: boolean}} settings
 */
export async function site(dist, { bare = false } = {}) {
  const leaks = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = `${dist}${path.endsWith("/") ? `${path}index.html` : path}`;
    if (path.startsWith("/leak") || path.includes("..") || !existsSync(file) || !statSync(file).isFile()) {
      if (path !== "/favicon.ico") leaks.push(`${request.method} ${request.url}`);
      // Whoever asks may have it: nothing but the cage is to keep it from its reader.
      response.writeHead(path.startsWith("/leak") ? 200 : 404, { "access-control-allow-origin": "*", "content-type": "text/javascript" });
      return response.end("globalThis.leaked = true;");
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    if (bare && RUNTIMES.test(path)) response.write(PRELUDE);
    response.end(readFileSync(file));
  });
  server.on("upgrade", (request, socket) => {
    leaks.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  const packets = createSocket("udp4").on("message", (message) => leaks.push(`UDP, ${message.length} bytes`));
  await new Promise((resolve) => packets.bind(port, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${port}`,
    leaks,
    close() {
      packets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
