// Measures Node and Python in their cage, in Chromium: node tests/bench/runtimes.mjs <dist folder> [runs]
// A cold environment to its handler's first line, a warm empty invocation, a call of an SDK, and a photo of 12 megapixels
// through Pillow. Medians of wall time, and of the CPU time of all of the browser's processes where both are of interest.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [dist, runs = "9"] = process.argv.slice(2);
const runtimes = join(dist, "assets/runtimes");
process.env.COLDSTART_BROWSER ??= process.env.CHROMIUM;
process.env.COLDSTART_IMAGING ??= join(dist, "assets/functions/imaging.wasm");
const { open } = await import("../runtimes/harness.mjs");

const EMPTY = { node: "export const handler = async () => { console.log('first line'); };" };
const NODE = {
  "Node, no SDK": { "index.mjs": EMPTY.node },
  "Node, SDK v3": {
    "index.mjs": `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
const documents = DynamoDBDocumentClient.from(new DynamoDBClient());
export const handler = async (event) => {
  console.log('first line');
  for (let at = 0; at < event.calls; at++) await documents.send(new ScanCommand({ TableName: 'Users' }));
};`,
  },
  "Node, SDK v2": {
    "index.js": `const AWS = require('aws-sdk');
const documents = new AWS.DynamoDB.DocumentClient();
exports.handler = async (event) => {
  console.log('first line');
  for (let at = 0; at < event.calls; at++) await documents.scan({ TableName: 'Users' }).promise();
};`,
  },
};
const PYTHON = {
  "lambda_function.py": `import io
import boto3
from PIL import Image

table = boto3.resource('dynamodb').Table('Users')
s3 = boto3.client('s3')


def lambda_handler(event, context):
    print('first line')
    for _ in range(event.get('calls', 0)):
        table.scan()
    if event.get('photo'):
        data = s3.get_object(Bucket='photos', Key='photo.jpg')['Body'].read()
        picture = Image.open(io.BytesIO(data))
        picture.thumbnail((100, 100))
        out = io.BytesIO()
        picture.save(out, 'JPEG')
        s3.put_object(Bucket='thumbnails', Key='photo.jpg', Body=out.getvalue())
`,
};
const SCAN = {
  status: 200,
  headers: [["content-type", "application/x-amz-json-1.0"]],
  body: Buffer.from('{"Items":[{"id":{"S":"1"}}],"Count":1,"ScannedCount":1}'),
};
/** Calls of one invocation of an environment that has just begun: the first of them run code that the browser has not compiled yet. */
const CALLS = 120;

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[values.length >> 1];
const line = (name, values, unit, goal) =>
  console.log(JSON.stringify({ name, value: typeof values === "number" ? values : median(values), unit, ...(goal && { goal }) }));

/** CPU seconds of all processes that this one has started, and of theirs. */
function cpuSeconds() {
  const stats = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
      stats.set(pid, { parent: fields[1], ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // It ended meanwhile.
    }
  }
  const ours = (pid) => pid === String(process.pid) || (stats.has(pid) && ours(stats.get(pid).parent));
  let ticks = 0;
  for (const [pid, stat] of stats) if (pid !== String(process.pid) && ours(pid)) ticks += stat.ticks;
  return ticks / 100;
}

/** Starts an environment and calls its handler once: wall and CPU milliseconds to there. */
async function cold(host, family, settings, files, init) {
  const [begun, cpu] = [performance.now(), cpuSeconds()];
  const environment = await host.environment(family, settings);
  const started = await environment.init(files, init);
  if (!started.end.initialised) throw new Error(JSON.stringify(started).slice(0, 2_000));
  const first = await environment.invoke({});
  if (!first.end.returned) throw new Error(JSON.stringify(first).slice(0, 2_000));
  return { environment, wall: performance.now() - begun, cpu: (cpuSeconds() - cpu) * 1_000 };
}

/** Milliseconds of a call, the median of those that one invocation makes: from an answer to the next call. */
async function perCall(environment) {
  const walls = await environment.timed({ calls: CALLS }, SCAN);
  // The first step leads to the first call; each of the others takes an answer and leads to the next.
  return median(walls.slice(1));
}

const host = await open(runtimes);
for (const [name, files] of Object.entries(NODE)) {
  const [walls, cpus, warm, calls] = [[], [], [], []];
  for (let run = 0; run < Number(runs); run++) {
    const { environment, wall, cpu } = await cold(host, "nodejs", {}, files);
    walls.push(wall);
    cpus.push(cpu);
    for (let again = 0; again < 10; again++) warm.push((await environment.invoke({})).wallMs);
    if (name.includes("SDK v")) calls.push(await perCall(environment));
    await environment.end();
  }
  line(`${name}: a cold environment to its handler's first line`, walls, "ms", name.includes("SDK v3") ? 300 : name.includes("no SDK") ? 100 : undefined);
  line(`${name}: the same, CPU time`, cpus, "ms");
  if (calls.length) line(`${name}: a call`, calls, "ms", 2);
  else line(`${name}: a warm invocation of an empty handler`, warm, "ms", 2);
}

const init = { runtime: "python3.14", handler: "lambda_function.lambda_handler", memory_mb: 1_769 };
const anew = [];
for (let run = 0; run < Number(runs); run++) {
  const fresh = await open(runtimes);
  const { environment, ...spent } = await cold(fresh, "python", await fresh.python(), PYTHON, init);
  anew.push({ ...spent, call: await perCall(environment) });
  await fresh.close();
}
const of = (what) => anew.map((one) => one[what]);
line("Python with boto3 and Pillow: ready for the first time, its parts fetched", of("wall"), "ms", 1_500);
line("Python with boto3 and Pillow: the same, CPU time", of("cpu"), "ms");
line("Python: a call", of("call"), "ms", 4);
const first = await cold(host, "python", await host.python(), PYTHON, init);
const warm = [];
for (let again = 0; again < 20; again++) warm.push((await first.environment.invoke({})).wallMs);
line("Python: a warm invocation of an empty handler", warm, "ms");

const photos = process.env.COLDSTART_PHOTOS ?? "target/bench-photos";
for (const kind of ["baseline", "progressive"]) {
  const photo = join(photos, `${kind}.jpg`);
  if (!existsSync(photo)) continue;
  const body = readFileSync(photo);
  const spent = [];
  for (let run = 0; run < Number(runs); run++) {
    const answer = (call) => ({ status: 200, headers: [["content-type", "image/jpeg"]], body: call.method === "GET" ? body : Buffer.alloc(0) });
    const { walls, end } = await first.environment.invoke({ photo: true }, answer);
    if (!end.returned) throw new Error("the photo failed");
    spent.push(walls.reduce((sum, wall) => sum + wall, 0));
  }
  line(`Python: a 12 MP photo through Pillow, ${kind}, handler and calls`, spent, "ms");
}
await first.environment.end();

const kept = await host.python({ snapshot: true });
const [walls, cpus] = [[], []];
for (let run = 0; run < Number(runs); run++) {
  const { environment, wall, cpu } = await cold(host, "python", kept, PYTHON, init);
  walls.push(wall);
  cpus.push(cpu);
  await environment.end();
}
line("Python with boto3 and Pillow: ready from its snapshot", walls, "ms", 600);
line("Python with boto3 and Pillow: the same, CPU time", cpus, "ms");
await host.close();
