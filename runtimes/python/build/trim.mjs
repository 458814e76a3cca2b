// What of the wheels and of Python's own library goes to the learner: everything a handler can use here, without the
// services that the cloud does not have, documentation, and machine code of other machines.
import zlib from "node:zlib";

/** The services whose clients boto3 can make. */
const SERVICES = new Set(
  "apigateway apigatewayv2 cloudformation dynamodb dynamodbstreams events iam kinesis lambda logs s3 sns sqs sts".split(" "),
);
/** Of services with several versions the newest only. */
const VERSIONS = { dynamodb: "2012-08-10", events: "2015-10-07", lambda: "2015-03-31" };

/** Names that the endpoints' table gives to the services above. */
const ENDPOINTS = new Set([...SERVICES, "streams.dynamodb"]);

const plain = (name, bytes) => (name.endsWith(".gz") ? zlib.gunzipSync(bytes) : bytes);

/**
 * `value` without the texts that only boto3's documentation shows. Those of parameters of endpoints and of clients
 * stay: botocore reads them into objects of its own, and misses them.
 */
function withoutTexts(value) {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([key, inner]) => key !== "documentation" || typeof inner !== "string");
  return Object.fromEntries(entries.map(([key, inner]) => [key, key === "clientContextParams" ? inner : withoutTexts(inner)]));
}

function endpoints(bytes) {
  const table = JSON.parse(bytes);
  for (const partition of table.partitions) {
    const kept = Object.entries(partition.services).filter(([name]) => ENDPOINTS.has(name));
    partition.services = Object.fromEntries(kept);
  }
  return JSON.stringify(table);
}

/** One file of boto3's and botocore's data: its new name and bytes, or nothing. */
function data(name, bytes) {
  const [, , service, version] = name.split("/");
  if (!name.includes("/data/") || version === undefined) {
    return name.endsWith("data/endpoints.json") ? [name, Buffer.from(endpoints(bytes))] : [name, bytes];
  }
  if (!SERVICES.has(service) || name.includes("examples-1")) return undefined;
  if (name.startsWith("botocore/") && VERSIONS[service] && version !== VERSIONS[service]) return undefined;
  const whole = JSON.parse(plain(name, bytes));
  const text = JSON.stringify(name.includes("endpoint-rule-set") ? whole : withoutTexts(whole));
  return [name.replace(/\.gz$/, ""), Buffer.from(text)];
}

/** A wheel's file as it is packaged: `[name, bytes]`, or nothing when it stays out. */
export function packaged(name, bytes) {
  if (name.includes(".dist-info/")) {
    return /\/(METADATA|LICEN[CS]E[^/]*|NOTICE[^/]*)$/.test(name) ? [name, bytes] : undefined;
  }
  if (/\.(so|pyi|typed)(\.|$)|\.libs\/|\/examples\/|\.rst$|\.tar\.gz$|^tzdata\/zoneinfo\/(right|posix)\//.test(name)) return undefined;
  if (name === "botocore/cacert.pem") return [name, Buffer.alloc(0)];
  if (/^(boto3|botocore)\/.*\.json(\.gz)?$/.test(name)) return data(name, bytes);
  return [name, bytes];
}

/** Tools for a person at a terminal, and what needs processes or sockets that listen. */
const NOT_NEEDED =
  /^(_pyrepl|pydoc_data|idlelib|turtledemo|wsgiref|xmlrpc|ensurepip|site-packages)\/|^(pydoc|doctest|turtle|antigravity|this|webbrowser|imaplib|poplib|ftplib|mailbox|pdb|cProfile|profile|pstats|trace|tabnanny|pyclbr|rlcompleter|nturl2path|sre_\w+)\.py$/;

/** Whether a file of Python's own library is packaged. */
export const ofTheLibrary = (name) => !NOT_NEEDED.test(name);

/** Files whose source is packaged too, because tracebacks of everyday errors show lines of it. */
const SHOWN =
  /^(botocore\/(client|context|httpsession|endpoint|waiter|paginate|signers|auth|credentials|validate|hooks|args|regions)|boto3\/(session|__init__|resources\/(factory|action|collection)|s3\/(inject|transfer)|dynamodb\/(types|transform|conditions|table))|s3transfer\/(futures|tasks|manager|upload|download)|PIL\/(Image|ImageFile|JpegImagePlugin|PngImagePlugin))\.py$/;
export const sourceIsShown = (name) => SHOWN.test(name);

/** The same for Python's own library. */
const SHOWN_OF_LIBRARY = /^(json\/(__init__|decoder|encoder)|urllib\/(request|error)|http\/client|asyncio\/(runners|base_events|tasks)|logging\/__init__|decimal|datetime|_strptime|random|uuid|base64|csv|re\/__init__|zoneinfo\/(__init__|_common)|pathlib\/__init__|shutil|concurrent\/futures\/(_base|thread)|threading|importlib\/__init__|os|subprocess|tempfile|statistics|fractions|enum|dataclasses)\.py$/;
export const librarySourceIsShown = (name) => SHOWN_OF_LIBRARY.test(name);
