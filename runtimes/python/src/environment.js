// One execution environment: it starts the interpreter, hands tasks to Lambda's runtime in Python (lib/bootstrap.py),
// and answers the page when that waits or has ended.
import * as chance from "./chance.js";
import * as clock from "./clock.js";
import { protect } from "./files.js";
import { Imaging } from "./imaging.js";
import { memory, startInterpreter } from "./interpreter.js";
import * as printed from "./printed.js";
import { marked, unmarked } from "./snapshot.js";
import * as walls from "./walls.js";

const MIB = 1024 * 1024;
/** While a snapshot is made, nobody opens a picture. */
const FOR_SNAPSHOT_BYTES = 4 * MIB;
const PACKAGE = "/var/package.zip";
/** A handler that waits for what never comes waits until its timeout: a day is beyond any. The page takes no figure beyond 1e12. */
const FOR_EVER_US = 24 * 3600 * 1_000_000;

export class Environment {
  #modules;
  #asset;
  #has;
  #answer;
  #begun;
  #python;
  #runtime;
  #imaging;
  #standard = [printed.stream(), printed.stream()];
  /** The number of the task that is to be answered, while there is one. */
  #task;
  #calls = [];
  #lastCall = 0;
  /** What the interpreter waits for: a call's answer, or time. */
  #parked;
  /** Lets it go on. */
  #wake;
  /** The answer that it was given last: its head as JSON, and its body. */
  #answered;
  #body;
  /** The process is gone: nothing it does counts any more. */
  #dead = false;

  constructor({ modules, asset, has, answer, begun }) {
    this.#modules = modules;
    this.#asset = asset;
    this.#has = has;
    this.#answer = answer;
    this.#begun = begun;
  }

  /** Begins with a task of the page. */
  take(message) {
    if (message.do === "snapshot") return this.#snapshot(message);
    if (this.#dead) return this.#tell(message.task, { exited: "signal: killed" });
    this.#task = message.task;
    clock.enter(message.at_us);
    if (message.do === "init") return this.#init(message);
    if (message.do === "invoke") return this.#invoke(message);
    if (message.do === "resume") return this.#resume(message);
  }

  async #init({ at_us, runtime, handler, memory_mb, pace, seed, variables, package: zip }) {
    clock.begin(at_us, pace);
    clock.uncounted(true);
    try {
      await this.#start(seed, memory_mb * MIB);
    } catch (error) {
      // Not the learner's doing: the assets are damaged, or the browser has no memory left.
      clock.uncounted(false);
      const message = `Python could not be started: ${error?.message ?? error}`;
      const document = JSON.stringify({ errorMessage: message, errorType: "Runtime.Unavailable", requestId: "", stackTrace: [] });
      return this.#end({ raised: { type: "Runtime.Unavailable", document, exits: true } });
    }
    const { FS } = this.#python;
    FS.writeFile(PACKAGE, new Uint8Array(zip));
    memory.most_bytes = memory_mb * MIB;
    this.#begun(this.#task);
    const given = JSON.stringify({ runtime, handler, variables, package: PACKAGE });
    await this.#run(this.#runtime.start, [given]);
    protect(FS);
  }

  async #invoke({ event, request_id, function_arn, deadline_us, client_context }) {
    printed.begin();
    const invocation = JSON.stringify({ request_id, function_arn, deadline_us, client_context });
    await this.#run(this.#runtime.invoke, [invocation, new TextDecoder().decode(event)]);
  }

  #resume({ answers }) {
    const parked = this.#parked;
    const answer = answers.find(({ call }) => call === parked?.call);
    // An answer to what nobody waits for, or a waking that is none: go on waiting.
    if (!parked || (parked.call !== undefined && !answer)) return this.#park(parked);
    this.#parked = undefined;
    this.#answered = answer && JSON.stringify([answer.status, answer.headers]);
    this.#body = answer?.body;
    this.#wake();
  }

  /** Calls a function of the runtime in Python, and tells the page how it ended. */
  async #run(work, args) {
    let end;
    try {
      end = JSON.parse(await work.callPromising(...args));
    } catch (error) {
      end = this.#lastWords(error);
    }
    const { holds = [], ...how } = end;
    if (how.returned !== undefined) how.returned = new TextEncoder().encode(how.returned);
    if (how.exited !== undefined) {
      how.exited = typeof how.exited === "number" ? `exit status ${how.exited}` : how.exited;
    }
    this.#end(how, holds);
  }

  /** What became of an interpreter that did not come back. */
  #lastWords(error) {
    const text = String(error?.message ?? error);
    if (/call stack|recursion/i.test(text)) return { exited: "signal: segmentation fault" };
    if (/out of memory|memory/i.test(text)) return { ran_out: true };
    return { exited: "signal: aborted" };
  }

  #end(end, holds = []) {
    for (const stream of this.#standard) stream.end();
    if (end.raised?.exits || end.ran_out || end.exited) this.#dead = true;
    this.#tell(this.#task, end, holds);
  }

  /** Answers the task. Whatever ends a process ends it once. */
  #tell(task, end, holds = [], sleep_us = null) {
    if (task === undefined) return;
    this.#task = undefined;
    const calls = this.#calls;
    this.#calls = [];
    const computed_us = clock.computedUs();
    let memory_bytes = this.#memoryBytes();
    if (memory_bytes > memory.most_bytes && end && !end.exited) {
      end = { ran_out: true };
      this.#dead = true;
    }
    if (end?.ran_out) memory_bytes = Math.max(memory_bytes, memory.most_bytes);
    const answer = { task, computed_us, memory_bytes, printed: printed.taken(), calls, sleep_us, end, holds };
    this.#answer(answer, calls.map(({ body }) => body.buffer));
  }

  #memoryBytes() {
    const heap = this.#python?._module.HEAP8.length ?? 0;
    return heap + (this.#imaging?.bytes ?? 0);
  }

  /** Tells the page that everything here waits. */
  #park(parked) {
    this.#parked = parked;
    this.#tell(this.#task, null, [], parked?.sleep_us ?? null);
  }

  /** What Python may ask of the worker. Functions here give plain values; after some Python waits until it is woken. */
  #outside() {
    return {
      call: (method, host, path, query, headers, body) => {
        const call = ++this.#lastCall;
        this.#calls.push({ call, method, host, path, query, headers: JSON.parse(headers), body });
        this.#park({ call });
      },
      answered: () => this.#answered,
      body: () => this.#body,
      sleep: (us) => {
        const sleep_us = us < 0 ? FOR_EVER_US : Math.min(Math.ceil(us), FOR_EVER_US);
        this.#park({ sleep_us });
      },
      log: (text) => printed.event(text),
      leave: (status) => this.#end({ exited: `exit status ${status}` }),
      uncounted: (begins) => {
        clock.uncounted(begins);
        chance.aside(begins);
      },
    };
  }

  /** Starts the interpreter from its snapshot, or else from its parts. */
  async #start(seed, memoryBytes) {
    chance.begin(seed);
    if (this.#modules.has("imaging")) this.#imaging = new Imaging(this.#modules.get("imaging"), memoryBytes);
    const kept = this.#has("snapshot") ? await unmarked(await this.#asset("snapshot")).catch(() => undefined) : undefined;
    try {
      await this.#load({ snapshot: kept });
    } catch (error) {
      if (!kept) throw error;
      await this.#load({});
    }
    const cage = this.#python.pyimport("_runtime.cage");
    cage.open_to(this.#outside());
    this.#wake = cage.wake;
    cage.close();
    this.#python.pyimport("_runtime.prepare").after_start(seed);
    // Loading took some of it, and not alike with a snapshot and without.
    chance.begin(seed);
    this.#runtime = this.#python.pyimport("_runtime.bootstrap");
    const [out, error] = this.#standard;
    this.#python.setStdout({ write: out.write, isatty: false });
    this.#python.setStderr({ write: error.write, isatty: false });
    memory.ranOut = () => this.#end({ ran_out: true });
    walls.build();
  }

  /** Loads the interpreter and the packages, and fits them, if the snapshot has not got all that. */
  async #load({ snapshot, forSnapshot = false }) {
    const module = this.#modules.get("pyodide");
    const bytes = async (name) => (await this.#asset(name)).arrayBuffer();
    // They are read while the module is made ready.
    const archives = Promise.all([bytes("stdlib.zip"), bytes("packages.zip")]);
    const wasm = module ? undefined : await bytes("pyodide.asm.wasm");
    const print = (line) => printed.event(line);
    const named = this.#imaging?.named;
    this.#python = await startInterpreter({ module, wasm, archives, snapshot, named, forSnapshot, print });
    if (snapshot) return;
    this.#imaging?.register(this.#python);
    this.#python.runPython("import sys; sys.path.insert(0, '/var/runtime')");
    this.#python.pyimport("_runtime.prepare").prepare();
  }

  /** Makes the snapshot, in an environment that does nothing else. */
  async #snapshot({ task }) {
    try {
      chance.begin("snapshot");
      clock.begin(0, 1);
      if (this.#modules.has("imaging")) this.#imaging = new Imaging(this.#modules.get("imaging"), FOR_SNAPSHOT_BYTES);
      await this.#load({ forSnapshot: true });
      const missing = this.#python.runPython("import _runtime.prepare as p; str(p.import_all() or '')");
      if (missing) console.warn(`The snapshot is without ${missing}.`);
      this.#python.runPython("import gc; del p; gc.collect()");
      this.#answer({ task, snapshot: marked(this.#python.makeMemorySnapshot({ serializer: this.#imaging?.nameOf })) });
    } catch (error) {
      this.#answer({ task, snapshot: null, why: String(error?.message ?? error) });
    }
  }
}
