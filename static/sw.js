// The service worker has two jobs. It keeps the page for offline use, and it hands every request that code
// in the page sends to an AWS address to the simulated cloud, which lives in the page. It knows no service
// of AWS and nothing of what the page shows.

// The build replaces this line by the list of files: [name, hash of the contents]. The shell comes first, the rest in the
// background, and what is wanted by some only when they want it.
const BUILD = { version: 'none', shell: [], later: [], wanted: [] };

// One cache for all builds, each file under its name and hash: a new build fetches only what changed, and
// two builds never mix.
const CACHE = 'coldstart-files';
const SCOPE = new URL(self.registration.scope);
const AWS = /(^|\.)(amazonaws\.com(\.cn)?|on\.aws)$/;

// Longer than a cold Python on a slow laptop takes; browsers end a worker's request after five minutes.
const ANSWER_LIMIT_MS = 120_000;
// A new build shows at once; a line that is worse than this is treated as none.
const PAGE_LIMIT_MS = 2_500;

const hashes = new Map([...BUILD.shell, ...BUILD.later, ...BUILD.wanted]);

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(keep(BUILD.shell));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data?.type === 'coldstart:keep') event.waitUntil(keepLater());
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (AWS.test(url.hostname)) {
    event.respondWith(askPage(event));
    return;
  }
  const name = nameOf(url);
  if (name === null || event.request.method !== 'GET') return;
  if (event.request.mode === 'navigate' && name === 'index.html') event.respondWith(page(event.request));
  else if (hashes.has(name)) event.respondWith(file(name));
});

// -- Offline ------------------------------------------------------------------------------------------------

/** A file's name in the list; null for whatever is not ours. */
function nameOf(url) {
  if (url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return null;
  const name = decodeURIComponent(url.pathname.slice(SCOPE.pathname.length));
  return name === '' ? 'index.html' : name;
}

/** The key of a file in the cache. */
function keyOf(name) {
  const key = new URL(name, SCOPE);
  key.search = `?${hashes.get(name)}`;
  return key.href;
}

/** Fetches files that the cache lacks, a few at a time. */
async function keep(list) {
  const cache = await caches.open(CACHE);
  const waiting = list.map(([name]) => name);
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (await cache.match(keyOf(name))) continue;
      const response = await fetch(new URL(name, SCOPE), { cache: 'no-cache' });
      if (!response.ok) throw new Error(`${name} answered ${response.status}`);
      await cache.put(keyOf(name), response);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
}

let keeping = null;

/** Everything else, once at a time; then tells every page that the tab may go offline. */
async function keepLater() {
  keeping ??= keep(BUILD.later);
  try {
    await keeping;
  } catch {
    // Offline or storage full: the next visit goes on where this one stopped.
    return;
  } finally {
    keeping = null;
  }
  for (const client of await self.clients.matchAll()) client.postMessage({ type: 'coldstart:kept', version: BUILD.version });
}

async function dropOld() {
  const cache = await caches.open(CACHE);
  const wanted = new Set([...hashes.keys()].map(keyOf));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
}

/** The page itself comes from its host while there is one, so that a new build is never hidden by an old. */
async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PAGE_LIMIT_MS) });
  } catch {
    return file('index.html');
  }
}

async function file(name) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(keyOf(name));
  if (kept) return kept;
  const response = await fetch(new URL(name, SCOPE), { cache: 'no-cache' });
  if (response.ok) await cache.put(keyOf(name), response.clone()).catch(() => {});
  return response;
}

// -- AWS ----------------------------------------------------------------------------------------------------

/** Asks the page to answer a request to AWS. It never goes to the network. */
async function askPage(event) {
  const { request } = event;
  const client = await clientOf(event);
  if (!client) return gateway('No Coldstart page is open that could answer this request.');
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer();
  const channel = new MessageChannel();
  const answer = new Promise((resolve) => {
    channel.port1.onmessage = (message) => resolve(message.data);
    setTimeout(resolve, ANSWER_LIMIT_MS, null);
  });
  client.postMessage({
    type: 'coldstart:request',
    method: request.method,
    url: request.url,
    headers: [...request.headers],
    body,
    mode: request.mode,
    destination: request.destination,
  }, [channel.port2, ...(body ? [body] : [])]);
  const reply = await answer;
  channel.port1.close();
  if (reply === null) return gateway(`The simulated cloud gave no answer within ${ANSWER_LIMIT_MS / 1000} seconds.`);
  return response(reply, request);
}

/** The page that sent the request; for a worker's or an unknown sender's, any page of ours. */
async function clientOf(event) {
  const sender = event.clientId && await self.clients.get(event.clientId);
  if (sender && sender.type === 'window' && sender.frameType !== 'nested') return sender;
  const pages = (await self.clients.matchAll({ type: 'window' })).filter((page) => page.frameType !== 'nested');
  return pages.find((page) => page.focused) ?? pages[0] ?? null;
}

/** `{ error: true }` is what a browser shows when CORS forbids the answer: a network error. */
function response(reply, request) {
  if (reply.error) return Response.error();
  try {
    const empty = [101, 204, 205, 304].includes(reply.status) || request.method === 'HEAD';
    return new Response(empty ? null : reply.body, {
      status: reply.status,
      statusText: reply.statusText ?? '',
      headers: reply.headers,
    });
  } catch (error) {
    return gateway(`The simulated cloud gave an answer that is no HTTP: ${error.message}`);
  }
}

function gateway(text) {
  return new Response(`${text}\n`, { status: 504, statusText: 'Gateway Timeout', headers: { 'content-type': 'text/plain' } });
}
