// Measures a built runtime in Chromium: node tests/runtimes/measure.mjs [runs]
// A cold environment to its first handler line, a warm empty invocation, and a call of the SDK; median and least, ms.

import { fileURLToPath } from "node:url";
import { open } from "./harness.mjs";

const runs = Number(process.argv[2] ?? 15);
const folder = process.env.COLDSTART_RUNTIMES ?? fileURLToPath(new URL("../../target/runtimes", import.meta.url));
const SCAN = { status: 200, headers: [["content-type", "application/x-amz-json-1.0"]], body: Buffer.from('{"Items":[{"id":{"S":"1"}}],"Count":1,"ScannedCount":1}') };

const HANDLERS = {
  "no SDK": { "index.mjs": "export const handler = async () => { console.log('first line'); };" },
  "SDK v3, S3": { "index.mjs": "import { S3Client } from '@aws-sdk/client-s3';\nconst s3 = new S3Client();\nexport const handler = async () => { console.log('first line'); };" },
  "SDK v3, DynamoDB documents": {
    "index.mjs": `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
const documents = DynamoDBDocumentClient.from(new DynamoDBClient());
export const handler = async (event) => {
  console.log('first line');
  if (event.calls) await documents.send(new ScanCommand({ TableName: 'Users' }));
};`,
  },
  "SDK v2, DynamoDB documents": {
    "index.js": `const AWS = require('aws-sdk');
const documents = new AWS.DynamoDB.DocumentClient();
exports.handler = async (event) => {
  console.log('first line');
  if (event.calls) await documents.scan({ TableName: 'Users' }).promise();
};`,
  },
};

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[values.length >> 1];
const shown = (values) => `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)})`;

const host = await open(folder);
for (const [name, files] of Object.entries(HANDLERS)) {
  const [cold, warm, calls] = [[], [], []];
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    const environment = await host.environment("nodejs");
    const first = [await environment.init(files), await environment.invoke({})];
    if (!first[1].end.returned) throw new Error(JSON.stringify(first));
    cold.push(performance.now() - begun);
    for (let again = 0; again < 10; again++) warm.push((await environment.invoke({})).wallMs);
    if (name.includes("documents")) {
      for (let again = 0; again < 10; again++) {
        const { walls } = await environment.invoke({ calls: 1 }, () => SCAN);
        calls.push(walls.reduce((a, b) => a + b));
      }
    }
    await environment.end();
  }
  const called = calls.length ? `, an invocation with a call ${shown(calls)}` : "";
  console.log(`${name}: cold to first line ${shown(cold)}, warm empty invocation ${shown(warm)}${called}`);
}
await host.close();
