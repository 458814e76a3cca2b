// Beside every handler: tries ways by their names, and says what came of each. Where the runtime's walls are down,
// `scope` has what the browser gave the worker; else it is the global scope.

// What comes too late to be an attempt's result, or is told twice, ends nothing.
process.on('unhandledRejection', () => {});

export const hostile = Math.hostile;
export const scope = hostile?.scope ?? globalThis;
/** The address of a script that is a blob. */
export const addressOf = (code) => (hostile?.address ?? URL.createObjectURL)(new Blob([code], { type: 'text/javascript' }));
/** The browser's own import, past the runtime's. */
export const importing = new Function('address', 'return import(address)');

const SILENT = Symbol('silent');
/** Waits about a tenth of a second in real time, in which the browser may answer: no virtual time need pass meanwhile. */
export async function really(turns = 100) {
  for (let turn = 0; turn < turns; turn++) await new Blob(['x']).arrayBuffer();
}

/** Long enough for the browser's answers, and then for those that come in virtual time. */
async function silence() {
  await really();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return SILENT;
}

/** Each way by its name: `refused: …`, or `REACHED …` with what it gave. */
export async function attempts(ways) {
  const results = {};
  for (const [name, way] of Object.entries(ways)) {
    try {
      const value = await Promise.race([way(), silence()]);
      results[name] = value === SILENT ? 'refused: no answer' : `REACHED ${String(value).slice(0, 200)}`;
    } catch (error) {
      results[name] = `refused: ${error?.name ?? typeof error}: ${error?.message ?? error}`;
    }
  }
  return results;
}

/** The first of these events at `target`; `error` counts as refused. */
export const event = (target, ...names) =>
  new Promise((resolve, reject) => {
    for (const name of names) target[`on${name}`] = (happened) => resolve(`${name} ${happened?.data ?? ''}`);
    target.onerror = (happened) => reject(new Error(`error event ${happened?.message ?? ''}`));
  });
