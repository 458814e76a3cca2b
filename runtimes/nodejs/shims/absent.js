// Modules of Node that can do nothing here: they load, because libraries import them in case they are needed, and
// what would reach the network, a process or a thread says plainly that it does not.

const refuse = (module, name) => () => {
  throw Object.assign(
    new Error(`${module}.${name} is not simulated: a handler reaches AWS by HTTPS, and nothing else`),
    {
      code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
    },
  );
};
const refusing = (module, names) => Object.fromEntries(names.map((name) => [name, refuse(module, name)]));
/** A class whose instances cannot be made. */
const closed = (module, name) =>
  ({
    [name]: class {
      constructor() {
        refuse(module, name)();
      }
    },
  })[name];

const notFound = (host) =>
  Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
    errno: -3008,
    code: "ENOTFOUND",
    syscall: "getaddrinfo",
    hostname: host,
  });
const lookup = (host, options, callback = options) => process.nextTick(callback, notFound(host));
const unresolved = (host, ...rest) => process.nextTick(rest.at(-1), notFound(host));
const ipVersion = (text) =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(text) ? 4 : /^[\da-f:.]+$/i.test(text) && text.includes(":") ? 6 : 0;

export const absent = {
  child_process: () =>
    refusing("child_process", ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]),
  cluster: () => ({ isMaster: true, isPrimary: true, isWorker: false, workers: {}, ...refusing("cluster", ["fork"]) }),
  worker_threads: () => ({
    isMainThread: true,
    parentPort: null,
    threadId: 0,
    workerData: null,
    Worker: closed("worker_threads", "Worker"),
    MessageChannel,
    MessagePort,
  }),
  net: () => ({
    isIP: ipVersion,
    isIPv4: (text) => ipVersion(text) === 4,
    isIPv6: (text) => ipVersion(text) === 6,
    Socket: closed("net", "Socket"),
    Server: closed("net", "Server"),
    ...refusing("net", ["connect", "createConnection", "createServer"]),
  }),
  tls: () => ({
    rootCertificates: [],
    checkServerIdentity: () => undefined,
    createSecureContext: () => ({}),
    DEFAULT_MIN_VERSION: "TLSv1.2",
    DEFAULT_MAX_VERSION: "TLSv1.3",
    TLSSocket: closed("tls", "TLSSocket"),
    ...refusing("tls", ["connect", "createServer"]),
  }),
  dgram: () => refusing("dgram", ["createSocket"]),
  http2: () => ({
    constants: {
      HTTP2_HEADER_AUTHORITY: ":authority",
      HTTP2_HEADER_METHOD: ":method",
      HTTP2_HEADER_PATH: ":path",
      HTTP2_HEADER_STATUS: ":status",
      HTTP2_METHOD_GET: "GET",
      HTTP2_METHOD_POST: "POST",
      NGHTTP2_CANCEL: 8,
    },
    sensitiveHeaders: Symbol("nodejs.http2.sensitiveHeaders"),
    ...refusing("http2", ["connect", "createServer", "createSecureServer"]),
  }),
  dns: () => ({
    lookup,
    resolve: unresolved,
    resolve4: unresolved,
    resolve6: unresolved,
    setServers() {},
    setDefaultResultOrder() {},
    getServers: () => ["169.254.78.1"],
    promises: absent["dns/promises"](),
  }),
  "dns/promises": () => {
    const reject = async (host) => {
      throw notFound(host);
    };
    return { lookup: reject, resolve: reject, resolve4: reject, resolve6: reject };
  },
  vm: () => ({
    runInThisContext: (code) => (0, eval)(code),
    isContext: () => false,
    Script: class Script {
      #code;
      constructor(code) {
        this.#code = code;
      }
      runInThisContext() {
        return (0, eval)(this.#code);
      }
    },
    ...refusing("vm", ["createContext", "runInContext", "runInNewContext", "compileFunction"]),
  }),
  v8: () => ({
    getHeapStatistics: () => ({ total_heap_size: 35 << 20, used_heap_size: 17 << 20, heap_size_limit: 112 << 20 }),
    serialize: (value) => Buffer.from(JSON.stringify(value)),
    deserialize: (bytes) => JSON.parse(bytes.toString()),
    setFlagsFromString() {},
  }),
  inspector: () => ({ url: () => undefined, ...refusing("inspector", ["open"]) }),
  readline: () => refusing("readline", ["createInterface"]),
  repl: () => refusing("repl", ["start"]),
  tty: () => ({
    isatty: () => false,
    ReadStream: closed("tty", "ReadStream"),
    WriteStream: closed("tty", "WriteStream"),
  }),
};
