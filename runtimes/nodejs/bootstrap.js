// The environment: takes the page's tasks, runs them, and answers each when all in it waits for the page.

import { realMicrotask } from "./cage/primordials.js";
import { hasOwn } from "./cage/primordials.js";
import { answer, begun, connect } from "./cage/transport.js";
import { textOf } from "./code/resolve.js";
import * as sdk from "./code/sdk.js";
import { unpack } from "./files/package.js";
import { install } from "./globals.js";
import { environment } from "./lambda/environment.js";
import { RuntimeError, logError, raised } from "./lambda/errors.js";
import { findHandler } from "./lambda/handler.js";
import { holds } from "./lambda/holds.js";
import { invoke } from "./lambda/invocation.js";
import * as log from "./lambda/log.js";
import * as calls from "./net/calls.js";
import { limits } from "./shims/buffer.js";
import process, { hooks } from "./shims/process.js";
import * as chance from "./time/chance.js";
import * as clock from "./time/clock.js";
import * as loop from "./time/loop.js";

/** What a process of Lambda's Node 24 holds before any code of the function. */
const PROCESS_BYTES = 70 * 1024 * 1024;
/** Beyond any timeout. The page takes no figure beyond 1e12. */
const LONGEST_SLEEP_US = 24 * 3600 * 1_000_000;
/** Exit codes of Lambda's runtime. */
const EXIT_UNHANDLED_REJECTION = 128;
const EXIT_UNCAUGHT = 129;

const environmentState = {
  /** @type {Map<string, Blob>} */
  assets: new Map(),
  handler: undefined,
  runtime: "nodejs24.x",
  packageBytes: 0,
  /** Bytes of the invocation's event and answers. */
  carriedBytes: 0,
  /** Set when the process is gone: nothing is answered any more. */
  gone: false,
};
/** The task under way. */
let task;
let end = null;
/** What to do when nothing can go on. */
let stuck = () => {};

function finish(how) {
  if (how.raised && /^RangeError$/.test(how.raised.type) && NO_MEMORY.test(how.raised.document))
    how = { ran_out: true };
  end = how;
  loop.close();
}

/** Answers the task: everything waits for the page, or has ended. */
function reply() {
  if (environmentState.gone) return;
  if (!end && !calls.anyUnderWay() && !loop.isAlive()) {
    stuck();
    if (environmentState.gone) return;
    // An error may take a turn to be told.
    if (!end && loop.isAlive()) return loop.stretch(reply);
  }
  const unsent = calls.takeUnsent();
  const due = loop.firstDueUs();
  const message = {
    task,
    computed_us: clock.computedUs(),
    memory_bytes: PROCESS_BYTES + sdk.heldBytes() + environmentState.packageBytes + environmentState.carriedBytes,
    printed: log.takePrinted(end !== null),
    calls: unsent,
    sleep_us: end || due === null ? null : Math.min(Math.max(0, due - clock.nowUs()), LONGEST_SLEEP_US),
    end,
    holds: end ? holds() : [],
  };
  const transfer = unsent.map(({ body }) => body.buffer);
  // Its own: code may have given all objects such a property.
  if (end && hasOwn(end, "returned")) transfer.push(end.returned.buffer);
  task = undefined;
  answer(message, transfer);
}

/** Ends the process: answers at once, because whatever runs now never comes back. */
function exit(how) {
  if (environmentState.gone) return;
  finish(how);
  if (task !== undefined) reply();
  environmentState.gone = true;
}

/** Whether the listeners of `exit` were told: they may call process.exit themselves, and are not told again. */
let exiting = false;
hooks.exit = (code) => {
  process.exitCode = code;
  const told = exiting || environmentState.gone;
  exiting = true;
  if (!told) process.emit("exit", code);
  exit({ exited: `exit status ${process.exitCode & 255}` });
  // Code after process.exit does not run; what catches this runs for nobody.
  throw new RuntimeError("ExitError", `exit status ${code & 255}`);
};

/** What the browser says when there is no memory left to give. */
const NO_MEMORY = /Array buffer allocation failed|out of memory|allocation size overflow/;
const ranOut = (error) => error instanceof RangeError && NO_MEMORY.test(error.message);

function uncaught(error) {
  if (environmentState.gone) return;
  if (ranOut(error)) return exit({ ran_out: true });
  if (process.listenerCount("uncaughtException") > 0) {
    process.emit("uncaughtException", error, "uncaughtException");
    return;
  }
  logError("Uncaught Exception", error);
  process.exitCode = EXIT_UNCAUGHT;
  exit(raised(error, true));
}

function unhandled(reason, promise) {
  if (environmentState.gone) return;
  if (process.listenerCount("unhandledRejection") > 0) {
    process.emit("unhandledRejection", reason, promise);
    return;
  }
  const error = new RuntimeError("UnhandledPromiseRejection", String(reason));
  Object.assign(error, { reason, promise });
  logError("Unhandled Promise Rejection", error);
  process.exitCode = EXIT_UNHANDLED_REJECTION;
  exit(raised(error, true));
}

const isCode = (path) => /\.[cm]?js$/.test(path);

async function initialise(message) {
  const { runtime, handler, memory_mb, variables } = message;
  environmentState.runtime = runtime;
  environmentState.packageBytes = message.package.byteLength;
  process.env = environment(runtime, handler, memory_mb, variables);
  // A buffer that no function of this size could hold: the process is killed for it.
  limits.largest = (bytes) => {
    if (bytes <= memory_mb * 1024 * 1024) return;
    exit({ ran_out: true });
    throw new RangeError("Array buffer allocation failed");
  };
  try {
    // On Lambda the package is in its place before the process begins.
    const sources = clock.uncounted(() =>
      unpack(message.package)
        .filter(isCode)
        .map((path) => ({ path, text: textOf(path) })),
    );
    const release = loop.hold();
    await sdk.load(sources, environmentState.assets).finally(release);
    begun(message.task);
    environmentState.handler = await findHandler(handler, sources);
    warnOfCallbacks();
    finish({ initialised: true });
  } catch (error) {
    if (environmentState.gone) return;
    logError("Uncaught Exception", error);
    exit(raised(error, true));
  }
}

/** Lambda refuses such handlers from Node 24 on. They run here, because half of what one finds is written so. */
function warnOfCallbacks() {
  const { handler, runtime } = environmentState;
  if (
    handler.length < 3 ||
    !/^nodejs(?:2[4-9]|[3-9]\d)/.test(runtime) ||
    handler[Symbol.for("aws.lambda.runtime.handler.streaming")]
  )
    return;
  log.log(
    "WARN",
    "AWS Lambda has removed callback-based handlers from Node.js 24 on: there, this handler does not start (Runtime.CallbackHandlerDeprecated). It runs here.",
  );
}

function begin({ event, request_id, function_arn, deadline_us }) {
  log.setRequestId(request_id);
  environmentState.carriedBytes = event.byteLength;
  const { env } = process;
  const details = {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: function_arn,
    awsRequestId: request_id,
    deadlineMs: deadline_us / 1000,
  };
  const parsed = JSON.parse(new TextDecoder().decode(event));
  const { handler, runtime } = environmentState;
  // Lambda's runtime calls the handler where it has awaited the event.
  realMicrotask(() => ({ stuck } = invoke({ handler, runtime, event: parsed, details, end: finish })));
}

function take(message) {
  clock.enter(message.at_us);
  task = message.task;
  if (message.do === "resume") {
    for (const { body } of message.answers) environmentState.carriedBytes += body?.byteLength ?? 0;
    loop.stretch(reply);
    calls.take(message.answers);
    if (message.answers.length === 0) loop.wake();
    return;
  }
  end = null;
  stuck = () => {};
  loop.stretch(reply);
  if (message.do === "init") {
    clock.begin(message.at_us, message.pace);
    chance.begin(message.seed);
    stuck = () => exit({ exited: "exit status 13" });
    initialise(message);
  } else if (message.do === "invoke") {
    begin(message);
  }
}

self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  unhandled(event.reason, event.promise);
});
self.addEventListener("error", (event) => {
  event.preventDefault();
  uncaught(event.error ?? new Error(event.message));
});
loop.onUncaught(uncaught);
connect(({ assets }) => void (environmentState.assets = assets), take);
install();
