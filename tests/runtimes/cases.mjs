// Reads the table of handlers: each folder of tests/handlers/<family> has a package's files and case.json, which says
// how to begin, what to send, and what AWS would answer. It knows nothing of who runs them.
//
//   {about, clock?: "still",                                    its figures hold on the runner's own clock, seed and ids
//    needs?: "imaging",                                          left out when that module is not at hand
//    engine?: "V8",                                              what is wanted are the words and places of Lambda's own engine
//    runtime?, handler?, memory_mb?, variables?, timeout_s?,
//    begins?: {log?: [line], error?: {…}, exited?: text},       how the environment begins, when that is worth a word
//    events: [event],                                            one for each invocation of the same environment
//    answers?: [{call, sent?, status?, headers?, body?}],        AWS's answers to its calls, in order; `call` is the
//                                                                method and the address, `sent` a part of the body;
//                                                                bytes stand in `body_base64`
//    expect: [{returned? | text? | error? | exited? | ran_out? | timed_out?, log?: [line], log_ends?: [line], virtual_ms?, holds?}]}
//
// A log line is its level and text, without time and request id; written raw, it stands as it is. Of `error`, the
// document that Lambda answers with, the keys that stand there are compared. `virtual_ms` is how long it took on the
// environment's clock, computing left out.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const below = (folder, prefix = "") =>
  readdirSync(folder)
    .sort()
    .flatMap((name) =>
      statSync(`${folder}/${name}`).isDirectory()
        ? below(`${folder}/${name}`, `${prefix}${name}/`)
        : [`${prefix}${name}`],
    );

/** @param {string} family `nodejs` or `python` */
export function cases(family, filter = "") {
  const folder = fileURLToPath(new URL(`../handlers/${family}`, import.meta.url));
  return readdirSync(folder)
    .sort()
    .filter((name) => name.includes(filter))
    .map((name) => {
      const paths = below(`${folder}/${name}`).filter((path) => path !== "case.json");
      const files = Object.fromEntries(paths.map((path) => [path, readFileSync(`${folder}/${name}/${path}`)]));
      return { name, files, ...JSON.parse(readFileSync(`${folder}/${name}/case.json`, "utf8")) };
    });
}

const PREFIX = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t(?:undefined|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\t/;
/** The same behind a level, as Python's logging writes it. */
const AFTER_LEVEL =
  /^(\[[A-Z]+\]\t)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})?\t/;
/** A line of the log without its time and request id. */
export const plain = (line) => line.replace(PREFIX, "").replace(AFTER_LEVEL, "$1");

const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value) =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === "object"
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
        )
      : value;
const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/** How an end differs from what was expected, as lines. */
export function differences(expected, { end, printed, virtualMs, holds }) {
  const found = [];
  const compare = (what, wanted, got) =>
    same(wanted, got) || found.push(`${what}\n    wanted ${shown(wanted)}\n    got    ${shown(got)}`);
  const text = end.returned === undefined ? undefined : Buffer.from(end.returned).toString();
  if ("returned" in expected) {
    if (text === undefined) found.push(`it should have returned, and ended so: ${shown(end)}`);
    else compare("returned", expected.returned, JSON.parse(text));
  }
  if ("text" in expected) compare("returned", expected.text, text);
  if ("error" in expected) {
    if (!end.raised) found.push(`it should have failed, and ended so: ${text ?? shown(end)}`);
    else {
      const document = JSON.parse(end.raised.document);
      for (const [key, wanted] of Object.entries(expected.error)) compare(key, wanted, document[key]);
      compare("the type beside the document", document.errorType, end.raised.type);
    }
  }
  if ("exited" in expected) compare("exited", expected.exited, end.exited);
  if ("ran_out" in expected) compare("ran out of memory", expected.ran_out, end.ran_out);
  if ("timed_out" in expected) compare("timed out", expected.timed_out, end.timed_out);
  if ("initialised" in expected) compare("initialised", true, end.initialised);
  if ("log" in expected) compare("log", expected.log, printed.map(plain));
  if ("log_ends" in expected)
    compare("the end of the log", expected.log_ends, printed.slice(-expected.log_ends.length).map(plain));
  // Who runs a function by Lambda's API does not see what its environment holds.
  if ("holds" in expected && holds) compare("holds", expected.holds, holds);
  if ("virtual_ms" in expected) compare("virtual ms", expected.virtual_ms, virtualMs);
  return found;
}

/** Answers calls from a case's list, and notes what is wrong with them. */
export function answering(list = [], faults) {
  let at = 0;
  return (call) => {
    const answer = list[at++];
    const made = `${call.method} https://${call.host}${call.path}${call.query ? `?${call.query}` : ""}`;
    if (!answer) {
      faults.push(`a call that nobody expected: ${made}`);
      return { status: 500, headers: [], body: new Uint8Array() };
    }
    if (answer.call && answer.call !== made) faults.push(`call ${at}\n    wanted ${answer.call}\n    got    ${made}`);
    if (answer.sent && !Buffer.from(call.body).toString().includes(answer.sent)) {
      faults.push(
        `the body of call ${at}\n    wanted …${answer.sent}…\n    got    ${Buffer.from(call.body).toString().slice(0, 500)}`,
      );
    }
    const body =
      answer.body === undefined ? "" : typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    const headers = {
      "x-amzn-requestid": "00000000-0000-4000-8000-000000000000",
      "x-amz-request-id": "0000000000000000",
      ...answer.headers,
    };
    const bytes = answer.body_base64 ? Buffer.from(answer.body_base64, "base64") : Buffer.from(body);
    return { status: answer.status ?? 200, headers: Object.entries(headers), body: bytes };
  };
}
