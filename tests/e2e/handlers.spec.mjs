// The table of handlers in tests/handlers, through the whole page: made and invoked by Lambda's API. Those that a script
// answers instead of a cloud are for the runtimes' own runner.

import { cases, differences } from '../runtimes/cases.mjs';
import { controlled, expect, test } from './support.mjs';
import { deleteFunction, invoke, makeFunction, makeRole } from './functions.mjs';
import { LessonPage } from './pages/lesson.mjs';

/** How an invocation ended, as the cases have it. */
function ended({ failed, text, lines }) {
  if (!failed) return { end: { returned: Buffer.from(text) }, printed: lines };
  const { errorType, errorMessage } = JSON.parse(text);
  const exited = errorType === 'Runtime.ExitError' ? /with error: (.*)/.exec(errorMessage)?.[1] ?? 'exit status 0' : undefined;
  const end = errorType === 'Sandbox.Timedout' ? { timed_out: true } : errorType === 'Runtime.OutOfMemory' ? { ran_out: true } : exited ? { exited } : { raised: { type: errorType, document: text } };
  // What Lambda itself adds at such an end is the cloud's affair.
  return { end, printed: end.raised ? lines : lines.filter((line) => !/Task timed out|Runtime exited|^Runtime\./.test(line)) };
}

const LATEST = { nodejs: ['nodejs24.x', 'index.handler'], python: ['python3.14', 'lambda_function.lambda_handler'] };

for (const family of ['nodejs', 'python']) {
  test(`handlers of ${family} do in the page what they do on AWS`, async ({ page, complaints }) => {
    test.setTimeout(240_000);
    await new LessonPage(page).open();
    await controlled(page);
    const role = await makeRole(page, 'handlers');
    const faults = [];
    const table = cases(family).filter((one) => !one.answers && one.clock !== 'still' && !one.begins?.error && !one.begins?.exited);
    for (const one of table) {
      await makeFunction(page, 'handler', {
        files: one.files, runtime: one.runtime ?? LATEST[family][0], handler: one.handler ?? LATEST[family][1], role,
        // The least that Lambda has, which is also what it gives when none is asked for.
        memory: one.memory_mb ?? 128, timeout: one.timeout_s ?? 900, variables: one.variables,
      });
      for (const [at, expected] of one.expect.entries()) {
        const got = ended(await invoke(page, 'handler', one.events[at]));
        // The log comes as one text, in which an event of several lines is not told from several.
        const log = expected.log?.flatMap((line) => line.split('\n'));
        faults.push(...differences({ ...expected, ...(log && { log }) }, { ...got, virtualMs: expected.virtual_ms }).map((fault) => `${one.name}: ${fault}`));
      }
      await deleteFunction(page, 'handler');
    }
    expect(faults.join('\n')).toBe('');
    expect(complaints).toEqual([]);
  });
}
