// What every test of the SDK for JavaScript v3 begins from. The clients are the SDK's own, with its default settings:
// endpoint, region and keys stand in the environment, where a user would put them.

import assert from 'node:assert/strict';

export * from '../support.mjs';

/** A client that sends commands by their names: `call(new Client({}), module)('PutObject', input)`. */
export const caller = (client, commands) => (name, input = {}) => client.send(new commands[`${name}Command`](input));

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
