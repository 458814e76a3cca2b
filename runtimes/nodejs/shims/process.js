// The global `process`, as Lambda's Node 24 shows it.

import EventEmitter from "./events.js";
import { nowUs, sinceBegunMs } from "../time/clock.js";
import { tick } from "../time/loop.js";

const VERSION = "24.11.0";
/** What a new process of Lambda's Node uses, in bytes, about. */
const RESIDENT_BYTES = 70 * 1024 * 1024;

/** What the environment adds to `process` when it begins. */
export const hooks = {
  /** @type {(code: number) => never} */
  exit: () => {
    throw new Error("process.exit before the environment began");
  },
  /** Writes raw text to the log. @type {(text: string) => void} */
  write: () => {},
};

function hrtime(since) {
  const ns = BigInt(nowUs()) * 1000n - BOOT_NS;
  const [seconds, rest] = [Number(ns / 1000000000n), Number(ns % 1000000000n)];
  if (!since) return [seconds, rest];
  const difference = (seconds - since[0]) * 1e9 + (rest - since[1]);
  return [Math.floor(difference / 1e9), ((difference % 1e9) + 1e9) % 1e9];
}
/** The machine's boot, which hrtime counts from: any fixed instant does. */
const BOOT_NS = 1_700_000_000_000_000_000n;
hrtime.bigint = () => BigInt(nowUs()) * 1000n - BOOT_NS;

let working = "/var/task";
const unknown = (name) => () => {
  throw Object.assign(new Error(`process.${name} is not available in Lambda's simulated environment`), {
    code: "ENOSYS",
  });
};

/** A standard stream, made when it is first asked for, because most handlers never do. */
const standard = (number) => {
  let stream;
  return () => {
    if (stream) return stream;
    const { Writable } = require("./stream.js");
    const { Buffer } = require("./buffer.js");
    stream = new Writable({ decodeStrings: false });
    // Written at once, as Node writes to Lambda's pipe.
    stream.write = (chunk, encoding, callback) => {
      hooks.write(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      const done = typeof encoding === "function" ? encoding : callback;
      if (done) tick(done);
      return true;
    };
    return Object.assign(stream, { fd: number, isTTY: false, columns: undefined });
  };
};
const streams = { stdout: standard(1), stderr: standard(2) };

const memoryUsage = () => ({
  rss: RESIDENT_BYTES,
  heapTotal: RESIDENT_BYTES >> 1,
  heapUsed: RESIDENT_BYTES >> 2,
  external: 2 << 20,
  arrayBuffers: 1 << 16,
});
memoryUsage.rss = () => RESIDENT_BYTES;

const process = Object.assign(Object.create(EventEmitter.prototype), {
  title: "node",
  version: `v${VERSION}`,
  versions: {
    node: VERSION,
    v8: "13.6.233.10-node.28",
    uv: "1.51.0",
    zlib: "1.3.1",
    modules: "137",
    openssl: "3.0.17",
  },
  arch: "x64",
  platform: "linux",
  release: { name: "node", lts: "Krypton" },
  features: { inspector: true, tls: true, typescript: "strip", require_module: true },
  argv: ["/var/lang/bin/node", "/var/runtime/index.mjs"],
  argv0: "/var/lang/bin/node",
  execPath: "/var/lang/bin/node",
  execArgv: ["--expose-gc", "--max-http-header-size", "81920"],
  env: {},
  pid: 8,
  ppid: 1,
  exitCode: undefined,
  config: { target_defaults: {}, variables: {} },
  cwd: () => working,
  chdir(folder) {
    require("../files/index.js").default.accessSync(folder);
    working = folder;
  },
  nextTick(callback, ...values) {
    if (typeof callback !== "function") {
      throw Object.assign(new TypeError('The "callback" argument must be of type function.'), {
        code: "ERR_INVALID_ARG_TYPE",
      });
    }
    tick(() => Reflect.apply(callback, undefined, values));
  },
  hrtime,
  uptime: () => sinceBegunMs() / 1000,
  memoryUsage,
  availableMemory: () => Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 128) * 1048576 - RESIDENT_BYTES,
  cpuUsage: () => ({ user: Math.round(sinceBegunMs() * 1000), system: 0 }),
  resourceUsage: () => ({ userCPUTime: 0, systemCPUTime: 0, maxRSS: RESIDENT_BYTES >> 10 }),
  emitWarning(warning, type = "Warning", code) {
    const name = typeof type === "object" ? (type.type ?? "Warning") : type;
    const text = warning instanceof Error ? `${warning.name}: ${warning.message}` : `${name}: ${warning}`;
    const number = typeof type === "object" ? type.code : code;
    hooks.write(`(node:8) ${number ? `[${number}] ` : ""}${text}\n`);
  },
  exit(code) {
    return hooks.exit(Number(code ?? process.exitCode ?? 0));
  },
  abort: () => hooks.exit(134),
  kill(pid, signal = "SIGTERM") {
    if (pid !== 8) throw Object.assign(new Error("kill ESRCH"), { code: "ESRCH", errno: -3, syscall: "kill" });
    return signal === 0 ? true : hooks.exit(signal === "SIGKILL" ? 137 : 143);
  },
  umask: () => 0o22,
  getuid: () => 993,
  geteuid: () => 993,
  getgid: () => 990,
  getegid: () => 990,
  getActiveResourcesInfo: () => [],
  setSourceMapsEnabled() {},
  binding: unknown("binding"),
  dlopen: unknown("dlopen"),
  stdin: undefined,
  getBuiltinModule: (name) => require("../code/builtins.js").builtin(name),
});
EventEmitter.call(process);
for (const name of ["stdout", "stderr"])
  Object.defineProperty(process, name, { get: streams[name], configurable: true, enumerable: true });
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });

export default process;
