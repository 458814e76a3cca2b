// Functions of the learner's own, as a program of the page makes and calls them: by AWS's API.

import { zipSync } from 'fflate';

const LAMBDA = 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions';

/** Sends a request from within the page, and gives its status, headers and text. */
export async function ask(page, method, url, { body, headers = {} } = {}) {
  return page.evaluate(async ({ method, url, body, headers }) => {
    const response = await globalThis.coldstart.fetch(url, { method, body, headers });
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
  }, { method, url, body, headers });
}

async function asked(page, method, url, options) {
  const answer = await ask(page, method, url, options);
  if (answer.status >= 300) throw new Error(`${method} ${url} answered ${answer.status}: ${answer.text}`);
  return answer;
}

/** Makes a role that a service, Lambda unless it is named, may assume and that may do `actions`. */
export async function makeRole(page, name, actions = ['*'], service = 'lambda.amazonaws.com') {
  const trust = { Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' } };
  const policy = { Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
  const iam = (form) => asked(page, 'POST', 'https://iam.amazonaws.com/', {
    body: new URLSearchParams({ Version: '2010-05-08', RoleName: name, ...form }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  await iam({ Action: 'CreateRole', AssumeRolePolicyDocument: JSON.stringify(trust) });
  await iam({ Action: 'PutRolePolicy', PolicyName: 'may', PolicyDocument: JSON.stringify(policy) });
  return `arn:aws:iam::123456789012:role/${name}`;
}

/** Makes a function of these files, each a text or bytes. What it computes counts as on a small part of a processor, and a busy machine is slow. */
export async function makeFunction(page, name, { files, runtime, handler, role, memory = 512, timeout = 10, variables = {} }) {
  await asked(page, 'POST', LAMBDA, {
    body: JSON.stringify({
      FunctionName: name, Runtime: runtime, Handler: handler, Role: role, MemorySize: memory, Timeout: timeout,
      Environment: { Variables: variables }, Code: { ZipFile: zipped(files) },
    }),
  });
}

const zipped = (files) => {
  const bytes = Object.fromEntries(Object.entries(files).map(([path, file]) => [path, Buffer.from(file)]));
  return Buffer.from(zipSync(bytes, { mtime: new Date('2026-01-05T00:00:00') })).toString('base64');
};

/** Gives a function that there is another runtime and other code. */
export async function rewrite(page, name, { files, runtime, handler, memory, timeout }) {
  await asked(page, 'PUT', `${LAMBDA}/${name}/configuration`, {
    body: JSON.stringify({ Runtime: runtime, Handler: handler, MemorySize: memory, Timeout: timeout }),
  });
  await asked(page, 'PUT', `${LAMBDA}/${name}/code`, { body: JSON.stringify({ ZipFile: zipped(files) }) });
}

/** Deletes a function. */
export async function deleteFunction(page, name) {
  await asked(page, 'DELETE', `${LAMBDA}/${name}`);
}

/** Calls a function and waits: what it returned or how it failed, and the lines of its log between START and END. */
export async function invoke(page, name, event = {}) {
  const answer = await asked(page, 'POST', `${LAMBDA}/${name}/invocations`, {
    body: JSON.stringify(event), headers: { 'x-amz-log-type': 'Tail' },
  });
  const log = Buffer.from(answer.headers['x-amz-log-result'] ?? '', 'base64').toString().split('\n');
  const lines = log.slice(log.findIndex((line) => line.startsWith('START')) + 1, log.findIndex((line) => line.startsWith('END')));
  return { failed: answer.headers['x-amz-function-error'] !== undefined, text: answer.text, lines, report: log.find((line) => line.startsWith('REPORT')) };
}
