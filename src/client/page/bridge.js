// What stands before a learner's own page in its frame: fetch, XMLHttpRequest and the console, which reach the world only
// by way of the page around the frame. The frame has no network and no origin; it knows nothing of how it is answered.

(() => {
  const { run, origin } = JSON.parse(document.currentScript.dataset.about);
  document.currentScript.remove();
  const host = parent;
  const waiting = new Map();
  let asked = 0;

  const tell = (what, members, transfer = []) => host.postMessage({ coldstart: 'page', run, what, ...members }, '*', transfer);

  addEventListener('message', (event) => {
    if (event.source !== host || event.data?.coldstart !== 'answer' || event.data.run !== run) return;
    event.stopImmediatePropagation();
    waiting.get(event.data.id)?.(event.data);
    waiting.delete(event.data.id);
  });

  /** An answer, or null when the browser keeps it from the page. */
  const ask = (request) => new Promise((resolve) => {
    const id = ++asked;
    waiting.set(id, (answer) => resolve(answer.kept ? null : answer));
    tell('fetch', { id, ...request }, request.body ? [request.body] : []);
  });

  /** A request as the page around the frame is told it. The browser's own Request sees to names, methods and modes. */
  async function told(input, init) {
    const address = typeof input === 'object' && input !== null && 'url' in input ? input.url : String(input);
    const url = new URL(address, `${origin}/`).href;
    const request = input instanceof Request ? new Request(input, init) : new Request(url, init);
    const body = request.body === null ? null : await request.arrayBuffer();
    return {
      url,
      method: request.method,
      headers: [...request.headers],
      body,
      mode: request.mode,
      credentials: request.credentials,
    };
  }

  const define = (target, members) => {
    for (const [name, value] of Object.entries(members)) Object.defineProperty(target, name, { value, configurable: true });
    return target;
  };

  globalThis.fetch = async function fetch(input, init) {
    const signal = init?.signal ?? input?.signal;
    signal?.throwIfAborted();
    const request = await told(input, init);
    const aborted = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }));
    const answer = await Promise.race([ask(request), aborted]);
    if (answer === null) throw new TypeError('Failed to fetch');
    if (answer.opaque) return define(new Response(null), { type: 'opaque', status: 0, ok: false, url: '' });
    const empty = [101, 204, 205, 304].includes(answer.status) || request.method === 'HEAD';
    const { status, statusText, headers } = answer;
    const response = new Response(empty ? null : answer.body, { status, statusText, headers });
    return define(response, { url: request.url, type: new URL(request.url).origin === origin ? 'basic' : 'cors' });
  };

  /** What of XMLHttpRequest pages use: one request, its answer as text or JSON, and the events around it. */
  globalThis.XMLHttpRequest = class XMLHttpRequest extends EventTarget {
    readyState = 0;
    status = 0;
    statusText = '';
    responseText = '';
    responseURL = '';
    responseType = '';
    response = '';
    withCredentials = false;
    timeout = 0;
    #request = null;
    #headers = new Headers();

    open(method, url) {
      this.#request = { method, url };
      this.#headers = new Headers();
      this.#turn(1);
    }

    setRequestHeader(name, value) { this.#request.headers ??= []; this.#request.headers.push([name, value]); }
    getResponseHeader(name) { return this.#headers.get(name); }
    getAllResponseHeaders() { return [...this.#headers].map(([name, value]) => `${name}: ${value}\r\n`).join(''); }
    abort() { this.#request = null; }

    async send(body = null) {
      const { method, url, headers } = this.#request;
      const bodiless = /^(get|head)$/i.test(method);
      try {
        const init = { method, headers, credentials: this.withCredentials ? 'include' : 'same-origin' };
        const response = await fetch(url, bodiless ? init : { ...init, body });
        if (this.#request === null) return;
        this.#headers = response.headers;
        define(this, { status: response.status, statusText: response.statusText, responseURL: response.url });
        const bytes = await response.arrayBuffer();
        this.responseText = new TextDecoder().decode(bytes);
        const forms = { json: () => JSON.parse(this.responseText), arraybuffer: () => bytes, blob: () => new Blob([bytes]) };
        this.response = forms[this.responseType]?.() ?? this.responseText;
        this.#turn(4);
        this.#happen('load');
      } catch {
        this.#turn(4);
        this.#happen('error');
      }
      this.#happen('loadend');
    }

    #turn(state) {
      this.readyState = state;
      this.#happen('readystatechange');
    }

    #happen(name) {
      const event = new ProgressEvent(name);
      this[`on${name}`]?.(event);
      this.dispatchEvent(event);
    }
  };

  /** A value as a line of a console shows it. */
  const shown = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    try {
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
    } catch {
      return String(value);
    }
  };
  const say = (level, values) => tell('said', { level, text: values.map(shown).join(' ').slice(0, 2000) });
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level] = (...values) => say(level, values);
  globalThis.alert = (text = '') => say('alert', [text]);
  addEventListener('error', (event) => say('error', [event.message || 'A file of the page did not load.']));
  addEventListener('unhandledrejection', (event) => say('error', ['Uncaught, in a promise:', event.reason]));
})();
