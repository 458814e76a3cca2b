// What every test of the SDK for JavaScript v3 begins from. The clients are the SDK's own, with its default settings:
// endpoint, region and keys stand in the environment, where a user would put them.

import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';

const SETTINGS = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_MAX_ATTEMPTS: '1',
};
for (const [name, value] of Object.entries(SETTINGS)) process.env[name] ??= value;

export const ENDPOINT = process.env.AWS_ENDPOINT_URL;

/** A client that sends commands by their names: `call(new Client({}), module)('PutObject', input)`. */
export const caller = (client, commands) => (name, input = {}) => client.send(new commands[`${name}Command`](input));

/** A name that no other test has, allowed for buckets, tables, functions and roles alike. */
export const fresh = () => `fresh-${randomUUID().slice(0, 13)}`;

/** Expects a call to be refused with an exception of the SDK's class of that name, or of that code. */
export async function refused(name, call) {
  try {
    await call;
  } catch (error) {
    assert.equal(error.name, name, String(error.stack));
    return error;
  }
  throw new Error(`${name} was expected, and the call succeeded`);
}

/** All entries of a paginator's pages, and how many pages there were. */
export async function all(paginator, entries) {
  const found = [];
  let pages = 0;
  for await (const page of paginator) {
    pages += 1;
    found.push(...(page[entries] ?? []));
  }
  return {found, pages};
}

export const TRUST_LAMBDA = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}, Action: 'sts:AssumeRole'}],
});
