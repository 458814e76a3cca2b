// What every test of the SDK for JavaScript v2 begins from. It reads keys and region from the environment, as its users
// have them, and takes the endpoint in code: it knows no variable for that.

import assert from 'node:assert/strict';
import {ENDPOINT} from '../support.mjs';

export * from '../support.mjs';

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';

export const {default: AWS} = await import('aws-sdk');
AWS.config.update({endpoint: ENDPOINT, maxRetries: 0});

/** Expects a call to be refused with that code. */
export async function refused(code, request) {
  try {
    await request.promise();
  } catch (error) {
    assert.equal(error.code, code, String(error.stack));
    return error;
  }
  throw new Error(`${code} was expected, and the call succeeded`);
}

/** The entries of all pages, and how many pages there were. */
export function pages(request, entries) {
  return new Promise((done, failed) => {
    const found = [];
    let count = 0;
    request.eachPage((error, page) => {
      if (error) return failed(error);
      if (!page) return done({found, count});
      count += 1;
      found.push(...page[entries]);
      return true;
    });
  });
}
