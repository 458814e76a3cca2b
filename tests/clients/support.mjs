// What every test of the SDKs for JavaScript begins from: a user's environment, with the server's address and keys, and names
// of their own.

import {randomUUID} from 'node:crypto';
import {Agent} from 'node:http';

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

/** The endpoint by its name, for buckets before the host. */
export const NAMED_ENDPOINT = ENDPOINT.replace('127.0.0.1', 'localhost');

/** Finds it: not every system resolves names below localhost, which the standard says are this machine. */
export const namedAgent = () => new Agent({
  lookup: (_, options, answer) =>
    options.all ? answer(null, [{address: '127.0.0.1', family: 4}]) : answer(null, '127.0.0.1', 4),
});

/** A name that no other test has, allowed for buckets, tables, functions and roles alike. */
export const fresh = () => `fresh-${randomUUID().slice(0, 13)}`;

export const TRUST_LAMBDA = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}, Action: 'sts:AssumeRole'}],
});

/** A zip with nothing in it. */
export const EMPTY_ZIP = Buffer.from([0x50, 0x4b, 5, 6, ...Array(18).fill(0)]);
